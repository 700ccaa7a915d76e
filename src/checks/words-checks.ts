import type { Value } from '../abi/index.ts';
import type { Check, World } from './check.ts';
import type { Session } from './driver.ts';

const id = 'tutti.words';

/** Counts as a line: `4 words, 2 lines, 18 bytes`. */
function countsText(value: Value): string {
  const { words, lines, bytes } = value as { readonly [field: string]: Value };
  return `${words} words, ${lines} lines, ${bytes} bytes`;
}

/** Adds a text that must be counted; returns its own counts. */
export function addText(world: World, session: Session, text: string): string {
  return countsText(world.succeeds('add a text', session.call(id, 'add', [text])));
}

export function totalOf(world: World, session: Session): string {
  return countsText(world.succeeds('read the total', session.call(id, 'total', [])));
}

/** The most frequent words as a line: `two 2, one 1`. */
export function frequentWords(world: World, session: Session, limit: number): string {
  const list = world.succeeds('list the words', session.call(id, 'mostFrequent', [limit]));
  return (list as readonly { readonly [field: string]: Value }[])
    .map(({ word, count }) => `${word} ${count}`)
    .join(', ');
}

/** What every provider of `tutti.words` 1.0 owes. */
export const wordsChecks: readonly Check[] = [
  {
    id: 'counts-words-lines-and-bytes',
    title: 'add counts the words, line feeds and bytes of a text',
    async run(world) {
      const session = await world.start();
      world.equals(
        'the counts',
        addText(world, session, '\tone two\r\nthree \n'),
        '3 words, 2 lines, 17 bytes',
      );
      world.equals('the counts of no text', addText(world, session, ''), '0 words, 0 lines, 0 bytes');
      world.closesClean(session);
    },
  },
  {
    id: 'counts-words-beyond-ascii',
    title: 'a word may hold characters of several bytes, and only ASCII white space ends it',
    async run(world) {
      const session = await world.start();
      world.equals('the counts', addText(world, session, 'né né 𝄞\u2003𝄞'), '3 words, 0 lines, 19 bytes');
      world.equals('the words', frequentWords(world, session, 9), 'né 2, 𝄞\u2003𝄞 1');
      world.closesClean(session);
    },
  },
  {
    id: 'total-sums-all-texts',
    title: 'total is the sum over all texts, and a word ends with its text',
    async run(world) {
      const session = await world.start();
      for (const text of ['one two', 'one']) addText(world, session, text);
      world.equals('the total', totalOf(world, session), '3 words, 0 lines, 10 bytes');
      world.closesClean(session);
    },
  },
  {
    id: 'most-frequent-words-come-first',
    title: 'mostFrequent lists at most so many words, most frequent first, then by their bytes',
    async run(world) {
      const session = await world.start();
      addText(world, session, 'b c a b a c d é é d d');
      world.equals('the words', frequentWords(world, session, 9), 'd 3, a 2, b 2, c 2, é 2');
      addText(world, session, 'a b');
      world.equals('the first two', frequentWords(world, session, 2), 'a 3, b 3');
      world.equals('a list of none', frequentWords(world, session, 0), '');
      world.closesClean(session);
    },
  },
  {
    id: 'reset-forgets-everything',
    title: 'reset forgets every word and every total',
    async run(world) {
      const session = await world.start();
      addText(world, session, 'one two\n');
      world.succeeds('reset the counts', session.call(id, 'reset', []));
      world.equals('the total', totalOf(world, session), '0 words, 0 lines, 0 bytes');
      world.equals('the words', frequentWords(world, session, 9), '');
      world.closesClean(session);
    },
  },
  {
    id: 'malformed-text-is-not-counted',
    title: 'text that is not UTF-8 is refused with TUTTI_E_INVALID_ARGUMENT, and nothing of it is counted',
    async run(world) {
      const session = await world.start();
      addText(world, session, 'one');
      const malformed = Uint8Array.from([0x74, 0x77, 0x6f, 0x20, 0xff]);
      world.refuses('the text <two ff>', session.call(id, 'add', [malformed]), 'TUTTI_E_INVALID_ARGUMENT');
      world.equals('the total', totalOf(world, session), '1 words, 0 lines, 3 bytes');
      world.closesClean(session);
    },
  },
  {
    id: 'failed-allocation-counts-nothing',
    title: 'whichever allocation fails, the call is refused with TUTTI_E_NOMEM and nothing is counted',
    async run(world) {
      const session = await world.start();
      addText(world, session, 'one');
      for (let nth = 1; ; nth++) {
        session.failAllocationAt(nth);
        const outcome = session.call(id, 'add', ['five five five six six']);
        session.failAllocationAt(0);
        if (outcome.ok) break;
        world.refuses(`add with allocation ${nth} failing`, outcome, 'TUTTI_E_NOMEM');
        world.equals('the total', totalOf(world, session), '1 words, 0 lines, 3 bytes');
      }
      world.equals('the words', frequentWords(world, session, 9), 'five 3, six 2, one 1');
      world.closesClean(session);
    },
  },
  {
    id: 'words-over-quota-are-refused',
    title: 'a text larger than the memory quota is refused with TUTTI_E_NOMEM, and the next one is counted',
    async run(world) {
      const session = await world.start({ quotaBytes: 16_384 });
      const large = Array.from({ length: 5000 }, (_, i) => `word${i}`).join(' ');
      world.refuses('a text of 5,000 words', session.call(id, 'add', [large]), 'TUTTI_E_NOMEM');
      world.equals('the counts', addText(world, session, 'one two'), '2 words, 0 lines, 7 bytes');
      world.closesClean(session);
    },
  },
];
