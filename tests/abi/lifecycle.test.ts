import { expect, test } from 'vitest';
import { nextState, type State, states, transitions } from '../../src/abi/index.ts';

test('the whole lifecycle, as a table of state and action', () => {
  const table = Object.fromEntries(
    states.map((state) => [
      state,
      transitions.flatMap(({ action }) => {
        const to = nextState(state, action);
        return to ? [`${action} -> ${to}`] : [];
      }),
    ]),
  );
  expect(table).toEqual({
    mapped: ['create -> created', 'close -> closed'],
    created: ['start -> active', 'destroy -> destroyed'],
    active: ['call -> active', 'quiesce -> quiesced', 'stop -> stopped'],
    quiesced: ['stop -> stopped'],
    stopped: ['destroy -> destroyed'],
    destroyed: ['close -> closed'],
    closed: [],
    faulted: ['destroy -> destroyed', 'close -> closed'],
  } satisfies Record<State, string[]>);
});
