import {
  type CallOptions,
  type CapabilityDeclaration,
  functionNamed,
  HostError,
  type Lifecycle,
  type Value,
} from '../../abi/index.ts';
import type { HeldMemory, Road, RoadFunction, RoadHolder } from '../road.ts';
import type { HeldRecord, HeldValue, HeldValues } from './held-value.ts';
import type { PluginCalls } from './plugin-calls.ts';

type Missing = { readonly missing: string };
type Call = (...args: unknown[]) => Promise<Value>;

const utf8 = new TextEncoder();

/** Copies what crossed already into memory that can be held and detached like any other. */
async function holdCopy(run: RoadFunction, call: number, args: readonly Value[]) {
  const answer = await run(call, args);
  if (!('value' in answer)) return answer;
  const bytes =
    typeof answer.value === 'string'
      ? utf8.encode(answer.value)
      : Uint8Array.from(answer.value as Uint8Array);
  return { status: 0 as const, memory: { bytes, block: 0, release: () => {} } };
}

/** The functions of one plugin's capabilities: looked up once, then called. */
export class PluginFunctions {
  readonly #road: Road;
  readonly #lifecycle: Lifecycle;
  readonly #calls: PluginCalls;
  readonly #values: HeldValues;
  readonly #isClosing: () => boolean;
  readonly #taken: (record: HeldRecord) => void;
  readonly #found = new Map<string, Promise<RoadFunction | Missing>>();
  readonly #holders = new Map<string, Promise<RoadHolder | Missing>>();
  readonly #apis = new Map<CapabilityDeclaration, Promise<Record<string, Call | undefined>>>();

  constructor(
    road: Road,
    lifecycle: Lifecycle,
    calls: PluginCalls,
    values: HeldValues,
    isClosing: () => boolean,
    taken: (record: HeldRecord) => void,
  ) {
    this.#road = road;
    this.#lifecycle = lifecycle;
    this.#calls = calls;
    this.#values = values;
    this.#isClosing = isClosing;
    this.#taken = taken;
  }

  /** Every function of a capability; an optional one that is not there is undefined. */
  use(capability: CapabilityDeclaration): Promise<Record<string, Call | undefined>> {
    let api = this.#apis.get(capability);
    if (api === undefined) {
      api = this.#bindAll(capability);
      this.#apis.set(capability, api);
      // A plugin that is not ready now may be later.
      api.catch(() => this.#apis.delete(capability));
    }
    return api;
  }

  /** What is wrong with these capabilities, a line for each; empty when nothing is. */
  async problems(capabilities: readonly CapabilityDeclaration[]): Promise<string[]> {
    const problems: string[] = [];
    for (const capability of capabilities) {
      for (const [name, { isOptional }] of Object.entries(capability.functions)) {
        const found = await this.#find(capability, name);
        if (typeof found === 'function' || isOptional) continue;
        const { major, minor } = capability.version;
        problems.push(`${capability.id} ${major}.${minor} ${name}: ${found.missing}`);
        if (found.missing.startsWith('it does not offer')) break;
      }
    }
    return problems;
  }

  async call(
    capability: CapabilityDeclaration,
    name: string,
    args: readonly Value[],
    options?: CallOptions,
  ): Promise<Value> {
    const run = this.#require(await this.#find(capability, name), capability, name);
    return this.#callFound(run, capability, name, args, options);
  }

  /** @param site where the caller's code stands */
  async take(
    capability: CapabilityDeclaration,
    name: string,
    args: readonly Value[],
    options: CallOptions | undefined,
    site: string,
  ): Promise<HeldValue> {
    const holder = this.#require(await this.#findHolder(capability, name), capability, name);
    const key = `${capability.id}.${name}`;
    const declaration = functionNamed(capability, name);
    if (declaration?.result !== 'string' && declaration?.result !== 'bytes') {
      const plugin = this.#road.id;
      const text = `Cannot take the result of ${key} of plugin "${plugin}": only text and bytes can be held`;
      throw new HostError('bad-argument', text, { plugin });
    }
    const done = this.#values.promise(key);
    try {
      const run = (call: number) => holder(call, args);
      const adopt = ({ memory }: { readonly memory: HeldMemory }, call: number) => {
        const [value, record] = this.#values.add(memory, { call, function: key, site });
        this.#taken(record);
        return value;
      };
      const discard = ({ memory }: { readonly memory: HeldMemory }) => memory.release();
      const value = await this.#calls.make(key, declaration, args, options, run, adopt, discard);
      return value as HeldValue;
    } finally {
      done();
    }
  }

  async #bindAll(capability: CapabilityDeclaration): Promise<Record<string, Call | undefined>> {
    const api: Record<string, Call | undefined> = {};
    for (const [name, { isOptional, parameters }] of Object.entries(capability.functions)) {
      const found = await this.#find(capability, name);
      if (typeof found !== 'function' && isOptional) {
        api[name] = undefined;
        continue;
      }
      const run = this.#require(found, capability, name);
      api[name] = (...all) => {
        // The options follow the arguments; what is no options stays, and is counted as an argument too many.
        const last = all[parameters.length];
        const hasOptions = all.length === parameters.length + 1 && isCallOptions(last);
        const args = (hasOptions ? all.slice(0, -1) : all) as Value[];
        return this.#callFound(run, capability, name, args, hasOptions ? last : undefined);
      };
    }
    return api;
  }

