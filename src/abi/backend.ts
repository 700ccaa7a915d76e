import type { EventSink, PluginWords } from './boundary.ts';
import type { CapabilityDeclaration, FunctionDeclaration } from './capabilities/declaration.ts';
import type { ScalarKind } from './capabilities/kinds.ts';
import type { Value } from './capabilities/value.ts';
import type { AbiEvent } from './events.ts';
import type { Decoded } from './message/message.ts';

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

/** The owned value that the last call handed over, before it is taken. */
export interface HandedOver {
  /** Why it must not be taken; undefined when it may. */
  readonly problem: string | undefined;
  /** TUTTI_BYTES, TUTTI_TEXT_UTF8 or TUTTI_MESSAGE, as it states. */
  readonly typeId: number;
  readonly sizeBytes: number;
  /** The block it lies in; 0 when that is not known. */
  readonly block: number;
}

/** What every call of an instance looks at and counts; plain fields, since a call has no time for more. */
export interface CallGate {
  /** Whether a call may be made now. */
  isOpen: boolean;
  /** Number of the last call. */
  last: number;
}

/** What a direct call leaves to the one who knows all rules. */
export interface CallRules {
  readonly gate: CallGate;
  /** The whole call, with every check, and every refusal in words. */
  call(args: readonly Value[]): Value;
  /** Ends a call that did not simply succeed: with a status, or with events to take out. */
  settle(made: BackendFunction, call: number, status: number): Value;
}

/** One function of a plugin's table, and what its last call left behind. */
export interface BackendFunction {
  /** Calls with arguments that fit the declaration; returns the status. */
  run(call: number, args: readonly Value[]): number;
  /** The plugin's words after a status other than TUTTI_OK. */
  words(): PluginWords;
  scalar(kind: ScalarKind): Decoded;
  handedOver(): HandedOver;
  /**
   * The value's bytes, which it then has released, once; undefined when its block was freed before.
   * @param isKept for the caller to keep; otherwise they are valid until the next call
   */
  take(isKept: boolean): Uint8Array | undefined;
  /** The same function for callers that know their arguments, without a step in between; undefined where only
   *  `run` is possible. */
  direct?(rules: CallRules): ((...args: Value[]) => Value) | undefined;
}

/** A plugin's table of one capability. */
export interface BackendTable {
  readonly minor: number;
  /** 0 = not stated. */
  readonly ifaceHash: bigint;
  /** Whether its functions can be called with encoded arguments, as every host calls them. */
  readonly hasInvoke: boolean;
  /** Undefined when the table ends before it, or leaves it out. */
  find(index: number, declaration: FunctionDeclaration): BackendFunction | undefined;
}

/** What a plugin's save gave: its bytes, already released, or why what it handed over must not be used. */
export interface SavedState {
  readonly status: number;
  readonly state: Uint8Array;
  readonly problem: string | undefined;
}

/** What became of a library after its instance was closed. */
export interface UnloadVerdict {
  readonly isUnmapped: boolean;
  /** What keeps it mapped: a clause without a full stop, with the library as its "it". */
  readonly pinnedBy?: string;
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
  /** Returns undefined when the plugin has no save. */
  save(schema: number): SavedState | undefined;
  /** Returns undefined when the plugin has no restore. */
  restore(schema: number, state: Uint8Array): number | undefined;
  stop(): number;
  destroy(): void;
  /** Asks the plugin for a table; undefined when it does not offer the capability in that version. */
  query(capability: CapabilityDeclaration): BackendTable | undefined;
  /** The plugin's message and line after a step of the lifecycle; the record is empty afterwards. */
  takeError(): PluginWords;
  /** Whether `drain` would return anything; cheap. */
  readonly hasEvents: boolean;
  drain(): AbiEvent[];
  /** From now on events go there as they happen, and `drain` gives none; left out by backends that cannot. */
  emitTo?(sink: EventSink): void;
  usage(): Usage;
  failAllocationAt(nth: number): void;
  /** Frees the host's side and unmaps the plugin, unless something keeps it. */
  close(): UnloadVerdict;
}
