import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readHeader } from '../../src/site/sources/header-reference.ts';

const small = `/* --- What the host offers ------ */

/* A table of two.
 * Nothing blocks. */
struct host {
  abi_t abi; /* its head */

  /* Takes memory.
   *   size  bytes
   * Returns NULL when
   *   none is left.
   * [any-thread, state: any]  since ABI 1.0 */
  void *(*alloc)(const host_t *host,
                 uint64_t size);

  /* Optional. Ends. */
  void (*end)(void);
};
`;

test('a table is read with its functions and what their comments promise', () => {
  expect(readHeader(small)).toEqual([
    {
      title: 'What the host offers',
      entries: [
        {
          name: 'struct host',
          kind: 'definition',
          code: 'struct host {\n  abi_t abi; /* its head */',
          line: 5,
          doc: {
            summary: 'A table of two. Nothing blocks.',
            parameters: [],
            returns: '',
            where: '',
            since: '',
          },
          functions: [
            {
              name: 'alloc',
              kind: 'function',
              code: 'void *(*alloc)(const host_t *host,\n               uint64_t size);',
              line: 13,
              doc: {
                summary: 'Takes memory.',
                parameters: [{ name: 'size', meaning: 'bytes' }],
                returns: 'NULL when none is left.',
                where: 'any-thread, state: any',
                since: 'ABI 1.0',
              },
              functions: [],
            },
            {
              name: 'end',
              kind: 'function',
              code: 'void (*end)(void);',
              line: 17,
              doc: { summary: 'Optional. Ends.', parameters: [], returns: '', where: '', since: '' },
              functions: [],
            },
          ],
        },
      ],
    },
  ]);
});

describe.each(['native/include/tutti.h', 'native/include/tutti/text.h'])('%s', (file) => {
  const source = readFileSync(file, 'utf8');
  const functions = readHeader(source).flatMap(({ entries }) => entries.flatMap((entry) => entry.functions));

  test('has every function of its tables in the reference', () => {
    const declared = [...source.matchAll(/^ {2}\w[^/\n]*?\(\*(\w+)\)\(/gm)].map(([, name]) => name);
    expect(functions.map(({ name }) => name).sort()).toEqual(
      declared.filter((name) => name !== 'release').sort(),
    );
  });

  test('states for every function what it does, its thread and its state, and since when', () => {
    const incomplete = functions.filter(
      ({ doc }) => !doc.summary || !/^(host|any)-thread/.test(doc.where) || !doc.since,
    );
    expect(incomplete.map(({ name }) => name)).toEqual([]);
  });
});
