import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Annotation, Compartment, EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { changedPart } from '../../editor/changed-part.ts';
import { editorTheme } from '../../editor/editor-theme.ts';
import { replaceSelected } from '../../editor/replace-selected.ts';
import type { LocatedProblem } from '../worker/read-manifest.ts';
import { jsonWords } from './json-words.ts';
import { completeManifest } from './manifest-completion.ts';
import type { KnownNames } from './manifest-options.ts';

/** Marks a change that the page made, which no one typed. */
const fromPage = Annotation.define<boolean>();

export interface CodeEditorOptions {
  readonly onEdit: (text: string) => void;
  readonly names: () => KnownNames;
}

/**
 * The manifest's editor, in a shadow root: there CodeMirror's styles become a constructed stylesheet, which the
 * page's policy allows, where a style element would be refused. It has no history of its own: the desk's undo is
 * for everything.
 */
export class CodeEditor {
  readonly #view: EditorView;
  readonly #label = new Compartment();

  constructor(place: HTMLElement, { onEdit, names }: CodeEditorOptions) {
    const root = place.attachShadow({ mode: 'open' });
    const state = EditorState.create({
      extensions: [
        lineNumbers(),
        lintGutter(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        drawSelection(),
        EditorView.lineWrapping,
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        json(),
        autocompletion({ override: [completeManifest(names)], icons: false }),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...defaultKeymap]),
        editorTheme,
        jsonWords,
        EditorView.domEventHandlers({ beforeinput: replaceSelected }),
        this.#label.of([]),
        EditorView.updateListener.of((update) => {
          const isTyped = update.transactions.some(
            (one) => one.docChanged && one.annotation(fromPage) !== true,
          );
          if (isTyped) onEdit(update.state.doc.toString());
        }),
      ],
    });
    this.#view = new EditorView({ state, root, parent: root });
  }

  /** Shows a text; what is the same at its ends stays, and with it the caret. */
  show(text: string, label: string): void {
    const { doc } = this.#view.state;
    const before = doc.toString();
    const effects = this.#label.reconfigure(
      EditorView.contentAttributes.of({ 'aria-label': `Text of ${label}`, spellcheck: 'false' }),
    );
    if (before === text) {
      this.#view.dispatch({ effects });
      return;
    }
    const changes = changedPart(before, text);
    this.#view.dispatch({ changes, effects, annotations: fromPage.of(true) });
  }

  /** Marks the problems of the text that is shown. */
  mark(problems: readonly LocatedProblem[]): void {
    const { doc } = this.#view.state;
    const diagnostics = problems.map((problem): Diagnostic => {
      const at = this.#offsetOf(problem);
      const line = doc.lineAt(at);
      const token = /^("(\\.|[^"\\])*"?|[^\s,}\]]+)/.exec(line.text.slice(at - line.from))?.[0] ?? '';
      const to = Math.min(at + Math.max(token.length, 1), line.to);
      // At the end of a line the character before is marked, so that there is something to see.
      const from = to > at ? at : Math.max(line.from, at - 1);
      return { from, to, severity: 'error', message: problem.message };
    });
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }

  /** Puts the caret at a problem. */
  goTo(problem: LocatedProblem): void {
    const at = this.#offsetOf(problem);
    this.#view.focus();
    this.#view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
  }

  focus(): void {
    this.#view.focus();
  }

  #offsetOf({ line, column }: LocatedProblem): number {
    const { doc } = this.#view.state;
    const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
    return Math.min(at.from + column - 1, at.to);
  }
}
