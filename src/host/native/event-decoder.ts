import { type AbiEvent, logLevels, misuseKinds, refusalReasons, type Usage } from '../../abi/index.ts';

/** Offsets of tutti_event_t in native/host/services.h. */
const head = { kind: 0, len: 4, block: 8, size: 16, call: 24, value: 32, sizeBytes: 40 } as const;

/** Bytes of tutti_usage_t. */
export const usageBytes = 7 * 8;

/** An owned value that a call handed over. */
export interface HandedValue {
  readonly address: bigint;
  readonly sizeBytes: number;
  readonly call: number;
}

/** Reads events as `tutti_services_read` gives them; one for each instance, since it knows where blocks lie. */
export class EventDecoder {
  readonly #blocks = new Map<bigint, number>();

  /** The number of the block at an address; 0 when it is not a block of this instance, or nothing is traced. */
  blockAt(address: bigint): number {
    return this.#blocks.get(address) ?? 0;
  }

  /**
   * Whole events, oldest first; what follows a cut-off one is left out.
   *
   * @param handed a value that was handed over among them: becomes a `give` before its block is freed
   */
  decode(bytes: Uint8Array, handed?: HandedValue): AbiEvent[] {
    const events: AbiEvent[] = [];
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at + head.sizeBytes <= bytes.length; ) {
      const payloadBytes = view.getUint32(at + head.len, true);
      const from = at + head.sizeBytes;
      if (payloadBytes > bytes.length - from) break;
      const isFreed = view.getUint32(at + head.kind, true) === 2;
      if (handed !== undefined && isFreed && view.getBigUint64(at + head.value, true) === handed.address) {
        events.push(this.#give(handed));
        handed = undefined;
      }
      events.push(this.#event(view, at, bytes.subarray(from, from + payloadBytes)));
      at = from + Math.ceil(payloadBytes / 8) * 8;
    }
    if (handed !== undefined) events.push(this.#give(handed));
    return events;
  }

  #give({ address, sizeBytes, call }: HandedValue): AbiEvent {
    return { type: 'give', block: this.blockAt(address), sizeBytes, call };
  }

  #event(view: DataView, at: number, payload: Uint8Array): AbiEvent {
    const word = (offset: number) => Number(view.getBigUint64(at + offset, true));
    const block = word(head.block);
    const sizeBytes = word(head.size);
    const call = word(head.call);
    const value = view.getBigUint64(at + head.value, true);
    switch (view.getUint32(at + head.kind, true)) {
      case 1:
        this.#blocks.set(value, block);
        return { type: 'alloc', block, sizeBytes, call };
      case 2:
        this.#blocks.delete(value);
        return { type: 'free', block, sizeBytes, call };
      case 3:
        return { type: 'refused', sizeBytes, reason: refusalReasons[Number(value) - 1] ?? 'memory', call };
      case 4:
        return {
          type: 'misuse',
          block,
          sizeBytes,
          kind: misuseKinds[Number(value) - 1] ?? 'unknown-pointer',
          call,
        };
      case 5:
        return { type: 'log', level: logLevels[Number(value)] ?? 'error', text: textOf(payload) };
      default: {
        const topicBytes = Math.min(Number(value), payload.length);
        return {
          type: 'post',
          topic: textOf(payload.subarray(0, topicBytes)),
          payload: Uint8Array.from(payload.subarray(topicBytes)),
        };
      }
    }
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** Reads tutti_usage_t. */
export function decodeUsage(bytes: Uint8Array): Usage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, usageBytes);
  const word = (i: number) => Number(view.getBigUint64(i * 8, true));
  return {
    liveBytes: word(0),
    liveBlocks: word(1),
    peakBytes: word(2),
    totalBlocks: word(3),
    refusedAllocations: word(4),
    misuses: word(5),
    droppedEvents: word(6),
  };
}
