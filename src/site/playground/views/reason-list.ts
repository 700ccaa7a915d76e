import type { ExplanationLine } from '../../../resolver/index.ts';
import { createElement } from '../../elements/create-element.ts';

/**
 * An explanation, line by line. Each line can be looked at: by pointer, by focus, and with the arrow keys.
 *
 * @param onLine called with the line that is looked at, and with nothing when none is
 */
export function reasonList(
  lines: readonly ExplanationLine[],
  onLine: (line: ExplanationLine | undefined) => void,
): HTMLOListElement {
  const items = lines.map((line) => {
    const because =
      line.because.length > 0
        ? createElement('span', { className: 'because', textContent: ` from ${line.because.join(', ')}` })
        : undefined;
    const item = createElement(
      'li',
      { className: line.kind, tabIndex: line.number === 1 ? 0 : -1 },
      line.text,
      because,
    );
    item.dataset.line = String(line.number);
    item.addEventListener('pointerenter', () => onLine(line));
    item.addEventListener('pointerleave', () => {
      const focused = lines.find((_, at) => items[at] === document.activeElement);
      onLine(focused);
    });
    item.addEventListener('focus', () => {
      for (const other of items) other.tabIndex = other === item ? 0 : -1;
      onLine(line);
    });
    item.addEventListener('blur', () => onLine(undefined));
    return item;
  });
  const list = createElement('ol', { className: 'reasons' }, ...items);
  list.addEventListener('keydown', (event) => {
    const at = items.indexOf(event.target as HTMLLIElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (at < 0 || to === undefined || items[to] === undefined) return;
    event.preventDefault();
    items[to].focus();
  });
  return list;
}
