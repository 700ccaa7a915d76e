import { expect, test } from 'vitest';
import { nextState, type State, states, transitions } from '../../src/abi/index.ts';

test('the whole lifecycle, as a table of state and action', () => {
  const table = Object.fromEntries(
    states.map((state) => [
      state,
      transitions.flatMap(({ action }) => {
        const to = nextState(state, action);
        if (to === undefined) return [];
        return to === state ? [action] : [`${action} -> ${to}`];
      }),
    ]),
  );
  const leave = ['destroy -> destroyed', 'fault -> faulted'];
  expect(table).toEqual({
    discovered: ['inspect -> inspected'],
    inspected: ['probe -> probed', 'resolve -> resolved', 'map -> mapped', 'fault -> faulted'],
    probed: ['resolve -> resolved', 'map -> mapped'],
    resolved: ['map -> mapped'],
    mapped: ['create -> created', 'unmap -> unmapped', 'reside -> resident', 'fault -> faulted'],
    created: ['restore', 'start -> active', ...leave],
    active: [
      ...['call', 'selftest', 'save', 'drain -> draining'],
      ...['quiesce -> quiesced', 'stop -> stopped', 'fault -> faulted'],
    ],
    draining: ['resume -> active', 'quiesce -> quiesced', 'stop -> stopped', 'fault -> faulted'],
    quiesced: ['save', 'stop -> stopped', 'fault -> faulted'],
    stopped: leave,
    destroyed: ['unmap -> unmapped', 'reside -> resident', 'fault -> faulted'],
    unmapped: ['quarantine -> quarantined'],
    resident: ['quarantine -> quarantined'],
    faulted: [
      ...['destroy -> destroyed', 'unmap -> unmapped'],
      ...['reside -> resident', 'quarantine -> quarantined'],
    ],
    quarantined: ['probe -> probed'],
  } satisfies Record<State, string[]>);
});
