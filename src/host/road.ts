import type {
  AbiEvent,
  AbiVersion,
  CallGate,
  Calls,
  CapabilityDeclaration,
  EventSink,
  HostError,
  Lifecycle,
  UnloadVerdict,
  Usage,
  Value,
} from '../abi/index.ts';
import type { LibraryInfo } from './native/library-info.ts';
import type { RelayedOutcome } from './relayed-outcome.ts';

/** Where a plugin runs: on the caller's thread, on threads of this process, or in a process of its own. */
export type Isolation = 'inProcess' | 'async' | 'childProcess';
export const isolations: readonly Isolation[] = ['inProcess', 'async', 'childProcess'];

/** Where a plugin runs, in words. */
export const isolationWords: Readonly<Record<Isolation, string>> = {
  inProcess: 'on the thread of its caller',
  async: 'on other threads',
  childProcess: 'in a process of its own',
};

/** What every road is opened with. */
export interface RoadOptions {
  /** What the plugin may hold at once, in bytes. */
  readonly memoryBytes: number;
  /** Whether each allocation and free is an event too. */
  readonly trace: boolean;
  /** The ABI version to offer. */
  readonly abi: AbiVersion;
}

/** What a plugin's function came back with. `status` 0 is TUTTI_OK; `line` 0 is not stated. */
export interface Outcome {
  readonly status: number;
  readonly message: string;
  readonly line: number;
}

/** A result, or why there is none. `problem`: the plugin handed over something that must not be used. */
export type CallOutcome =
  | { readonly status: 0; readonly value: Value }
  | (Outcome & { readonly problem?: string });

/**
 * Calls one function. Arguments were checked against the declaration. Rejects only with a HostError, and only
 * when the plugin was lost while it ran (`crashed`, `child-failed`).
 *
 * @param call number of the call, from 1, for `cancel` and for what is booked to it
 */
export type RoadFunction = (call: number, args: readonly Value[]) => Promise<CallOutcome>;

/** An owned value where it lies, in the plugin's memory or in the host's. */
export interface HeldMemory {
  /** A view; its buffer is its own, so that it can be detached. */
  readonly bytes: Uint8Array;
  /** The block it lies in; 0 when that is not known. */
  readonly block: number;
  /** Gives the memory back; called exactly once, and before `stop`. The road does it when the plugin has time. */
  readonly release: () => void;
}

/** As `RoadFunction`, for a result that is text or bytes and is not copied. */
export type RoadHolder = (
  call: number,
  args: readonly Value[],
) => Promise<{ readonly status: 0; readonly memory: HeldMemory } | (Outcome & { readonly problem?: string })>;

/**
 * The way to one instance, wherever it runs: mechanics without rules. `Plugin` decides what may be done when,
 * and never has two lifecycle steps under way at once; calls may overlap, and the road queues them where the
 * plugin is not thread-safe.
 */
export interface Road {
  readonly isolation: Isolation;
  readonly path: string;
  readonly id: string;
  readonly version: string;
  /** TUTTI_PLUGIN_* of the descriptor. */
  readonly flags: number;
  /** Which optional functions the descriptor fills. */
  readonly has: LibraryInfo['has'];
  create(): Promise<Outcome & { readonly hasInstance: boolean }>;
  start(): Promise<Outcome>;
  stop(): Promise<Outcome>;
  destroy(): Promise<void>;
  quiesce(deadlineMs: number): Promise<Outcome>;
  selftest(): Promise<Outcome>;
  /** What still ties the library to memory, as the plugin counts it; 0 where it has no `live`. */
  live(): Promise<bigint>;
  /** `state` is there exactly when the status is 0. */
  save(schema: number): Promise<Outcome & { readonly state?: Uint8Array }>;
  restore(schema: number, state: Uint8Array): Promise<Outcome>;
  find(capability: CapabilityDeclaration, name: string): Promise<RoadFunction | { readonly missing: string }>;
  /** Absent: values are copied on their way here, and a copy is all that can be held. */
  hold?(capability: CapabilityDeclaration, name: string): Promise<RoadHolder | { readonly missing: string }>;
  /** The calls of the same instance on the caller's thread; only in process. They are told to `events`. */
  callsHere?(lifecycle: Lifecycle, gate: CallGate, events: EventSink): Calls;
  /** Sets the control block's slot for a call; returns at once, and may be called during the call. */
  cancel(call: number): void;
  usage(): Promise<Usage>;
  /** Takes out what happened since the last time, oldest first. */
  drain(): AbiEvent[];
  /** Is told whenever `drain` has something outside a call. Absent: look after each call. */
  watch?(listener: () => void): void;
  failAllocationAt(nth: number): Promise<void>;
  /** Whether the instance offers a table of a capability whose functions take encoded arguments. */
  offers(capability: string, version: number): Promise<boolean>;
  /**
   * Calls one of its functions for a plugin in a child, through a table that it offers. Rejects as `RoadFunction`.
   *
   * @param version TUTTI_VERSION(major, minor) that is needed
   * @param index the function's place in the table
   * @param args the arguments, encoded; not kept
   * @param begin is told the call's number, for `cancel`
   */
  relay(
    capability: string,
    version: number,
    index: number,
    args: Uint8Array,
    begin: (call: number) => void,
  ): Promise<RelayedOutcome>;
  /**
   * Answers the plugin's `query` for a capability with the tables of another road's instance. A plugin in a child
   * may have a provider anywhere, one in this process only providers of this process.
   */
  provide(capability: string, version: number, provider: Road): Promise<void>;
  /** Ends a child at once; `lost` resolves. Elsewhere nothing can be ended, and nothing happens. */
  terminate(why: string): void;
  /** Resolves when the child is gone without having been closed; never in process. */
  readonly lost: Promise<HostError>;
  /** Frees the host's side and unmaps the library. Nothing may be asked afterwards. */
  close(): Promise<UnloadVerdict>;
}
