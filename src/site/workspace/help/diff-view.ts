import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { editorTheme } from '../../editor/editor-theme.ts';
import { createElement } from '../../elements/create-element.ts';
import { cLanguage } from '../editor/c-language.ts';
import { describeChange, describeDifference, type LineChange, lineChanges } from './line-changes.ts';

/** Least width that two texts side by side need, in CSS pixels. */
const WIDE_PX = 760;

/** Lines around a change that are shown; the editor above has the others. */
const collapseUnchanged = { margin: 3, minSize: 4 };

/** What is new has a rule at its side and a plus, what goes is struck through and has a minus: no colour is needed. */
const theme = EditorView.theme({
  '&': { height: 'auto' },
  // A tint behind coloured words would make some of them too pale.
  '.cm-insertedLine, &.cm-editor.cm-merge-b .cm-changedLine': {
    background: 'none',
    textDecoration: 'none',
  },
  '&.cm-editor.cm-merge-b .cm-changedLine': { boxShadow: 'inset 2px 0 0 var(--link)' },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk, .cm-deletedLine': {
    backgroundColor: 'transparent',
    backgroundImage: 'none',
  },
  '&.cm-editor.cm-merge-a .cm-changedText, &.cm-editor .cm-deletedChunk .cm-deletedText': {
    background: 'none',
    textDecoration: 'line-through 1.5px',
  },
  '&.cm-editor.cm-merge-b .cm-changedText': {
    background: 'none',
    textDecoration: 'underline 1.5px var(--link)',
    textUnderlineOffset: '3px',
  },
  '.cm-deletedChunk': { padding: '0 1rem 0 0.5rem', color: 'var(--ink-2)' },
  '.cm-deletedChunk .cm-deletedLine': { textDecoration: 'none' },
  '.cm-collapsedLines': {
    background: 'none',
    padding: '0.1rem 0.5rem',
    color: 'var(--ink-3)',
    font: 'italic 500 0.9375rem/1.6 var(--font-title)',
    pointerEvents: 'none',
  },
  '.cm-collapsedLines::before, .cm-collapsedLines::after': { content: '""' },
  '.cm-changeGutter': { width: '1.1rem', padding: '0' },
  '&.cm-editor .cm-changedLineGutter, &.cm-editor .cm-deletedLineGutter, &.cm-editor.cm-merge-b .cm-changedLineGutter, &.cm-editor.cm-merge-a .cm-changedLineGutter':
    {
      background: 'none',
      color: 'var(--ink)',
      fontWeight: '700',
      textAlign: 'center',
    },
  '.cm-changedLineGutter::before': { content: '"+"' },
  '.cm-deletedLineGutter::before, &.cm-merge-a .cm-changedLineGutter::before': { content: '"−"' },
});

/** The reader's text beside the solution, or, where there is no room, both in one; and the same in words. */
export class DiffView {
  readonly element: HTMLElement;
  readonly #summary = createElement('p', { className: 'diff-summary' });
  readonly #texts = createElement('div', { className: 'diff-texts' });
  readonly #root: ShadowRoot;
  readonly #list = createElement('ol', { className: 'diff-list' });
  readonly #inWords: HTMLDetailsElement;
  readonly #observer: ResizeObserver;
  #view: { destroy(): void } | undefined;
  #pair: readonly [own: string, solution: string] = ['', ''];
  #isWide: boolean | undefined;

  constructor() {
    this.#root = this.#texts.attachShadow({ mode: 'open' });
    this.#inWords = createElement(
      'details',
      { className: 'diff-words' },
      createElement('summary', { textContent: 'The same in words' }),
      this.#list,
    );
    this.element = createElement('div', { className: 'diff' }, this.#summary, this.#texts, this.#inWords);
    this.#observer = new ResizeObserver(() => this.#fit());
    this.#observer.observe(this.#texts);
  }

  show(own: string, solution: string): void {
    this.#pair = [own, solution];
    const changes = lineChanges(own, solution);
    this.#summary.textContent = describeDifference(changes);
    this.#inWords.hidden = changes.length === 0;
    this.#texts.hidden = changes.length === 0;
    this.#list.replaceChildren(...changes.map(itemOf));
    if (this.#isWide !== undefined) this.#draw();
  }

  /** Lets go of everything that it holds. */
  close(): void {
    this.#observer.disconnect();
    this.#view?.destroy();
    this.element.remove();
  }

  #fit(): void {
    const width = this.#texts.clientWidth;
    if (width === 0 || this.#isWide === width >= WIDE_PX) return;
    this.#isWide = width >= WIDE_PX;
    this.#draw();
  }

  #draw(): void {
    this.#view?.destroy();
    const [own, solution] = this.#pair;
    const root = this.#root;
    const common = (label: string): Extension[] => [
      lineNumbers(),
      cLanguage,
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
      editorTheme,
      theme,
    ];
    if (this.#isWide) {
      const a = { doc: own, extensions: common('Your text') };
      const b = { doc: solution, extensions: common('The solution') };
      this.#view = new MergeView({ a, b, root, parent: root, collapseUnchanged });
      return;
    }
    const unified = unifiedMergeView({ original: own, mergeControls: false, collapseUnchanged });
    const state = EditorState.create({
      doc: solution,
      extensions: [...common('Your text and the solution in one'), unified],
    });
    this.#view = new EditorView({ state, root, parent: root });
  }
}

function itemOf(change: LineChange): HTMLElement {
  const { removed, added } = change;
  const lines = (name: 'del' | 'ins', texts: readonly string[]) =>
    texts.length === 0
      ? undefined
      : createElement('pre', {}, createElement(name, { textContent: texts.join('\n') }));
  return createElement(
    'li',
    {},
    createElement('span', { textContent: `${describeChange(change)}:` }),
    lines('del', removed),
    removed.length > 0 && added.length > 0 ? createElement('span', { textContent: 'this:' }) : undefined,
    lines('ins', added),
  );
}
