import type { AbiVersion, CapabilityDeclaration, Hook, HookedAction } from '../../abi/index.ts';
import type { ChildLimits } from '../child/child-process.ts';
import type { Isolation } from '../road.ts';
import type { Plugin } from './plugin.ts';

/** What one plugin may use. Going over is an error for that caller, and for nobody else. */
export interface PluginLimits {
  /** What it may hold at once, in bytes; 64 MiB unless told. Over it the plugin gets no memory and says so. */
  readonly memoryBytes?: number;
  /** Values that callers may hold at once without a copy; 1024 unless told. */
  readonly values?: number;
  /** Calls that may be unanswered at once; 1024 unless told. */
  readonly callsInFlight?: number;
  /**
   * How long a call may take when its caller states no deadline, in milliseconds; a minute unless told, Infinity
   * for ever. A call on the caller's own thread (`inProcess`) cannot be interrupted.
   */
  readonly callMs?: number;
  /**
   * How long a step of its life may take (load, create, restore, start, save, stop, destroy) before its process is
   * ended, in milliseconds; 10,000 unless told. In this process a step cannot be interrupted.
   */
  readonly stepMs?: number;
  /** How long a cancelled call may go on before the plugin's process is ended; 250 ms unless told. */
  readonly graceMs?: number;
}

/** What is asked before a plugin is trusted. */
export interface TrustSubject {
  readonly path: string;
  /** SHA-256 of the library, in hexadecimal. */
  readonly sha256: string;
}

export type Trust = boolean | ((subject: TrustSubject) => boolean);

/** Hooks by step: `{ before: { stop: … }, after: { start: … } }`. */
export interface PluginHooks {
  readonly before?: Partial<Readonly<Record<HookedAction, Hook>>>;
  readonly after?: Partial<Readonly<Record<HookedAction, Hook>>>;
}

export interface OpenPluginOptions {
  /**
   * Opens it though its store holds its content in quarantine: to look at it. `probePlugin` does that in a process
   * of its own and lifts the quarantine. Off unless told.
   */
  readonly opensQuarantined?: boolean;
  /** Where it runs; `childProcess` unless it is trusted, and then `inProcess`. */
  readonly isolation?: Isolation;
  /** Whether this library may run in this process when `isolation` is not stated. No unless told. */
  readonly trust?: Trust;
  readonly limits?: PluginLimits;
  /** What its process may use, where it has one. */
  readonly processLimits?: ChildLimits;
  readonly hooks?: PluginHooks;
  /** Is given the plugin before any of its functions has run: to hear its events from the first on. */
  readonly onOpen?: (plugin: Plugin) => void;
  /** Makes each allocation and free an event, and a row of the ledger; off unless told, about 1 µs a call. */
  readonly trace?: boolean;
  /** How often it was opened before in place of one that was lost: a figure of its usage; 0 unless told. */
  readonly restarts?: number;
  /** The ABI version to offer: for tests of a plugin's own version check. */
  readonly abi?: AbiVersion;
  /** Capabilities without which it is of no use: checked before `openPlugin` resolves, all at once. */
  readonly requires?: readonly CapabilityDeclaration[];
}

/** The limits with what was not stated filled in. */
export function completeLimits(limits: PluginLimits = {}): Required<PluginLimits> {
  return {
    memoryBytes: 64 * 2 ** 20,
    values: 1024,
    callsInFlight: 1024,
    callMs: 60_000,
    stepMs: 10_000,
    graceMs: 250,
    ...limits,
  };
}
