import type { CapabilityDeclaration } from './capabilities/declaration.ts';
import type { Value } from './capabilities/value.ts';
import type { AbiEvent } from './events.ts';

/** What an instance holds and has held, in bytes and blocks. */
export interface Usage {
  readonly liveBytes: number;
  readonly liveBlocks: number;
  readonly peakBytes: number;
  readonly totalBlocks: number;
  readonly refusedAllocations: number;
  readonly misuses: number;
  /** Events that found the ring full and were lost. */
  readonly droppedEvents: number;
}

/** One function of a plugin's capability table: is told its call's number, and returns its status. */
export type BackendFunction = (call: number, args: readonly Value[]) => number;

/** The owned value that the last call handed over, before it is taken. */
export interface HandedOver {
  /** Why it must not be taken; undefined when it may. */
  readonly problem: string | undefined;
  readonly sizeBytes: number;
  /** The block it lies in; 0 when that is not known. */
  readonly block: number;
}

/**
 * The mechanics of one instance: memory and function pointers, no rules. `Instance` decides what may be done
 * when; a backend does it, natively or in WebAssembly. A backend whose plugin traps throws a HostError `trapped`.
 */
export interface Backend {
  /** Where the plugin came from, for messages before its id is known. */
  readonly path: string;
  readonly id: string;
  readonly version: string;
  /** Returns the status, and whether the plugin handed out an instance. */
  create(): { readonly status: number; readonly hasInstance: boolean };
  start(): number;
  /** Returns undefined when the plugin has no quiesce. */
  quiesce(deadlineMs: number): number | undefined;
  stop(): number;
  destroy(): void;
  /** Says which call runs from now on, so that what happens is booked to it; 0 = none. */
  setCall(call: number): void;
  find(capability: CapabilityDeclaration, name: string): BackendFunction | { readonly missing: string };
  /** The plugin's message and line; the record is empty afterwards. */
  takeError(): { readonly message: string; readonly line: number };
  handedOver(): HandedOver;
  /** Copies the value's bytes out and releases it, once; undefined when its block was freed before. */
  takeResult(): Uint8Array | undefined;
  /** Whether `drain` would return anything; cheap. */
  readonly hasEvents: boolean;
  drain(): AbiEvent[];
  usage(): Usage;
  failAllocationAt(nth: number): void;
  /** Frees the host's side and unmaps the plugin. */
  close(): void;
}
