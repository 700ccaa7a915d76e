import { isRight, type NativeLife } from './fault-rows.ts';

/** What a person sees of a mistake before they know its name, the loudest first. */
export const signs = [
  { id: 'segv', title: 'The process dies by SIGSEGV', says: 'Segmentation fault' },
  { id: 'stack', title: 'It dies by SIGSEGV, and its stack is full', says: 'Segmentation fault' },
  { id: 'bus', title: 'The process dies by SIGBUS', says: 'Bus error' },
  { id: 'heap', title: 'It dies by SIGABRT, and the C library complains of memory', says: 'Aborted' },
  { id: 'abort', title: 'It dies by SIGABRT, with an assertion, an exception or no words', says: 'Aborted' },
  { id: 'fpe', title: 'The process dies by SIGFPE', says: 'Floating point exception' },
  { id: 'ill', title: 'The process dies by SIGILL', says: 'Illegal instruction' },
  { id: 'exit', title: 'The process ends with an exit code', says: '' },
  { id: 'hang', title: 'A call does not come back', says: '' },
  { id: 'refused', title: 'The host refuses a result', says: '' },
  { id: 'misuse', title: 'The host reports memory that was freed wrongly', says: '' },
  { id: 'memory', title: 'Blocks leak, or the process grows', says: '' },
  { id: 'wrong', title: 'The answer is wrong, or another one each time', says: '' },
  { id: 'works', title: 'Nothing: it works, so far', says: '' },
] as const;

export type SignId = (typeof signs)[number]['id'];
export const signIds = signs.map(({ id }) => id) as [SignId, ...SignId[]];

/** Signs that a message of the host's shows, the more precise first. */
const messages: readonly (readonly [RegExp, SignId])[] = [
  [/its stack is full/, 'stack'],
  [/died by SIGSEGV/, 'segv'],
  [/died by SIGBUS/, 'bus'],
  [/died by SIGFPE/, 'fpe'],
  [/died by SIGILL/, 'ill'],
  [/It wrote: .*(free\(\)|malloc\(\)|corruption)/, 'heap'],
  [/died by SIGABRT/, 'abort'],
  [/ended itself with exit code/, 'exit'],
  [/did not answer within/, 'hang'],
];

/** The sign under which one would look a captured life up. */
export function signOf({ failure, results, leakedBlocks, misuses }: NativeLife): SignId {
  if (failure?.code === 'bad-result') return 'refused';
  const sign = messages.find(([words]) => failure !== undefined && words.test(failure.message))?.[1];
  if (sign !== undefined) return sign;
  if (failure !== undefined) throw new Error(`No sign fits what was captured: ${failure.message}`);
  if (misuses > 0) return 'misuse';
  if (leakedBlocks > 0) return 'memory';
  return isRight(results) ? 'works' : 'wrong';
}

/** What was captured, as one short phrase: the host's words without the plugin's name and the advice. */
export function wordsOf({ failure, results, leakedBlocks, misuses }: NativeLife): string {
  if (failure !== undefined) {
    return failure.message
      .replace(/^Cannot call \S+ of plugin "[^"]+": /, '')
      .replace(/\. Open the plugin again, and report it to its author$/, '')
      .replace('what it handed over is not valid: ', '')
      .replace(/\s+/g, ' ');
  }
  if (misuses > 0) return `${misuses} wrong frees in two calls`;
  if (leakedBlocks > 0)
    return `${leakedBlocks === 1 ? 'one block' : `${leakedBlocks} blocks`} never given back`;
  return results.map((result) => JSON.stringify(result)).join(', ');
}
