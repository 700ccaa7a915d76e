import { expect, test } from 'vitest';
import { cutRegion } from '../../src/site/sources/region.ts';

const C_SOURCE = `#include <string.h>

/* #region call */
static int call(void) {
  /* #region refuse */
  if (0) return 1;
  /* #endregion refuse */
  return 0;
}
/* #endregion call */

// #region empty
// #endregion empty
// #region open
`;

test('a region is cut without its markers, and names the lines it stands on in the file', () => {
  expect(cutRegion(C_SOURCE, 'call', 'call.c')).toEqual({
    code: 'static int call(void) {\n  if (0) return 1;\n  return 0;\n}',
    firstLine: 4,
    lastLine: 9,
  });
});

test('an inner region loses the indent that all of its lines share', () => {
  expect(cutRegion(C_SOURCE, 'refuse', 'call.c')).toEqual({
    code: 'if (0) return 1;',
    firstLine: 6,
    lastLine: 6,
  });
});

test('without a name the whole file is taken, without its markers', () => {
  const { code, firstLine, lastLine } = cutRegion(
    '// #region a\none\n// #endregion a\ntwo\n',
    undefined,
    'a.ts',
  );
  expect({ code, firstLine, lastLine }).toEqual({ code: 'one\ntwo', firstLine: 1, lastLine: 4 });
});

// marker language
test.each([
  ['// #region x', '// #endregion x'],
  ['/* #region x */', '/* #endregion x */'],
  ['# #region x', '# #endregion x'],
  ['; #region x', '; #endregion x'],
  ['<!-- #region x -->', '<!-- #endregion x -->'],
  ['  //  #region  x  ', '  // #endregion x'],
  ['// #region x\r', '// #endregion x\r'],
])('%j opens a region', (open, close) => {
  expect(cutRegion(`${open}\ninside\n${close}\n`, 'x', 'file').code).toBe('inside');
});

// region, message
test.each([
  ['cal', 'Cannot show the region "cal" of call.c: it has call, refuse, empty, open'],
  ['open', 'Cannot show the region "open" of call.c: it is not closed'],
  ['empty', 'Cannot show call.c: its region "empty" is empty'],
])('a page that asks for the region %s is told what is wrong', (region, message) => {
  expect(() => cutRegion(C_SOURCE, region, 'call.c')).toThrow(new Error(message));
});

test('a file without regions says so', () => {
  const message = 'Cannot show the region "call" of plain.c: it has no regions';
  expect(() => cutRegion('int x;\n', 'call', 'plain.c')).toThrow(new Error(message));
});
