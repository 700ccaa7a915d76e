import { expect, test } from 'vitest';
import { placeOf } from '../../src/site/workspace/finding/place.ts';

test.each([
  // as the compiler says it, as the tab is called
  ['plugin.c', 'plugin.c'],
  ['./plugin.c', 'plugin.c'],
  ['/sdk/c/tutti_sdk.h', 'tutti_sdk.h'],
  ['/sdk/include/tutti/text.h', 'tutti/text.h'],
  ['/sdk/include/tutti/../tutti.h', 'tutti.h'],
  ['/sdk/include/../tutti.h', 'tutti.h'],
])('%s is named %s', (file, name) => {
  expect(placeOf({ file, line: 33 })).toEqual({ file: name, line: 33 });
});
