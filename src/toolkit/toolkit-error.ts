/** What the toolkit can fail at. Each code is an answer to the person who typed the command, not a bug. */
export type ToolkitErrorCode =
  | 'compiler-missing'
  | 'compiler-unusable'
  | 'disk-full'
  | 'folder-unwritable'
  | 'interrupted'
  | 'link-failed'
  | 'manifest-rejected'
  | 'not-built'
  | 'platform-unsupported'
  | 'plugin-missing'
  | 'port-taken'
  | 'report-failed'
  | 'site-rejected'
  | 'source-missing'
  | 'source-rejected'
  | 'step-rejected';

/** Line by line what stands below the message: diagnostics, places that were searched. */
export interface ToolkitErrorDetails {
  readonly notes?: readonly string[];
  readonly cause?: unknown;
}

export class ToolkitError extends Error {
  override readonly name = 'ToolkitError';
  readonly code: ToolkitErrorCode;
  readonly notes: readonly string[];

  constructor(code: ToolkitErrorCode, message: string, details: ToolkitErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.notes = details.notes ?? [];
  }
}
