import { createButton, createElement } from '../../elements/create-element.ts';

/** Something that the compiler says of a line, with its own correction where it has one. */
export interface Problem {
  readonly line: number;
  readonly severity: string;
  readonly message: string;
  readonly fix: { readonly name: string; readonly apply: () => void } | undefined;
}

/** More than these are said in the margin only. */
const most = 3;

/** What the compiler says, below the code: for those who have no pointer to hover with. */
export class ProblemList {
  readonly element = createElement('ul', {
    className: 'problems',
    hidden: true,
    ariaLabel: 'What the compiler says',
  });
  readonly #onLine: (line: number) => void;

  constructor(onLine: (line: number) => void) {
    this.#onLine = onLine;
  }

  show(problems: readonly Problem[]): void {
    const ordered = [
      ...problems.filter(({ severity }) => severity === 'error'),
      ...problems.filter(({ severity }) => severity !== 'error'),
    ];
    const items = ordered.slice(0, most).map(({ line, severity, message, fix }) =>
      createElement(
        'li',
        { className: severity },
        createButton(`line ${line}`, () => this.#onLine(line), { className: 'place' }),
        createElement('span', {
          textContent: `${severity === 'info' ? 'note' : severity}: ${message.split('\n')[0]}`,
        }),
        fix && createButton(fix.name, fix.apply, { className: 'quiet' }),
      ),
    );
    const rest = ordered.length - items.length;
    if (rest > 0) items.push(createElement('li', { textContent: `and ${rest} more, in the margin` }));
    this.element.hidden = items.length === 0;
    this.element.replaceChildren(...items);
  }
}
