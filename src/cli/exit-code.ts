/** Everything a command can end with. */
export const exitCodes = [
  { code: 0, meaning: 'Yes: it was done, or the answer is yes.' },
  { code: 1, meaning: 'No: it could not be done, or the answer is no. The text says why.' },
  { code: 2, meaning: 'Wrong usage: there is no such command, option or value.' },
  { code: 3, meaning: 'Internal: Tutti failed for a reason of its own.' },
  { code: 130, meaning: 'Interrupted, for example by Ctrl+C.' },
] as const;

export type ExitCode = (typeof exitCodes)[number]['code'];
