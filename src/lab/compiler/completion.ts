/** Something that may stand where the cursor is. */
export interface Completion {
  /** What is inserted, such as `tutti_alloc`; of a pattern its first word. */
  readonly label: string;
  /** The whole of it in words, such as `tutti_alloc(tutti_instance_t *self, uint64_t size)`. */
  readonly detail: string;
  /** Type of its value or result; empty where it has none. */
  readonly type: string;
  readonly kind: 'function' | 'variable' | 'type' | 'keyword' | 'macro';
  /** Names of the parameters, in order. */
  readonly parameters: readonly string[];
}

const prefix = 'COMPLETION: ';

/** Reads what clang writes with `-code-completion-at`: one line for each. */
export function parseCompletions(output: string): Completion[] {
  return output.split('\n').flatMap((line) => (line.startsWith(prefix) ? (readLine(line) ?? []) : []));
}

function readLine(line: string): Completion | undefined {
  const text = line.slice(prefix.length);
  const split = text.indexOf(' : ');
  const name = split < 0 ? text : text.slice(0, split);
  const shape = split < 0 ? text : text.slice(split + 3);
  if (name.includes('(Hidden)') || name.includes('(Inaccessible)')) return undefined;
  const type = /^\[#(.*?)#\]/.exec(shape)?.[1] ?? '';
  const detail = shape
    .replace(/\[#.*?#\]/g, '')
    .replace(/<#(.*?)#>/g, '$1')
    .replace(/\{#(.*?)#\}/g, '$1');
  const parameters = [...shape.matchAll(/<#(.*?)#>/g)].map(([, parameter = '']) => parameter);
  const isPattern = name === 'Pattern';
  const label = isPattern ? (/^[\w#]+/.exec(detail)?.[0] ?? detail) : name.replace(/ \(.*\)$/, '');
  if (label.startsWith('__') || label === '') return undefined;
  const kind = isPattern
    ? 'keyword'
    : shape.includes('(')
      ? type === ''
        ? 'macro'
        : 'function'
      : type === ''
        ? 'type'
        : 'variable';
  return { label, detail, type, kind, parameters };
}
