import type { BackendFunction, BackendTable, CallGate, CallRules } from './backend.ts';
import type { Boundary } from './boundary.ts';
import { argumentProblem } from './capabilities/argument-problem.ts';
import {
  type CapabilityDeclaration,
  type FunctionDeclaration,
  functionIndex,
  functionNamed,
} from './capabilities/declaration.ts';
import { ifaceHash } from './capabilities/interface-hash.ts';
import { isScalar } from './capabilities/kinds.ts';
import { formatValue, type Value } from './capabilities/value.ts';
import { decodeOwned } from './decode-owned.ts';
import { HostError } from './host-error.ts';

/** What to throw when arguments of the right kinds could not be encoded: they are too long, or memory is out. */
export function unwritable(cause: RangeError, key: string, plugin: string): HostError {
  const text = `Cannot call ${key} of plugin "${plugin}": its arguments cannot be written: ${cause.message}`;
  return new HostError('bad-argument', text, { plugin, cause });
}

/** Why a table cannot be used whose `invoke` is NULL. */
export const invokeMissing = 'its table has no invoke: generate it with `tutti generate`';

/** A result as one line of the log shows it; text as it is. */
function resultText(value: Value): string {
  return typeof value === 'string' ? value : formatValue(value);
}

/** A table, and those of its functions that were asked for. */
interface Offer {
  readonly table: BackendTable;
  readonly bound: Map<string, (...args: Value[]) => Value>;
}

/** The calls of one instance: what is asked for is found once, and every call is checked, numbered and traced. */
export class Calls {
  readonly #boundary: Boundary;
  readonly #offers = new WeakMap<CapabilityDeclaration, Offer>();
  readonly #gate: CallGate;

  /** @param gate shared with whoever else numbers calls of this instance */
  constructor(boundary: Boundary, gate: CallGate = { isOpen: false, last: 0 }) {
    const { lifecycle } = boundary;
    gate.isOpen = lifecycle.state === 'active';
    lifecycle.watch((state) => {
      gate.isOpen = state === 'active';
    });
    this.#boundary = boundary;
    this.#gate = gate;
  }

  /**
   * The functions of a capability; an optional one that is not there is undefined.
   *
   * @throws HostError capability-missing with everything that is missing, capability-mismatch, wrong-state
   */
  use(capability: CapabilityDeclaration): Record<string, ((...args: Value[]) => Value) | undefined> {
    const offer = this.#offerOf(capability, capability.id);
    const api: Record<string, ((...args: Value[]) => Value) | undefined> = {};
    const missing: string[] = [];
    for (const [name, declaration] of Object.entries(capability.functions)) {
      api[name] = this.#bind(offer, capability, name, declaration);
      if (api[name] === undefined && !declaration.isOptional) missing.push(name);
    }
    if (missing.length > 0) {
      const noun = missing.length === 1 ? 'function' : 'functions';
      throw this.#missing(capability.id, `its table lacks the ${noun} ${missing.join(', ')}`);
    }
    return api;
  }

  /** @throws HostError capability-missing, capability-mismatch, wrong-state, and what the call throws */
  call(capability: CapabilityDeclaration, name: string, args: readonly Value[]): Value {
    const key = `${capability.id}.${name}`;
    const declaration = functionNamed(capability, name);
    if (declaration === undefined)
      throw this.#missing(key, `${capability.id} declares no function "${name}"`);
    const bound = this.#bind(this.#offerOf(capability, key), capability, name, declaration);
    if (bound === undefined) throw this.#missing(key, 'its table has no such function');
    return bound(...args);
  }

