import type { Outcome } from './road.ts';

/** What a provider made of a call for a plugin elsewhere. `scalar` and `payload` as `invoke` gives them. */
export interface RelayedOutcome extends Outcome {
  readonly scalar: bigint;
  /** Of the owned value in `payload`. */
  readonly typeId: number;
  readonly payload: Uint8Array | undefined;
}

/** Calls that the host makes for plugins elsewhere are counted from here, beyond those of callers. */
export const firstRelayedCall = 2 ** 40;

/** TUTTI_E_STATE, TUTTI_E_CANCELLED and TUTTI_E_INTERNAL. */
const statuses = { state: 5, cancelled: 7, internal: 8 } as const;

/** An outcome that the host makes up. */
export function madeUp(status: keyof typeof statuses, message: string): RelayedOutcome {
  return { status: statuses[status], message, line: 0, scalar: 0n, typeId: 0, payload: undefined };
}

/** The outcome of a call of a provider that takes none now. */
export function notActive(provider: string): RelayedOutcome {
  return madeUp('state', `${provider} is not active`);
}
