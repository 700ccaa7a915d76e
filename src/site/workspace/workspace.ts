import type { RunResult } from '../../lab/index.ts';
import { openDesk, siteRootOf } from './desk/open-desk.ts';
import { type DeskChange, editedFile, type Press, type StepDesk } from './desk/step-desk.ts';
import { DeskEditor } from './editor/desk-editor.ts';
import { HostileView } from './hostile/hostile-view.ts';
import { MistakeMenu } from './hostile/mistake-menu.ts';
import { Panels } from './panels.ts';
import { CompilerView } from './run/compiler-view.ts';
import { OutcomeView } from './run/outcome-view.ts';

/** Loads the step that an element names and builds the workspace in it. @throws Error whose message says what to do */
export async function openWorkspace(host: HTMLElement): Promise<Workspace> {
  const address = new URL(host.dataset.href ?? '', document.baseURI);
  return new Workspace(host, await openDesk(address), siteRootOf(address));
}

const busyWords = {
  loading: 'Loading',
  building: 'Building',
  running: 'Running',
  idle: '',
} as const;

/** Holds the parts of the workspace together: what is pressed goes to the desk, what changes there to the views. */
export class Workspace {
  readonly #host: HTMLElement;
  readonly #desk: StepDesk;
  readonly #editor: DeskEditor;
  readonly #outcome: OutcomeView;
  readonly #panels: Panels;
  readonly #status: HTMLElement;

  constructor(host: HTMLElement, desk: StepDesk, root: URL) {
    this.#host = host;
    this.#desk = desk;
    const at = (selector: string) => host.querySelector<HTMLElement>(selector)!;
    this.#status = at('.status');
    this.#editor = new DeskEditor(desk, { source: at('.source'), files: at('.files') });
    const hrefOf = (kind: string) => new URL(`crashed/${kind}/`, root).href;
    this.#outcome = new OutcomeView({
      plan: desk.asset.plan,
      hrefOf,
      onLine: (file, line) => this.#editor.goTo(file, line),
      onLoad: (press) =>
        void desk.compiler.load().then(
          () => this.press(press),
          () => {},
        ),
      next: host.querySelector<HTMLElement>('.next') ?? undefined,
    });
    this.#panels = new Panels(at('.lower'));
    this.#panels.add('outcome', 'What happened', this.#outcome.element);
    this.#panels.add('hostile', 'Hostile host', new HostileView(desk).element);
    this.#panels.ready();
    at('.compiler').replaceWith(new CompilerView(desk.compiler, (words) => this.#say(words)).element);
    at('.tools').append(new MistakeMenu(desk, () => void this.press('run')).element);
    at('[data-press="stop"]').addEventListener('click', () => desk.stop());
    desk.subscribe((change) => this.#take(change));
    host.dataset.state = 'open';
    at('.notice').textContent = '';
  }

  async press(press: Press): Promise<void> {
    await (press === 'run' ? this.#desk.run() : this.#desk.check());
  }

  focus(): void {
    this.#editor.focus();
  }

  #take(change: DeskChange): void {
    switch (change.what) {
      case 'activity':
        this.#showActivity();
        break;
      case 'outcome': {
        this.#panels.show('outcome');
        this.#say(this.#outcome.show(change.outcome));
        const { outcome } = change;
        if (outcome.kind === 'ran') this.#editor.showCoverage(hitsOf(outcome.result));
        break;
      }
      case 'text':
        if (change.by === 'page')
          this.#say(this.#desk.undoable ? `${this.#desk.undoable}: done.` : 'Undone.');
        break;
    }
  }

  #showActivity(): void {
    const { activity } = this.#desk;
    const isBusy = activity !== 'idle';
    this.#host.dataset.activity = activity;
    this.#host.querySelector<HTMLElement>('[data-press="stop"]')!.hidden = !isBusy;
    this.#host.querySelector<HTMLElement>('.busy')!.textContent = busyWords[activity];
  }

  /** Told to those who do not see it. */
  #say(words: string): void {
    this.#status.textContent = words;
  }
}

function hitsOf({ coverage }: RunResult): ReadonlyMap<number, number> | undefined {
  const file = coverage.find((each) => each.file === editedFile);
  return file && new Map(file.hits);
}
