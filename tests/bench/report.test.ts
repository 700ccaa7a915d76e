import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readReports, writeFigures } from './committed-figures.ts';
import { type Figure, formatTable, isWithin, type Report } from './report.ts';

test.each([
  // [value, limit, at least?, within?]
  [3, 3, false, true],
  [3.1, 3, false, false],
  [3, 3, true, true],
  [2.9, 3, true, false],
])('%d against the limit %d (at least: %s) is within: %s', (value, limit, atLeast, expected) => {
  expect(isWithin({ value, unit: 'ms', limit, atLeast })).toBe(expected);
});

test('a ratio has a limit of its own, and a figure without limits is only reported', () => {
  const figure: Figure = { value: 50, unit: 'ns', peer: 'koffi', peerValue: 40, ratio: 1.25 };
  expect([
    isWithin(figure),
    isWithin({ ...figure, ratioLimit: 1.3 }),
    isWithin({ ...figure, ratioLimit: 1.2 }),
    isWithin({ value: 50, unit: 'ns', ratioLimit: 1.2 }),
    isWithin({ ...figure, limit: 49, ratioLimit: 1.3 }),
  ]).toEqual([true, true, false, false, false]);
  expect(
    formatTable({ call: { ...figure, limit: 60, ratioLimit: 1.3 }, open: { value: 1, unit: 'ms' } }),
  ).toBe(
    [
      'figure  value  peer          ratio  limit            within',
      'call    50 ns  koffi: 40 ns  1.25×  ≤ 60 ns, ≤ 1.3×  yes',
      'open    1 ms   -             -      -                yes',
    ].join('\n'),
  );
});

const opening: Figure = {
  value: 1.2345,
  unit: 'ms',
  peer: 'dlopen in C',
  peerValue: 0.5,
  ratio: 2.469,
  limit: 1,
};

test('the table shows each figure with its peer, and shouts when a limit is missed', () => {
  expect(
    formatTable({
      'open-to-first-call': opening,
      calls: { value: 123456, unit: '/s', limit: 1e5, atLeast: true },
    }),
  ).toBe(
    [
      'figure              value      peer                 ratio  limit        within',
      'open-to-first-call  1.23 ms    dlopen in C: 0.5 ms  2.47×  ≤ 1 ms       NO',
      'calls               123456 /s  -                    -      ≥ 100000 /s  yes',
    ].join('\n'),
  );
});

const report: Report = { machine: 'm', date: 'd', commit: 'c', figures: { 'open-to-first-call': opening } };
const reports = new Map([['host', report]]);

test('a figure in a text is replaced by the measured one, and stays when it is right', () => {
  const text = 'In <!-- figure: host/open-to-first-call -->9 ms<!-- / -->, with a limit of 1 ms.';
  const written = 'In <!-- figure: host/open-to-first-call -->1.23 ms<!-- / -->, with a limit of 1 ms.';
  expect(writeFigures(text, reports)).toBe(written);
  expect(writeFigures(written, reports)).toBe(written);
});

test('a figure that no report holds is an error', () => {
  expect(() => writeFigures('<!-- figure: site/weight --><!-- / -->', reports)).toThrow(
    new Error('Cannot write the figure site/weight: no report holds it'),
  );
});

test('the README says what the committed reports say', () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(writeFigures(readme, readReports())).toBe(readme);
});
