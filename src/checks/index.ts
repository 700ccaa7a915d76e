/** What a plugin must do, written once against a small driver interface. Pure. */
import type { Check } from './check.ts';
import { lifecycleChecks } from './lifecycle-checks.ts';
import { stateChecks } from './state-checks.ts';
import { textChecks } from './text-checks.ts';
import { wordsChecks } from './words-checks.ts';

export * from './check.ts';
export * from './driver.ts';
export { failureOf, outcomeOf, sessionOf } from './instance-session.ts';
export { lifecycleChecks, stateChecks, textChecks, wordsChecks };

const checksByCapability: Readonly<Record<string, readonly Check[]>> = {
  'tutti.text': textChecks,
  'tutti.words': wordsChecks,
  'tutti.state': stateChecks,
};

/** The checks of one capability; empty for a capability that Tutti does not know. */
export function checksOf(capability: string): readonly Check[] {
  return checksByCapability[capability] ?? [];
}

/** Every check that a plugin offering `capabilities` must pass. */
export function checksFor(capabilities: readonly string[]): readonly Check[] {
  return [...lifecycleChecks, ...capabilities.flatMap(checksOf)];
}
