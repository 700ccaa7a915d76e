import { HostError, type HostErrorCode, statusName } from '../../abi/index.ts';
import type { Outcome } from '../road.ts';

/** The failure of a plugin that handed over what it must not; `what` ends before the plugin's name. */
export function badResult(plugin: string, what: string, why: string): HostError {
  const text = `Cannot ${what} plugin "${plugin}": what it handed over is not valid: ${why}`;
  return new HostError('bad-result', text, { plugin });
}

/** The failure that an outcome tells: the plugin's own words, or bad-result where its status is none. */
export function failureOf(code: HostErrorCode, plugin: string, what: string, outcome: Outcome): HostError {
  const status = statusName(outcome.status);
  if (status === undefined)
    return badResult(plugin, what, `it returned ${outcome.status}, which is no status`);
  const { line } = outcome;
  const why = outcome.message === '' ? 'it gave no reason' : outcome.message;
  const text = `Cannot ${what} plugin "${plugin}": ${why} (${status})`;
  return new HostError(code, text, { plugin, status, ...(line > 0 && { line }) });
}
