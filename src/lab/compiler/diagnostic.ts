/** A place in a source, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** From a place to the place after its last character. */
export interface Range {
  readonly from: Position;
  readonly to: Position;
}

/** A change that the compiler offers: `text` takes the place of a range, which may be empty. */
export interface Fix extends Range {
  readonly file: string;
  readonly text: string;
}

export type Severity = 'error' | 'warning' | 'note';

/** One thing that a compiler or linker says, with what it adds to it. */
export interface Diagnostic {
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  /** Where the marker stands; line 0 when it concerns no line, as a linker's words do. */
  readonly at: Position;
  /** What else belongs to it, as the compiler underlines it. */
  readonly ranges: readonly Range[];
  /** The option that turns it off, such as `-Wunused-variable`. */
  readonly option: string | undefined;
  readonly fixes: readonly Fix[];
  readonly notes: readonly Omit<Diagnostic, 'notes'>[];
}

const headline =
  /^(?<file>[^\s:][^:]*):(?<line>\d+):(?<column>\d+):(?<ranges>(?:\{[^}]*\})*):? (?<severity>fatal error|error|warning|note): (?<message>.*)$/;
const fixLine = /^fix-it:"(?<file>.*)":\{(\d+):(\d+)-(\d+):(\d+)\}:"(?<text>.*)"$/;
const rangeText = /\{(?:[^{}]*:)?(\d+):(\d+)-(\d+):(\d+)\}/g;
const linkerLine = /^(?:wasm-ld|clang): (?<severity>error|warning): (?<message>.*)$/;

type Draft = Omit<Diagnostic, 'notes' | 'fixes'> & { fixes: Fix[]; notes: Draft[] };

/** Reads what clang writes with `-fdiagnostics-parseable-fixits`, and what the linker writes. */
export function parseDiagnostics(output: string): Diagnostic[] {
  const found: Draft[] = [];
  let latest: Draft | undefined;
  for (const line of output.split('\n')) {
    const fix = fixLine.exec(line);
    if (fix) {
      latest?.fixes.push(readFix(fix));
      continue;
    }
    const draft = readHeadline(line) ?? readLinkerLine(line);
    if (draft === undefined) continue;
    latest = draft;
    const parent = found.at(-1);
    if (draft.severity === 'note' && parent !== undefined) parent.notes.push(draft);
    else found.push(draft);
  }
  return found;
}

function readHeadline(line: string): Draft | undefined {
  const groups = headline.exec(line)?.groups;
  if (groups === undefined) return undefined;
  const { file = '', ranges = '', severity = '', message = '' } = groups;
  const option = / \[(-W[^\],]+)(?:,[^\]]*)?\]$/.exec(message);
  return {
    severity: severity === 'fatal error' ? 'error' : (severity as Severity),
    message: option === null ? message : message.slice(0, option.index),
    file,
    at: { line: Number(groups.line), column: Number(groups.column) },
    ranges: [...ranges.matchAll(rangeText)].map((match) => toRange(match.slice(1).map(Number))),
    option: option?.[1],
    fixes: [],
    notes: [],
  };
}

function readLinkerLine(line: string): Draft | undefined {
  const groups = linkerLine.exec(line)?.groups;
  if (groups === undefined) return undefined;
  const { severity = '', message = '' } = groups;
  const at = { line: 0, column: 0 };
  return {
    ...{ severity: severity as Severity, message, file: '', at, ranges: [], option: undefined },
    ...{ fixes: [], notes: [] },
  };
}

function readFix(match: RegExpExecArray): Fix {
  const numbers = match.slice(2, 6).map(Number);
  return {
    ...toRange(numbers),
    file: unescapeC(match.groups?.file ?? ''),
    text: unescapeC(match.groups?.text ?? ''),
  };
}

function toRange([line = 0, column = 0, endLine = 0, endColumn = 0]: number[]): Range {
  return { from: { line, column }, to: { line: endLine, column: endColumn } };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t' };

/** Undoes the escapes of a C string. */
function unescapeC(text: string): string {
  return text.replace(/\\(?:([0-7]{1,3})|(.))/g, (_all, octal: string | undefined, letter: string) =>
    octal === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/** Whether a build fails for these. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
