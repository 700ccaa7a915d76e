import type { Check } from './check.ts';

const id = 'tutti.text';

/** What every provider of `tutti.text` 1.0 owes. */
export const textChecks: readonly Check[] = [
  {
    id: 'repeats-the-text',
    title: 'repeat("cool", 3) gives "coolcoolcool"',
    async run(world) {
      const session = await world.start();
      const result = world.succeeds('call repeat', session.call(id, 'repeat', ['cool', 3]));
      world.equals('the result', result, 'coolcoolcool');
      world.closesClean(session);
    },
  },
  {
    id: 'repeats-text-beyond-ascii',
    title: 'repeat counts characters of several bytes whole',
    async run(world) {
      const session = await world.start();
      const result = world.succeeds('call repeat', session.call(id, 'repeat', ['né𝄞', 2]));
      world.equals('the result', result, 'né𝄞né𝄞');
      world.closesClean(session);
    },
  },
  {
    id: 'empty-text-stays-empty',
    title: 'repeat("", 3) gives the empty text',
    async run(world) {
      const session = await world.start();
      world.equals('the result', world.succeeds('call repeat', session.call(id, 'repeat', ['', 3])), '');
      world.closesClean(session);
    },
  },
  {
    id: 'count-zero-gives-empty-text',
    title: 'repeat("cool", 0) gives the empty text',
    async run(world) {
      const session = await world.start();
      world.equals('the result', world.succeeds('call repeat', session.call(id, 'repeat', ['cool', 0])), '');
      world.closesClean(session);
    },
  },
  {
    id: 'invalid-utf8-is-refused',
    title: 'text that is not UTF-8 is refused with TUTTI_E_INVALID_ARGUMENT, and the next call works',
    async run(world) {
      const session = await world.start();
      const malformed = [[0xff], [0xc0, 0xaf], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]];
      for (const bytes of malformed) {
        const shown = bytes.map((byte) => byte.toString(16)).join(' ');
        world.refuses(
          `the text <${shown}>`,
          session.call(id, 'repeat', [Uint8Array.from(bytes), 2]),
          'TUTTI_E_INVALID_ARGUMENT',
        );
      }
      world.equals(
        'the next result',
        world.succeeds('call repeat', session.call(id, 'repeat', ['la', 2])),
        'lala',
      );
      world.closesClean(session);
    },
  },
  {
    id: 'result-over-quota-is-refused',
    title: 'a result larger than the memory quota is refused with TUTTI_E_NOMEM, and the next call works',
    async run(world) {
      const session = await world.start({ quotaBytes: 4096 });
      world.refuses('a result of 8,000 bytes', session.call(id, 'repeat', ['cool', 2000]), 'TUTTI_E_NOMEM');
      world.equals(
        'the next result',
        world.succeeds('call repeat', session.call(id, 'repeat', ['cool', 2])),
        'coolcool',
      );
      world.closesClean(session);
    },
  },
  {
    id: 'failed-allocation-is-refused',
    title: 'when the host has no memory for a call, the call is refused with TUTTI_E_NOMEM and nothing leaks',
    async run(world) {
      const session = await world.start();
      session.failAllocationAt(1);
      world.refuses('a call without memory', session.call(id, 'repeat', ['cool', 2]), 'TUTTI_E_NOMEM');
      session.failAllocationAt(0);
      world.closesClean(session);
    },
  },
];
