import type { Action, Diagnostic as Mark } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { Diagnostic, Fix } from '../../../lab/index.ts';
import { offsetOf } from './text-place.ts';

/** What the compiler says of a file, as the editor marks it. What it says of other files is not marked. */
export function compilerMarks(diagnostics: readonly Diagnostic[], file: string, doc: Text): Mark[] {
  return diagnostics.flatMap((diagnostic) => {
    if (diagnostic.file !== file || diagnostic.at.line === 0) return [];
    const { from, to } = extentOf(diagnostic, doc);
    const fixes = [diagnostic, ...diagnostic.notes]
      .flatMap((each) => each.fixes)
      .filter((fix) => fix.file === file);
    return [
      {
        from,
        to,
        severity: diagnostic.severity === 'note' ? 'info' : diagnostic.severity,
        message: [diagnostic, ...diagnostic.notes].map(({ message }) => message).join('\n'),
        ...(fixes.length > 0 && { actions: [fixAction(fixes, doc)] }),
      },
    ];
  });
}

/** From the marker to the end of its range, or of the word that it stands at; never empty. */
function extentOf({ at, ranges }: Diagnostic, doc: Text): { from: number; to: number } {
  const from = offsetOf(doc, at);
  const line = doc.lineAt(from);
  const range = ranges.find((each) => offsetOf(doc, each.from) <= from && offsetOf(doc, each.to) > from);
  const word = /^\w+/.exec(line.text.slice(from - line.from))?.[0] ?? '';
  const end = range ? offsetOf(doc, range.to) : from + Math.max(word.length, 1);
  const to = Math.min(end, line.to);
  // At the end of a line the character before is marked, so that there is something to see.
  return to > from ? { from, to } : { from: Math.max(line.from, from - 1), to: from };
}

/** The compiler's own correction at a press; of a text that changed since nothing is made. */
function fixAction(fixes: readonly Fix[], doc: Text): Action {
  const [first] = fixes;
  const changes = fixes.map(({ from, to, text }) => ({
    from: offsetOf(doc, from),
    to: offsetOf(doc, to),
    insert: text,
  }));
  return {
    name: first === undefined ? '' : nameOf(first, doc),
    apply(view: EditorView) {
      if (view.state.doc.eq(doc)) view.dispatch({ changes, userEvent: 'input.fix' });
    },
  };
}

function nameOf({ from, to, text }: Fix, doc: Text): string {
  const before = doc.sliceString(offsetOf(doc, from), offsetOf(doc, to)).trim();
  if (before === '') return `Insert ${text.trim()}`;
  return text.trim() === '' ? `Remove ${before}` : `Write ${text.trim()}`;
}
