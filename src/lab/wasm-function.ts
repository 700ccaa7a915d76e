import {
  type BackendFunction,
  type Decoded,
  decodeScalar,
  encodeArguments,
  type FunctionDeclaration,
  type HandedOver,
  layoutOf,
  type PluginWords,
  type ScalarKind,
  type Value,
} from '../abi/index.ts';
import type { HostWatch, PluginStep } from './host-watch.ts';
import type { WasmModule } from './wasm-module.ts';
import { WasmOwned } from './wasm-owned.ts';
import type { WasmServices } from './wasm-services.ts';

const ownedLayout = layoutOf('owned', 4);
const spanLayout = layoutOf('span', 4);
const scalarBytes = 8;

/** What the functions of one instance have in common. */
export interface WasmCaller {
  readonly module: WasmModule;
  readonly services: WasmServices;
  readonly self: number;
  readonly limitBytes: number;
  readonly watch: HostWatch | undefined;
  /** Runs plugin code; what it throws is a trap. @param call its number; 0 outside of a call */
  guard<T>(step: PluginStep, call: number, run: () => T): T;
  /** Zeroed memory of the host's own, to be given back to the arena. */
  record(sizeBytes: number): number;
  words(): PluginWords;
  /** Addresses of the one `tutti_error_t` and the one `tutti_owned_t`. */
  readonly error: number;
  readonly owned: number;
}

type Invoke = (
  table: number,
  self: number,
  call: bigint,
  index: number,
  args: number,
  scalar: number,
  owned: number,
  error: number,
) => number;

/** A function that is called through its table's `invoke`: the same bytes as everywhere, at addresses of 4. */
export class WasmFunction implements BackendFunction {
  readonly #caller: WasmCaller;
  readonly #invoke: Invoke;
  readonly #table: number;
  readonly #index: number;
  readonly #declaration: FunctionDeclaration;
  readonly #owned: WasmOwned;
  #scalar = 0n;

  constructor(
    caller: WasmCaller,
    invoke: Invoke,
    table: number,
    index: number,
    declaration: FunctionDeclaration,
  ) {
    this.#caller = caller;
    this.#owned = new WasmOwned(caller);
    this.#invoke = invoke;
    this.#table = table;
    this.#index = index;
    this.#declaration = declaration;
  }

  run(call: number, args: readonly Value[]): number {
    const { module, services, self, owned, error, watch } = this.#caller;
    const { memory } = module;
    const message = encodeArguments(this.#declaration, args);
    const messageBytes = Math.max(1, message.length);
    const at = this.#caller.record(messageBytes);
    const span = this.#caller.record(spanLayout.sizeBytes);
    const scalar = this.#caller.record(scalarBytes);
    memory.write(at, message);
    watch?.lend(at, messageBytes);
    memory.setU32(span + spanLayout.offsets.ptr, at);
    memory.setU64(span + spanLayout.offsets.len, message.length);
    memory.clear(owned, ownedLayout.sizeBytes);
    services.setCall(call);
    try {
      return this.#caller.guard('call', call, () =>
        this.#invoke(this.#table, self, BigInt(call), this.#index, span, scalar, owned, error),
      );
    } finally {
      services.setCall(0);
      this.#scalar = memory.view.getBigUint64(scalar, true);
      services.arena.give(at, messageBytes);
      services.arena.give(span, spanLayout.sizeBytes);
      services.arena.give(scalar, scalarBytes);
    }
  }

  words(): PluginWords {
    return this.#caller.words();
  }

  scalar(kind: ScalarKind): Decoded {
    return decodeScalar(kind, this.#scalar);
  }

  handedOver(): HandedOver {
    return this.#owned.handedOver();
  }

  take(): Uint8Array | undefined {
    return this.#owned.take();
  }
}
