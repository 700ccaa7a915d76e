import { type Diagnostic, type Finding, mistakeOf } from '../../../lab/index.ts';
import { createElement } from '../../elements/create-element.ts';
import { type DeskChange, editedFile, type StepDesk } from '../desk/step-desk.ts';
import { withoutPlace } from '../finding/finding-card.ts';
import { ProblemList } from './problem-list.ts';
import type { LineMark } from './run-marks.ts';
import { SourceEditor } from './source-editor.ts';

/** After the last key the compiler is asked what it thinks. */
const pauseMs = 250;

/** The editor on a step's desk: its tabs, what the compiler says while one types, and what the last run found. */
export class DeskEditor {
  readonly #desk: StepDesk;
  readonly #editor: SourceEditor;
  readonly #problems: ProblemList;
  readonly #tabs: readonly HTMLButtonElement[];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param places the element that holds the code, and the tab list above it; both are filled anew */
  constructor(desk: StepDesk, places: { readonly source: HTMLElement; readonly files: HTMLElement }) {
    this.#desk = desk;
    const place = createElement('div', { className: 'editor' });
    places.source.replaceChildren(place);
    for (const name of ['tabindex', 'role', 'aria-label']) places.source.removeAttribute(name);
    this.#editor = new SourceEditor(place, {
      file: editedFile,
      text: desk.text,
      headers: desk.asset.headers,
      onEdit: (text) => desk.edit(text),
      compiler: () => desk.compiler.client,
    });
    this.#problems = new ProblemList((line) => this.goTo(editedFile, line));
    places.source.after(this.#problems.element);
    this.#tabs = [editedFile, ...Object.keys(desk.asset.headers)].map((file) => this.#createTab(file));
    places.files.replaceChildren(...this.#tabs);
    this.#showTabs();
    desk.subscribe((change) => this.#take(change));
    desk.compiler.subscribe(({ phase }) => {
      if (phase === 'ready') void this.#askCompiler();
    });
  }

  focus(): void {
    this.#open(editedFile);
    this.#editor.focus();
  }

  goTo(file: string, line: number): void {
    if (this.#tabs.some(({ dataset }) => dataset.file === file)) this.#editor.goTo(file, line);
    this.#showTabs();
  }

  showCoverage(hits: ReadonlyMap<number, number> | undefined): void {
    this.#editor.showCoverage(hits);
  }

  showPlace(place: { readonly file: string; readonly line: number } | undefined): void {
    this.#editor.showPlace(place);
    this.#showTabs();
  }

  #take(change: DeskChange): void {
    if (change.what === 'text') {
      if (change.by !== 'reader') this.#editor.replace(this.#desk.text);
      this.#showTabs();
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#askCompiler(), pauseMs);
    } else if (change.what === 'begin') this.#editor.showLineMarks([]);
    else if (change.what === 'outcome') {
      const { outcome } = change;
      const isOfThisText = outcome.text === this.#desk.text;
      if (outcome.kind === 'refused' && isOfThisText) this.#showDiagnostics(outcome.diagnostics);
      if (outcome.kind === 'ran' && isOfThisText)
        this.#editor.showLineMarks(outcome.verdict.findings.flatMap(lineMarkOf));
    }
  }

  async #askCompiler(): Promise<void> {
    const { compiler, text } = this.#desk;
    const source = { files: { [editedFile]: text }, main: editedFile };
    const said: Diagnostic[] | undefined = await compiler.client?.check(source).catch(() => undefined);
    if (said !== undefined && text === this.#desk.text) this.#showDiagnostics(said);
  }

  #showDiagnostics(diagnostics: readonly Diagnostic[]): void {
    this.#problems.show(this.#editor.showDiagnostics(diagnostics));
  }

  #createTab(file: string): HTMLButtonElement {
    const tab = createElement('button', { type: 'button', textContent: file });
    tab.dataset.file = file;
    tab.addEventListener('click', () => this.#open(file));
    if (file !== editedFile) tab.title = `${file}, to read`;
    return tab;
  }

  #open(file: string): void {
    this.#editor.open(file);
    this.#showTabs();
  }

  #showTabs(): void {
    for (const tab of this.#tabs)
      tab.setAttribute('aria-pressed', String(tab.dataset.file === this.#editor.shown));
  }
}

function lineMarkOf({ kind, message, at }: Finding): LineMark[] {
  if (at?.file !== editedFile) return [];
  return [{ line: at.line, title: `${mistakeOf(kind).title}:`, text: `${withoutPlace(message)}.` }];
}
