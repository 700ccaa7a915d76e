import type { Backend } from './backend.ts';
import type { AbiEvent } from './events.ts';
import { HostError, type HostErrorCode } from './host-error.ts';
import type { Lifecycle } from './lifecycle-state.ts';
import { statusName } from './statuses.ts';

/** What a plugin wrote into its error record. */
export interface PluginWords {
  readonly message: string;
  readonly line: number;
}

/** The text of a refusal whose plugin wrote none. */
export const noReason = 'it gave no reason';

/** What a boundary needs of a backend. */
export type CallingBackend = Pick<Backend, 'id' | 'hasEvents' | 'drain' | 'query'>;

/** Where events go: an array that keeps them, or whoever tells them on. */
export interface EventSink {
  push(...events: AbiEvent[]): unknown;
}

/** Where plugin code is entered and left: its events are taken out, and what went wrong is put into words. */
export class Boundary {
  readonly backend: CallingBackend;
  readonly lifecycle: Lifecycle;
  /** Is told what happens, oldest first. */
  readonly events: EventSink;
  /** Whether calls and blocks are events too. */
  readonly isTraced: boolean;

  constructor(backend: CallingBackend, lifecycle: Lifecycle, events: EventSink, isTraced: boolean) {
    this.backend = backend;
    this.lifecycle = lifecycle;
    this.events = events;
    this.isTraced = isTraced;
  }

  /** Runs plugin code: takes its events out afterwards; a trap leaves the instance faulted. */
  run<T>(code: () => T): T {
    try {
      return code();
    } catch (error) {
      if (error instanceof HostError) this.#fault(error);
      throw error;
    } finally {
      this.collect();
    }
  }

  /** Takes the backend's events out. */
  collect(): void {
    if (this.backend.hasEvents) this.events.push(...this.backend.drain());
  }

  /** What to throw after a status other than TUTTI_OK. @param call its number, for a traced call */
  failure(code: HostErrorCode, what: string, value: number, words: PluginWords, call?: number): HostError {
    const { id } = this.backend;
    const { message, line } = words;
    const status = statusName(value);
    if (status === undefined) return this.badResult(what, `it returned ${value}, which is no status`);
    const text = message === '' ? noReason : message;
    const at = line > 0 ? { line } : {};
    if (this.isTraced && call) this.events.push({ type: 'return', call, status, text, ...at });
    const full = `Cannot ${what} plugin "${id}": ${text} (${status})`;
    return new HostError(code, full, { plugin: id, status, ...at });
  }

  #fault(error: HostError): HostError {
    if (this.lifecycle.fault()) this.events.push({ type: 'fault', code: error.code, text: error.message });
    return error;
  }

  /** What to throw when something was handed over that must not be used; the instance is faulted. */
  badResult(what: string, why: string): HostError {
    const { id } = this.backend;
    const text = `Cannot ${what} plugin "${id}": what it handed over is not valid: ${why}`;
    return this.#fault(new HostError('bad-result', text, { plugin: id }));
  }
}
