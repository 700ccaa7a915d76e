import type { AbiVersion } from '../../abi/index.ts';

/** How a host misbehaves in a run, so that a reader sees whether the plugin holds. */
export interface Hostility {
  /** The nth allocation of the run fails, counted from 1 over create, start and the calls. */
  readonly failAllocationAt?: number;
  /** The version of the ABI that the host offers: an older one, or one of the future. */
  readonly abi?: AbiVersion;
  /** Each call is cancelled when the plugin has asked for this many host services in it; 0 = before it begins. */
  readonly cancelAfter?: number;
  /** Text among the arguments is no UTF-8. */
  readonly invalidText?: boolean;
}
