import type { State } from './lifecycle.ts';
import type { StatusName } from './statuses.ts';

/**
 * What happened between a host and one instance, in order. Blocks are numbered from 1 in order of allocation
 * and calls from 1 in order of calling, so that the native log and the page's log of one plugin are equal.
 */
export type AbiEvent =
  | { readonly type: 'state'; readonly state: State }
  | {
      readonly type: 'call';
      readonly call: number;
      readonly function: string;
      readonly arguments: readonly string[];
    }
  | {
      readonly type: 'return';
      readonly call: number;
      readonly status: StatusName | number;
      /** The result as text, or the plugin's message when the status is not TUTTI_OK. */
      readonly text: string;
      /** Line of the plugin's source, where it stated one. */
      readonly line?: number;
    }
  | { readonly type: 'alloc'; readonly block: number; readonly sizeBytes: number; readonly call: number }
  | { readonly type: 'free'; readonly block: number; readonly sizeBytes: number; readonly call: number }
  | {
      readonly type: 'refused';
      readonly sizeBytes: number;
      readonly reason: RefusalReason;
      readonly call: number;
    }
  | {
      readonly type: 'misuse';
      readonly block: number;
      readonly sizeBytes: number;
      readonly kind: MisuseKind;
      readonly call: number;
    }
  | { readonly type: 'give'; readonly block: number; readonly sizeBytes: number; readonly call: number }
  | { readonly type: 'leak'; readonly block: number; readonly sizeBytes: number }
  | { readonly type: 'log'; readonly level: LogLevel; readonly text: string }
  | { readonly type: 'post'; readonly topic: string; readonly payload: Uint8Array };

export const refusalReasons = ['quota', 'memory', 'ordered'] as const;
/** Why an allocation returned NULL: over the quota, out of memory, or told to fail by a test. */
export type RefusalReason = (typeof refusalReasons)[number];

export const misuseKinds = ['unknown-pointer', 'freed-before', 'wrong-size'] as const;
/** What was wrong with a free. `block` is 0 when the pointer was never allocated here. */
export type MisuseKind = (typeof misuseKinds)[number];

export const logLevels = ['debug', 'info', 'warning', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One line about an event, for terminals and for the page. */
export function formatEvent(event: AbiEvent): string {
  switch (event.type) {
    case 'state':
      return event.state;
    case 'call':
      return `call ${event.call}: ${event.function}(${event.arguments.join(', ')})`;
    case 'return':
      return `call ${event.call} returned ${event.status}: ${event.text}${event.line ? ` (line ${event.line})` : ''}`;
    case 'alloc':
      return `alloc block ${event.block}, ${event.sizeBytes} bytes`;
    case 'free':
      return `free block ${event.block}, ${event.sizeBytes} bytes`;
    case 'refused':
      return `refused ${event.sizeBytes} bytes: ${event.reason}`;
    case 'misuse':
      return `misuse of block ${event.block}: ${event.kind}`;
    case 'give':
      return `give block ${event.block}, ${event.sizeBytes} bytes, to the host`;
    case 'leak':
      return `leak of block ${event.block}, ${event.sizeBytes} bytes`;
    case 'log':
      return `log ${event.level}: ${event.text}`;
    case 'post':
      return `post ${event.topic}, ${event.payload.length} bytes`;
  }
}
