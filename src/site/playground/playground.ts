import { wireTabs } from '../elements/tabs.ts';
import { keepForOffline } from '../offline/keep-for-offline.ts';
import type { MatrixBars } from '../score/matrix-score.ts';
import { namedSituation, readAddress, watchAddress } from './desk/address.ts';
import {
  addPlugin,
  addVersion,
  ask,
  type Desk,
  deskOf,
  editText,
  isChanged,
  opened,
  override,
  removeManifest,
  renamePlugin,
} from './desk/desk.ts';
import { DeskCommands } from './desk/desk-commands.ts';
import { DeskStore } from './desk/desk-store.ts';
import { labelOf, nameOf } from './desk/manifest-name.ts';
import { knownNames } from './editor/known-names.ts';
import { hundredPlugins } from './hundred-plugins.ts';
import type { Situation } from './situation.ts';
import { AnswerView } from './views/answer-view.ts';
import { AskView } from './views/ask-view.ts';
import { CellReason } from './views/cell-reason.ts';
import { EditorView } from './views/editor-view.ts';
import { GraphView } from './views/graph-view.ts';
import { LockView } from './views/lock-view.ts';
import { OverridesView } from './views/overrides-view.ts';
import { PluginsView } from './views/plugins-view.ts';
import { ScoreView } from './views/score-view.ts';
import { ToolsView } from './views/tools-view.ts';
import { windowSentence } from './views/window-sentence.ts';
import type { Answer } from './worker/answer.ts';
import type { OfferedWindow, Part } from './worker/messages.ts';
import { ResolverClient } from './worker/resolver-client.ts';

/** Below this width, in CSS pixels, graphs run down instead of across. */
const NARROW = 640;

/** Holds the page together: the desk changes, the worker is asked, the views show what comes back. */
export class Playground {
  readonly #host: HTMLElement;
  readonly #situations: readonly Situation[];
  readonly #store: DeskStore;
  readonly #client: ResolverClient;
  readonly #commands: DeskCommands;
  readonly #views: ReturnType<Playground['createViews']>;
  readonly #select: (panel: string) => void;
  #open = 0;
  #isKept = false;
  #bars: MatrixBars['kind'] = 'hosts';
  #asked: Desk | undefined;
  #answer: Answer | undefined;

