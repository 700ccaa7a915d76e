import {
  type Decoded,
  decodeOwned,
  decodeScalar,
  encodeArguments,
  type FunctionDeclaration,
  isScalar,
  typeProblem,
  type Value,
} from '../../abi/index.ts';
import type { Outcome } from '../road.ts';
import { libraryFunctions } from './library-functions.ts';
import { viewMemory } from './native-memory.ts';
import { problemText } from './problem-text.ts';

/** Offsets of tutti_call_t in native/host/call.h, for pointers of 64 bits; a test compares them. */
export const callLayout = {
  table: 0,
  self: 8,
  host: 16,
  number: 24,
  function: 32,
  gives: 36,
  arguments_len: 40,
  limit: 48,
  arguments: 56,
  result: 64,
  result_cap: 72,
  scalar: 80,
  result_len: 88,
  is_taken: 96,
  problem: 100,
  events: 104,
  owned: 112,
  error: 168,
  sizeBytes: 424,
} as const;

const errorOffsets = { line: 8, len: 12, msg: 16 } as const;
const ownedPtr = callLayout.owned + 8;
/** Room for arguments and for a result that most calls do with. */
const roomBytes = 4096;

/** A function in a table of an instance: everything about a call that stays the same. */
export interface CallTarget {
  readonly declaration: FunctionDeclaration;
  /** Addresses. */
  readonly table: bigint;
  readonly self: bigint;
  readonly host: bigint;
  /** Place in the table. */
  readonly index: number;
  /** The longest result that is taken. */
  readonly limitBytes: number;
  /** The declaration is not known: it is no fault that nothing was handed over. */
  readonly mayGive?: true;
}

/** Memory for one call at a time, in which the arguments and what came back lie: a `tutti_call_t`. */
export class CallBlock {
  readonly address: bigint;
  readonly #view: DataView;
  readonly #argumentsCap: number;
  /** Whether another call can use it: room of the usual size for arguments and result. */
  readonly isUsual: boolean;

  /**
   * @param keepsResult leaves the result where the plugin made it, for whoever holds it
   * @throws RangeError when memory is out
   */
  constructor(argumentsBytes: number, keepsResult: boolean) {
    this.#argumentsCap = Math.max(roomBytes, argumentsBytes);
    this.isUsual = argumentsBytes <= roomBytes && !keepsResult;
    const address = libraryFunctions().callOpen(this.#argumentsCap, keepsResult ? 0 : roomBytes);
    if (typeof address !== 'bigint') throw new RangeError('no memory for a call');
    this.address = address;
    this.#view = viewMemory(address, callLayout.sizeBytes);
  }

  /** Whether arguments of this size fit. */
  fits(argumentsBytes: number): boolean {
    return argumentsBytes <= this.#argumentsCap;
  }

  /** Writes what is to be called. `message` fits. */
  fill(target: CallTarget, call: number, message: Uint8Array): void {
    const view = this.#view;
    view.setBigUint64(callLayout.table, target.table, true);
    view.setBigUint64(callLayout.self, target.self, true);
    view.setBigUint64(callLayout.host, target.host, true);
    view.setBigUint64(callLayout.number, BigInt(call), true);
    view.setUint32(callLayout.function, target.index, true);
    const { result } = target.declaration;
    view.setUint32(callLayout.gives, result === 'none' || isScalar(result) ? 0 : 1, true);
    view.setBigUint64(callLayout.arguments_len, BigInt(message.length), true);
    view.setBigUint64(callLayout.limit, BigInt(target.limitBytes), true);
    if (message.length === 0) return;
    const room = viewMemory(view.getBigUint64(callLayout.arguments, true), message.length);
    new Uint8Array(room.buffer, room.byteOffset, message.length).set(message);
  }

  /** The plugin's words after a status other than TUTTI_OK. */
  failure(status: number): Outcome {
    const view = this.#view;
    const at = callLayout.error;
    const length = Math.min(view.getUint32(at + errorOffsets.len, true), 240);
    const text = Buffer.from(view.buffer, view.byteOffset + at + errorOffsets.msg, length).toString('utf8');
    return { status, message: text, line: view.getUint32(at + errorOffsets.line, true) };
  }

  /** Why the result must not be used; undefined when it may. */
  problem(limitBytes: number): string | undefined {
    const view = this.#view;
    const at = callLayout.owned;
    const problem = view.getUint32(callLayout.problem, true);
    const sizeBytes = problem === 1 ? view.getUint32(at, true) : view.getBigUint64(at + 16, true);
    return problemText(problem, sizeBytes, limitBytes);
  }

  /** Whether the function hands over an owned value. */
  get givesValue(): boolean {
    return this.#view.getUint32(callLayout.gives, true) === 1;
  }

  /** Whether nothing was handed over: the record of the owned value is as empty as it was before the call. */
  get isUntouched(): boolean {
    if (this.isTaken) return false;
    for (let at: number = callLayout.owned; at < callLayout.error; at += 8) {
      if (this.#view.getBigUint64(at, true) !== 0n) return false;
    }
    return true;
  }

  get resultBytes(): number {
    return Number(this.#view.getBigUint64(callLayout.result_len, true));
  }

  get isTaken(): boolean {
    return this.#view.getUint32(callLayout.is_taken, true) === 1;
  }

  /** Address of the result where the plugin made it. */
  get resultAddress(): bigint {
    return this.#view.getBigUint64(ownedPtr, true);
  }

  /** A copy of the result's bytes; what was not taken is taken and released now. */
  takeBytes(): Uint8Array {
    const bytes = new Uint8Array(this.resultBytes);
    if (!this.isTaken) {
      libraryFunctions().callTake(this.address, bytes);
    } else if (bytes.length > 0) {
      const room = viewMemory(this.#view.getBigUint64(callLayout.result, true), bytes.length);
      bytes.set(new Uint8Array(room.buffer, room.byteOffset, bytes.length));
    }
    return bytes;
  }

  /** What came back, as `invoke` gave it. */
  takeRaw(): { readonly scalar: bigint; readonly typeId: number; readonly payload: Uint8Array | undefined } {
    const scalar = this.#view.getBigUint64(callLayout.scalar, true);
    const typeId = this.#view.getUint32(callLayout.owned + 4, true);
    return { scalar, typeId, payload: this.isUntouched ? undefined : this.takeBytes() };
  }

  /** Says that the result states another type than its kind has; undefined when it is the right one. */
  typeProblem(kind: FunctionDeclaration['result']): string | undefined {
    return typeProblem(kind, this.#view.getUint32(callLayout.owned + 4, true));
  }

  /** The result as a value of its kind, or what is wrong with it. */
  takeValue(kind: FunctionDeclaration['result']): Decoded {
    if (kind === 'none') return { ok: true, value: undefined };
    if (isScalar(kind)) return decodeScalar(kind, this.#view.getBigUint64(callLayout.scalar, true));
    return decodeOwned(kind, this.#view.getUint32(callLayout.owned + 4, true), this.takeBytes());
  }

  close(): void {
    libraryFunctions().callClose(this.address);
  }
}

/** Arguments as a call takes them; empty when there are none. */
export function callMessage(declaration: FunctionDeclaration, args: readonly Value[]): Uint8Array {
  return declaration.parameters.length === 0 ? new Uint8Array(0) : encodeArguments(declaration, args);
}
