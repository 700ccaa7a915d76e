import type { CapabilityDeclaration } from './declaration.ts';
import { enumeration, flags, list, optional, record, resultOf } from './kinds.ts';

const audioFormat = record(
  'audioFormat',
  {
    sampleRate: 'u32',
    channels: 'u16',
    layout: enumeration(
      'layout',
      { interleaved: 0, planar: 1 },
      {
        interleaved: 'frame after frame, each with one sample of every channel',
        planar: 'channel after channel, each with all of its samples',
      },
    ),
    features: flags(
      'features',
      { realtime: 1, variableBlocks: 2, silenceAware: 4 },
      {
        realtime: 'process is called with a deadline, and may neither allocate nor wait',
        variableBlocks: 'calls of process may differ in length',
        silenceAware: 'an empty list may stand for silence',
      },
    ),
  },
  {
    sampleRate: 'frames a second',
    channels: 'samples a frame, from 1',
    layout: 'how the samples of several channels are ordered',
    features: 'what the host will make use of',
  },
);

const note = record(
  'note',
  { frame: 'u64', pitch: 'u8', velocity: 'f32' },
  {
    frame: 'when it begins, in frames since prepare',
    pitch: 'MIDI key number, 0 to 127',
    velocity: 'how hard, from 0 to 1',
  },
);

const refusal = enumeration(
  'refusal',
  { notPrepared: 0, pitchOutOfRange: 1, inThePast: 2, tooManyNotes: 3 },
  {
    notPrepared: 'prepare was not called',
    pitchOutOfRange: 'a pitch is above 127',
    inThePast: 'a frame was processed before',
    tooManyNotes: 'more notes than the plugin can hold',
  },
);

export const audioCapability = {
  id: 'tutti.audio',
  version: { major: 1, minor: 0 },
  summary: 'Turns samples into samples, block by block.',
  functions: {
    prepare: {
      meaning: 'Sets the format of the samples that follow, and forgets those that came before.',
      since: '1.0',
      statuses: {
        TUTTI_E_INVALID_ARGUMENT: 'when channels or sampleRate is 0',
        TUTTI_E_UNSUPPORTED: 'when the plugin does not work in this format',
      },
      parameters: [{ name: 'format', type: audioFormat, meaning: 'how samples look from now on' }],
      result: 'none',
    },
    process: {
      meaning: 'Processes one block of samples.',
      since: '1.0',
      statuses: {
        TUTTI_E_STATE: 'when prepare was not called',
        TUTTI_E_INVALID_ARGUMENT: 'when samples is not a whole number of frames',
        TUTTI_E_NOMEM: 'when there is no memory for the result',
      },
      parameters: [
        {
          name: 'samples',
          type: list('f32'),
          meaning: 'whole frames in the prepared format, nominally -1 to 1',
        },
      ],
      result: list('f32'),
      resultMeaning: 'as many samples, in the same format',
    },
    latencyFrames: {
      meaning: 'Tells by how much the output lags behind the input.',
      since: '1.0',
      parameters: [],
      result: optional('u32'),
      resultMeaning: 'frames; nothing before prepare',
    },
    play: {
      meaning: 'Plans notes to sound in later blocks: all of them or none.',
      since: '1.0',
      isOptional: true,
      parameters: [{ name: 'notes', type: list(note), meaning: 'in any order' }],
      result: resultOf('u32', refusal),
      resultMeaning: 'how many notes are planned now, or why none of these were taken',
    },
  },
} as const satisfies CapabilityDeclaration;
