import koffi from 'koffi';
import { decodeScalar, MessageWriter, type PluginWords, type ScalarKind } from '../../abi/index.ts';
import { callLayout } from './call-block.ts';
import { libraryFunctions } from './library-functions.ts';
import { problemText } from './problem-text.ts';

/** Room for the arguments and for the result that most calls do with. */
const roomBytes = 4096;
/** How many functions of an instance can have a place of their own, and how many bytes of arguments each. */
const placeCount = 8;
const placeArgumentsBytes = 32;
const placeBytes = callLayout.sizeBytes + 8 + placeArgumentsBytes;
const errorText = { line: 8, len: 12, msg: 16 } as const;
const ownedOffsets = { typeId: 4, ptr: 8, len: 16 } as const;

/**
 * The native memory in which all calls of one instance on this thread are made: one block, viewed once, with a
 * `tutti_call_t` for any function, one for each of a few functions that are called directly, and room for
 * arguments and results. Nothing is allocated for a call that fits.
 */
export class CallMemory {
  readonly bytes: Uint8Array;
  readonly u32: Uint32Array;
  readonly u64: BigUint64Array;
  readonly #buffer: ArrayBuffer;
  readonly #address: bigint;
  readonly #resultAt: number;
  readonly #usualWriter: MessageWriter;
  #places = 0;
  #long: bigint | undefined;
  /** Writes the arguments of the place for any function. */
  writer: MessageWriter;
  readonly #usualArguments: bigint;

  /** One that an instance which is closed has left, or a new one. @throws RangeError when memory is out */
  static open(): CallMemory {
    return spare.pop() ?? new CallMemory();
  }

