import { type Extension, RangeSet, StateEffect, StateField, type Text } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutter,
  gutterLineClass,
  WidgetType,
} from '@codemirror/view';

/** What a run found at a line: `title` names the mistake, `text` says what happened. */
export interface LineMark {
  readonly line: number;
  readonly title: string;
  readonly text: string;
}

/** What the editor shows of the latest run. Marks move with what is typed around them. */
export const setLineMarks = StateEffect.define<readonly LineMark[]>();
/** How often each line ran; undefined shows nothing. */
export const setCoverage = StateEffect.define<ReadonlyMap<number, number> | undefined>();
/** The line at which the trace stands. */
export const setPlace = StateEffect.define<number | undefined>();

class FoundGutter extends GutterMarker {
  override readonly elementClass = 'cm-found';
}

/** The sentence under a line. */
class FoundWidget extends WidgetType {
  readonly mark: LineMark;

  constructor(mark: LineMark) {
    super();
    this.mark = mark;
  }

  override eq(other: FoundWidget): boolean {
    return other.mark.title === this.mark.title && other.mark.text === this.mark.text;
  }

  override toDOM(): HTMLElement {
    const place = document.createElement('div');
    const title = document.createElement('strong');
    place.className = 'cm-found-words';
    title.textContent = this.mark.title;
    place.append(title, ` ${this.mark.text}`);
    return place;
  }
}

interface Marks {
  readonly decorations: DecorationSet;
  readonly gutter: RangeSet<GutterMarker>;
}

const found = new FoundGutter();
const foundLine = Decoration.line({ class: 'cm-found-line' });
const placeLine = Decoration.line({ class: 'cm-place' });
const nothing: Marks = { decorations: Decoration.none, gutter: RangeSet.empty };

function marksOf(doc: Text, marks: readonly LineMark[]): Marks {
  const lines = marks.filter(({ line }) => line >= 1 && line <= doc.lines);
  return {
    decorations: Decoration.set(
      lines.flatMap((mark) => {
        const { from, to } = doc.line(mark.line);
        const words = Decoration.widget({ widget: new FoundWidget(mark), block: true, side: 1 });
        return [foundLine.range(from), words.range(to)];
      }),
      true,
    ),
    gutter: RangeSet.of(
      [...new Set(lines.map(({ line }) => line))].map((line) => found.range(doc.line(line).from)),
      true,
    ),
  };
}

const lineMarks = StateField.define<Marks>({
  create: () => nothing,
  update(marks, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(setLineMarks)) return marksOf(transaction.state.doc, effect.value);
    if (!transaction.docChanged) return marks;
    return {
      decorations: marks.decorations.map(transaction.changes),
      gutter: marks.gutter.map(transaction.changes),
    };
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ decorations }) => decorations),
    gutterLineClass.from(field, (marks) => marks.gutter),
  ],
});

const place = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(decorations, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(setPlace)) {
        const { doc } = transaction.state;
        const line = effect.value;
        const isThere = line !== undefined && line >= 1 && line <= doc.lines;
        return isThere ? Decoration.set(placeLine.range(doc.line(line).from)) : Decoration.none;
      }
    return decorations.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

class Hits extends GutterMarker {
  readonly hits: number;

  constructor(hits: number) {
    super();
    this.hits = hits;
  }

  override eq(other: Hits): boolean {
    return other.hits === this.hits;
  }

  override toDOM(): HTMLElement {
    const place = document.createElement('span');
    place.className = this.hits === 0 ? 'cm-hits never' : 'cm-hits';
    place.textContent = this.hits === 0 ? '0' : shortCount(this.hits);
    place.title =
      this.hits === 0
        ? 'This line never ran'
        : `This line ran ${this.hits === 1 ? 'once' : `${this.hits} times`}`;
    return place;
  }
}

function shortCount(count: number): string {
  if (count < 1000) return `${count}×`;
  return count < 1_000_000 ? `${Math.floor(count / 1000)}k×` : `${Math.floor(count / 1_000_000)}M×`;
}

/** Counts go when the text changes: they are those of the text that ran. */
const coverage = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update(counts, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(setCoverage)) {
        const { doc } = transaction.state;
        const known = [...(effect.value ?? [])].filter(([line]) => line >= 1 && line <= doc.lines);
        return RangeSet.of(
          known.map(([line, hits]) => new Hits(hits).range(doc.line(line).from)),
          true,
        );
      }
    return transaction.docChanged ? RangeSet.empty : counts;
  },
});

/** Sentences of findings under their lines, counts of coverage beside them, and the line of the trace. */
export const runMarks: Extension = [
  lineMarks,
  place,
  coverage,
  gutter({
    class: 'cm-coverage',
    markers: (view) => view.state.field(coverage),
  }),
  EditorView.theme({
    '.cm-gutterElement.cm-found': { color: 'var(--dissonant)', fontWeight: '700' },
    '.cm-line.cm-found-line': { backgroundColor: 'var(--dissonant-bg)' },
    '.cm-found-words': {
      padding: '0.2rem 1rem 0.35rem 0.6rem',
      borderLeft: '3px solid var(--dissonant)',
      backgroundColor: 'var(--dissonant-bg)',
      color: 'var(--dissonant)',
      font: '400 0.875rem/1.45 var(--font-text)',
      whiteSpace: 'normal',
    },
    '.cm-line.cm-place': { boxShadow: 'inset 3px 0 0 var(--link)', backgroundColor: 'var(--mark)' },
    '.cm-coverage': { width: '2.1rem' },
    '.cm-hits': { paddingLeft: '0.35rem', fontSize: '0.75rem', color: 'var(--consonant)' },
    '@media (max-width: 40rem)': {
      '.cm-gutter.cm-coverage': { width: '1.5rem' },
      '.cm-gutter.cm-gutter-lint': { width: '0.8rem' },
    },
    '.cm-hits.never': { color: 'var(--ink-3)' },
  }),
];
