import { assetsUrl, type StepAsset, startCompiler } from '../../../lab/index.ts';
import { CompilerDesk } from './compiler-desk.ts';
import { StepDesk } from './step-desk.ts';

/** What browsers may tell of the connection and the device; none of it is everywhere. */
interface Surroundings {
  readonly connection?: { readonly saveData?: boolean };
  /** Memory of the device, in GiB, rounded. */
  readonly deviceMemory?: number;
}

/** The compiler takes about half of this. */
const leastMemoryGib = 2;

/** Whether 23 MB may be loaded because someone began to type. */
export function mayLoadUnasked({ connection, deviceMemory }: Surroundings): boolean {
  return connection?.saveData !== true && (deviceMemory === undefined || deviceMemory >= leastMemoryGib);
}

/**
 * Fetches a step and lays it on its desk.
 *
 * @param address of the step's asset, `…/lab/steps/<tutorial>/<step>.json`
 * @throws Error whose message says what to do
 */
export async function openDesk(address: URL): Promise<StepDesk> {
  const asset = JSON.parse(new TextDecoder().decode(await load(address, 'the step'))) as StepAsset;
  const base = assetsUrl(siteRootOf(address).href);
  const compiler = new CompilerDesk({
    start: (onProgress) => startCompiler({ base, onProgress }),
    mayLoadUnasked: mayLoadUnasked(navigator as Surroundings),
  });
  const modules = new Map<string, Uint8Array<ArrayBuffer>>();
  return new StepDesk({
    asset,
    compiler,
    loadModule: async (wasm) => {
      const bytes = modules.get(wasm) ?? (await load(new URL(wasm, address), 'the plugin'));
      modules.set(wasm, bytes);
      return bytes;
    },
  });
}

/** The root of the site that serves a step's asset. */
export function siteRootOf(address: URL): URL {
  return new URL('../../../', address);
}

async function load(address: URL, what: string): Promise<Uint8Array<ArrayBuffer>> {
  let response: Response;
  try {
    response = await fetch(address);
  } catch {
    throw new Error(`Cannot load ${what}: there is no connection. Press again when there is one.`);
  }
  if (!response.ok)
    throw new Error(`Cannot load ${what}: the site answers ${response.status} to ${address.pathname}.`);
  return new Uint8Array(await response.arrayBuffer());
}
