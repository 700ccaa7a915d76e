import type { CapabilityDeclaration } from '../../abi/index.ts';
import type { Plugin } from '../plugin/plugin.ts';

type Functions = Readonly<Record<string, (...args: unknown[]) => Promise<unknown>>>;

/** The functions that callers use, of whichever instance takes their calls. */
export class BoundFunctions {
  readonly #wanted = new Set<CapabilityDeclaration>();
  readonly #bound = new WeakMap<Plugin, Map<CapabilityDeclaration, Promise<Functions>>>();

  /** The functions of a capability; from now on each instance is asked for them before its first call. */
  of(plugin: Plugin, capability: CapabilityDeclaration): Promise<Functions> {
    this.#wanted.add(capability);
    return this.#bind(plugin, capability);
  }

  /** Asks a new instance for all that callers use. Nobody waits for it: what is missing is told to who calls it. */
  prepare(plugin: Plugin): void {
    for (const capability of this.#wanted) void this.#bind(plugin, capability);
  }

  #bind(plugin: Plugin, capability: CapabilityDeclaration): Promise<Functions> {
    const bound = this.#bound.get(plugin) ?? new Map<CapabilityDeclaration, Promise<Functions>>();
    this.#bound.set(plugin, bound);
    let functions = bound.get(capability);
    if (functions === undefined) {
      functions = plugin.use(capability) as Promise<unknown> as Promise<Functions>;
      bound.set(capability, functions);
      functions.catch(() => bound.delete(capability));
    }
    return functions;
  }
}
