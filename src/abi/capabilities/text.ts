import type { CapabilityDeclaration } from './declaration.ts';

export const textCapability = {
  id: 'tutti.text',
  version: { major: 1, minor: 0 },
  summary: 'Work on text.',
  functions: {
    repeat: {
      meaning: 'Repeats a text.',
      since: '1.0',
      statuses: {
        TUTTI_E_INVALID_ARGUMENT: 'when text is not UTF-8',
        TUTTI_E_LIMIT: 'when the length does not fit 64 bits',
        TUTTI_E_NOMEM: 'when there is no memory for the result',
      },
      parameters: [
        { name: 'text', type: 'string', meaning: 'what to repeat' },
        { name: 'count', type: 'u32', meaning: 'how often; 0 gives the empty text' },
      ],
      result: 'string',
      resultMeaning: 'the text, count times over',
    },
  },
} as const satisfies CapabilityDeclaration;
