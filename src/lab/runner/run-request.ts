import type { AbiVersion, Value } from '../../abi/index.ts';
import type { StepCheck } from '../step/step.ts';

/** One thing that a run does with an instance; it is created before the first. */
export type RunStep =
  | { readonly do: 'start' | 'stop' }
  | {
      readonly do: 'call';
      /** Id of a capability of src/abi, such as `tutti.text`. */
      readonly capability: string;
      readonly function: string;
      readonly arguments: readonly Value[];
    }
  /** Saves, and gives the state to an instance of its own, which then takes the place of this one. */
  | { readonly do: 'save-and-restore'; readonly schema: number }
  /** The nth allocation from now on fails, once. */
  | { readonly do: 'fail-allocation'; readonly nth: number };

/** Everything that a run needs: it can be posted to a worker, and gives the same result each time. */
export interface RunRequest {
  /** The module, built for wasm32. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly name?: string;
  /** Whether the module is a debug build, whose checks call the sanitizer. */
  readonly isInstrumented: boolean;
  readonly steps: readonly RunStep[];
  /** Ids of checks of src/checks, or of `own`, to make after the steps, each on instances of its own. */
  readonly checks?: readonly string[];
  /** Checks that only this request knows; those that `checks` does not name are made last. */
  readonly own?: readonly StepCheck[];
  /** What the host gives the plugin at most, in bytes; 1 MiB unless told. */
  readonly memoryBytes?: number;
  /** What malloc may hold at most, in bytes. */
  readonly heapBytes?: number;
  /** Steps that one entry into the plugin may take. */
  readonly fuel?: number;
  /** The version of the ABI that the host offers; another one than its own shows whether the plugin asks. */
  readonly abi?: AbiVersion;
  /** The nth allocation since the entry was called fails, once. */
  readonly failAllocationAt?: number;
  /** Host services that a call may ask for until `cancelled` says 1 in it. */
  readonly cancelAfter?: number;
}
