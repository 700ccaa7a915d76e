import { callErrors } from './host-errors/call-errors.ts';
import { isolationErrors } from './host-errors/isolation-errors.ts';
import { libraryErrors } from './host-errors/library-errors.ts';
import { lifecycleErrors } from './host-errors/lifecycle-errors.ts';
import { registryErrors } from './host-errors/registry-errors.ts';
import { storeErrors } from './host-errors/store-errors.ts';
import type { StatusName } from './statuses.ts';

/** Every failure that a host reports: its code, and for its reference page what it means and what to do. */
export const hostErrors = [
  ...libraryErrors,
  ...storeErrors,
  ...lifecycleErrors,
  ...callErrors,
  ...isolationErrors,
  ...registryErrors,
] as const;

export type HostErrorCode = (typeof hostErrors)[number]['code'];

export interface HostErrorDetails {
  /** Id of the plugin, or the path of its library before the id is known. */
  readonly plugin?: string;
  readonly status?: StatusName;
  /** Line of the plugin's source. */
  readonly line?: number;
  readonly cause?: unknown;
}

/** What every host throws: `code` is for programs, `message` for people. */
export class HostError extends Error {
  override readonly name = 'HostError';
  readonly code: HostErrorCode;
  readonly plugin: string | undefined;
  readonly status: StatusName | undefined;
  readonly line: number | undefined;

  constructor(code: HostErrorCode, message: string, details: HostErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.plugin = details.plugin;
    this.status = details.status;
    this.line = details.line;
  }
}
