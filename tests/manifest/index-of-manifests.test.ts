import { expect, test } from 'vitest';
import { type Manifest, toIndex } from '../../src/manifest/index.ts';

const repeat: Manifest = { id: 'org.tutti.repeat', version: '1.0.0', name: 'Repeat', abi: '^1.0' };

test('manifests become the index as they are', () => {
  const manifests = [repeat, { ...repeat, version: '1.1.0' }];
  expect(toIndex(manifests)).toEqual({ ok: true, index: { releases: manifests } });
});

test('two manifests of one release are refused, with the places of both', () => {
  expect(toIndex([repeat, { ...repeat, version: '1.1.0' }, { ...repeat, name: 'Copy' }])).toEqual({
    ok: false,
    problems: [
      {
        code: 'duplicate-release',
        id: 'org.tutti.repeat',
        version: '1.0.0',
        positions: [0, 2],
        message: 'Cannot index org.tutti.repeat 1.0.0: two manifests have this id and version',
      },
    ],
  });
});
