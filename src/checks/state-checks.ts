import type { Check, World } from './check.ts';
import type { Outcome, Session } from './driver.ts';
import { frequentWords, totalOf } from './words-checks.ts';

const id = 'tutti.state';
const words = 'tutti.words';
const wholeAnswer = 1000;

interface StateInfo {
  readonly schema: number;
  readonly entries: bigint;
  readonly sizeBytes: bigint;
}

function describe(world: World, session: Session): StateInfo {
  const value = world.succeeds('describe the state', session.call(id, 'describe', []));
  return value as unknown as StateInfo;
}

function describedText(world: World, session: Session): string {
  const { schema, entries, sizeBytes } = describe(world, session);
  return `schema ${schema}, ${entries} entries, ${sizeBytes} bytes`;
}

/** Gives a plugin something to keep, through `tutti.words` where it offers that. */
function fill(session: Session): void {
  session.call(words, 'add', ['la\nla lé\n']);
}

/** All that a plugin answers about its state, and about its words where it offers them. */
function answers(world: World, session: Session): string {
  const described = describedText(world, session);
  if (!session.call(words, 'total', []).ok) return described;
  return `${described}; ${totalOf(world, session)}; ${frequentWords(world, session, wholeAnswer)}`;
}

/** A filled instance and the state that it saves. */
async function saved(world: World): Promise<{ session: Session; schema: number; state: Uint8Array }> {
  const session = await world.start();
  fill(session);
  const { schema } = describe(world, session);
  return { session, schema, state: world.succeeds('save the state', session.save(schema)) };
}

/** What is no state: nothing, one byte less, one byte more, and every byte 0xff. */
function malformedStates(state: Uint8Array): readonly (readonly [what: string, bytes: Uint8Array])[] {
  const longer = new Uint8Array(state.length + 1);
  longer.set(state);
  return [
    ['no byte', new Uint8Array()],
    ['a state that lacks its last byte', state.slice(0, -1)],
    ['a state with a byte behind it', longer],
    ['a state of bytes 0xff', new Uint8Array(state.length).fill(0xff)],
  ];
}

/** What every provider of `tutti.state` 1.0 owes: it saves and restores as well. */
export const stateChecks: readonly Check[] = [
  {
    id: 'state-survives-restore',
    title: 'a new instance that restores a saved state answers as the old one, which goes on as before',
    async run(world) {
      const { session, schema, state } = await saved(world);
      const before = answers(world, session);
      const next = await world.open();
      world.succeeds('restore the state', next.restore(schema, state));
      world.succeeds('start the plugin', next.start());
      world.equals('what the new instance answers', answers(world, next), before);
      world.equals('what the old instance answers', answers(world, session), before);
      world.closesClean(next);
      world.closesClean(session);
    },
  },
  {
    id: 'malformed-state-is-refused',
    title: 'what is no state is refused with TUTTI_E_INVALID_ARGUMENT, and a right one restored afterwards',
    async run(world) {
      const { session, schema, state } = await saved(world);
      const next = await world.open();
      for (const [what, bytes] of malformedStates(state)) {
        world.refuses(what, next.restore(schema, bytes), 'TUTTI_E_INVALID_ARGUMENT');
      }
      world.succeeds('restore the state', next.restore(schema, state));
      world.succeeds('start the plugin', next.start());
      world.equals('the state', describedText(world, next), describedText(world, session));
      world.closesClean(next);
      world.closesClean(session);
    },
  },
  {
    id: 'unknown-schema-is-refused',
    title:
      'a schema that the plugin does not know is refused with TUTTI_E_UNSUPPORTED, to save and to restore',
    async run(world) {
      const { session, state } = await saved(world);
      const unknown = 0xffff_ffff;
      world.refuses('saving an unknown schema', session.save(unknown), 'TUTTI_E_UNSUPPORTED');
      const next = await world.open();
      world.refuses('restoring an unknown schema', next.restore(unknown, state), 'TUTTI_E_UNSUPPORTED');
      world.closesClean(next);
      world.closesClean(session);
    },
  },
  {
    id: 'state-has-the-size-it-tells',
    title: 'describe tells how many bytes save writes',
    async run(world) {
      const { session, state } = await saved(world);
      world.equals('the size', Number(describe(world, session).sizeBytes), state.length);
      world.closesClean(session);
    },
  },
  {
    id: 'reset-empties-the-state',
    title: 'reset returns to the state of an instance that was just started',
    async run(world) {
      const fresh = await world.start();
      const { session } = await saved(world);
      world.succeeds('reset the state', session.call(id, 'reset', []));
      world.equals('what it answers', answers(world, session), answers(world, fresh));
      world.closesClean(session);
      world.closesClean(fresh);
    },
  },
  {
    id: 'state-without-memory-is-refused',
    title:
      'whichever allocation fails, saving and restoring are refused with TUTTI_E_NOMEM and can be tried again',
    async run(world) {
      const { session, schema } = await saved(world);
      const state = untilItFits(world, 'saving', session, () => session.save(schema));
      const next = await world.open();
      untilItFits(world, 'restoring', next, () => next.restore(schema, state));
      world.succeeds('start the plugin', next.start());
      world.equals('the state', describedText(world, next), describedText(world, session));
      world.closesClean(next);
      world.closesClean(session);
    },
  },
];

/** Tries with the first allocation failing, then the second, until none fails. */
function untilItFits<T>(world: World, what: string, session: Session, run: () => Outcome<T>): T {
  for (let nth = 1; ; nth++) {
    session.failAllocationAt(nth);
    const outcome = run();
    session.failAllocationAt(0);
    if (outcome.ok) return outcome.value;
    world.refuses(`${what} with allocation ${nth} failing`, outcome, 'TUTTI_E_NOMEM');
  }
}
