import type { FunctionDeclaration } from '../../abi/index.ts';
import type { CallTarget } from '../native/call-block.ts';
import { firstRelayedCall, madeUp, notActive, type RelayedOutcome } from '../relayed-outcome.ts';
import type { LocalCalls } from './local-calls.ts';

/** Of a function that is known by its number only: it may hand over a value of any type, or none. */
const undeclared: FunctionDeclaration = {
  meaning: 'A function of a provider',
  since: '1.0',
  parameters: [],
  result: 'bytes',
  resultMeaning: 'what it hands over',
};

/** A table of an instance, and what it is called with. */
export type RelayTarget = Omit<CallTarget, 'declaration' | 'index' | 'mayGive'>;

/** The calls of one instance in this process that the host makes for plugins in children. */
export class LocalRelay {
  /** Whether it takes calls. */
  isActive = false;
  readonly #id: string;
  readonly #calls: LocalCalls;
  readonly #find: (capability: string, version: number) => Promise<RelayTarget | undefined>;
  readonly #targets = new Map<string, Promise<RelayTarget | undefined>>();
  #last = firstRelayedCall;

  /** @param find asks the instance for a table, once for each */
  constructor(
    id: string,
    calls: LocalCalls,
    find: (capability: string, version: number) => Promise<RelayTarget | undefined>,
  ) {
    this.#id = id;
    this.#calls = calls;
    this.#find = find;
  }

  async offers(capability: string, version: number): Promise<boolean> {
    return (await this.#target(capability, version)) !== undefined;
  }

  /** Makes one call; `begin` is told its number before it waits for its turn. */
  async call(
    capability: string,
    version: number,
    index: number,
    args: Uint8Array,
    begin: (call: number) => void,
  ): Promise<RelayedOutcome> {
    const target = await this.#target(capability, version);
    if (target === undefined || !this.isActive) return notActive(this.#id);
    const call = ++this.#last;
    begin(call);
    const whole = { ...target, declaration: undeclared, index, mayGive: true } as const;
    const outcome = await this.#calls.makeEncoded(whole, call, args, false, (block) => {
      const { scalar, typeId, payload } = block.takeRaw();
      this.#calls.putBack(block);
      return { status: 0, message: '', line: 0, scalar, typeId, payload };
    });
    if ('scalar' in outcome) return outcome;
    const { problem, ...words } = outcome;
    if (problem === undefined) return { ...words, scalar: 0n, typeId: 0, payload: undefined };
    return madeUp('internal', `what ${this.#id} handed over is not valid: ${problem}`);
  }

  #target(capability: string, version: number): Promise<RelayTarget | undefined> {
    const key = `${capability}/${version}`;
    let target = this.#targets.get(key);
    if (target === undefined) {
      target = this.#find(capability, version);
      this.#targets.set(key, target);
    }
    return target;
  }
}
