import { HostError } from '../../abi/index.ts';
import type { Outcome } from '../road.ts';
import type { Answer } from './channel.ts';
import { longest, outcallResult } from './protocol.ts';

/** What a provider made of a call for a plugin in another process. `scalar` and `payload` as `invoke` gives them. */
export interface RelayedOutcome extends Outcome {
  readonly scalar: bigint;
  readonly typeId: number;
  readonly payload: Uint8Array | undefined;
}

/** Who can be called for a plugin elsewhere: by a function's number, with its arguments as a message. */
export interface Callee {
  readonly id: string;
  cancel(call: number): void;
  relay(
    capability: string,
    version: number,
    index: number,
    args: Uint8Array,
    begin: (call: number) => void,
  ): Promise<RelayedOutcome>;
}

/** A provider that a plugin was given. */
export interface Provider<Instance> {
  readonly instance: Instance;
  readonly capability: string;
  /** TUTTI_VERSION(major, minor) that is needed. */
  readonly version: number;
}

/** TUTTI_E_STATE and TUTTI_E_INTERNAL. */
const statuses = { state: 5, internal: 8 } as const;

/** An outcome that the host makes up. */
export function madeUp(status: keyof typeof statuses, message: string): RelayedOutcome {
  return { status: statuses[status], message, line: 0, scalar: 0n, typeId: 0, payload: undefined };
}

/** The calls for providers elsewhere that one plugin waits for. */
export class Outcalls<Instance extends Callee> {
  readonly #providers: Provider<Instance>[] = [];
  readonly #running = new Map<number, { readonly call: number; readonly cancel: () => void }>();

  /** The number of a provider, for the child. */
  add(provider: Provider<Instance>): number {
    return this.#providers.push(provider) - 1;
  }

  /** Cancels what was called during a call. */
  cancel(call: number): void {
    for (const running of this.#running.values()) if (running.call === call) running.cancel();
  }

  /** Passes an outcall on to its provider. Never rejects; `wait` refuses by returning undefined. */
  async run(answer: Answer, wait: (provider: Instance) => (() => void) | undefined): Promise<RelayedOutcome> {
    const provider = this.#providers[Number(answer.value)];
    if (provider === undefined) return madeUp('internal', 'the host knows no such provider');
    const { instance, capability, version } = provider;
    const { answers: number, call, function: index } = answer;
    const args = new Uint8Array(answer.payload ?? []);
    const leave = wait(instance);
    if (leave === undefined) {
      return madeUp('state', `${instance.id} waits for this plugin and cannot be called meanwhile`);
    }
    try {
      return await instance.relay(capability, version, index, args, (relayed) => {
        this.#running.set(number, { call, cancel: () => instance.cancel(relayed) });
      });
    } catch (error) {
      const why = error instanceof HostError ? error.message : String(error);
      return madeUp('internal', why);
    } finally {
      this.#running.delete(number);
      leave();
    }
  }
}

/** The payload of the answer to an outcall. */
export function encodeOutcome({ message, line, typeId, payload }: RelayedOutcome): Uint8Array {
  const { sizeBytes, offsets } = outcallResult;
  const text = Buffer.from(message, 'utf8').subarray(0, longest.message);
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
