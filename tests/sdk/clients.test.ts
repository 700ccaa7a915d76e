import { describe, expect, test } from 'vitest';
import { abiVersion, textCapability, wordsCapability } from '../../src/abi/index.ts';
import { openLocalRoad } from '../../src/host/local/open-local-road.ts';
import { bindings, generatedFiles, writeGenerated } from '../../src/toolkit/index.ts';
import type { SkipContext } from '../gate/tool.ts';
import { compileNative, freshFolder } from '../native/compile.ts';
import { everyKind } from '../toolkit/every-kind.ts';
import { buildNative } from './build.ts';
import { buildGenerated, type Generated, generatedLanguages } from './generated.ts';
import { type Way, ways, wire } from './wired.ts';

const cases = generatedLanguages.flatMap((language) => ways.map((way) => ({ language, way })));
const built = new Map<string, Promise<string>>();

/** Built once for this file. */
function library(context: SkipContext, language: Generated, name: string): Promise<string> {
  const key = `${language} ${name}`;
  const file = built.get(key) ?? buildGenerated(context, language, name);
  built.set(key, file);
  return file;
}

/** The plugin that asks two others, which are in C. */
async function refrain(context: SkipContext, language: Generated, way: Way, ...without: readonly string[]) {
  const texts = await buildNative(context, 'examples/repeat', 'c');
  const words = await buildNative(context, 'examples/word-count', 'c');
  const providers = [
    { library: texts.file, capability: textCapability, memoryBytes: 4096 },
    { library: words.file, capability: wordsCapability },
  ];
  return wire(
    way,
    await library(context, language, 'content/docs/how-to/choose-a-language/refrain'),
    providers.filter(({ capability }) => !without.includes(capability.id)),
  );
}

const clean = (plugins: number) => ({
  live: Array(plugins).fill(0n),
  blocks: Array(plugins).fill(0),
  misuses: Array(plugins).fill(0),
});

const tree = {
  name: 'né',
  leaves: [Int16Array.of(1, -2), new Int16Array()],
  points: [{ x: 0.5, isOn: true, tag: 7 }],
  mood: 'wild',
  traits: ['loud', 'fastMoving'],
  note: undefined,
  outcome: { ok: true, value: { key: Uint8Array.of(1, 2), value: -3n } },
} as const;
const other = { ...tree, leaves: [], note: '', outcome: { ok: false, error: 'calm' } } as const;
const [most, least] = [(1n << 64n) - 1n, -(1n << 63n)];
const scalars = [
  255,
  -128,
  65535,
  -32768,
  4294967295,
  -7,
  most,
  least,
  0.5,
  -0.25,
  true,
  'wild',
  ['fastMoving'],
];
const none = { ok: false, error: 'none' } as const;
const numbers = BigUint64Array.of(1n, 2n);

// function, arguments, what comes back
const passedOn = [
  ['scalars', scalars, -7],
  ['asFloat', [], 1.5],
  ['asDouble', [], -2.5],
  ['asBool', [], true],
  ['asMood', [], 'wild'],
  ['plant', [tree], tree],
  ['plant', [other], other],
  ['plantAll', [[tree, other]], [tree, other]],
  ['plantAll', [[]], []],
  ['names', [['', 'né', '𝄞'], new Uint8Array(3)], ['', 'né', '𝄞']],
  ['maybe', [[1n, undefined]], [1n, undefined]],
  ['maybe', [undefined], undefined],
  ['numbers', [numbers], { ok: true, value: numbers }],
  ['numbers', [new BigUint64Array()], none],
  ['nothing', [], undefined],
] as const;

