import { expect, test } from 'vitest';
import { compareCkanVersions, isCkan, readCkan } from '../../src/site/playground/worker/ckan-index.ts';

test('versions are ordered by epoch, then by numbers where there are numbers', () => {
  const versions = ['1:0.1', '1.10', 'v1.2', '1.2b', '1.2', '0.9'];
  expect(versions.toSorted(compareCkanVersions)).toEqual(['0.9', 'v1.2', '1.2', '1.2b', '1.10', '1:0.1']);
});

test('releases get ranks for versions, capabilities for what is provided, and ABI ranges for the game', () => {
  const releases = [
    { identifier: 'Parts', version: '0.2', ksp_version: '1.8.1' },
    { identifier: 'Parts', version: '0.10', ksp_version_min: '1.8', ksp_version_max: '1.12.5' },
    { identifier: 'Other', version: '1', provides: ['Tool'], ksp_version: 'any' },
    {
      identifier: 'Ship Yard',
      version: 'x',
      name: 'Ship Yard',
      depends: [
        { name: 'Parts', min_version: '0.10' },
        { name: 'Tool' },
        { name: 'Nowhere' },
        { any_of: [{ name: 'Parts' }, { name: 'Other' }] },
      ],
      conflicts: [{ name: 'Other', max_version: '0.5' }],
    },
  ];
  expect(isCkan(releases)).toBe(true);
  const choice = { 'ckan.any-of.parts-or-other': '1.0' };
  expect(readCkan(releases)).toEqual([
    { id: 'ckan.parts', version: '1.0.0', name: 'Parts 0.2', abi: '~1.8', provides: choice },
    { id: 'ckan.parts', version: '2.0.0', name: 'Parts 0.10', abi: '>=1.8 <1.13', provides: choice },
    {
      id: 'ckan.other',
      version: '1.0.0',
      name: 'Other 1',
      abi: '*',
      provides: { 'ckan.tool': '1.0', ...choice },
    },
    {
      id: 'ckan.ship-yard',
      version: '1.0.0',
      name: 'Ship Yard x',
      abi: '*',
      dependencies: { 'ckan.parts': '>=2.0.0 <=2.0.0', 'ckan.nowhere': '*' },
      conflicts: { 'ckan.other': '<0.0.0' },
      requires: { 'ckan.tool': '*', 'ckan.any-of.parts-or-other': '*' },
    },
  ]);
});
