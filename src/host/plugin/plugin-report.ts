import type { CloseReport, Usage } from '../../abi/index.ts';
import type { Isolation } from '../road.ts';
import type { HeldRecord } from './held-value.ts';
import type { CallCounts } from './running-calls.ts';

/** What a plugin uses and has used. */
export interface PluginUsage extends Usage {
  readonly isolation: Isolation;
  readonly calls: CallCounts;
  readonly values: { readonly held: number; readonly taken: number; readonly forgotten: number };
  /** How often it was taken out of use. */
  readonly faults: number;
  /** How often it was opened again in place of one that was lost; whoever opens it says. */
  readonly restarts: number;
}

/** What closing a plugin found. */
export interface PluginCloseReport extends CloseReport {
  /** Values that callers still held: they were detached and given back. */
  readonly heldValues: readonly HeldRecord[];
  /** What cleanups, hooks, stop and destroy threw, in order. Closing went on after each. */
  readonly errors: readonly unknown[];
}
