import type { OfferedWindow } from '../worker/messages.ts';

/** Says which host versions keep what is asked for alive, and who narrows them. */
export function windowSentence({ window, below, above }: OfferedWindow): string {
  if (window === undefined) return 'No host version plays all of them.';
  const { lowest, highest } = window;
  const span = lowest === highest ? `on ABI ${lowest} alone` : `from ABI ${lowest} to ${highest}`;
  const limits = [below, above].flatMap((limit) => {
    if (limit === undefined || limit.narrowedBy.length === 0) return [];
    const names = limit.narrowedBy.map((id) => id.split('.').at(-1)).join(' and ');
    return `${names} ${limit.narrowedBy.length === 1 ? 'rules' : 'rule'} out ${limit.abi}`;
  });
  return `All of them play ${span}${limits.length > 0 ? `; ${limits.join('; ')}` : ''}.`;
}
