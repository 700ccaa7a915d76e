import type { CapabilityDeclaration } from '../../../../../src/abi/index.ts';

export const boardCapability = {
  id: 'example.board',
  version: { major: 1, minor: 0 },
  summary: 'Shows who is called next.',
  functions: {
    line: {
      meaning: 'Takes tickets for one desk and writes them on a line.',
      since: '1.0',
      statuses: { TUTTI_E_LIMIT: 'when count is 0 or above 16' },
      parameters: [
        { name: 'desk', type: 'string', meaning: 'where their holders are called' },
        { name: 'count', type: 'u32', meaning: 'how many tickets' },
      ],
      result: 'string',
      resultMeaning: 'the tickets, separated by commas',
    },
  },
} as const satisfies CapabilityDeclaration;
