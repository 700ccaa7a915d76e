import { type CapabilityDeclaration, record } from '../../../../../src/abi/index.ts';

// #region declaration
const ticket = record(
  'ticket',
  { number: 'u64', desk: 'string' },
  { number: 'counted from 1, each given once', desk: 'where its holder is called' },
);

export const ticketsCapability = {
  id: 'example.tickets',
  version: { major: 1, minor: 0 },
  summary: 'Gives numbered tickets, each once.',
  functions: {
    issue: {
      meaning: 'Gives the next ticket.',
      since: '1.0',
      statuses: { TUTTI_E_INVALID_ARGUMENT: 'when desk is empty' },
      parameters: [{ name: 'desk', type: 'string', meaning: 'where its holder will be called' }],
      result: ticket,
      resultMeaning: 'the ticket',
    },
    issued: {
      meaning: 'Tells how many tickets were given.',
      since: '1.0',
      parameters: [],
      result: 'u64',
      resultMeaning: 'the number of the last ticket',
    },
  },
} as const satisfies CapabilityDeclaration;
// #endregion declaration
