/** A comment with `#region` or `#endregion` alone on its line: a cut for the prose, which the reader never sees. */
const mark = /^[ \t]*(?:\/\/|\/\*)[ \t]*#(?:region|endregion)\b[^\n]*(?:\n|$)/gm;

/** A plugin.c as the reader sees it: without the lines that mark regions. Lines of diagnoses count in this text. */
export function readerSource(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(mark, '');
}
