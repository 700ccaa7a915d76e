import type { MistakeKind } from '../../lab/index.ts';
import { createElement } from '../elements/create-element.ts';
import { keepForOffline } from '../offline/keep-for-offline.ts';
import { openDesk, siteRootOf } from './desk/open-desk.ts';
import { type DeskChange, editedFile, type Press, type StepDesk } from './desk/step-desk.ts';
import { DeskEditor } from './editor/desk-editor.ts';
import { HelpView } from './help/help-view.ts';
import { HostNote } from './hostile/host-note.ts';
import { HostileView } from './hostile/hostile-view.ts';
import { MistakeMenu } from './hostile/mistake-menu.ts';
import { LayoutView } from './layouts/layout-view.ts';
import { Panels } from './panels.ts';
import { Progress } from './progress/progress.ts';
import { ProgressView } from './progress/progress-view.ts';
import { StepKeeper } from './progress/step-keeper.ts';
import { CompilerView } from './run/compiler-view.ts';
import { OutcomeView } from './run/outcome-view.ts';
import { ShareView } from './share/share-view.ts';
import { openStyles } from './styles/open-styles.ts';
import { TraceView } from './trace/trace-view.ts';

/** Loads the step that an element names and builds the workspace in it. @throws Error whose message says what to do */
export async function openWorkspace(host: HTMLElement): Promise<Workspace> {
  const address = new URL(host.dataset.href ?? '', document.baseURI);
  const [desk] = await Promise.all([openDesk(address), openStyles()]);
  const workspace = new Workspace(host, desk, siteRootOf(address));
  await workspace.openAddressed();
  return workspace;
}

const busyWords = { loading: 'Loading', building: 'Building', running: 'Running', idle: '' } as const;

/** Holds the parts of the workspace together: what is pressed goes to the desk, what changes there to the views. */
export class Workspace {
  readonly #host: HTMLElement;
  readonly #desk: StepDesk;
  readonly #editor: DeskEditor;
  readonly #panels: Panels;
  readonly #outcome: OutcomeView;
  readonly #share: ShareView;
  readonly #trace: TraceView;
  /** Whether another panel was chosen since the press. */
  #hasTurned = false;

  constructor(host: HTMLElement, desk: StepDesk, root: URL) {
    this.#host = host;
    this.#desk = desk;
    // Before the views: what an earlier visit left is what they show first.
    const keeper = new StepKeeper(desk, new Progress(storage()));
    this.#editor = new DeskEditor(desk, { source: this.#at('.source'), files: this.#at('.files') });
    const hrefOf = (kind: MistakeKind) => new URL(`crashed/${kind}/`, root).href;
    this.#outcome = new OutcomeView({
      plan: desk.asset.plan,
      hrefOf,
      links: { edited: editedFile, onPlace: ({ file, line }) => this.#editor.goTo(file, line) },
      onLoad: (press) =>
        void desk.compiler.load().then(
          () => this.press(press),
          () => {},
        ),
      next: host.querySelector<HTMLElement>('.next') ?? undefined,
    });
    const onSay = (words: string) => this.#say(words);
    this.#share = new ShareView(desk, { onSay, onAddressed: () => this.#showShare() });
    this.#panels = new Panels(this.#at('.lower'), () => {
      this.#hasTurned = desk.activity !== 'idle';
    });
    this.#trace = new TraceView({
      // The end of a run is a place, too: who does not look at the trace is not taken there.
      onPlace: (place) => this.#editor.showPlace(this.#panels.shown === 'trace' ? place : undefined),
      onCoverage: (hits) => this.#editor.showCoverage(hits),
      hrefOf,
    });
    this.#panels.add('outcome', 'What happened', this.#outcome.element);
    this.#panels.add('trace', 'Trace', this.#trace.element);
    this.#panels.add('help', 'Hints', new HelpView(desk, keeper, { onSay }).element);
    const hostile = new HostileView(desk);
    this.#panels.add('hostile', 'Hostile host', hostile.element);
    this.#panels.add('layouts', 'Layouts', new LayoutView(desk).element);
    this.#at('.notice').textContent = '';
    const onTrouble = (words: string) => this.#notice(words);
    const kept = new ProgressView(keeper, { onSay, onTrouble }).element;
    this.#panels.add('share', 'Keep and share', createElement('div', {}, this.#share.element, kept));
    this.#panels.ready();
    this.#at('.tools').replaceChildren(
      new CompilerView(desk.compiler, onSay).element,
      new MistakeMenu(desk, () => void this.press('run')).element,
      new HostNote(desk, () => hostile.clear()).element,
    );
    this.#at('[data-press="stop"]').addEventListener('click', () => desk.stop());
    desk.subscribe((change) => this.#take(change));
    const end = desk.compiler.subscribe(({ phase }) => {
      if (phase !== 'ready') return;
      end();
      void keepForOffline(root);
    });
    host.dataset.state = 'open';
  }

  /** Opens the text that the page's address holds, if it holds one. */
  openAddressed(): Promise<void> {
    return this.#share.openAddressed();
  }

  press(press: Press): Promise<void> {
    return press === 'run' ? this.#desk.run() : this.#desk.check();
  }

  focus(): void {
    this.#editor.focus();
  }

  #take(change: DeskChange): void {
    if (change.what === 'activity') this.#showActivity();
    if (change.what === 'text') this.#outcome.age();
    if (change.what === 'begin') {
      // The same answer twice is told twice.
      this.#say('');
      this.#trace.begin();
    }
    if (change.what === 'entry') this.#trace.append(change.entry);
    if (change.what !== 'outcome') return;
    const { outcome } = change;
    this.#say(this.#outcome.show(outcome));
    if (outcome.text !== this.#desk.text) this.#outcome.age();
    if (outcome.kind === 'ran') this.#trace.finish(outcome.result);
    // Whoever looks at the trace of runs goes on looking at it, and who turned elsewhere meanwhile stays there.
    const isTrace = outcome.kind === 'ran' && outcome.press === 'run' && this.#panels.shown === 'trace';
    if (!isTrace && !this.#hasTurned) this.#panels.show('outcome');
    this.#hasTurned = false;
    this.#panels.reveal();
  }

  #showActivity(): void {
    const { activity } = this.#desk;
    this.#host.dataset.activity = activity;
    this.#at('[data-press="stop"]').hidden = activity === 'idle';
    this.#at('.busy').textContent = busyWords[activity];
    if (activity !== 'idle') this.#outcome.age();
  }

  #showShare(): void {
    this.#panels.show('share');
    this.#panels.reveal();
  }

  /** Told to everyone, once. */
  #notice(words: string): void {
    const notice = this.#at('.notice');
    if (notice.textContent !== words) notice.textContent = words;
  }

  /** Told to those who do not see it. */
  #say(words: string): void {
    this.#at('.status').textContent = words;
  }

  #at(selector: string): HTMLElement {
    return this.#host.querySelector<HTMLElement>(selector)!;
  }
}

/** The browser may deny its storage, which throws. */
function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