  async #callFound(
    run: RoadFunction,
    capability: CapabilityDeclaration,
    name: string,
    args: readonly Value[],
    options: CallOptions | undefined,
  ): Promise<Value> {
    const declaration = functionNamed(capability, name);
    if (declaration === undefined) throw this.#missing(capability, name, 'it is not declared');
    const key = `${capability.id}.${name}`;
    return this.#calls.make(
      key,
      declaration,
      args,
      options,
      (call) => run(call, args),
      (answer) => answer.value,
    );
  }

  #find(capability: CapabilityDeclaration, name: string): Promise<RoadFunction | Missing> {
    return this.#once(this.#found, capability, name, () => this.#road.find(capability, name));
  }

  #findHolder(capability: CapabilityDeclaration, name: string): Promise<RoadHolder | Missing> {
    return this.#once(this.#holders, capability, name, async () => {
      if (this.#road.hold) return this.#road.hold(capability, name);
      const run = await this.#road.find(capability, name);
      return typeof run === 'function' ? (call, args) => holdCopy(run, call, args) : run;
    });
  }

  /** Looks up once what was found; what was missing is asked for again. */
  async #once<T extends object>(
    cache: Map<string, Promise<T | Missing>>,
    capability: CapabilityDeclaration,
    name: string,
    look: () => Promise<T | Missing>,
  ): Promise<T | Missing> {
    const key = `${capability.id} ${capability.version.major}.${capability.version.minor} ${name}`;
    const known = cache.get(key);
    if (known) return known;
    const { state } = this.#lifecycle;
    if ((state !== 'created' && state !== 'active') || this.#isClosing()) {
      throw this.#lifecycle.refusal(`use ${capability.id}.${name} of`);
    }
    const found = this.#calls.running.beside(look);
    cache.set(key, found);
    const result = await found.catch((error) => {
      cache.delete(key);
      throw error;
    });
    if ('missing' in result) cache.delete(key);
    return result;
  }

  #require<T extends object>(found: T | Missing, capability: CapabilityDeclaration, name: string): T {
    if ('missing' in found) throw this.#missing(capability, name, found.missing);
    return found;
  }

  #missing(capability: CapabilityDeclaration, name: string, why: string): HostError {
    const plugin = this.#road.id;
    const text = `Cannot use ${capability.id}.${name} of plugin "${plugin}": ${why}`;
    return new HostError('capability-missing', text, { plugin });
  }
}

function isCallOptions(value: unknown): value is CallOptions | undefined {
  if (value === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).every((key) => key === 'signal' || key === 'deadlineMs');
}
