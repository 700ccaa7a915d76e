import type { AbiEvent, AbiVersion, HostErrorCode, State, StatusName, Value } from '../abi/index.ts';

/** How an instance is opened for a check. */
export interface SessionOptions {
  /** What the plugin may hold at once, in bytes; 1 MiB unless told. */
  readonly quotaBytes?: number;
  /** The ABI version that the host pretends to speak. */
  readonly abi?: AbiVersion;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly code: HostErrorCode;
      readonly message: string;
      readonly status?: StatusName | undefined;
    };

/**
 * One instance under a check. Nothing throws: what fails is an outcome, so that a check reads as the table of
 * what should happen. The instance is open (created) when a driver hands it over.
 */
export interface Session {
  readonly state: State;
  /** Everything that happened, oldest first. */
  readonly events: readonly AbiEvent[];
  start(): Outcome<void>;
  /** Gives an instance that was not started a state to begin with. */
  restore(schema: number, state: Uint8Array): Outcome<void>;
  save(schema: number): Outcome<Uint8Array>;
  call(capability: string, name: string, args: readonly Value[]): Outcome<Value>;
  /** Lets the nth allocation from now on fail; 0 takes that back. */
  failAllocationAt(nth: number): void;
  stop(): Outcome<void>;
  /** Stops where needed, destroys, reports leaks as events, closes. May be called twice. */
  close(): Outcome<void>;
}

/** A host that runs one plugin: the native one, or the one in the page. */
export interface Driver {
  readonly name: 'native' | 'wasm';
  open(options?: SessionOptions): Promise<Outcome<Session>>;
}
