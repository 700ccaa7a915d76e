import type { AbiEvent, Value } from '../../abi/index.ts';
import { CallBlock, type CallTarget, callMessage } from '../native/call-block.ts';
import { libraryFunctions } from '../native/library-functions.ts';
import { viewMemory } from '../native/native-memory.ts';
import type { Services } from '../native/services.ts';
import type { HeldMemory, Outcome } from '../road.ts';
import type { RunNative } from './run-native.ts';
import type { Turns } from './turns.ts';

/** Blocks that wait for the next call of an instance. */
const mostSpare = 4;

/** The calls of one instance in this process: from arguments to what came back. */
export class LocalCalls {
  readonly #services: Services;
  readonly #turns: Turns;
  readonly #run: RunNative;
  readonly #events: AbiEvent[];
  readonly #trace: boolean;
  readonly #spare: CallBlock[] = [];

  /** @param events where it is told what was handed over, with `trace` */
  constructor(services: Services, turns: Turns, run: RunNative, events: AbiEvent[], trace: boolean) {
    this.#services = services;
    this.#turns = turns;
    this.#run = run;
    this.#events = events;
    this.#trace = trace;
  }

  /**
   * Makes one call when its turn has come.
   *
   * @param keepsResult leaves the result where the plugin made it
   * @param take reads the block of a call that returned TUTTI_OK, and puts it back or keeps it
   */
  make<T extends object>(
    target: CallTarget,
    call: number,
    args: readonly Value[],
    keepsResult: boolean,
    take: (block: CallBlock) => T,
  ): Promise<T | (Outcome & { problem?: string })> {
    return this.makeEncoded(target, call, callMessage(target.declaration, args), keepsResult, take);
  }

  /** The same with arguments that are encoded already. */
  makeEncoded<T extends object>(
    target: CallTarget,
    call: number,
    message: Uint8Array,
    keepsResult: boolean,
    take: (block: CallBlock) => T,
  ): Promise<T | (Outcome & { problem?: string })> {
    return this.#turns.take(async () => {
      // In a trace, the value stays where it is until it was told to whom it belongs.
      const block = this.#blockFor(message.length, keepsResult || this.#trace);
      block.fill(target, call, message);
      const status = Number(await this.#run('callRun', block.address));
      const gave = target.mayGive !== true || !block.isUntouched;
      const problem = gave ? block.problem(target.limitBytes) : undefined;
      if (status !== 0 || problem !== undefined) {
        const failure = block.failure(status);
        this.putBack(block);
        return problem === undefined ? failure : { ...failure, problem };
      }
      if (this.#trace && block.givesValue && gave) {
        this.#events.push(...this.#services.drain());
        const owned = { block: this.#services.blockAt(block.resultAddress), sizeBytes: block.resultBytes };
        this.#events.push({ type: 'give', ...owned, call });
      }
      return take(block);
    });
  }

  #blockFor(argumentsBytes: number, keepsResult: boolean): CallBlock {
    const spare = this.#spare.pop();
    if (spare?.fits(argumentsBytes) && !keepsResult) return spare;
    spare?.close();
    return new CallBlock(argumentsBytes, keepsResult);
  }

  /** Keeps a block for the next call; those of unusual size are freed. */
  putBack(block: CallBlock): void {
    if (block.isUsual && this.#spare.length < mostSpare) this.#spare.push(block);
    else block.close();
  }

  /** Gives back a result that must not be used, and puts its block back. */
  refuse(block: CallBlock): void {
    if (!block.isTaken) libraryFunctions().callRelease(block.address);
    this.putBack(block);
  }

  /** Lends the result where it lies; the block goes with it. */
  hold(block: CallBlock): HeldMemory {
    const sizeBytes = block.resultBytes;
    if (block.isTaken || sizeBytes === 0) {
      block.close();
      return { bytes: new Uint8Array(0), block: 0, release: () => {} };
    }
    const view = viewMemory(block.resultAddress, sizeBytes);
    const release = async () => {
      await this.#turns.take(() => libraryFunctions().callRelease(block.address));
      block.close();
    };
    return {
      bytes: new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset, sizeBytes),
      block: this.#services.blockAt(block.resultAddress),
      release: () => void release(),
    };
  }

  close(): void {
    for (const block of this.#spare.splice(0)) block.close();
  }
}
