/** One documented thing of a C header: a constant, a record, or a function of a table. */
export interface HeaderEntry {
  readonly name: string;
  readonly kind: 'definition' | 'function';
  /** Its C text without comments, as it stands in the header. */
  readonly code: string;
  readonly doc: Documentation;
  /** Line of the declaration, from 1. */
  readonly line: number;
  /** The functions of a table. */
  readonly functions: readonly HeaderEntry[];
}

export interface Documentation {
  /** Paragraphs before the parameters. */
  readonly summary: string;
  readonly parameters: readonly { readonly name: string; readonly meaning: string }[];
  readonly returns: string;
  /** `[host-thread, state: active]` without its brackets. */
  readonly where: string;
  /** `ABI 1.0`. */
  readonly since: string;
}

export interface HeaderSection {
  readonly title: string;
  readonly entries: readonly HeaderEntry[];
}

interface Line {
  readonly text: string;
  readonly number: number;
}

/** Reads a header of native/include into its sections, one without a title where it has none. */
export function readHeader(source: string): HeaderSection[] {
  const lines = source.split('\n').map((text, i) => ({ text, number: i + 1 }));
  const hasSections = source.includes('/* --- ');
  const sections: { title: string; lines: Line[] }[] = hasSections ? [] : [{ title: '', lines: [] }];
  for (const line of lines) {
    const title = /^\/\* --- (.+?) -+ \*\/$/.exec(line.text)?.[1];
    if (title) sections.push({ title, lines: [] });
    else if (!/#(end)?region/.test(line.text)) sections.at(-1)?.lines.push(line);
  }
  return sections.map(({ title, lines }) => ({ title, entries: readEntries(lines) }));
}

/** A comment at the left margin, and the declaration below it up to the next blank line outside braces. */
function readEntries(lines: readonly Line[]): HeaderEntry[] {
  const entries: HeaderEntry[] = [];
  for (let i = 0; i < lines.length; ) {
    if (!lines[i]?.text.trimStart().startsWith('/*')) {
      i++;
      continue;
    }
    const from = i;
    while (i < lines.length && !lines[i]?.text.includes('*/')) i++;
    const comment = lines.slice(from, ++i);
    const body: Line[] = [];
    for (let depth = 0; i < lines.length; i++) {
      const line = lines[i];
      if (!line || (depth === 0 && (line.text.trim() === '' || line.text.trimStart().startsWith('/*'))))
        break;
      body.push(line);
      depth += count(line.text, '{') - count(line.text, '}');
    }
    const entry = body.length > 0 ? readEntry(comment, body) : undefined;
    if (entry) entries.push(entry);
  }
  return entries;
}

function readEntry(comment: readonly Line[], body: readonly Line[]): HeaderEntry | undefined {
  const text = body.map((line) => line.text).join('\n');
  const name =
    /^\s*[^{;]*?\(\*(\w+)\)/.exec(text)?.[1] ??
    /^#define (\w+)/.exec(text)?.[1] ??
    /^typedef struct \w+ \{[\s\S]*\} (\w+);/.exec(text)?.[1] ??
    /^(struct \w+) \{/.exec(text)?.[1] ??
    /^typedef struct \w+ (\w+);/.exec(text)?.[1] ??
    /(\w+);$/.exec(text)?.[1];
  if (!name) return undefined;
  const isFunction = /^\s+[^{]*\(\*\w+\)/.test(text);
  const functions = /^(typedef )?struct \w+ \{/.test(text)
    ? readEntries(body.slice(1, -1)).filter((entry) => entry.kind === 'function')
    : [];
  const own =
    functions.length > 0
      ? body.slice(
          0,
          body.findIndex((line) => /^ {2}\/\*/.test(line.text)),
        )
      : body;
  return {
    name,
    kind: isFunction ? 'function' : 'definition',
    code: dedent(own.map((line) => line.text)),
    doc: readComment(comment.map((line) => line.text)),
    line: body[0]?.number ?? 0,
    functions,
  };
}

function readComment(lines: readonly string[]): Documentation {
  const text = lines.map((line) =>
    line
      .replace(/^\s*(\/\*|\*\/| \*(?!\/)|\*(?!\/))/, '')
      .replace(/\*\/\s*$/, '')
      .trimEnd(),
  );
  const summary: string[] = [];
  const parameters: { name: string; meaning: string }[] = [];
  let returns: string[] | undefined;
  let where = '';
  let since = '';
  for (const line of text) {
    const end = /^ \[(.+?)\](?:\s+since (.+))?$/.exec(line);
    const parameter = /^ {3}(\S(?:\S| (?! ))*) {2,}(.+)$/.exec(line);
    if (end) [where, since] = [end[1] ?? '', end[2] ?? ''];
    else if (returns) returns.push(line.trim());
    else if (/^ Returns /.test(line)) returns = [line.trim().replace(/^Returns /, '')];
    else if (parameter) parameters.push({ name: parameter[1] ?? '', meaning: parameter[2] ?? '' });
    else if (line.trim() !== '') summary.push(line.trim());
  }
  return { summary: summary.join(' '), parameters, returns: (returns ?? []).join(' ').trim(), where, since };
}

function dedent(lines: readonly string[]): string {
  const indent = Math.min(
    ...lines.filter((line) => line.trim()).map((line) => /^\s*/.exec(line)?.[0].length ?? 0),
  );
  return lines
    .map((line) => line.slice(indent))
    .join('\n')
    .trim();
}

const count = (text: string, character: string) => text.split(character).length - 1;
