import { createElement } from '../../elements/create-element.ts';
import type { LayoutCell, LayoutRow, LayoutTable } from './layout-table.ts';

/** The table of a struct's fields: one column for each target, each cell with what is otherwise there. */
export function drawTable({ name, columns, rows }: LayoutTable): DocumentFragment {
  const head = createElement('tr', {}, heading('Field', 'col'));
  head.append(...columns.map(({ target }) => heading(target, 'col')));
  const first = columns[0]!;
  const total = (label: string, read: (column: (typeof columns)[number]) => number) =>
    createElement(
      'tr',
      {},
      heading(label, 'row'),
      ...columns.map((column) => cellOf(read(column), undefined, read(first))),
    );
  const table = createElement(
    'table',
    {},
    createElement('thead', {}, head),
    createElement('tbody', {}, ...rows.map((row) => drawRow(row))),
    createElement(
      'tfoot',
      {},
      total('Size', ({ sizeBytes }) => sizeBytes),
      total('Padding', ({ paddingBytes }) => paddingBytes),
      total('Alignment', ({ alignBytes }) => alignBytes),
    ),
  );
  const region = createElement('div', { className: 'layout-table', tabIndex: 0 }, table);
  region.setAttribute('role', 'region');
  region.ariaLabel = `Layouts of ${name}`;
  const note = createElement('p', {
    className: 'layout-note',
    textContent: `Where each field begins, and what it measures, in bytes. Marked: what is not as on ${first.target}.`,
  });
  const drawn = document.createDocumentFragment();
  drawn.append(note, region);
  return drawn;
}

function drawRow(row: LayoutRow): HTMLTableRowElement {
  const { number, name, type, depth, cells } = row;
  const label = heading('', 'row');
  label.className = depth > 1 ? 'nested' : '';
  label.append(
    ...(number === undefined ? [] : [createElement('i', { textContent: String(number) }), ' ']),
    createElement('code', { textContent: name }),
    ' ',
    createElement('small', { textContent: type }),
  );
  const [first] = cells;
  return createElement(
    'tr',
    {},
    label,
    ...cells.map((cell) =>
      cell === undefined
        ? createElement('td', { textContent: 'none' })
        : cellOf(cell.offsetBytes, cell, first?.offsetBytes, first?.sizeBytes),
    ),
  );
}

/** One number, with what it is on the first target where that differs: a sign, a frame and words. */
function cellOf(
  value: number,
  cell: LayoutCell | undefined,
  first: number | undefined,
  firstSize?: number,
): HTMLTableCellElement {
  const isOther = cell ? cell.isOther : value !== first;
  const size = cell?.bits ? `bits ${cell.bits[0]} to ${cell.bits[1]}` : sizeWords(cell?.sizeBytes);
  const was =
    value !== first ? String(first) : firstSize !== cell?.sizeBytes ? `size ${firstSize}` : 'other bits';
  return createElement(
    'td',
    { className: isOther ? 'is-other' : '' },
    createElement('b', { textContent: String(value) }),
    size === '' ? undefined : createElement('small', { textContent: ` ${size}` }),
    isOther ? createElement('em', { textContent: ` not ${was}` }) : undefined,
  );
}

function sizeWords(size: number | undefined): string {
  return size === undefined ? '' : `size ${size}`;
}

function heading(text: string, scope: 'col' | 'row'): HTMLTableCellElement {
  return createElement('th', { textContent: text, scope });
}
