import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { audioCapability, capabilities, cPrefix } from '../../src/abi/index.ts';
import { functionEntries, kindEntries } from '../../src/site/sources/capability-reference.ts';
import { readHeader } from '../../src/site/sources/header-reference.ts';

test('every capability has a page', () => {
  const pages = capabilities.map(({ id }) => `content/docs/reference/${id.replace('.', '-')}.mdx`);
  expect(pages.filter((page) => !existsSync(page))).toEqual([]);
});

test('every declared function is in the table of its header, in the same order', () => {
  for (const capability of capabilities) {
    const prefix = cPrefix(capability);
    const header = readFileSync(`native/include/tutti/${prefix.replace('tutti_', '')}.h`, 'utf8');
    const table = readHeader(header)
      .flatMap(({ entries }) => entries)
      .find(({ name }) => name === `${prefix}_t`);
    expect(table?.functions.map(({ name }) => name)).toEqual(
      functionEntries(capability).map(({ cName }) => cName),
    );
  }
});

test('a function is shown as TypeScript calls it', () => {
  expect(functionEntries(audioCapability).map(({ signature }) => signature)).toEqual([
    'prepare(format: AudioFormat): void',
    'process(samples: Float32Array): Float32Array',
    'latencyFrames(): number | undefined',
    'play(notes: Note[]): { ok: true, value: number } | { ok: false, error: Refusal }',
  ]);
});

test('a kind is shown with the parts that it has', () => {
  const [layout, , format] = kindEntries(audioCapability);
  expect(layout).toEqual({
    name: 'Layout',
    cName: 'tutti_audio_layout_t',
    sort: 'one of',
    rows: [
      {
        name: 'interleaved',
        value: '0',
        meaning: 'frame after frame, each with one sample of every channel',
      },
      { name: 'planar', value: '1', meaning: 'channel after channel, each with all of its samples' },
    ],
  });
  expect(format?.rows.map(({ name, value }) => `${name}: ${value}`)).toEqual([
    'sampleRate: number',
    'channels: number',
    'layout: Layout',
    'features: Features[]',
  ]);
});
