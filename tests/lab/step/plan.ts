/** A step.json in which nothing is wrong. */
export const plan = {
  idea: 'A result is one block.',
  why: 'One length sizes the block and is handed over.',
  run: [{ do: 'call', capability: 'tutti.text', function: 'repeat', arguments: ['cool', 3] }],
  checks: ['repeats-the-text'],
  own: [
    {
      id: 'goes-on-after-a-refusal',
      title: 'a refused call loses nothing',
      run: [
        { do: 'fail-allocation', nth: 1 },
        { do: 'call', capability: 'tutti.text', function: 'repeat', arguments: ['cool', 2] },
        { do: 'call', capability: 'tutti.text', function: 'repeat', arguments: ['cool', 2] },
      ],
      results: [null, 'coolcool'],
    },
  ],
  start: { fails: 'repeats-the-text', kind: 'leak', line: 12 },
  hints: ['Look at the line.', 'Multiply.', 'Nearly it.'],
  mistakes: { 'released-twice': { title: 'released it, too', kind: 'double-release', line: 14 } },
  fails: ['invalid-utf8-is-refused'],
} as const;
