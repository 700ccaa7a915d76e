import { type Action, nextState, type State, transitions } from '../../../abi/index.ts';

/** A state of the diagram: on the line of an ordinary life, above it (it leads back), or below it (it does not). */
export interface PlannedState {
  readonly state: State;
  readonly side: 'line' | 'above' | 'below';
  /** In columns of the line; the first state stands at 0. */
  readonly column: number;
  /** The action that leads here from the state before; undefined beside the line, and for the first. */
  readonly action: Action | undefined;
  /** Whether calls are made here. */
  readonly isCalled: boolean;
}

/** The actions of an ordinary life, from a library in memory to one that is gone. */
const ordinaryLife = ['create', 'start', 'quiesce', 'stop', 'destroy', 'unmap'] as const satisfies Action[];

/** The lifecycle as a line with what lies beside it, out of the ABI's own table. */
export function planLifecycle(): PlannedState[] {
  const line: { state: State; action: Action | undefined }[] = [{ state: 'mapped', action: undefined }];
  for (const action of ordinaryLife) {
    const state = nextState(line.at(-1)?.state ?? 'mapped', action);
    if (state === undefined) throw new Error(`The lifecycle has no action "${action}" there`);
    line.push({ state, action });
  }
  const columns = new Map(line.slice(0, -1).map(({ state }, column) => [state, column]));
  const onLine = new Set(line.map(({ state }) => state));
  const beside = transitions.flatMap(({ to, from }) =>
    to === 'same' || onLine.has(to) ? [] : [{ state: to, from: from.filter((state) => columns.has(state)) }],
  );
  const near = beside.filter(({ from }) => from.length > 0);
  const above = near.filter(({ state }) => leadsToCalls(state));
  const below = near
    .filter(({ state }) => !leadsToCalls(state))
    .sort((a, b) => b.from.length - a.from.length);
  return [
    ...line.map(({ state, action }, column) => planned(state, 'line', column, action)),
    ...above.map(({ state, from }) => {
      const start = Math.max(...from.map((each) => columns.get(each) ?? 0));
      return planned(state, 'above', start + 0.5);
    }),
    ...below.map(({ state }, at) => planned(state, 'below', ((at + 0.5) / below.length) * line.length - 0.5)),
  ];
}

function planned(state: State, side: PlannedState['side'], column: number, action?: Action): PlannedState {
  return { state, side, column, action, isCalled: nextState(state, 'call') !== undefined };
}

/** Whether calls may be made again one step later. */
function leadsToCalls(state: State): boolean {
  return transitions.some(
    ({ from, to }) =>
      to !== 'same' && (from as readonly State[]).includes(state) && nextState(to, 'call') !== undefined,
  );
}