describe.skipIf(process.platform !== 'linux').each(cases)(
  'a client in $language, $way',
  ({ language, way }) => {
    test('passes every kind of value on and back, and holds nothing at the end', async (context) => {
      const echo = await library(context, 'zig', 'tests/sdk/every-kind/echo');
      const forward = await library(context, language, 'tests/sdk/clients/forward');
      const world = await wire(way, forward, [{ library: echo, capability: everyKind }]);
      const answers = [];
      for (const [name, args] of passedOn) answers.push(await world.call(everyKind, name, ...args));
      expect(answers).toEqual(passedOn.map(([, , value]) => ({ status: 0, value })));
      expect(await world.call(everyKind, 'asTraits')).toEqual({
        status: 4,
        message: 'this provider of org.every-kind has no such function',
        line: 0,
      });
      expect(await world.end()).toEqual(clean(2));
    });

    test('works with two plugins of another language', async (context) => {
      const world = await refrain(context, language, way);
      const answers = [];
      for (const args of [
        ['la mi la ', 2],
        ['do ', 1],
        ['', 9],
      ])
        answers.push(await world.call(textCapability, 'repeat', ...args));
      expect(answers).toEqual(
        ['6 words, la 4, mi 2', '1 words, la 4, mi 2', '0 words, la 4, mi 2'].map((value) => ({
          status: 0,
          value,
        })),
      );
      expect(await world.end()).toEqual(clean(3));
    });

    test('has no provider where nobody is wired', async (context) => {
      const alone = await refrain(context, language, way, 'tutti.words');
      expect(await alone.call(textCapability, 'repeat', 'la', 2)).toEqual({ status: 0, value: 'lala' });
      expect(await alone.end()).toEqual(clean(2));
      const nobody = await refrain(context, language, way, 'tutti.text', 'tutti.words');
      expect(await nobody.call(textCapability, 'repeat', 'la', 2)).toMatchObject({
        status: 4,
        message: 'nobody provides tutti.text',
      });
      expect(await nobody.end()).toEqual(clean(1));
    });

    test('fails with the status, the message and the line of a provider that refuses, and goes on', async (context) => {
      const world = await refrain(context, language, way);
      const refused = await world.call(textCapability, 'repeat', 'la', 4000);
      expect(refused).toEqual({ status: 2, message: 'no memory for the result', line: expect.any(Number) });
      expect((refused as { line: number }).line).toBeGreaterThan(0);
      expect(await world.call(textCapability, 'repeat', 'la ', 2)).toEqual({
        status: 0,
        value: '2 words, la 2',
      });
      expect(await world.end()).toEqual(clean(3));
    });
  },
);

/** The provider that lies, built on a header that was generated for it. */
async function liar(): Promise<string> {
  const dir = freshFolder();
  await writeGenerated(dir, generatedFiles([everyKind], bindings, '.'));
  return compileNative('tests/sdk/clients/lies.c', undefined, `-I${dir}`);
}

const malformed = (name: string) => `the result of org.every-kind.${name} is malformed`;

// function, arguments, status and message that its caller gets
const lies = [
  ['scalars', scalars, 9, 'it panicked'],
  ['asFloat', [], 8, 'the provider did not say why'],
  ['asDouble', [], 3, 'x'.repeat(240)],
  ['asBool', [], 8, malformed('asBool')],
  ['asMood', [], 8, malformed('asMood')],
  ['plant', [tree], 8, malformed('plant')],
  ['plantAll', [[tree]], 8, malformed('plantAll')],
  ['names', [['a'], new Uint8Array(3)], 8, malformed('names')],
  ['maybe', [undefined], 8, malformed('maybe')],
  ['numbers', [numbers], 8, malformed('numbers')],
  ['nothing', [], 8, 'the provider did not say why'],
] as const;

test.skipIf(process.platform !== 'linux').for(generatedLanguages)(
  'a client in %s believes no lie of its provider, and gives back what came with it',
  async (language, context) => {
    const forward = await library(context, language, 'tests/sdk/clients/forward');
    const world = await wire('in this process', forward, [{ library: await liar(), capability: everyKind }]);
    const outcomes = [];
    for (const [name, args] of lies) outcomes.push(await world.call(everyKind, name, ...args));
    expect(outcomes).toEqual(
      lies.map(([name, , status, message]) => ({ status, message, line: name === 'scalars' ? 7 : 0 })),
    );
    expect(await world.end()).toEqual(clean(2));
  },
);

test.skipIf(process.platform !== 'linux')(
  'a plugin in Rust that is called back while it waits refuses: its state is borrowed once',
  async (context) => {
    const file = await library(context, 'rust', 'tests/sdk/clients/forward');
    const roads = [1, 2].map(() =>
      openLocalRoad('inProcess', file, { memoryBytes: 2 ** 20, trace: false, abi: abiVersion }),
    );
    const [one, two] = roads as [(typeof roads)[0], (typeof roads)[0]];
    for (const road of roads) await road.create();
    await one.provide(everyKind.id, (2 << 16) | 5, two);
    await two.provide(everyKind.id, (2 << 16) | 5, one);
    for (const road of roads) await road.start();
    const asFloat = await one.find(everyKind, 'asFloat');
    if (typeof asFloat !== 'function') throw new Error(asFloat.missing);
    const refused = {
      status: 5,
      message: 'this plugin waits for a provider and cannot be called meanwhile',
      line: 0,
    };
    expect([await asFloat(1, []), await asFloat(2, [])]).toEqual([refused, refused]);
    for (const road of roads) await road.stop();
    for (const road of roads) await road.destroy();
    for (const road of roads) await road.close();
  },
);
