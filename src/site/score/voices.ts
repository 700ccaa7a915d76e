import type { Release } from '../../resolver/index.ts';
import type { Voice } from './score.ts';

const VOICES: readonly Voice[] = ['c', 'cpp', 'rust', 'zig'];

/** The language of each plugin whose manifest names exactly one source. */
export function voicesOf(releases: readonly (Release & { entry?: object })[]): Record<string, Voice> {
  const voices: Record<string, Voice> = {};
  for (const { id, entry } of releases) {
    const languages = VOICES.filter((voice) => Object.hasOwn(entry ?? {}, voice));
    if (languages.length === 1) voices[id] = languages[0]!;
  }
  return voices;
}
