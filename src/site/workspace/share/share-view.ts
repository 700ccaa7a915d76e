import { createButton, createElement } from '../../elements/create-element.ts';
import { saveFile } from '../../elements/save-file.ts';
import type { StepDesk } from '../desk/step-desk.ts';
import { isShareFragment } from './share-fragment.ts';
import { packShared, unpackShared } from './share-link.ts';
import { commandsOf, type StepCommand } from './step-commands.ts';

export interface ShareViewOptions {
  /** Tells the reader what happened. */
  readonly onSay: (words: string) => void;
  /** The page's address held a text, or a broken link: what became of it stands in the view. */
  readonly onAddressed: () => void;
}

/** The link that holds the text, the download, and the commands for it outside of the page. */
export class ShareView {
  readonly element: HTMLElement;
  readonly #desk: StepDesk;
  readonly #options: ShareViewOptions;
  readonly #notice = createElement('p', { className: 'notice-line' });
  readonly #link = createElement('input', {
    type: 'text',
    readOnly: true,
    hidden: true,
    className: 'share-link',
    ariaLabel: 'The link',
  });

  constructor(desk: StepDesk, options: ShareViewOptions) {
    this.#desk = desk;
    this.#options = options;
    this.element = createElement(
      'section',
      { className: 'share', ariaLabel: 'Share and download' },
      createElement(
        'div',
        { className: 'presses' },
        createButton('Copy a link to this text', () => void this.#copyLink()),
        createButton('Download this step', () => void this.#download()),
      ),
      this.#notice,
      this.#link,
      createElement('h3', { textContent: 'On your own machine' }),
      createElement('p', {
        textContent:
          'Unpack the download and type these in its folder. The headers and a C compiler come with the command; where it is not installed, the README in the download says how a clone does the same.',
      }),
      createElement(
        'ul',
        { className: 'commands' },
        ...commandsOf(desk.asset.plan).map((command) => this.#commandItem(command)),
      ),
    );
    window.addEventListener('hashchange', () => void this.openAddressed());
    desk.subscribe(({ what }) => {
      // A link that is shown holds the text as it was.
      if (what === 'text') this.#link.hidden = true;
    });
  }

  /**
   * Opens the text of the page's address, when it holds one, in the place of the reader's, which an undo brings back.
   * The address is plain again afterwards: a reload does not open it once more.
   */
  async openAddressed(): Promise<void> {
    const fragment = location.hash.slice(1);
    if (!isShareFragment(fragment)) return;
    const { asset } = this.#desk;
    const read = await unpackShared(asset.id, fragment);
    history.replaceState(null, '', location.pathname + location.search);
    this.#say(read.ok ? this.#show(read.text) : read.message);
    this.#options.onAddressed();
  }

  /** @returns what happened */
  #show(text: string): string {
    if (text === this.#desk.text) return 'The link holds the text that stands here already.';
    const isOwn = this.#desk.variant !== 'start';
    this.#desk.replace(text, 'Open shared');
    const yours = isOwn ? ' Your own text is kept: under "Hints", "Undo Open shared" brings it back.' : '';
    return `The text of the link stands in the editor. Read it before you run it.${yours}`;
  }

  async #copyLink(): Promise<void> {
    const { asset, text } = this.#desk;
    const fragment = await packShared(asset.id, text);
    if (fragment === undefined) {
      this.#say('The text is too long for a link: download the step instead.');
      return;
    }
    const link = `${location.href.split('#')[0]}#${fragment}`;
    try {
      await navigator.clipboard.writeText(link);
      this.#say('The link is on the clipboard. It holds the text itself; nothing was sent anywhere.');
    } catch {
      this.#link.value = link;
      this.#link.hidden = false;
      this.#link.select();
      this.#say('The browser does not allow to copy: here is the link. It holds the text itself.');
    }
  }

  async #download(): Promise<void> {
    const { asset, text } = this.#desk;
    const { folderOf, packStep } = await import('./step-archive.ts');
    const name = `${folderOf(asset.id)}.zip`;
    saveFile(name, packStep(asset, text), 'application/zip');
    this.#say(`${name} holds your plugin.c, its tutti.json and a README with the commands.`);
  }

  #commandItem({ purpose, line }: StepCommand): HTMLElement {
    const copy = createButton('Copy', () => void this.#copyLine(line), { ariaLabel: `Copy: ${line}` });
    const code = createElement('code', { textContent: line });
    return createElement('li', {}, createElement('span', { textContent: purpose }), code, copy);
  }

  async #copyLine(line: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(line);
      this.#say('The command is on the clipboard.');
    } catch {
      this.#say('The browser does not allow to copy: mark the command instead.');
    }
  }

  #say(words: string): void {
    this.#notice.textContent = words;
    this.#options.onSay(words);
  }
}