  private constructor() {
    const extra = placeCount * placeBytes;
    const address = libraryFunctions().callOpen(roomBytes, roomBytes + extra);
    if (typeof address !== 'bigint') throw new RangeError('no memory for the calls of an instance');
    this.#address = address;
    const headBytes = Math.ceil(callLayout.sizeBytes / 16) * 16;
    this.#buffer = koffi.view(address, headBytes + 2 * roomBytes + extra) as ArrayBuffer;
    this.bytes = new Uint8Array(this.#buffer);
    this.u32 = new Uint32Array(this.#buffer);
    this.u64 = new BigUint64Array(this.#buffer);
    this.#usualArguments = this.u64[callLayout.arguments / 8] as bigint;
    this.#resultAt = Number((this.u64[callLayout.result / 8] as bigint) - address);
    const argumentsAt = Number(this.#usualArguments - address);
    this.#usualWriter = new MessageWriter(this.bytes.subarray(argumentsAt, argumentsAt + roomBytes));
    this.writer = this.#usualWriter;
  }

  /** A typed array over the whole block. */
  numbers<T>(Numbers: new (buffer: ArrayBuffer) => T): T {
    return new Numbers(this.#buffer);
  }

  /** The place for any function. Its result is copied out at once, unless it must be seen where it lies. */
  anyPlace(keepsResult: boolean): CallPlace {
    this.u64[callLayout.result / 8] = keepsResult ? 0n : this.#address + BigInt(this.#resultAt);
    this.u64[callLayout.result_cap / 8] = BigInt(roomBytes);
    return new CallPlace(this, 0, Number(this.#address));
  }

  /** A place for one function whose arguments take at most 32 bytes; undefined when all are taken. */
  ownPlace(): (CallPlace & { readonly argumentsAt: number }) | undefined {
    if (this.#places === placeCount) return undefined;
    const base = this.#resultAt + roomBytes + this.#places++ * placeBytes;
    const argumentsAt = base + callLayout.sizeBytes + 8 - (callLayout.sizeBytes % 8);
    this.u64[(base + callLayout.arguments) / 8] = this.#address + BigInt(argumentsAt);
    const place = new CallPlace(this, base, Number(this.#address) + base);
    return Object.assign(place, { argumentsAt });
  }

  /** Makes room for longer arguments for good, and copies those there that the writer has. */
  lengthenArguments(): void {
    const { bytes, end } = this.writer;
    const sizeBytes = 2 ** Math.ceil(Math.log2(end * 2));
    const long = koffi.alloc('uint8_t', sizeBytes) as unknown as bigint;
    if (this.#long !== undefined) koffi.free(this.#long);
    this.#long = long;
    const room = new Uint8Array(koffi.view(long, sizeBytes) as ArrayBuffer);
    room.set(bytes.subarray(0, end));
    this.writer = new MessageWriter(room);
    this.u64[callLayout.arguments / 8] = long;
  }

  /** What was copied out of the last result of the place for any function. */
  result(sizeBytes: number): Uint8Array {
    return this.bytes.subarray(this.#resultAt, this.#resultAt + sizeBytes);
  }

  /**
   * Gives it up: whoever had it must not touch it any more.
   *
   * @param isGone whether the plugin's code is; then the next instance may have it
   */
  close(isGone: boolean): void {
    if (this.#long !== undefined) koffi.free(this.#long);
    if (!isGone || spare.length === mostSpare) {
      libraryFunctions().callClose(this.#address);
      return;
    }
    this.#long = undefined;
    this.#places = 0;
    this.writer = this.#usualWriter;
    this.u64[callLayout.arguments / 8] = this.#usualArguments;
    spare.push(this);
  }
}

/** What closed instances left, for the next ones. */
const spare: CallMemory[] = [];
const mostSpare = 8;

/** One `tutti_call_t` in the memory of an instance. */
export class CallPlace {
  /** Where it lies in the memory. */
  readonly base: number;
  /** Its address, as the number that koffi passes fastest. */
  readonly address: number;
  readonly #memory: CallMemory;

  constructor(memory: CallMemory, base: number, address: number) {
    this.#memory = memory;
    this.base = base;
    this.address = address;
  }

  #u32(offset: number): number {
    return this.#memory.u32[(this.base + offset) / 4] as number;
  }

  #u64(offset: number): bigint {
    return this.#memory.u64[(this.base + offset) / 8] as bigint;
  }

  /** Writes what stays the same for every call of one instance. */
  belong(self: bigint, host: bigint, limitBytes: number): void {
    const { u64 } = this.#memory;
    u64[(this.base + callLayout.self) / 8] = self;
    u64[(this.base + callLayout.host) / 8] = host;
    u64[(this.base + callLayout.limit) / 8] = BigInt(limitBytes);
  }

  /** Writes which function is called. @param argumentsBytes length of their message */
  aim(table: bigint, index: number, givesOwned: boolean, argumentsBytes: number): void {
    const { u32, u64 } = this.#memory;
    u64[(this.base + callLayout.table) / 8] = table;
    u32[(this.base + callLayout.function) / 4] = index;
    u32[(this.base + callLayout.gives) / 4] = givesOwned ? 1 : 0;
    u32[(this.base + callLayout.arguments_len) / 4] = argumentsBytes;
    u32[(this.base + callLayout.arguments_len) / 4 + 1] = 0;
  }

  number(call: number): void {
    const at = (this.base + callLayout.number) / 4;
    this.#memory.u32[at] = call;
    this.#memory.u32[at + 1] = call / 2 ** 32;
  }

  words(): PluginWords {
    const at = callLayout.error;
    const length = Math.min(this.#u32(at + errorText.len), 240);
    const start = this.base + at + errorText.msg;
    const text = Buffer.from(this.#memory.bytes.buffer, start, length);
    return { message: text.toString('utf8'), line: this.#u32(at + errorText.line) };
  }

  scalar(kind: ScalarKind) {
    return decodeScalar(kind, this.#u64(callLayout.scalar));
  }

  get resultBytes(): number {
    return Number(this.#u64(callLayout.result_len));
  }

  /** Where the plugin made its result. */
  get resultAddress(): bigint {
    return this.#u64(callLayout.owned + ownedOffsets.ptr);
  }

  /** What its result says that it is. */
  get typeId(): number {
    return this.#u32(callLayout.owned + ownedOffsets.typeId);
  }

  get isTaken(): boolean {
    return this.#u32(callLayout.is_taken) === 1;
  }

  /** Why the result must not be used; undefined when it may. */
  problem(limitBytes: number): string | undefined {
    const problem = this.#u32(callLayout.problem);
    const { owned } = callLayout;
    const sizeBytes = problem === 1 ? this.#u32(owned) : this.#u64(owned + ownedOffsets.len);
    return problemText(problem, sizeBytes, limitBytes);
  }
}
