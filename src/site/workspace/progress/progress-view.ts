import { createButton, createElement } from '../../elements/create-element.ts';
import { saveFile } from '../../elements/save-file.ts';
import type { Trouble } from './progress.ts';
import { MAX_FILE_LENGTH, mergeProgress, readProgressFile, writeProgressFile } from './progress-file.ts';
import type { StepKeeper } from './step-keeper.ts';

export interface ProgressViewOptions {
  /** Tells the reader what happened. */
  readonly onSay: (words: string) => void;
  /** Tells that something the reader wrote is not kept, wherever they look; empty when all is. */
  readonly onTrouble: (words: string) => void;
}

const troubles: Readonly<Record<Trouble, string>> = {
  denied:
    'This browser does not let the page keep anything: save your progress as a file before you leave the page.',
  full: "The browser's room for this site is full: your latest text is not kept. Save your progress as a file before you leave the page.",
};
const FILE_NAME = 'tutti-progress.json';

/** What is kept in the browser, out to a file, in from a file, and forgotten. */
export class ProgressView {
  readonly element: HTMLElement;
  readonly #keeper: StepKeeper;
  readonly #options: ProgressViewOptions;
  readonly #state = createElement('p', { className: 'kept-state' });
  readonly #report = createElement('div', { className: 'kept-report' });
  readonly #forget: HTMLButtonElement;
  readonly #sure = createElement('div', { className: 'presses', hidden: true });

  constructor(keeper: StepKeeper, options: ProgressViewOptions) {
    this.#keeper = keeper;
    this.#options = options;
    const input = createElement('input', {
      type: 'file',
      accept: '.json',
      hidden: true,
      ariaLabel: 'File of progress to open',
    });
    input.addEventListener('change', () => {
      const [file] = input.files ?? [];
      if (file) void this.#import(file);
      input.value = '';
    });
    this.#forget = createButton('Forget my progress', () => this.#ask());
    this.#sure.append(
      createElement('span', {}),
      createButton('Forget it', () => this.#forgetAll()),
      createButton('Keep it', () => this.#decide()),
    );
    this.element = createElement(
      'section',
      { className: 'kept', ariaLabel: 'Progress' },
      createElement('h3', { textContent: 'Your progress' }),
      this.#state,
      createElement(
        'div',
        { className: 'presses' },
        createButton('Save progress as a file', () => this.#export()),
        createButton('Open a file of progress', () => input.click()),
        this.#forget,
        input,
      ),
      this.#sure,
      this.#report,
    );
    keeper.subscribe(() => this.#show());
    window.addEventListener('storage', ({ key }) => {
      if (key === null || key.startsWith('tutti/')) keeper.reread();
    });
    this.#show();
  }

  #show(): void {
    const { progress, trouble } = this.#keeper;
    const words = `${inventoryWords(this.#keeper)} They are kept in this browser and nowhere else.`;
    const { steps, tutorials } = progress.inventory();
    const isNothing = steps.length === 0 && tutorials.length === 0;
    this.#state.textContent = trouble ? troubles[trouble] : isNothing ? 'Nothing is kept yet.' : words;
    this.#state.classList.toggle('is-trouble', trouble !== undefined);
    this.#forget.disabled = isNothing;
    const isAtRisk = trouble !== undefined && this.#keeper.isAtRisk;
    this.#options.onTrouble(
      isAtRisk ? `${troubles[trouble]} The press for it is under “Keep and share”.` : '',
    );
  }

  #export(): void {
    saveFile(FILE_NAME, writeProgressFile(this.#keeper.progress));
    this.#say([`Saved as ${FILE_NAME}: every text and every bar that passed, of all tutorials.`]);
  }

  async #import(file: File): Promise<void> {
    const begin = `Cannot open ${file.name}`;
    // Characters of UTF-8 are bytes at the least: a larger file is refused before it is read.
    if (file.size > MAX_FILE_LENGTH * 4) {
      this.#say([`${begin}: it is longer than ${MAX_FILE_LENGTH} characters.`]);
      return;
    }
    const { file: read, problems } = readProgressFile(await file.text());
    if (read === undefined) {
      this.#say([`${begin}. ${problems.join(' ')}`]);
      return;
    }
    const lines = mergeProgress(this.#keeper.progress, read);
    this.#keeper.reread();
    const taken = lines.length > 0 ? lines : ['It says nothing that is not here already.'];
    const wrong = problems.map((problem) => `Left out: ${problem}`);
    this.#say([`${file.name} was opened.`, ...taken, ...wrong]);
  }

  #ask(): void {
    this.#sure.querySelector('span')!.textContent = `${inventoryWords(this.#keeper)} Forget all of it?`;
    this.#sure.hidden = false;
    this.#sure.querySelector('button')!.focus();
  }

  #decide(): void {
    this.#sure.hidden = true;
    this.#forget.focus();
  }

  #forgetAll(): void {
    this.#keeper.progress.forget();
    this.#keeper.reread();
    this.#decide();
    this.#say(['Forgotten. The text in the editor stays until you leave the page.']);
  }

  /** The first line is told, the others stand below it. */
  #say(lines: readonly string[]): void {
    const [first = '', ...rest] = lines;
    this.#report.replaceChildren(
      createElement('p', { className: 'notice-line', textContent: first }),
      ...(rest.length > 0
        ? [createElement('ul', {}, ...rest.map((line) => createElement('li', { textContent: line })))]
        : []),
    );
    this.#options.onSay(rest.length > 0 ? `${first} ${rest.join(' ')}` : first);
  }
}

function inventoryWords({ progress }: StepKeeper): string {
  const { steps } = progress.inventory();
  const passed = steps.filter((step) => progress.passedAt(step) !== undefined).length;
  const texts = steps.filter((step) => progress.step(step).text !== undefined).length;
  return `${counted(passed, 'bar')} passed, ${counted(texts, 'text')} of yours.`;
}

const counted = (count: number, noun: string): string =>
  `${count === 0 ? 'No' : count} ${count === 1 ? noun : `${noun}s`}`;
