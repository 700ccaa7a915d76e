import { HostError } from '../../abi/index.ts';
import type { Outcome, Road } from '../road.ts';
import type { Answer } from './channel.ts';
import { outcallResult } from './protocol.ts';

/** What a provider made of a call for a plugin in another process. `scalar` and `payload` as `invoke` gives them. */
export interface RelayedOutcome extends Outcome {
  readonly scalar: bigint;
  readonly typeId: number;
  readonly payload: Uint8Array | undefined;
}

/** A road that can pass on a call as it is: a function's number and its encoded arguments. */
export interface Relay {
  /**
   * @param version TUTTI_VERSION(major, minor) that is needed
   * @param args the arguments as a message
   * @param begin is told the number of the call, for `cancel`
   */
  relay(
    capability: string,
    version: number,
    index: number,
    args: Uint8Array,
    begin: (call: number) => void,
  ): Promise<RelayedOutcome>;
}

export function isRelay(road: Road): road is Road & Relay {
  return 'relay' in road && typeof road.relay === 'function';
}

/** A provider that a plugin was given, by its number for the child. */
export interface Provider {
  readonly road: Road & Relay;
  readonly capability: string;
  readonly version: number;
}

interface Edge {
  readonly from: Road;
  readonly to: Road;
}

/**
 * Who waits for whom, over all children. A child has one thread: a plugin that waits is resumed after everything
 * that was started in its process since, so it waits for that too.
 */
export class WaitGraph {
  readonly #waiting = new Map<object, Edge[]>();

  /**
   * Notes that `from`, in `process`, waits for `to`; undefined when that would wait for itself.
   *
   * @param processOf the process of a road in a child
   */
  enter(
    process: object,
    edge: Edge,
    processOf: (road: Road) => object | undefined,
  ): (() => void) | undefined {
    const edges = this.#waiting.get(process) ?? [];
    this.#waiting.set(process, [...edges, edge]);
    const leave = () => {
      const left = (this.#waiting.get(process) ?? []).filter((other) => other !== edge);
      if (left.length > 0) this.#waiting.set(process, left);
      else this.#waiting.delete(process);
    };
    if (!this.#isCycle(edge, processOf)) return leave;
    leave();
    return undefined;
  }

  #isCycle({ from, to }: Edge, processOf: (road: Road) => object | undefined): boolean {
    const seen = new Set<Road>();
    const open = [to];
    for (let road = open.pop(); road !== undefined; road = open.pop()) {
      if (road === from) return true;
      if (seen.has(road)) continue;
      seen.add(road);
      const process = processOf(road);
      const edges = (process && this.#waiting.get(process)) ?? [];
      const first = edges.findIndex((edge) => edge.from === road);
      if (first >= 0) open.push(...edges.slice(first).map((edge) => edge.to));
    }
    return false;
  }
}

/** TUTTI_E_STATE and TUTTI_E_INTERNAL. */
const statuses = { state: 5, internal: 8 } as const;

/** An outcome that the host makes up. */
export function madeUp(status: keyof typeof statuses, message: string): RelayedOutcome {
  return { status: statuses[status], message, line: 0, scalar: 0n, typeId: 0, payload: undefined };
}

/** The calls for providers elsewhere that one plugin waits for. */
export class Outcalls {
  readonly #providers: Provider[] = [];
  readonly #running = new Map<number, { readonly call: number; readonly cancel: () => void }>();

  /** The number of a provider, for the child. */
  add(provider: Provider): number {
    return this.#providers.push(provider) - 1;
  }

  /** Cancels what was called during a call. */
  cancel(call: number): void {
    for (const running of this.#running.values()) if (running.call === call) running.cancel();
  }

  /** Passes an outcall on to its provider. Never rejects; `wait` refuses by returning undefined. */
  async run(answer: Answer, wait: (provider: Road) => (() => void) | undefined): Promise<RelayedOutcome> {
    const provider = this.#providers[Number(answer.value)];
    if (provider === undefined) return madeUp('internal', 'the host knows no such provider');
    const { road, capability, version } = provider;
    const { answers: number, call, function: index } = answer;
    const args = new Uint8Array(answer.payload ?? []);
    const leave = wait(road);
    if (leave === undefined) {
      return madeUp('state', `${road.id} waits, directly or not, for this plugin: it cannot be called now`);
    }
    try {
      return await road.relay(capability, version, index, args, (relayed) => {
        this.#running.set(number, { call, cancel: () => road.cancel(relayed) });
      });
    } catch (error) {
      return madeUp(
        'internal',
        error instanceof HostError ? error.message : `${road.id} could not be called`,
      );
    } finally {
      this.#running.delete(number);
      leave();
    }
  }
}

/** The payload of the answer to an outcall. */
export function encodeOutcome({ message, line, typeId, payload }: RelayedOutcome): Uint8Array {
  const { sizeBytes, offsets } = outcallResult;
  const text = Buffer.from(message, 'utf8').subarray(0, 240);
  const at = sizeBytes + Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(at + (payload?.length ?? 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(offsets.line, line, true);
  view.setUint32(offsets.message_len, text.length, true);
  view.setUint32(offsets.type_id, typeId, true);
  view.setUint32(offsets.has_payload, payload === undefined ? 0 : 1, true);
  view.setBigUint64(offsets.payload_len, BigInt(payload?.length ?? 0), true);
  bytes.set(text, sizeBytes);
  if (payload !== undefined) bytes.set(payload, at);
  return bytes;
}
