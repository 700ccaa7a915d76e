import { HostError } from '../../abi/index.ts';
import { madeUp, type RelayedOutcome } from '../relayed-outcome.ts';
import type { Road } from '../road.ts';
import type { Answer } from './channel.ts';
import { longest, outcallResult } from './protocol.ts';

/** Who can be called for a plugin elsewhere: by a function's number, with its arguments as a message. */
export type Callee = Pick<Road, 'id' | 'cancel' | 'relay'>;

/** A provider that a plugin was given. */
interface Provider {
  readonly callee: Callee;
  readonly capability: string;
  /** TUTTI_VERSION(major, minor) that is needed. */
  readonly version: number;
}

/** How long a provider may go on with a cancelled call before the plugin that waits for it is answered. */
const graceMs = 100;

/** The calls for providers elsewhere that one plugin waits for. */
export class Outcalls {
  readonly #providers: Provider[] = [];
  readonly #running = new Map<number, { readonly call: number; readonly cancel: () => void }>();

  /** Names a provider, for the child. */
  add(callee: Callee, capability: string, version: number): number {
    return this.#providers.push({ callee, capability, version }) - 1;
  }

  /** Cancels what was called during a call. */
  cancel(call: number): void {
    for (const running of [...this.#running.values()]) if (running.call === call) running.cancel();
  }

  /** Passes an outcall on to its provider. Never rejects; `wait` refuses by returning undefined. */
  async run(answer: Answer, wait: (callee: Callee) => (() => void) | undefined): Promise<RelayedOutcome> {
    const provider = this.#providers[Number(answer.value)];
    if (provider === undefined) return madeUp('internal', 'the host knows no such provider');
    const { answers: number } = answer;
    const leave = wait(provider.callee);
    if (leave === undefined) {
      return madeUp('state', `${provider.callee.id} waits for this plugin and cannot be called meanwhile`);
    }
    try {
      return await this.#relay(provider, answer);
    } catch (error) {
      const why = error instanceof HostError ? error.message : String(error);
      return madeUp('internal', why);
    } finally {
      this.#running.delete(number);
      leave();
    }
  }

  /** The provider's answer; without one, a made-up one some time after the call was cancelled. */
  async #relay({ callee, capability, version }: Provider, answer: Answer): Promise<RelayedOutcome> {
    const { answers: number, call, function: index } = answer;
    const givenUp = Promise.withResolvers<RelayedOutcome>();
    let relayed: number | undefined;
    let late: ReturnType<typeof setTimeout> | undefined;
    const cancel = () => {
      if (late !== undefined) return;
      const text = `${callee.id} did not answer within ${graceMs} ms of being cancelled`;
      late = setTimeout(() => givenUp.resolve(madeUp('cancelled', text)), graceMs);
      if (relayed !== undefined) callee.cancel(relayed);
    };
    this.#running.set(number, { call, cancel });
    const args = new Uint8Array(answer.payload ?? []);
    const answered = callee.relay(capability, version, index, args, (begun) => {
      relayed = begun;
      if (late !== undefined) callee.cancel(begun);
    });
    try {
      return await Promise.race([answered, givenUp.promise]);
    } finally {
      clearTimeout(late);
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
