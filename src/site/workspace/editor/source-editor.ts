import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from '@codemirror/commands';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { search, searchKeymap } from '@codemirror/search';
import { Annotation, EditorState, type Extension, type StateEffect } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { CompilerClient, Diagnostic } from '../../../lab/index.ts';
import { changedPart } from '../../editor/changed-part.ts';
import { editorTheme } from '../../editor/editor-theme.ts';
import { replaceSelected } from '../../editor/replace-selected.ts';
import { cCompletion } from './c-completion.ts';
import { cLanguage } from './c-language.ts';
import { compilerMarks } from './compiler-marks.ts';
import type { Problem } from './problem-list.ts';
import { type LineMark, runMarks, setCoverage, setLineMarks, setPlace } from './run-marks.ts';

/** Marks a change that the page made, which no one typed. */
const fromPage = Annotation.define<boolean>();

export interface SourceEditorOptions {
  /** The file that can be edited, and its text. */
  readonly file: string;
  readonly text: string;
  /** Files to read, by name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly onEdit: (text: string) => void;
  readonly compiler: () => CompilerClient | undefined;
}

/**
 * The editor of a step, with the headers to read beside it, in a shadow root: there CodeMirror's styles become a
 * constructed stylesheet, which the page's policy allows. Tab indents; Escape, then Tab leaves.
 */
export class SourceEditor {
  readonly #view: EditorView;
  readonly #options: SourceEditorOptions;
  /** Files that are not shown, as they were left. */
  readonly #states = new Map<string, EditorState>();
  #shown: string;

  constructor(place: HTMLElement, options: SourceEditorOptions) {
    this.#options = options;
    this.#shown = options.file;
    const root = place.shadowRoot ?? place.attachShadow({ mode: 'open' });
    this.#view = new EditorView({ state: this.#editedState(), root, parent: root });
  }

  /** The file that is shown. */
  get shown(): string {
    return this.#shown;
  }

  /** Shows a file as it was left. */
  open(file: string): void {
    if (file === this.#shown) return;
    this.#states.set(this.#shown, this.#view.state);
    this.#shown = file;
    this.#view.setState(this.#states.get(file) ?? this.#readState(file));
  }

  /** Puts a text into the edited file, as one change that the editor's own undo takes back as well. */
  replace(text: string): void {
    this.open(this.#options.file);
    const before = this.#view.state.doc.toString();
    if (before === text) return;
    this.#view.dispatch({
      changes: changedPart(before, text),
      annotations: [fromPage.of(true), isolateHistory.of('full')],
      effects: [setLineMarks.of([]), setPlace.of(undefined)],
    });
  }

  /** Marks what the compiler says of the text as it stands. @returns the same, for a list */
  showDiagnostics(diagnostics: readonly Diagnostic[]): Problem[] {
    const { file } = this.#options;
    let problems: Problem[] = [];
    this.#changeEdited((state) => {
      const marks = compilerMarks(diagnostics, file, state.doc);
      problems = marks.map(({ from, to, severity, message, actions }) => {
        const [action] = actions ?? [];
        const apply = () => {
          this.open(file);
          action?.apply(this.#view, from, to);
          this.#view.focus();
        };
        const fix = action && { name: action.name, apply };
        return { line: state.doc.lineAt(from).number, severity, message, fix };
      });
      return state.update(setDiagnostics(state, marks));
    });
    return problems;
  }

  /** Marks lines, and brings the first into sight where the code scrolls by itself; the page stays where it is. */
  showLineMarks(marks: readonly LineMark[]): void {
    this.#changeEdited((state) => state.update({ effects: setLineMarks.of(marks) }));
    const [first] = marks;
    if (first === undefined || this.#shown !== this.#options.file) return;
    // The outcome below takes its share of the height first.
    this.#view.requestMeasure({
      read: (view) => ({ block: view.lineBlockAt(this.#startOf(first.line)), box: view.scrollDOM }),
      write: ({ block: { top, bottom }, box }) => {
        if (top >= box.scrollTop && bottom <= box.scrollTop + box.clientHeight) return;
        box.scrollTop = (top + bottom - box.clientHeight) / 2;
      },
    });
  }

  showCoverage(hits: ReadonlyMap<number, number> | undefined): void {
    this.#changeEdited((state) => state.update({ effects: setCoverage.of(hits) }));
  }

  /** Marks the line of a file at which the trace stands, and opens that file if it can be read here. */
  showPlace(place: { readonly file: string; readonly line: number } | undefined): void {
    const { file, headers } = this.#options;
    if (place !== undefined && (place.file === file || headers[place.file] !== undefined))
      this.open(place.file);
    const isHere = place?.file === this.#shown;
    const effects: StateEffect<unknown>[] = [setPlace.of(isHere ? place.line : undefined)];
    if (isHere) effects.push(EditorView.scrollIntoView(this.#startOf(place.line), { y: 'center' }));
    this.#view.dispatch({ effects });
  }

  /** Puts the caret at a line and the focus into the editor. */
  goTo(file: string, line: number): void {
    this.open(file);
    const at = this.#startOf(line);
    this.#view.focus();
    this.#view.dispatch({
      selection: { anchor: at },
      effects: EditorView.scrollIntoView(at, { y: 'center' }),
    });
  }

  focus(): void {
    this.#view.focus();
  }

  #startOf(line: number): number {
    const { doc } = this.#view.state;
    return doc.line(Math.min(Math.max(line, 1), doc.lines)).from;
  }

  /** Changes the edited file, whether it is shown or not. */
  #changeEdited(change: (state: EditorState) => ReturnType<EditorState['update']>): void {
    const { file } = this.#options;
    if (this.#shown === file) this.#view.dispatch(change(this.#view.state));
    else {
      const kept = this.#states.get(file);
      if (kept) this.#states.set(file, change(kept).state);
    }
  }

  #editedState(): EditorState {
    const { file, text, onEdit, compiler } = this.#options;
    return EditorState.create({
      doc: text,
      extensions: [
        lintGutter(),
        ...this.#reading(file),
        history(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        runMarks,
        autocompletion({ override: [cCompletion(file, compiler)], icons: false }),
        keymap.of([
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...lintKeymap,
          ...searchKeymap,
          ...historyKeymap,
          // Ctrl+Enter checks the step; the workspace hears it.
          ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'),
          indentWithTab,
        ]),
        // The line of the caret is only news while one types.
        EditorView.theme({
          '&:not(.cm-focused) :is(.cm-activeLine, .cm-activeLineGutter)': { background: 'none' },
        }),
        EditorView.domEventHandlers({ beforeinput: replaceSelected }),
        EditorView.updateListener.of(({ transactions, state }) => {
          const isTyped = transactions.some((one) => one.docChanged && one.annotation(fromPage) !== true);
          if (isTyped) onEdit(state.doc.toString());
        }),
      ],
    });
  }

  #readState(file: string): EditorState {
    return EditorState.create({
      doc: this.#options.headers[file] ?? '',
      extensions: [
        ...this.#reading(`${file}, to read`),
        EditorState.readOnly.of(true),
        runMarks,
        keymap.of([...searchKeymap, ...defaultKeymap]),
      ],
    });
  }

  #reading(label: string): Extension[] {
    return [
      lineNumbers(),
      drawSelection(),
      EditorView.lineWrapping,
      search({ top: true }),
      cLanguage,
      editorTheme,
      EditorView.contentAttributes.of({
        'aria-label': label,
        spellcheck: 'false',
        tabindex: '0',
        autocapitalize: 'off',
      }),
    ];
  }
}
