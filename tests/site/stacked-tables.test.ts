import { expect, test } from 'vitest';
import { stackTables } from '../../src/site/build/stacked-tables.ts';

test('in a table of three columns, each cell but the first of its row says its column', () => {
  expect(
    stackTables(
      '<table><thead><tr><th>it</th><th align="left"><code>a</code> "says"</th><th>why</th></tr></thead>' +
        '<tbody><tr><td>1</td><td>2</td><td align="left">3</td></tr><tr><td>4</td><td>5</td><td></td></tr></tbody></table>',
    ),
  ).toBe(
    '<table class="stacked"><thead><tr><th>it</th><th align="left"><code>a</code> "says"</th><th>why</th></tr></thead>' +
      '<tbody><tr><td>1</td><td data-label="a &quot;says&quot;">2</td><td data-label="why" align="left">3</td></tr>' +
      '<tr><td>4</td><td data-label="a &quot;says&quot;">5</td><td data-label="why"></td></tr></tbody></table>',
  );
});

test('a table of two columns, and one that a component made, stay as they are', () => {
  const two = '<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>';
  const own = '<table class="full"><tr><th>a</th><th>b</th><th>c</th></tr></table>';
  expect(stackTables(two + own)).toBe(two + own);
});
