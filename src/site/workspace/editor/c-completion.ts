import type { CompletionSource, Completion as Option } from '@codemirror/autocomplete';
import type { CompilerClient, Completion } from '../../../lab/index.ts';
import { positionOf } from './text-place.ts';

const kinds: Readonly<Record<Completion['kind'], string>> = {
  function: 'function',
  variable: 'variable',
  type: 'type',
  keyword: 'keyword',
  macro: 'constant',
};

/** What may stand at the caret, asked of the compiler once it is there: while a word is typed, or at Ctrl+Space. */
export function cCompletion(file: string, client: () => CompilerClient | undefined): CompletionSource {
  return async (context) => {
    const word = context.matchBefore(/\w*/);
    const isAfterMember = /(\.|->)$/.test(
      context.state.sliceDoc(Math.max(0, (word?.from ?? 0) - 2), word?.from),
    );
    const compiler = client();
    if (compiler === undefined || word === null) return null;
    if (!context.explicit && !isAfterMember && word.to - word.from < 2) return null;
    const { doc } = context.state;
    const source = { files: { [file]: doc.toString() }, main: file };
    const found = await compiler.complete(source, positionOf(doc, word.from)).catch(() => undefined);
    if (found === undefined || context.aborted) return null;
    return { from: word.from, options: found.map(optionOf), validFor: /^\w*$/ };
  };
}

function optionOf({ label, detail, type, kind, parameters }: Completion): Option {
  // Our own names come before those of the C library.
  const isOurs = /tutti/i.test(label);
  return {
    label,
    detail: parameters.length > 0 ? `(${parameters.join(', ')})` : type,
    info: type === '' || detail === label ? '' : `${type} ${detail}`,
    type: kinds[kind],
    boost: isOurs ? 50 : 0,
  };
}
