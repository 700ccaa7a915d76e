const width = 110;

/** Breaks text at spaces; every line but the first is indented by `indent`. */
export function wrap(text: string, first: string, indent: string): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > width - 3) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/** What a comment says: paragraphs, then an aligned list, then paragraphs again. */
export interface Comment {
  readonly summary: string;
  readonly list?: readonly (readonly [name: string, meaning: string])[];
  readonly rest?: readonly string[];
}

/** A comment in the style of tutti.h. */
export function comment({ summary, list = [], rest = [] }: Comment, indent = ''): string[] {
  const next = `${indent} * `;
  const widest = Math.max(0, ...list.map(([name]) => name.length));
  const lines = [
    ...wrap(summary, `${indent}/* `, next),
    ...list.flatMap(([name, meaning]) =>
      wrap(meaning, `${next}  ${name.padEnd(widest)}  `, `${next}  ${' '.repeat(widest)}  `),
    ),
    ...rest.flatMap((paragraph) => wrap(paragraph, next, next)),
  ];
  return [...lines.slice(0, -1), `${lines.at(-1)} */`];
}

/** A parameter list behind `head`, broken below its parenthesis where it is too long. */
export function call(head: string, items: readonly string[], tail: string): string[] {
  const last = items.length - 1;
  if (last < 0) return [`${head}(${tail}`];
  return fill(
    `${head}(`,
    items.map((item, i) => (i === last ? item + tail : `${item},`)),
  );
}

/** `assertion(all of the conditions, "text");`, a line full of conditions at a time. */
export function assertion(conditions: readonly string[], text: string): string[] {
  const last = conditions.length - 1;
  const pieces = conditions.map((condition, i) => `${condition}${i === last ? ',' : ' &&'}`);
  return fill('TUTTI_STATIC_ASSERT(', [...pieces, `"${text}");`]);
}

/** `head` and the pieces behind it, as many as a line holds; the lines below begin where the first piece does. */
function fill(head: string, pieces: readonly string[]): string[] {
  const indent = ' '.repeat(head.length);
  const lines: string[] = [];
  let line = head;
  for (const [i, piece] of pieces.entries()) {
    const isFirst = i === 0 || line === indent;
    if (!isFirst && line.length + 1 + piece.length > width) {
      lines.push(line);
      line = indent + piece;
    } else line += isFirst ? piece : ` ${piece}`;
  }
  return [...lines, line];
}

/** A macro of several lines, its backslashes in one column. */
export function macro(lines: readonly string[]): string[] {
  const widest = Math.max(...lines.slice(0, -1).map((line) => line.length));
  return lines.map((line, i) => (i === lines.length - 1 ? line : `${line.padEnd(widest)} \\`));
}

/** Declarations with their comments in one column. */
export function aligned(rows: readonly (readonly [code: string, comment: string])[], indent = ''): string[] {
  const widest = Math.max(0, ...rows.filter(([, text]) => text).map(([code]) => code.length));
  return rows.flatMap(([code, text]) => {
    if (!text) return [indent + code];
    const column = `${indent}${code.padEnd(widest)} /* `;
    const lines = wrap(text, column, `${' '.repeat(column.length - 3)} * `);
    return [...lines.slice(0, -1), `${lines.at(-1)} */`];
  });
}
