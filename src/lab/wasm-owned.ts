import { type HandedOver, layoutOf } from '../abi/index.ts';
import type { WasmCaller } from './wasm-function.ts';

const ownedLayout = layoutOf('owned', 4);

/** The one `tutti_owned_t` of an instance, as a function of the plugin left it. */
export class WasmOwned {
  readonly #caller: WasmCaller;

  constructor(caller: WasmCaller) {
    this.#caller = caller;
  }

  handedOver(): HandedOver {
    const { module, services, owned, limitBytes, watch } = this.#caller;
    const { memory } = module;
    const { offsets, sizeBytes: recordBytes } = ownedLayout;
    const at = memory.u32(owned + offsets.ptr);
    const sizeBytes = memory.u64(owned + offsets.len);
    const problem = (): string | undefined => {
      const claimed = memory.u32(owned + offsets.struct_size);
      if (claimed < recordBytes) return `its record claims ${claimed} bytes and has ${recordBytes}`;
      if (memory.u32(owned + offsets.release) === 0) return 'it has no release function';
      if (sizeBytes > memory.u64(owned + offsets.cap)) return 'it is longer than its capacity';
      if (sizeBytes > 0 && at === 0) return `it has ${sizeBytes} bytes at a null pointer`;
      if (sizeBytes > limitBytes) return `it has ${sizeBytes} bytes, and the limit is ${limitBytes}`;
      if (at + sizeBytes > memory.memory.buffer.byteLength) return 'it lies outside memory';
      return undefined;
    };
    const typeId = memory.u32(owned + offsets.type_id);
    const found = problem() ?? (services.isFreed(at) ? undefined : watch?.handedOver(at, sizeBytes));
    return { problem: found, typeId, sizeBytes, block: services.blockAt(at) };
  }

  take(): Uint8Array | undefined {
    const { module, services, owned, guard } = this.#caller;
    const { memory } = module;
    const { ptr, len, release } = ownedLayout.offsets;
    if (services.isFreed(memory.u32(owned + ptr))) return undefined;
    const bytes = memory.copy(memory.u32(owned + ptr), memory.u64(owned + len));
    const index = memory.u32(owned + release);
    guard('release', 0, () => module.functionAt(index, 1)?.(owned));
    return bytes;
  }
}
