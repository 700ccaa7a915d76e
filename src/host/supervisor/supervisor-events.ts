import type { HostErrorCode } from '../../abi/index.ts';
import { EventFeed } from '../plugin/event-feed.ts';
import type { Standby } from './succession.ts';

/** A step of a supervised plugin. Generations count the instances that took its calls, from 1. */
export type SupervisorEvent =
  /** An instance takes the calls from now on. `isWarm`: it stood by, or its process did. */
  | {
      readonly type: 'ready';
      readonly generation: number;
      readonly isWarm: boolean;
      /** Whether it goes on from a checkpoint. */
      readonly isRestored: boolean;
    }
  /** The instance that took the calls is lost, or one that should have taken them failed to begin. */
  | {
      readonly type: 'fault';
      readonly generation: number;
      readonly code: HostErrorCode;
      readonly text: string;
    }
  | { readonly type: 'restarting'; readonly afterMs: number }
  | { readonly type: 'standby'; readonly kind: Standby }
  | { readonly type: 'standby-failed'; readonly text: string }
  | { readonly type: 'checkpoint'; readonly generation: number; readonly sizeBytes: number }
  | { readonly type: 'checkpoint-failed'; readonly text: string }
  /** The last checkpoint was refused: it is dropped, and the instance begins without state. */
  | { readonly type: 'restore-failed'; readonly text: string }
  | { readonly type: 'quarantined'; readonly hash: string; readonly faults: number }
  | { readonly type: 'closed' };

/** What happens to a supervised plugin, as it happens. Iteration ends when the supervisor is closed. */
export class SupervisorEvents extends EventFeed<SupervisorEvent> {}
