import { createButton, createElement } from '../../elements/create-element.ts';
import type { StepDesk } from '../desk/step-desk.ts';

/** The mistakes that people make at this step: each takes the place of the text, is run, and can be taken back. */
export class MistakeMenu {
  readonly element: HTMLElement;

  constructor(desk: StepDesk, onRun: () => void) {
    const { plan, mistakes } = desk.asset;
    const details = createElement('details', { className: 'mistakes' });
    const items = Object.entries(plan.mistakes).flatMap(([name, { title }]) => {
      const variant = mistakes[name];
      if (variant === undefined) return [];
      const press = createButton(title, () => {
        details.open = false;
        desk.replace(variant.source, `Mistake “${title}”`);
        onRun();
      });
      return [createElement('li', {}, press)];
    });
    details.append(
      createElement('summary', { textContent: 'Break it on purpose' }),
      createElement(
        'div',
        { className: 'choices' },
        createElement('p', { textContent: 'You …' }),
        createElement('ul', {}, ...items),
      ),
    );
    details.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget !== null && !details.contains(relatedTarget as Node)) details.open = false;
    });
    details.hidden = items.length === 0;
    details.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape' || !details.open) return;
      details.open = false;
      details.querySelector('summary')?.focus();
    });
    this.element = details;
  }
}
