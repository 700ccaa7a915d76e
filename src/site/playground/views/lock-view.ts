import {
  createLockfile,
  formatLockfile,
  type Lockfile,
  selectionOfLockfile,
} from '../../../manifest/index.ts';
import {
  compareSelections,
  type Request,
  type Resolution,
  type SelectionChange,
} from '../../../resolver/index.ts';
import { createElement } from '../../elements/create-element.ts';
import { saveFile } from '../../elements/save-file.ts';

export interface LockActions {
  /** The lockfile is what later ones are compared with, and, with `isHeld`, what they keep to. */
  readonly onKeep: (lockfile: Lockfile) => void;
  readonly onHold: (locked: Request['locked'] | undefined) => void;
  readonly onUpgrade: () => void;
  readonly onSay: (words: string) => void;
}

/** The lockfile of the answer, and what it changes of the last one. */
export class LockView {
  readonly #place: HTMLElement;
  readonly #actions: LockActions;
  #lockfile: Lockfile | undefined;
  /** Of the last answer that was another one; what is kept counts for more. */
  #last: Lockfile | undefined;
  #kept: Lockfile | undefined;

  constructor(place: HTMLElement, actions: LockActions) {
    this.#place = place;
    this.#actions = actions;
    const on = (name: string, act: () => void) =>
      place.querySelector(`[data-action="${name}"]`)!.addEventListener('click', act);
    on('copy-lock', () => this.#copy());
    on('save-lock', () => {
      if (this.#lockfile) saveFile('tutti.lock', formatLockfile(this.#lockfile));
    });
    on('keep-lock', () => {
      if (this.#lockfile) actions.onKeep(this.#lockfile);
    });
    on('upgrade', () => actions.onUpgrade());
    place.querySelector('input')!.addEventListener('change', ({ target }) => {
      const isHeld = (target as HTMLInputElement).checked;
      const from = this.#kept ?? this.#lockfile;
      actions.onHold(isHeld && from ? selectionOfLockfile(from) : undefined);
    });
  }

  show(resolution: Resolution | undefined, request: Request, kept: Lockfile | undefined): void {
    const before = this.#lockfile;
    this.#kept = kept;
    this.#lockfile =
      resolution?.outcome === 'resolved' ? createLockfile(request, resolution.selection) : undefined;
    if (before && this.#lockfile && formatLockfile(before) !== formatLockfile(this.#lockfile))
      this.#last = before;
    else if (before && !this.#lockfile) this.#last = before;
    const compared = kept ?? this.#last;
    const text = this.#lockfile ? formatLockfile(this.#lockfile) : '';
    this.#place.querySelector('.lock-text')!.textContent = text;
    this.#place.querySelector<HTMLElement>('.lock-silent')!.hidden = text !== '';
    this.#place.querySelector<HTMLElement>('.lock-body')!.hidden = text === '';
    const held = this.#place.querySelector('input')!;
    held.checked = request.locked !== undefined;
    this.#place.querySelector<HTMLButtonElement>('[data-action="upgrade"]')!.disabled =
      request.locked === undefined;
    this.#showDifference(compared, kept !== undefined);
  }

  /** Forgets what came before: another situation begins. */
  reset(): void {
    this.#lockfile = undefined;
    this.#last = undefined;
  }

  #showDifference(compared: Lockfile | undefined, isKept: boolean): void {
    const place = this.#place.querySelector('.lock-difference')!;
    if (this.#lockfile === undefined) return;
    const title = isKept ? 'Compared with the one that was kept' : 'Compared with the last one';
    if (compared === undefined) {
      place.replaceChildren(
        createElement('p', {
          textContent: 'This is the first one; a change will show here what it changes of it.',
        }),
      );
      return;
    }
    const changes = compareSelections(selectionOfLockfile(compared), selectionOfLockfile(this.#lockfile));
    const items = changes.map((change) =>
      createElement('li', { className: kindOf(change), textContent: describeChange(change) }),
    );
    if (compared.abi !== this.#lockfile.abi)
      items.unshift(
        createElement('li', {
          className: 'moved',
          textContent: `ABI ${compared.abi} → ${this.#lockfile.abi}`,
        }),
      );
    const list =
      items.length > 0
        ? createElement('ul', {}, ...items)
        : createElement('p', { textContent: 'Nothing changed.' });
    place.replaceChildren(createElement('h3', { textContent: title }), list);
  }

  #copy(): void {
    if (this.#lockfile === undefined) return;
    navigator.clipboard.writeText(formatLockfile(this.#lockfile)).then(
      () => this.#actions.onSay('The lockfile is on the clipboard.'),
      () => this.#actions.onSay('The browser does not allow to copy: mark the text instead.'),
    );
  }
}

function kindOf({ before, after }: SelectionChange): string {
  return before === undefined ? 'added' : after === undefined ? 'gone' : 'moved';
}

export function describeChange({ plugin, before, after }: SelectionChange): string {
  if (before === undefined) return `+ ${plugin} ${after}`;
  if (after === undefined) return `− ${plugin} ${before}`;
  return `${plugin} ${before} → ${after}`;
}
