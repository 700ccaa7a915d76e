import { type CapabilityDeclaration, capabilities, type Value } from '../../abi/index.ts';
import { openWasmPlugin } from '../../lab/index.ts';
import type { RunResult } from './run-view.ts';

/** Version of the state's format that plugins are asked for. */
const schema = 1;

/** One call, as the reader asks for it. */
export interface AskedCall {
  /** Id of the capability and name of the function. */
  readonly capability: string;
  readonly name: string;
  /** What stands in the fields, in order. */
  readonly texts: readonly string[];
}

/** What a run led to, and the state that the next one goes on from. */
export interface RanCall {
  readonly result: RunResult;
  readonly state: Uint8Array | undefined;
}

/**
 * Opens the plugin, gives it the state that it saved before, calls one function, saves and closes it: a whole life,
 * with everything that happened in it.
 */
export async function runCall(
  bytes: ArrayBuffer,
  plugin: string,
  asked: AskedCall,
  before: Uint8Array | undefined,
  isStateful: boolean,
): Promise<RanCall> {
  const began = performance.now();
  const instance = await openWasmPlugin(bytes, { name: `${plugin}.wasm` });
  let state = before;
  let output: string | undefined;
  let failure: string | undefined;
  try {
    if (before) instance.restore(schema, before);
    instance.start();
    const capability = capabilityWith(asked.capability);
    output = textOf(instance.call(capability, asked.name, valuesOf(capability, asked)));
    if (isStateful) state = instance.save(schema);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  } finally {
    instance.close();
  }
  return { result: { output, failure, events: instance.events, ms: performance.now() - began }, state };
}

function capabilityWith(id: string): CapabilityDeclaration {
  const capability = capabilities.find((each) => each.id === id);
  if (!capability) throw new Error(`no capability "${id}" is declared`);
  return capability;
}

/** A field that holds no number becomes NaN, which the instance refuses with its own words. */
function valuesOf(capability: CapabilityDeclaration, { name, texts }: AskedCall): Value[] {
  const parameters = capability.functions[name]?.parameters ?? [];
  return parameters.map(({ type }, i) => {
    const text = texts[i] ?? '';
    if (type === 'string') return text;
    if (type === 'bool') return text === 'true';
    if (type !== 'u64' && type !== 'i64') return text.trim() === '' ? Number.NaN : Number(text);
    return /^-?\d+$/.test(text.trim()) ? BigInt(text.trim()) : Number.NaN;
  });
}

/** A result as one reads it: text as it is, everything else as JSON, 64-bit numbers in full. */
function textOf(value: Value): string {
  if (value === undefined) return '(nothing)';
  if (typeof value === 'string') return value === '' ? '(an empty text)' : value;
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'bigint') return Number.isSafeInteger(Number(part)) ? Number(part) : String(part);
    return ArrayBuffer.isView(part) ? [...(part as Uint8Array)] : part;
  });
}
