import type { CheckResult } from '../../../checks/index.ts';
import { createElement, createSvg } from '../../elements/create-element.ts';

/** The checks of a step, each with its shape and its word. */
export function checkList(checks: readonly CheckResult[]): HTMLElement {
  const items = checks.map(({ title, outcome, detail }) => {
    const isPassed = outcome === 'passed';
    const word = isPassed ? 'passes' : outcome === 'failed' ? 'does not pass yet' : outcome;
    return createElement(
      'li',
      { className: isPassed ? 'passed' : 'failed' },
      shape(isPassed) as unknown as HTMLElement,
      createElement(
        'div',
        {},
        createElement('p', {}, title, createElement('span', { className: 'word', textContent: ` ${word}` })),
        detail === '' ? undefined : createElement('p', { className: 'detail', textContent: detail }),
      ),
    );
  });
  return createElement('ol', { className: 'checks' }, ...items);
}

function shape(isPassed: boolean): SVGSVGElement {
  const path = isPassed ? 'M3 9.5l4 4L15 4.5' : 'M4 4l10 10M14 4L4 14';
  return createSvg(
    'svg',
    { viewBox: '0 0 18 18', width: 18, height: 18, 'aria-hidden': 'true' },
    createSvg('path', { d: path }),
  );
}
