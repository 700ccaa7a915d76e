import type { CapabilityDeclaration } from './declaration.ts';
import { list, record } from './kinds.ts';

const counts = record(
  'counts',
  { words: 'u64', lines: 'u64', bytes: 'u64' },
  {
    words: 'runs of bytes that are not ASCII white space',
    lines: 'line feeds',
    bytes: 'bytes of UTF-8',
  },
);

const wordCount = record(
  'wordCount',
  { word: 'string', count: 'u64' },
  { word: 'as it was spelled', count: 'how often it came' },
);

export const wordsCapability = {
  id: 'tutti.words',
  version: { major: 1, minor: 0 },
  summary: 'Counts words over any number of texts.',
  functions: {
    add: {
      meaning: 'Counts one more text. A word ends with its text.',
      since: '1.0',
      statuses: {
        TUTTI_E_INVALID_ARGUMENT: 'when text is not UTF-8',
        TUTTI_E_NOMEM: 'when there is no memory for its words; nothing of the text is counted then',
      },
      parameters: [{ name: 'text', type: 'string', meaning: 'what to count' }],
      result: counts,
      resultMeaning: 'what this text alone holds',
    },
    total: {
      meaning: 'Tells what was counted since the start or the last reset.',
      since: '1.0',
      parameters: [],
      result: counts,
      resultMeaning: 'the sum over all texts',
    },
    mostFrequent: {
      meaning: 'Lists the words that came most often; of equally frequent ones the smaller by bytes first.',
      since: '1.0',
      statuses: { TUTTI_E_NOMEM: 'when there is no memory for the list' },
      parameters: [{ name: 'limit', type: 'u32', meaning: 'how many words at most' }],
      result: list(wordCount),
      resultMeaning: 'the words and their counts, most frequent first',
    },
    reset: {
      meaning: 'Forgets everything that was counted.',
      since: '1.0',
      parameters: [],
      result: 'none',
    },
  },
} as const satisfies CapabilityDeclaration;
