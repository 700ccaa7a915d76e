import type { CapabilityDeclaration } from '../../abi/index.ts';
import type { Plugin } from '../plugin/plugin.ts';

type LooseFunction = (...args: unknown[]) => Promise<unknown>;
export type LooseApi = Readonly<Record<string, LooseFunction | undefined>>;

/** One version of a plugin that a slot serves or served, and its calls that are not answered yet. */
export class Generation {
  /** From 1, in order of serving. */
  readonly number: number;
  readonly plugin: Plugin;
  readonly #apis = new Map<string, LooseApi>();
  #inFlight = 0;
  #whenIdle: (() => void) | undefined;

  constructor(number: number, plugin: Plugin) {
    this.number = number;
    this.plugin = plugin;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Binds a capability, so that calls find it without waiting. @throws HostError capability-missing */
  async bind(capability: CapabilityDeclaration): Promise<LooseApi> {
    const bound = this.#apis.get(capability.id);
    if (bound) return bound;
    const api = (await this.plugin.use(capability)) as unknown as LooseApi;
    this.#apis.set(capability.id, api);
    return api;
  }

  /** Calls a function of a bound capability; undefined when this version lacks an optional one. */
  call(capability: CapabilityDeclaration, name: string, args: unknown[]): Promise<unknown> | undefined {
    const run = this.#apis.get(capability.id)?.[name];
    if (run === undefined) return undefined;
    this.#inFlight++;
    return run(...args).finally(() => {
      if (--this.#inFlight === 0) this.#whenIdle?.();
    });
  }

  /** Resolves when nothing is in flight: true, or false when that took longer. */
  idle(withinMs: number): Promise<boolean> {
    if (this.#inFlight === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const done = (isIdle: boolean) => {
        clearTimeout(timer);
        this.#whenIdle = undefined;
        resolve(isIdle);
      };
      const timer = setTimeout(() => done(false), withinMs);
      this.#whenIdle = () => done(true);
    });
  }
}
