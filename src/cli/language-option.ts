import { LANGUAGES, type Language } from '../manifest/index.ts';
import type { Input, Option } from './command.ts';

/** Which of a plugin's sources is meant. */
export const languageOption: Option = {
  type: 'string',
  choices: LANGUAGES,
  summary: 'Takes the source in this language; c unless told',
};

/** The language that `options` ask for; the command line admits no other. */
export function languageOf(options: Input['options']): Language {
  return LANGUAGES.find((language) => language === options.language) ?? 'c';
}