  constructor(host: HTMLElement) {
    this.#host = host;
    const data = host.querySelector('script[type="application/json"]')!.textContent;
    this.#situations = [...(JSON.parse(data) as Situation[]), hundredPlugins()];
    this.#store = new DeskStore(deskOf(namedSituation(this.#situations) ?? this.#situations[0]!));
    this.#client = new ResolverClient(
      (part, id) => this.#take(part, id),
      (message) => this.#say(`The resolver failed: ${message}`),
    );
    this.#commands = new DeskCommands(this.#store, this.#client, {
      onSay: (words) => this.#say(words),
      onOpen: (position) => {
        this.#open = position;
      },
    });
    this.#select = wireTabs(host.querySelector('[role="tablist"]')!);
    this.#select('score');
    this.#views = this.createViews();
    this.#store.listen((desk, { what, kind }) => {
      if (kind === 'moved') this.#say(what);
      if (isChanged(desk)) this.#keepOnce();
      this.#show(desk);
    });
    watchAddress(this.#situations, () => void this.#openAddress());
    this.#show(this.#store.desk);
    if (namedSituation(this.#situations) === undefined) void this.#openAddress();
    void this.#views.editor.load(() => knownNames(this.#store.desk, this.#commands.library));
  }

  createViews() {
    const store = this.#store;
    const at = (selector: string) => this.#host.querySelector<HTMLElement>(selector)!;
    const say = (words: string) => this.#say(words);
    const graph = new GraphView(at('#panel-graph'));
    const reason = new CellReason(at('.cell-reason'));
    for (const button of this.#host.querySelectorAll<HTMLButtonElement>('[data-bars]')) {
      button.addEventListener('click', () => this.#setBars(button.dataset.bars as MatrixBars['kind']));
    }
    at('[data-action="add-plugin"]').addEventListener('click', () => {
      const next = addPlugin(store.desk);
      this.#open = next.manifests.length - 1;
      store.apply(next, 'A plugin was added.');
      this.#views.editor.focus();
    });
    return {
      graph,
      reason,
      answer: new AnswerView(at('.why'), at('.outcome'), {
        onFix: (fix) => {
          say(`${fix.title}: done. Undo brings the question back.`);
          store.apply({ ...store.desk, request: fix.request }, fix.title);
        },
        onLine: (at, line) => graph.light(line ? `${at}.${line.number}` : undefined),
        onShrink: () => void this.#commands.shrink(),
      }),
      ask: new AskView(at('.ask'), this.#situations, {
        onSituation: (id) => {
          history.pushState(null, '', `#${id}`);
          void this.#openAddress();
        },
        onAsk: (change, what) => store.apply(ask(store.desk, change), what, true),
      }),
      editor: new EditorView(at('.manifests'), {
        onEdit: (position, text) =>
          store.apply(editText(store.desk, position, text), `Text ${position} changed.`, true),
        onAddVersion: (position) => {
          this.#open = position + 1;
          store.apply(addVersion(store.desk, position), 'A version was added.');
        },
        onRename: (from, to) => store.apply(renamePlugin(store.desk, from, to), `${from} is called ${to}.`),
        onWhatIf: (position) => void this.#whatIf(position),
        onRemove: (position) => {
          say(`${labelOf(store.desk.manifests[position]!)} was removed.`);
          store.apply(removeManifest(store.desk, position), 'A manifest was removed.');
        },
      }),
      lock: new LockView(at('#panel-lock'), {
        onKeep: (kept) => {
          say('Kept. Later lockfiles are compared with this one.');
          store.apply({ ...store.desk, kept }, 'The lockfile was kept.');
        },
        onHold: (locked) => this.#commands.hold(locked),
        onUpgrade: () => void this.#commands.upgrade(),
        onSay: say,
      }),
      overrides: new OverridesView(at('.overrides'), {
        onOverrides: (overrides, what, isTyping) => {
          if (!isTyping) say(what);
          store.apply(override(store.desk, overrides), what, isTyping);
        },
      }),
      plugins: new PluginsView(at('.plugins'), {
        onRoots: (roots, what, isTyping) => store.apply(ask(store.desk, { roots }), what, isTyping),
        onOpen: (position) => {
          this.#open = position;
          this.#show(store.desk, false);
        },
        onTake: (id, version) => {
          this.#open = store.desk.manifests.length;
          void this.#commands.takeRelease(id, version);
        },
      }),
      score: new ScoreView(at('.drawn'), {
        onWhy: (request, title) =>
          void this.#client.call('why', request).then((reasons) => reason.show(title, reasons)),
        onBar: ({ host, platform }) => store.apply(ask(store.desk, { host, platform }), 'Another bar.'),
      }),
      tools: new ToolsView(at('.tools'), this.#host, store, {
        onImport: (files) => void this.#commands.importFiles(files),
        onPutBack: () => this.#putBack(),
        onSay: say,
      }),
    };
  }

  /** Shows the desk and, unless only the view of it changed, asks about it. */
  #show(desk: Desk, isChanged = true): void {
    this.#open = Math.min(this.#open, Math.max(desk.manifests.length - 1, 0));
    this.#views.ask.show(desk);
    this.#views.tools.show();
    this.#views.editor.show(desk, this.#open);
    this.#views.overrides.show(desk, this.#commands.library);
    this.#showPlugins();
    if (isChanged) this.#ask();
    else this.#views.editor.showProblems(this.#answer?.problems[this.#open] ?? []);
  }

  #ask(): void {
    const { manifests, library, request } = this.#store.desk;
    this.#asked = this.#store.desk;
    const id = this.#client.ask({
      texts: manifests.map(({ text }) => text),
      library,
      request,
      bars: this.#bars,
      direction: this.#host.clientWidth < NARROW ? 'down' : 'across',
    });
    this.#host.dataset.asked = String(id);
  }

  #take(part: Part, id: number): void {
    const { views, desk } = { views: this.#views, desk: this.#asked! };
    switch (part.part) {
      case 'answer':
        this.#answer = part.answer;
        views.answer.show(part.answer, desk.request);
        views.lock.show(part.answer.resolution, desk.request, desk.kept);
        views.reason.close();
        this.#showPlugins();
        views.editor.showProblems(part.answer.problems[this.#open] ?? []);
        if (part.answer.resolution === undefined || part.answer.resolution.outcome === 'unknown') {
          views.score.show(undefined);
          views.graph.show(undefined);
          this.#showWindow(undefined);
        }
        this.#host.dataset.outcome = part.answer.resolution?.outcome ?? 'meaningless';
        this.#host.dataset.answered = String(id);
        return;
      case 'fixes':
        views.answer.showFixes(part.fixes);
        return;
      case 'score':
        views.ask.suggest(part.hosts);
        views.score.show(part.score);
        return;
      case 'graph':
        views.graph.show(part.graph);
        return;
      case 'window':
        this.#showWindow(part.window);
    }
  }

  #showWindow(window: OfferedWindow | undefined): void {
    this.#host.querySelector('.window')!.textContent = window === undefined ? '' : windowSentence(window);
  }

  #showPlugins(): void {
    const problems = this.#answer?.problems ?? [];
    const faulty = new Set(problems.flatMap((list, at) => (list.length > 0 ? at : [])));
    this.#views.plugins.show(this.#store.desk, this.#commands.library, this.#open, faulty);
  }

  /** Takes up what the address names: a situation as it was before any change, or the desk that it holds. */
  async #openAddress(): Promise<void> {
    const addressed = await readAddress(this.#situations);
    if (addressed.kind === 'refused') this.#say(addressed.message);
    if (addressed.kind === 'desk') this.#replace(addressed.desk, addressed.what);
  }

  #replace(desk: Desk, what: string): void {
    this.#open = 0;
    this.#views.lock.reset();
    this.#store.apply(desk, what);
  }

  async #whatIf(position: number): Promise<void> {
    const name = nameOf(this.#store.desk.manifests[position]!);
    const reasons = await this.#commands.whatIfYanked(name);
    if (reasons.length === 0) return;
    this.#select('score');
    this.#views.reason.show(`Without ${name.id.split('.').at(-1)} ${name.version}`, reasons);
  }

  #putBack(): void {
    const { first } = this.#store.desk;
    if (first === undefined) return;
    this.#replace(opened(first), 'Everything is as it was.');
    this.#say('Everything is as it was. Undo brings your changes back.');
  }

  #setBars(kind: MatrixBars['kind']): void {
    this.#bars = kind;
    for (const button of this.#host.querySelectorAll<HTMLButtonElement>('[data-bars]'))
      button.setAttribute('aria-pressed', String(button.dataset.bars === kind));
    this.#ask();
  }

  /** Who works here finds the page again without a network; who only reads installs nothing. */
  #keepOnce(): void {
    if (this.#isKept || !navigator.onLine) return;
    this.#isKept = true;
    void keepForOffline(new URL('../', location.href));
  }

  #say(words: string): void {
    this.#host.querySelector('.notice')!.textContent = words;
  }
}
