import { textCapability } from '../../abi/index.ts';
import { openWasmPlugin } from '../../lab/index.ts';
import type { RunResult } from './run-view.ts';

/** Opens the plugin, calls its `repeat` once and closes it: a whole life, with everything that happened in it. */
export async function runRepeat(bytes: ArrayBuffer, text: string, count: number): Promise<RunResult> {
  const began = performance.now();
  const instance = await openWasmPlugin(bytes, { name: 'repeat.wasm' });
  let output: string | undefined;
  let failure: string | undefined;
  try {
    instance.start();
    output = instance.use(textCapability).repeat(text, count);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  } finally {
    instance.close();
  }
  return { output, failure, events: instance.events, ms: performance.now() - began };
}
