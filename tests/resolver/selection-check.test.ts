import { expect, test } from 'vitest';
import { compileIndex, type Release, type Request, verifySelection } from '../../src/resolver/index.ts';

const linux = { os: 'linux', arch: 'x86_64', libc: 'gnu' };
const releases: Release[] = [
  {
    id: 'org.example.synth',
    version: '1.0.0',
    abi: '^1.0',
    dependencies: { 'org.example.waves': '^1.0.0' },
    optionalDependencies: { 'org.example.tuner': '^2.0.0' },
    conflicts: { 'org.example.echo': '*' },
    requires: { 'example.output': '^1.0' },
  },
  { id: 'org.example.waves', version: '1.0.0', abi: '^1.0', yanked: true },
  { id: 'org.example.waves', version: '2.0.0', abi: '^2.0' },
  { id: 'org.example.tuner', version: '1.0.0', abi: '^1.0', platforms: [{ os: 'macos', arch: 'aarch64' }] },
  { id: 'org.example.echo', version: '1.0.0-beta.1', abi: '^1.0' },
  {
    id: 'org.example.alsa',
    version: '1.0.0',
    abi: '^1.0',
    provides: { 'example.output': '1.0' },
    exclusive: ['example.output'],
  },
  { id: 'org.example.jack', version: '1.0.0', abi: '^1.0', provides: { 'example.output': '2.0' } },
];
const compiled = compileIndex({ releases });
const locked = { 'org.example.waves': '1.0.0' };
const request: Request = {
  roots: { 'org.example.synth': '*' },
  host: { abi: '1.0' },
  platform: linux,
  locked,
};
const right = { 'org.example.alsa': '1.0.0', 'org.example.synth': '1.0.0', 'org.example.waves': '1.0.0' };
const { locked: _, ...unlocked } = request;

// biome-ignore format: one row for each case
test.each<[Record<string, string>, Request, string[]]>([
  // selection                                       request                             every fault of it
  [right, request, []],
  [{}, request, ['Root org.example.synth * is not met.']],
  [{ ...right, 'org.example.nobody': '1.0.0' }, request, ['org.example.nobody 1.0.0 is not in the index.']],
  [right, { ...request, roots: { 'org.example.synth': '^2.0.0' } }, ['Root org.example.synth ^2.0.0 is not met.']],
  [right, unlocked, ['org.example.waves 1.0.0 is yanked.']],
  [{ ...right, 'org.example.waves': '2.0.0' }, request, [
    'org.example.waves 2.0.0 does not run on ABI 1.0.',
    'org.example.synth 1.0.0 lacks org.example.waves ^1.0.0.',
  ]],
  [{ ...right, 'org.example.tuner': '1.0.0' }, request, [
    'org.example.tuner 1.0.0 does not run on x86_64-linux-gnu.',
    'org.example.synth 1.0.0 does not work with org.example.tuner 1.0.0.',
  ]],
  [{ ...right, 'org.example.echo': '1.0.0-beta.1' }, request, ['org.example.synth 1.0.0 conflicts with org.example.echo 1.0.0-beta.1.']],
  [{ 'org.example.jack': '1.0.0', 'org.example.synth': '1.0.0', 'org.example.waves': '1.0.0' }, request, [
    'org.example.synth 1.0.0 lacks a provider of example.output ^1.0.',
  ]],
  [{ ...right, 'org.example.jack': '1.0.0' }, request, [
    'org.example.alsa 1.0.0 is not the only provider of example.output: org.example.jack is selected.',
  ]],
])('a selection is verified from the words of the manifests %#', (selection, asked, faults) => {
  expect(verifySelection(compiled, asked, selection)).toEqual(faults);
});
