import { entrySymbol, HostError } from '../abi/index.ts';
import type { ModuleSupport } from './host-watch.ts';
import { LinearMemory } from './linear-memory.ts';

type PluginFunction = (...args: (number | bigint)[]) => number;

/** A plugin's module, instantiated and ready for its entry. */
export interface WasmModule {
  readonly memory: LinearMemory;
  readonly table: WebAssembly.Table;
  readonly entry: (host: number, err: number) => number;
  /**
   * The function that a function pointer of the plugin's stands for; null for NULL.
   *
   * @param parameters how many it takes
   * @throws WebAssembly.RuntimeError for a pointer that leads nowhere, or to a function of another type
   */
  readonly functionAt: (index: number, parameters: number) => PluginFunction | null;
}

const notSupported = 52;

/**
 * Instantiates a plugin that was built for wasm32.
 *
 * @param support what a debug build imports; without it only WASI, which then supports nothing
 * @throws HostError not-a-library, not-a-plugin, library-refused
 */
export async function instantiateModule(
  bytes: BufferSource,
  name: string,
  support?: ModuleSupport,
): Promise<WasmModule> {
  let module: WebAssembly.Module;
  try {
    module = await WebAssembly.compile(bytes);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new HostError('not-a-library', `Cannot load ${name}: it is not valid WebAssembly: ${why}`, {
      plugin: name,
      cause: error,
    });
  }
  const { exports } = await WebAssembly.instantiate(
    module,
    support?.imports(module) ?? importsOf(module, name),
  );
  const { memory, __indirect_function_table: table, _initialize: initialize, __stack_pointer } = exports;
  const entry = exports[entrySymbol];
  if (
    !(memory instanceof WebAssembly.Memory) ||
    !(table instanceof WebAssembly.Table) ||
    typeof entry !== 'function'
  ) {
    const why = typeof entry === 'function' ? 'its memory or its table' : entrySymbol;
    throw new HostError(
      'not-a-plugin',
      `Cannot load ${name}: it does not export ${why}, so it is not a Tutti plugin`,
      { plugin: name },
    );
  }
  const linear = new LinearMemory(memory);
  support?.attach(linear, __stack_pointer instanceof WebAssembly.Global ? __stack_pointer : undefined);
  try {
    if (typeof initialize === 'function') initialize();
  } catch (thrown) {
    const cause = support?.explain(thrown) ?? thrown;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HostError('trapped', `Cannot load ${name}: its constructors trapped: ${why}`, {
      plugin: name,
      cause,
    });
  }
  return {
    memory: linear,
    table,
    entry: entry as WasmModule['entry'],
    functionAt: (index, parameters) => functionIn(table, index, parameters),
  };
}

/** What `call_indirect` looks at, for calls that the host makes. */
function functionIn(table: WebAssembly.Table, index: number, parameters: number): PluginFunction | null {
  if (index >= table.length) throw new WebAssembly.RuntimeError('table index is out of bounds');
  const found = table.get(index) as PluginFunction | null;
  if (found !== null && found.length !== parameters)
    throw new WebAssembly.RuntimeError('function signature mismatch');
  return found;
}

/** A plugin may import WASI, which answers "not supported" here; anything else is refused by name. */
function importsOf(module: WebAssembly.Module, plugin: string): WebAssembly.Imports {
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    if (from !== 'wasi_snapshot_preview1' || kind !== 'function') {
      throw new HostError(
        'library-refused',
        `Cannot load ${plugin}: it imports ${from}.${name}, which no host offers`,
        { plugin },
      );
    }
    imports[from] ??= {};
    imports[from][name] = () => notSupported;
  }
  return imports;
}
