import { describe, expect, test } from 'vitest';
import {
  audioCapability,
  type CapabilityDeclaration,
  canonicalText,
  capabilities,
  cPrefix,
  cTypeName,
  enumeration,
  flags,
  ifaceHash,
  type Kind,
  layoutOfKind,
  list,
  namedKinds,
  optional,
  record,
  resultOf,
  stateCapability,
  textCapability,
  wordsCapability,
} from '../../../src/abi/index.ts';

test('the canonical text holds what crosses, and nothing that only explains', () => {
  expect(canonicalText(wordsCapability)).toBe(
    `tutti.words 1.0
add(text: string) -> record counts { words: u64, lines: u64, bytes: u64 }
total() -> record counts { words: u64, lines: u64, bytes: u64 }
mostFrequent(limit: u32) -> list of record wordCount { word: string, count: u64 }
reset() -> none
`,
  );
  expect(canonicalText(stateCapability).split('\n')[3]).toBe(
    'migrate?(state: bytes, from: u32, to: u32) -> bytes',
  );
  expect(canonicalText(audioCapability).split('\n').slice(1, -1)).toEqual([
    'prepare(format: record audioFormat { sampleRate: u32, channels: u16, layout: enumeration layout { interleaved = 0, planar = 1 }, features: flags features { realtime = 1, variableBlocks = 2, silenceAware = 4 } }) -> none',
    'process(samples: list of f32) -> list of f32',
    'latencyFrames() -> optional u32',
    'play?(notes: list of record note { frame: u64, pitch: u8, velocity: f32 }) -> result of u32 or enumeration refusal { notPrepared = 0, pitchOutOfRange = 1, inThePast = 2, tooManyNotes = 3 }',
  ]);
});

test('the hash is FNV-1a of the canonical text, and differs between all capabilities', () => {
  const empty: CapabilityDeclaration = {
    id: 'a',
    version: { major: 1, minor: 0 },
    summary: '',
    functions: {},
  };
  expect(canonicalText(empty)).toBe('a 1.0\n');
  // Computed once by another program.
  expect(ifaceHash(empty)).toBe(0x5f13_720d_7c98_e6a9n);
  expect(new Set(capabilities.map(ifaceHash)).size).toBe(capabilities.length);
});

test('the hash changes with the interface and not with its words', () => {
  const { repeat } = textCapability.functions;
  const withRepeat = (changed: object) => ({
    ...textCapability,
    functions: { repeat: { ...repeat, ...changed } },
  });
  expect(ifaceHash(withRepeat({ meaning: 'Says it again.', statuses: {} }))).toBe(ifaceHash(textCapability));
  expect(ifaceHash(withRepeat({ result: 'bytes' }))).not.toBe(ifaceHash(textCapability));
  expect(ifaceHash(withRepeat({ isOptional: true }))).not.toBe(ifaceHash(textCapability));
});

test('each name of a capability is spelled for C', () => {
  expect(cPrefix(wordsCapability)).toBe('tutti_words');
  expect(cPrefix({ ...wordsCapability, id: 'org.acme.word-count' })).toBe('tutti_org_acme_word_count');
  expect(cTypeName(wordsCapability, 'wordCount')).toBe('tutti_words_word_count_t');
});

test('named kinds come once each, behind what they are made of', () => {
  expect(namedKinds(wordsCapability).map((kind) => kind.name)).toEqual(['counts', 'wordCount']);
  expect(namedKinds(audioCapability).map((kind) => kind.name)).toEqual([
    'layout',
    'features',
    'audioFormat',
    'note',
    'refusal',
  ]);
});

test('one name for two kinds is refused', () => {
  const declared = {
    ...textCapability,
    functions: {
      repeat: {
        ...textCapability.functions.repeat,
        parameters: [{ name: 'a', type: record('row', { cell: 'u8' }), meaning: '' }],
        result: record('row', { cell: 'u16' }),
      },
    },
  };
  expect(() => namedKinds(declared)).toThrow(
    new RangeError('Cannot declare tutti.text: "row" stands for two different kinds'),
  );
});

describe('the layout of a kind is that of a C struct', () => {
  const note = record('note', { frame: 'u64', pitch: 'u8', velocity: 'f32' });
  // what, kind, layout
  test.each<[string, Kind, object]>([
    ['a bool', 'bool', { sizeBytes: 1, alignment: 1, offsets: {} }],
    ['a u64', 'u64', { sizeBytes: 8, alignment: 8, offsets: {} }],
    ['an enumeration', enumeration('e', { a: 0 }), { sizeBytes: 4, alignment: 4, offsets: {} }],
    ['flags', flags('f', { a: 1 }), { sizeBytes: 4, alignment: 4, offsets: {} }],
    ['text', 'string', { sizeBytes: 8, alignment: 4, offsets: { offset: 0, count: 4 } }],
    ['a list', list('u64'), { sizeBytes: 8, alignment: 4, offsets: { offset: 0, count: 4 } }],
    ['a record', note, { sizeBytes: 16, alignment: 8, offsets: { frame: 0, pitch: 8, velocity: 12 } }],
    [
      'a record with padding at its end',
      record('r', { big: 'u32', small: 'u8' }),
      { sizeBytes: 8, alignment: 4, offsets: { big: 0, small: 4 } },
    ],
    ['an optional byte', optional('u8'), { sizeBytes: 2, alignment: 1, offsets: { isSome: 0, value: 1 } }],
    ['an optional note', optional(note), { sizeBytes: 24, alignment: 8, offsets: { isSome: 0, value: 8 } }],
    [
      'a result',
      resultOf('u8', note),
      { sizeBytes: 24, alignment: 8, offsets: { isError: 0, value: 8, error: 8 } },
    ],
  ])('%s', (_what, kind, layout) => {
    expect(layoutOfKind(kind)).toEqual(layout);
  });
});

// what, its declaration, whole message
test.each<[string, () => unknown, string]>([
  [
    'a name that is not camelCase',
    () => record('Note', { frame: 'u64' }),
    'Cannot declare record "Note": "Note" is not a name in camelCase',
  ],
  [
    'a field that is not camelCase',
    () => record('note', { 'frame-number': 'u64' }),
    'Cannot declare record "note": "frame-number" is not a name in camelCase',
  ],
  ['a record of nothing', () => record('note', {}), 'Cannot declare record "note": it is empty'],
  [
    'a case beyond 32 bits',
    () => enumeration('colour', { red: 2 ** 32 }),
    'Cannot declare enumeration "colour": 4294967296 is out of range or there twice',
  ],
  [
    'two cases of one number',
    () => enumeration('colour', { red: 1, blue: 1 }),
    'Cannot declare enumeration "colour": 1 is out of range or there twice',
  ],
  [
    'a flag of two bits',
    () => flags('features', { both: 3 }),
    'Cannot declare flags "features": 3 is out of range or there twice',
  ],
])('%s is refused', (_what, declare, message) => {
  expect(declare).toThrow(new RangeError(message));
});
