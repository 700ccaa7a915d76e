import type { HostErrorCode } from './host-error.ts';
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
  | {
      /** The caller holds a value in the plugin's memory, not a copy. */
      readonly type: 'take';
      /** Number of the value, from 1. */
      readonly value: number;
      /** The block it lies in; 0 when that is not known. */
      readonly block: number;
      readonly sizeBytes: number;
      readonly call: number;
      readonly function: string;
      /** Where the caller's code took it. */
      readonly site: string;
    }
  | { readonly type: 'release'; readonly value: number; readonly fate: ValueFate }
  | {
      /** A held value was collected before anyone released it; it was released then. */
      readonly type: 'forgotten';
      readonly value: number;
      readonly sizeBytes: number;
      readonly call: number;
      readonly function: string;
      readonly site: string;
    }
  | { readonly type: 'fault'; readonly code: HostErrorCode; readonly text: string }
  | {
      /** A hook or a cleanup threw where that undoes nothing. */
      readonly type: 'hook-failed';
      readonly action: string;
      readonly text: string;
    }
  | {
      /** A reader of events lagged too far behind, and this many of the oldest are lost to it. */
      readonly type: 'dropped';
      readonly count: number;
    }
  | { readonly type: 'log'; readonly level: LogLevel; readonly text: string }
  | { readonly type: 'post'; readonly topic: string; readonly payload: Uint8Array };

export const refusalReasons = ['quota', 'memory', 'ordered'] as const;
/** Why an allocation returned NULL: over the quota, out of memory, or told to fail by a test. */
export type RefusalReason = (typeof refusalReasons)[number];

export const misuseKinds = ['unknown-pointer', 'freed-before', 'wrong-size', 'written-past'] as const;
/** What was wrong with a free. `block` is 0 when the pointer was never allocated here. */
export type MisuseKind = (typeof misuseKinds)[number];

/** Why a held value was given back: its holder did, or forgot it, or the plugin stopped first. */
export type ValueFate = 'released' | 'forgotten' | 'detached';

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
    case 'take':
      return `take value ${event.value}, ${event.sizeBytes} bytes, of call ${event.call}`;
    case 'release':
      return `value ${event.value} ${event.fate}`;
    case 'forgotten':
      return `forgotten value ${event.value}, ${event.sizeBytes} bytes, of call ${event.call}: ${event.site}`;
    case 'fault':
      return `fault ${event.code}: ${event.text}`;
    case 'hook-failed':
      return `hook of ${event.action} failed: ${event.text}`;
    case 'dropped':
      return `dropped ${event.count} events`;
    case 'log':
      return `log ${event.level}: ${event.text}`;
    case 'post':
      return `post ${event.topic}, ${event.payload.length} bytes`;
  }
}
