import type { AbiEvent, HostErrorCode } from '../../abi/index.ts';
import type { CheckResult } from '../../checks/index.ts';
import type { Finding, Frame } from '../sanitizer/finding.ts';
import type { Output } from '../sanitizer/libc-hooks.ts';
import type { LinesByFile } from '../sanitizer/step-meter.ts';

/** One entry of a run's log, in the order in which it happened. */
export type TraceEntry =
  | {
      readonly type: 'event';
      readonly event: AbiEvent;
      /** Whose event it is, from 1: `save-and-restore` opens another instance, whose calls and blocks count anew. */
      readonly instance: number;
      /** The reader's own line that asked for it, where the plugin did. */
      readonly at: Frame | undefined;
      /** The reader's own lines that ran since the entry before. */
      readonly lines: LinesByFile;
    }
  | {
      readonly type: 'finding';
      readonly finding: Finding;
      /** 0 for what a check found, on instances of its own. */
      readonly instance: number;
    }
  | ({ readonly type: 'output' } & Output)
  | {
      /** A step was refused or failed, in the host's words. */
      readonly type: 'failure';
      readonly code: HostErrorCode;
      readonly message: string;
      /** The line that the plugin stated. */
      readonly line: number | undefined;
    }
  | { readonly type: 'check'; readonly result: CheckResult };

/** How often each line of a file ran; lines with code that never ran have 0. */
export interface FileCoverage {
  readonly file: string;
  readonly hits: readonly (readonly [line: number, hits: number])[];
}

/** What became of a run. */
export interface RunResult {
  /**
   * `finished`: every step was made, and the instance is closed. `stopped`: a mistake ended it, and nothing after
   * it ran. `terminated`: its worker was ended from outside.
   */
  readonly outcome: 'finished' | 'stopped' | 'terminated';
  readonly trace: readonly TraceEntry[];
  readonly findings: readonly Finding[];
  /** Results of the calls, as text, in order; undefined where one failed. */
  readonly results: readonly (string | undefined)[];
  readonly checks: readonly CheckResult[];
  readonly coverage: readonly FileCoverage[];
  /** Steps that the plugin took; 0 in builds without instrumentation. */
  readonly steps: number;
  readonly elapsedMs: number;
}
