/** When a faulted plugin is started again, and when no more. */
export interface RestartPolicy {
  /** Before the second restart in a row; the first follows at once. */
  readonly firstDelayMs: number;
  /** What each further delay is multiplied by. */
  readonly factor: number;
  readonly longestDelayMs: number;
  /** After so many faults within `withinMs` the content is quarantined. */
  readonly faults: number;
  /** Faults longer ago are forgotten, for the delay and for the quarantine. */
  readonly withinMs: number;
}

export const restartPolicy: RestartPolicy = {
  firstDelayMs: 100,
  factor: 2,
  longestDelayMs: 30_000,
  faults: 5,
  withinMs: 60_000,
};

/** A fault of a supervised plugin. */
export interface SeenFault {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly code: string;
  readonly message: string;
}

/** What follows a fault. */
export type Sequel = { readonly restartAfterMs: number } | { readonly quarantine: readonly SeenFault[] };

/** The faults of late, oldest first, and what follows the last of them. `faults` is not modified. */
export function decide(
  faults: readonly SeenFault[],
  policy: RestartPolicy,
): { readonly recent: readonly SeenFault[]; readonly sequel: Sequel } {
  const last = faults.at(-1);
  const recent = faults.filter(({ at }) => last !== undefined && last.at - at < policy.withinMs);
  if (recent.length >= policy.faults) return { recent, sequel: { quarantine: recent } };
  const delay = recent.length < 2 ? 0 : policy.firstDelayMs * policy.factor ** (recent.length - 2);
  return { recent, sequel: { restartAfterMs: Math.min(delay, policy.longestDelayMs) } };
}
