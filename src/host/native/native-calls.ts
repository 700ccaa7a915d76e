import {
  type BackendFunction,
  type CallRules,
  type Decoded,
  type FunctionDeclaration,
  type HandedOver,
  isScalar,
  type PluginWords,
  type ScalarKind,
  type Value,
  writeArguments,
} from '../../abi/index.ts';
import { CallMemory, type CallPlace } from './call-memory.ts';
import { directCall } from './direct-call.ts';
import type { Services } from './services.ts';
import { servicesLibrary } from './services-library.ts';

/** The instance that is called, and what its results may take. */
export interface CallOwner {
  readonly self: bigint;
  readonly services: Services;
  readonly limitBytes: number;
  /** Leaves results where the plugin made them until they were looked at. */
  readonly isTraced: boolean;
}

/** `tutti_call_run`, bound for an address that is a number: koffi passes that in half the time of a bigint. */
let callRun: ((call: number) => number) | undefined;

let callTake: ((call: number, into: Uint8Array) => void) | undefined;

/** All calls of one instance on this thread. */
export class NativeCalls {
  readonly #owner: CallOwner;
  readonly #memory = CallMemory.open();
  readonly #place: CallPlace;

  constructor(owner: CallOwner) {
    this.#owner = owner;
    callRun ??= servicesLibrary().func('int32_t tutti_call_run(uint64_t call)') as (call: number) => number;
    callTake ??= servicesLibrary().func('void tutti_call_take(uint64_t call, void *into)') as (
      call: number,
      into: Uint8Array,
    ) => void;
    this.#place = this.#memory.anyPlace(owner.isTraced);
    this.#place.belong(owner.self, owner.services.address, owner.limitBytes);
  }

  /** @param table its address */
  find(table: bigint, index: number, declaration: FunctionDeclaration): BackendFunction {
    return new NativeFunction(this.#owner, this.#memory, this.#place, table, index, declaration);
  }

  /** @param isGone whether the plugin's code is unmapped */
  close(isGone: boolean): void {
    this.#memory.close(isGone);
  }
}

/** A function that is called through its table's `invoke`, with encoded arguments. */
class NativeFunction implements BackendFunction {
  readonly #owner: CallOwner;
  readonly #memory: CallMemory;
  readonly #place: CallPlace;
  readonly #table: bigint;
  readonly #index: number;
  readonly #declaration: FunctionDeclaration;
  readonly #givesOwned: boolean;

  constructor(
    owner: CallOwner,
    memory: CallMemory,
    place: CallPlace,
    table: bigint,
    index: number,
    declaration: FunctionDeclaration,
  ) {
    this.#owner = owner;
    this.#memory = memory;
    this.#place = place;
    this.#table = table;
    this.#index = index;
    this.#declaration = declaration;
    this.#givesOwned = declaration.result !== 'none' && !isScalar(declaration.result);
  }

  run(call: number, args: readonly Value[]): number {
    const memory = this.#memory;
    const length = writeArguments(memory.writer, this.#declaration, args);
    if (!memory.writer.isAtHome) memory.lengthenArguments();
    this.#place.aim(this.#table, this.#index, this.#givesOwned, length);
    this.#place.number(call);
    return (callRun as NonNullable<typeof callRun>)(this.#place.address);
  }

  words(): PluginWords {
    return this.#place.words();
  }

  scalar(kind: ScalarKind): Decoded {
    return this.#place.scalar(kind);
  }

  handedOver(): HandedOver {
    return {
      problem: this.#place.problem(this.#owner.limitBytes),
      typeId: this.#place.typeId,
      sizeBytes: this.#place.resultBytes,
      block: this.#owner.services.blockAt(this.#place.resultAddress),
    };
  }

  take(isKept: boolean): Uint8Array {
    const sizeBytes = this.#place.resultBytes;
    if (this.#place.isTaken) {
      const bytes = this.#memory.result(sizeBytes);
      return isKept ? bytes.slice() : bytes;
    }
    // Memory that V8 zeroes costs less than what Buffer leaves as it is: its pages are warm when they are written.
    const bytes = new Uint8Array(sizeBytes);
    (callTake as NonNullable<typeof callTake>)(this.#place.address, bytes);
    return bytes;
  }

  direct(rules: CallRules): ((...args: Value[]) => Value) | undefined {
    const { self, services, limitBytes } = this.#owner;
    return directCall(
      this.#declaration,
      this.#memory,
      callRun as NonNullable<typeof callRun>,
      rules,
      (place, length) => {
        place.belong(self, services.address, limitBytes);
        place.aim(this.#table, this.#index, false, length);
        return new NativeFunction(
          this.#owner,
          this.#memory,
          place,
          this.#table,
          this.#index,
          this.#declaration,
        );
      },
    );
  }
}
