/** What a plugin can be, from a file that was found to one that is gone. */
export const states = [
  'discovered',
  'inspected',
  'probed',
  'resolved',
  'mapped',
  'created',
  'active',
  'draining',
  'quiesced',
  'stopped',
  'destroyed',
  'unmapped',
  'resident',
  'faulted',
  'quarantined',
] as const;
export type State = (typeof states)[number];

/** What each state means, for people. */
export const stateMeanings: Readonly<Record<State, string>> = {
  discovered: 'a file was found; nothing was read',
  inspected: 'the file was read and fits this machine; nothing of it ran',
  probed: 'a process of its own loaded it once and lived',
  resolved: 'it belongs to a selection that plays together',
  mapped: 'the library is in memory, and its descriptor was read',
  created: 'there is an instance; it takes a saved state, and no calls yet',
  active: 'it takes calls',
  draining: 'it takes no new calls; those in flight are finished',
  quiesced: 'nothing is in flight, and nothing will be',
  stopped: 'its threads have ended',
  destroyed: 'the instance is gone; what it kept is known',
  unmapped: 'the library is out of memory',
  resident: 'the library could not be taken out of memory; the cause is named',
  faulted: 'it did what no plugin may; no call follows',
  quarantined: 'it faulted too often, and is not opened until it was probed again',
};

export interface Transition {
  readonly action: string;
  readonly from: readonly State[];
  /** `same`: the action leaves the state as it is. */
  readonly to: State | 'same';
}

/**
 * Which action is possible in which state, and where it leads. Each host, native and in the page, asks this
 * table before it calls into a plugin, so an order that the ABI forbids never reaches native code.
 */
export const transitions = [
  { action: 'inspect', from: ['discovered'], to: 'inspected' },
  { action: 'probe', from: ['inspected', 'quarantined'], to: 'probed' },
  { action: 'resolve', from: ['inspected', 'probed'], to: 'resolved' },
  { action: 'map', from: ['inspected', 'probed', 'resolved'], to: 'mapped' },
  { action: 'create', from: ['mapped'], to: 'created' },
  { action: 'restore', from: ['created'], to: 'same' },
  { action: 'start', from: ['created'], to: 'active' },
  { action: 'call', from: ['active'], to: 'same' },
  { action: 'selftest', from: ['active'], to: 'same' },
  { action: 'save', from: ['active', 'quiesced'], to: 'same' },
  { action: 'drain', from: ['active'], to: 'draining' },
  { action: 'resume', from: ['draining'], to: 'active' },
  { action: 'quiesce', from: ['active', 'draining'], to: 'quiesced' },
  { action: 'stop', from: ['active', 'draining', 'quiesced'], to: 'stopped' },
  { action: 'destroy', from: ['created', 'stopped', 'faulted'], to: 'destroyed' },
  { action: 'unmap', from: ['mapped', 'destroyed', 'faulted'], to: 'unmapped' },
  { action: 'reside', from: ['mapped', 'destroyed', 'faulted'], to: 'resident' },
  {
    action: 'fault',
    from: ['inspected', 'mapped', 'created', 'active', 'draining', 'quiesced', 'stopped', 'destroyed'],
    to: 'faulted',
  },
  { action: 'quarantine', from: ['faulted', 'unmapped', 'resident'], to: 'quarantined' },
] as const satisfies readonly Transition[];

export type Action = (typeof transitions)[number]['action'];

/** The state that `action` leads to, or undefined where the table forbids it. */
export function nextState(
  state: State,
  action: Action,
  table: readonly Transition[] = transitions,
): State | undefined {
  const transition = table.find((each) => each.action === action);
  if (!transition?.from.includes(state)) return undefined;
  return transition.to === 'same' ? state : transition.to;
}
