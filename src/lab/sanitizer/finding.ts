import type { SourcePlace } from './line-table.ts';
import type { MistakeKind } from './mistakes.ts';

/** One frame of the plugin's own, innermost first. */
export interface Frame extends SourcePlace {
  /** Name of the C function; empty where the module states none. */
  readonly function: string;
  /** False where the engine tells no offset: the line is then the last one known to have run in the function. */
  readonly isExact: boolean;
}

/** The block that a finding is about. */
export interface FoundBlock {
  /** Number of the host's block, as in the event log; 0 for malloc's. */
  readonly number: number;
  readonly sizeBytes: number;
  readonly from: 'host' | 'malloc';
  readonly allocatedAt: readonly Frame[];
  /** Empty while it is held. */
  readonly freedAt: readonly Frame[];
}

/** A mistake that a run made, as data: whoever shows it chooses the words around it. */
export interface Finding {
  /** Also the slug of its page in the catalogue; title, meaning and native outcome are `mistakeOf(kind)`. */
  readonly kind: MistakeKind;
  /** What happened, with its figures, as one sentence without a final stop. */
  readonly message: string;
  /** The line to look at: the innermost of the reader's own files, or where the block was allocated when no line
   *  of theirs was running. */
  readonly at: Frame | undefined;
  /** Every frame, the SDK's included. */
  readonly stack: readonly Frame[];
  readonly block: FoundBlock | undefined;
  /** The call during which it happened; 0 = outside a call. */
  readonly call: number;
  /** Whether the run ended here; natively it would often have gone on, in a broken state. */
  readonly isFatal: boolean;
}

/** What leaves plugin code when a finding ends the run. */
export class FindingError extends Error {
  override readonly name = 'FindingError';
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.message);
    this.finding = finding;
  }
}
