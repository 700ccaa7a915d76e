import type { CapabilityDeclaration } from './declaration.ts';
import { record } from './kinds.ts';

const stateInfo = record(
  'stateInfo',
  { schema: 'u32', entries: 'u64', sizeBytes: 'u64' },
  {
    schema: 'version of the format that save writes now',
    entries: 'how many things the state holds',
    sizeBytes: 'bytes that save would write now',
  },
);

export const stateCapability = {
  id: 'tutti.state',
  version: { major: 1, minor: 0 },
  summary: 'Looks into the state that save and restore carry from one version of a plugin to the next.',
  functions: {
    describe: {
      meaning: 'Describes the present state without saving it.',
      since: '1.0',
      parameters: [],
      result: stateInfo,
      resultMeaning: 'what the state holds',
    },
    reset: {
      meaning: 'Returns to the state of an instance that was just started.',
      since: '1.0',
      parameters: [],
      result: 'none',
    },
    migrate: {
      meaning: 'Rewrites a saved state in the format of another schema. The present state stays as it is.',
      since: '1.0',
      isOptional: true,
      statuses: {
        TUTTI_E_INVALID_ARGUMENT: 'when state is not one that schema `from` describes',
        TUTTI_E_UNSUPPORTED: 'when one of the schemas is not known',
        TUTTI_E_NOMEM: 'when there is no memory for the result',
      },
      parameters: [
        { name: 'state', type: 'bytes', meaning: 'what save wrote' },
        { name: 'from', type: 'u32', meaning: 'its schema' },
        { name: 'to', type: 'u32', meaning: 'the schema to write' },
      ],
      result: 'bytes',
      resultMeaning: 'a state for restore with schema `to`',
    },
  },
} as const satisfies CapabilityDeclaration;
