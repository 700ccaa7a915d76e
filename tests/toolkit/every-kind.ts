import {
  type CapabilityDeclaration,
  enumeration,
  flags,
  list,
  optional,
  record,
  resultOf,
} from '../../src/abi/index.ts';

const mood = enumeration('mood', { calm: 0, wild: 7 });
const traits = flags('traits', { loud: 1, fastMoving: 4 });
const point = record('point', { x: 'f64', isOn: 'bool', tag: 'u8' });
const tree = record('tree', {
  name: 'string',
  leaves: list(list('i16')),
  points: list(point),
  mood,
  traits,
  note: optional('string'),
  outcome: resultOf(record('entry', { key: 'bytes', value: 'i64' }), mood),
});

/** Declares every kind as a parameter, as a result, and inside others. */
export const everyKind = {
  id: 'org.every-kind',
  version: { major: 2, minor: 5 },
  summary: 'Every kind there is.',
  functions: {
    scalars: {
      meaning: 'Takes every scalar.',
      since: '2.0',
      parameters: [
        { name: 'u8', type: 'u8', meaning: 'a' },
        { name: 'i8', type: 'i8', meaning: 'b' },
        { name: 'u16', type: 'u16', meaning: 'c' },
        { name: 'i16', type: 'i16', meaning: 'd' },
        { name: 'u32', type: 'u32', meaning: 'e' },
        { name: 'i32', type: 'i32', meaning: 'f' },
        { name: 'u64', type: 'u64', meaning: 'g' },
        { name: 'i64', type: 'i64', meaning: 'h' },
        { name: 'f32', type: 'f32', meaning: 'i' },
        { name: 'f64', type: 'f64', meaning: 'j' },
        { name: 'isOn', type: 'bool', meaning: 'k' },
        { name: 'mood', type: mood, meaning: 'l' },
        { name: 'traits', type: traits, meaning: 'm' },
      ],
      result: 'i32',
    },
    asFloat: { meaning: 'Gives a float.', since: '2.0', parameters: [], result: 'f32' },
    asDouble: { meaning: 'Gives a double.', since: '2.0', parameters: [], result: 'f64' },
    asBool: { meaning: 'Gives a bool.', since: '2.0', parameters: [], result: 'bool' },
    asMood: { meaning: 'Gives a mood.', since: '2.0', parameters: [], result: mood },
    asTraits: { meaning: 'Gives traits.', since: '2.0', isOptional: true, parameters: [], result: traits },
    plant: {
      meaning: 'Gives the tree back.',
      since: '2.0',
      parameters: [{ name: 'tree', type: tree, meaning: 'all kinds in one' }],
      result: tree,
    },
    plantAll: {
      meaning: 'Gives the trees back.',
      since: '2.5',
      parameters: [{ name: 'trees', type: list(tree), meaning: 'any number' }],
      result: list(tree),
    },
    names: {
      meaning: 'Gives text and bytes back.',
      since: '2.5',
      parameters: [
        { name: 'names', type: list('string'), meaning: 'texts' },
        { name: 'data', type: 'bytes', meaning: 'bytes' },
      ],
      result: list('string'),
    },
    maybe: {
      meaning: 'Gives what it was given.',
      since: '2.5',
      parameters: [{ name: 'maybe', type: optional(list(optional('u64'))), meaning: 'or nothing' }],
      result: optional(list(optional('u64'))),
    },
    numbers: {
      meaning: 'Gives numbers back.',
      since: '2.5',
      parameters: [{ name: 'numbers', type: list('u64'), meaning: 'numbers' }],
      result: resultOf(list('u64'), 'string'),
    },
    nothing: { meaning: 'Does nothing.', since: '2.5', parameters: [], result: 'none' },
  },
} as const satisfies CapabilityDeclaration;
