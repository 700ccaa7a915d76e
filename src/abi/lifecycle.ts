/** What an instance can be, from mapped to closed. */
export const states = [
  'mapped',
  'created',
  'active',
  'quiesced',
  'stopped',
  'destroyed',
  'closed',
  'faulted',
] as const;
export type State = (typeof states)[number];

export interface Transition {
  readonly action: string;
  readonly from: readonly State[];
  readonly to: State;
}

/**
 * Which action is possible in which state, and where it leads. Each host, native and in the page, asks this
 * table before it calls into a plugin, so an order that the ABI forbids never reaches native code.
 */
export const transitions = [
  { action: 'create', from: ['mapped'], to: 'created' },
  { action: 'start', from: ['created'], to: 'active' },
  { action: 'call', from: ['active'], to: 'active' },
  { action: 'quiesce', from: ['active'], to: 'quiesced' },
  { action: 'stop', from: ['active', 'quiesced'], to: 'stopped' },
  { action: 'destroy', from: ['created', 'stopped', 'faulted'], to: 'destroyed' },
  { action: 'close', from: ['mapped', 'destroyed', 'faulted'], to: 'closed' },
] as const satisfies readonly Transition[];

export type Action = (typeof transitions)[number]['action'];

/** The state that `action` leads to, or undefined where the table forbids it. */
export function nextState(state: State, action: Action): State | undefined {
  const transition: Transition | undefined = transitions.find((t) => t.action === action);
  return transition?.from.includes(state) ? transition.to : undefined;
}
