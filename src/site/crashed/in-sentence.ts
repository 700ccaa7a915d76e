/** A title as it stands inside a sentence: its first letter small, unless it begins with a name in capitals, as NULL. */
export function inSentence(title: string): string {
  return /^[A-Z]{2}/.test(title) ? title : `${title[0]!.toLowerCase()}${title.slice(1)}`;
}
