/** What a plugin must do, written once against a small driver interface. Pure. */
import type { Check } from './check.ts';
import { lifecycleChecks } from './lifecycle-checks.ts';
import { textChecks } from './text-checks.ts';

export * from './check.ts';
export * from './driver.ts';
export { failureOf, outcomeOf, sessionOf } from './instance-session.ts';
export { lifecycleChecks, textChecks };

/** The checks of one capability; empty for a capability that Tutti does not know. */
export function checksOf(capability: string): readonly Check[] {
  return capability === 'tutti.text' ? textChecks : [];
}

/** Every check that a plugin offering `capabilities` must pass. */
export function checksFor(capabilities: readonly string[]): readonly Check[] {
  return [...lifecycleChecks, ...capabilities.flatMap(checksOf)];
}
