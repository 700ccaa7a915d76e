import { type AssetManifest, type AssetPart, partNames } from './asset-manifest.ts';
import { AssetStore, LabLoadError } from './asset-store.ts';
import { Compiler, languageOf, type Source } from './compiler.ts';
import type { CompilerReply, CompilerRequest } from './compiler-messages.ts';
import { readTar } from './tar.ts';
import { type LlvmModule, type Tool, toolOf } from './tool.ts';
import { unpacked, unpackedBytes } from './unpack.ts';

/** The compiler's worker: loads clang once, and answers one request after the other. */

const reply = (message: CompilerReply) => postMessage(message);
const networkFetch = globalThis.fetch.bind(globalThis);

interface Loaded {
  readonly store: AssetStore;
  readonly manifest: AssetManifest;
  readonly tool: Tool;
  readonly sdk: ReturnType<typeof readTar>;
}

let loaded: Promise<Loaded> | undefined;
const compilers: { c?: Compiler; cpp?: Promise<Compiler> } = {};

async function load(base: string): Promise<Loaded> {
  if (typeof DecompressionStream === 'undefined' || typeof WebAssembly === 'undefined') {
    const text =
      'Cannot load the compiler: this browser lacks DecompressionStream or WebAssembly. Use a newer one.';
    throw new LabLoadError('unsupported', text);
  }
  const { caches, crypto } = globalThis as Partial<Pick<typeof globalThis, 'caches' | 'crypto'>>;
  const surroundings = { fetch: networkFetch, caches, subtle: crypto?.subtle };
  const store = new AssetStore(base, surroundings, (progress) => reply({ type: 'progress', progress }));
  const manifest = await store.manifest();
  const parts = manifest.parts.filter(({ group }) => group === 'c');
  store.expect(parts);
  const module = await importModule(store, manifest, base);
  const sdk = readTar(await unpackedBytes(await store.load(partNamed(manifest, partNames.sdk))));
  await module.runLLVM(null, {}, { fetchProgress: () => {} });
  await store.deleteOthers(manifest);
  return { store, manifest, tool: toolOf(module), sdk };
}

/**
 * Imports the compiler's script. It fetches its resources by their names beside it: here they come from the store,
 * verified and unpacked, through the `fetch` that it finds.
 */
async function importModule(store: AssetStore, manifest: AssetManifest, base: string): Promise<LlvmModule> {
  globalThis.fetch = async (input) => {
    const name = new URL(input instanceof Request ? input.url : input).pathname.split('/').at(-1) ?? '';
    const type = name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
    const packed = await store.load(partNamed(manifest, name));
    return new Response(unpacked(packed), { headers: { 'content-type': type } });
  };
  try {
    return (await import(/* @vite-ignore */ new URL(manifest.script, base).href)) as LlvmModule;
  } catch (error) {
    const text =
      "Cannot load the compiler's script: the connection ended. Press again: what was loaded is kept.";
    throw new LabLoadError('interrupted', text, error);
  }
}

function partNamed(manifest: AssetManifest, name: string): AssetPart {
  const part = manifest.parts.find((each) => each.name === name);
  if (part) return part;
  throw new LabLoadError(
    'missing',
    `Cannot load ${name}: the site's manifest does not name it. Its build is incomplete.`,
  );
}

/** The compiler for a source; C++ brings its resources with it the first time. */
async function compilerFor({ main }: Source): Promise<Compiler> {
  if (loaded === undefined)
    throw new LabLoadError('missing', 'Cannot compile: the compiler is not loaded. Load it first.');
  const { tool, sdk, store, manifest } = await loaded;
  if (languageOf(main) === 'c') {
    compilers.c ??= new Compiler(tool, { sdk, sysroot: { cpp: undefined } });
    return compilers.c;
  }
  compilers.cpp ??= (async () => {
    const part = partNamed(manifest, partNames.cpp);
    store.expect([part]);
    const cpp = readTar(await unpackedBytes(await store.load(part)));
    return new Compiler(tool, { sdk, cpp, sysroot: { cpp: '/cpp' } });
  })();
  compilers.cpp.catch(() => {
    delete compilers.cpp;
  });
  return compilers.cpp;
}

async function answer(request: CompilerRequest): Promise<CompilerReply> {
  const { id, name, ask } = request;
  const answered = (value: (CompilerReply & { type: 'answer' })['value']): CompilerReply => ({
    type: 'answer',
    id,
    value,
  });
  switch (name) {
    case 'load': {
      loaded ??= load(ask.base);
      loaded.catch(() => {
        loaded = undefined;
      });
      await loaded;
      return answered(undefined);
    }
    case 'build':
      return answered(await (await compilerFor(ask.source)).build(ask.source, ask.mode));
    case 'check':
      return answered(await (await compilerFor(ask.source)).check(ask.source));
    case 'complete':
      return answered(await (await compilerFor(ask.source)).complete(ask.source, ask.at));
    case 'layouts':
      return answered(await (await compilerFor(ask.source)).layouts(ask.source));
  }
}

function failureOf(id: number, error: unknown): CompilerReply {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return {
    type: 'failure',
    id,
    failure: { name, message, code: error instanceof LabLoadError ? error.code : '' },
  };
}

/** One after the other: a command of clang holds the worker anyway. */
let before: Promise<void> = Promise.resolve();
addEventListener('message', ({ data }: MessageEvent<CompilerRequest>) => {
  before = before.then(async () => {
    reply(await answer(data).catch((error: unknown) => failureOf(data.id, error)));
  });
});
