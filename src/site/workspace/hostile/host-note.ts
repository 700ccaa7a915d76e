import { createButton, createElement } from '../../elements/create-element.ts';
import type { StepDesk } from '../desk/step-desk.ts';
import { misdeedsOf } from '../run/outcome-words.ts';

/** Says beside Run, as long as it is so, that the host misbehaves, and ends it. */
export class HostNote {
  readonly element: HTMLElement;

  constructor(desk: StepDesk, onClear: () => void) {
    const words = createElement('span', {});
    this.element = createElement(
      'p',
      { className: 'host-note', hidden: true },
      words,
      createButton('Behave again', onClear, { className: 'quiet' }),
    );
    desk.subscribe(({ what }) => {
      if (what !== 'hostility') return;
      this.element.hidden = desk.hostility === undefined;
      words.textContent = desk.hostility
        ? `Run is on a hostile host: ${misdeedsOf(desk.hostility).join('; ')}. `
        : '';
    });
  }
}