  #offerOf(capability: CapabilityDeclaration, what: string): Offer {
    const { lifecycle, backend } = this.#boundary;
    if (lifecycle.state !== 'created' && lifecycle.state !== 'active')
      throw lifecycle.refusal(`use ${what} of`);
    const known = this.#offers.get(capability);
    if (known) return known;
    const { id, version } = capability;
    const table = this.#boundary.run(() => backend.query(capability));
    if (table === undefined)
      throw this.#missing(what, `it does not offer ${id} ${version.major}.${version.minor}`);
    if (!table.hasInvoke) throw this.#missing(what, invokeMissing);
    const isSameVersion = table.minor === version.minor;
    if (isSameVersion && table.ifaceHash !== 0n && table.ifaceHash !== ifaceHash(capability)) {
      const text = `Cannot use ${id} of plugin "${backend.id}": its table was made from another declaration of ${id} ${version.major}.${version.minor} than this host's`;
      throw new HostError('capability-mismatch', text, { plugin: backend.id });
    }
    const offer = { table, bound: new Map() };
    this.#offers.set(capability, offer);
    return offer;
  }

  #bind(
    { table, bound }: Offer,
    capability: CapabilityDeclaration,
    name: string,
    declaration: FunctionDeclaration,
  ): ((...args: Value[]) => Value) | undefined {
    const known = bound.get(name);
    if (known) return known;
    const found = table.find(functionIndex(capability, name), declaration);
    if (found === undefined) return undefined;
    const call = this.#callable(found, `${capability.id}.${name}`, declaration);
    bound.set(name, call);
    return call;
  }

  #callable(found: BackendFunction, key: string, declaration: FunctionDeclaration) {
    const call = (args: readonly Value[]) => this.#invoke(found, key, declaration, args);
    if (!this.#boundary.isTraced && found.direct) {
      const direct = found.direct(this.#rules(key, declaration, call));
      if (direct) return direct;
    }
    return (...args: Value[]) => call(args);
  }

  #rules(key: string, declaration: FunctionDeclaration, call: (args: readonly Value[]) => Value): CallRules {
    return {
      gate: this.#gate,
      call,
      settle: (made, number, status) => {
        this.#boundary.collect();
        return this.#finish(made, key, declaration, number, status);
      },
    };
  }

  #invoke(
    found: BackendFunction,
    key: string,
    declaration: FunctionDeclaration,
    args: readonly Value[],
  ): Value {
    const { backend, lifecycle, isTraced, events } = this.#boundary;
    const problem = argumentProblem(declaration, args);
    if (problem !== undefined) {
      const text = `Cannot call ${key} of plugin "${backend.id}": ${problem}`;
      throw new HostError('bad-argument', text, { plugin: backend.id });
    }
    if (lifecycle.state !== 'active') lifecycle.permit('call');
    const call = ++this.#gate.last;
    if (isTraced)
      events.push({ type: 'call', call, function: key, arguments: args.map((value) => formatValue(value)) });
    const status = this.#run(found, key, call, args);
    const value = this.#finish(found, key, declaration, call, status);
    if (isTraced) events.push({ type: 'return', call, status: 'TUTTI_OK', text: resultText(value) });
    return value;
  }

  #run(found: BackendFunction, key: string, call: number, args: readonly Value[]): number {
    try {
      return this.#boundary.run(() => found.run(call, args));
    } catch (error) {
      throw error instanceof RangeError ? unwritable(error, key, this.#boundary.backend.id) : error;
    }
  }

  #finish(
    made: BackendFunction,
    key: string,
    { result }: FunctionDeclaration,
    call: number,
    status: number,
  ): Value {
    const what = `call ${key} of`;
    if (status !== 0) throw this.#boundary.failure('call-failed', what, status, made.words(), call);
    if (result === 'none') return undefined;
    if (isScalar(result)) {
      const decoded = made.scalar(result);
      if (!decoded.ok) throw this.#boundary.badResult(what, decoded.problem);
      return decoded.value;
    }
    const { problem, typeId, sizeBytes, block } = made.handedOver();
    if (problem !== undefined) throw this.#boundary.badResult(what, problem);
    if (this.#boundary.isTraced) this.#boundary.events.push({ type: 'give', block, sizeBytes, call });
    const bytes = this.#boundary.run(() => made.take(result === 'bytes'));
    if (bytes === undefined) throw this.#boundary.badResult(what, 'it was freed before it was handed over');
    const decoded = decodeOwned(result, typeId, bytes);
    if (!decoded.ok) throw this.#boundary.badResult(what, decoded.problem);
    return decoded.value;
  }

  #missing(what: string, why: string): HostError {
    const { id } = this.#boundary.backend;
    return new HostError('capability-missing', `Cannot use ${what} of plugin "${id}": ${why}`, {
      plugin: id,
    });
  }
}
