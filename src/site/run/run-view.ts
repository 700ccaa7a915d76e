import { type AbiEvent, formatEvent, type LedgerRow, ledgerOf } from '../../abi/index.ts';

/** What one press of Run led to. */
export interface RunResult {
  /** What the plugin gave, as one reads it. */
  output: string | undefined;
  /** Why there is none: the plugin's own words, or what became of it. */
  failure: string | undefined;
  events: readonly AbiEvent[];
  ms: number;
}

/** Shows a result in a run figure's parts. */
export function showRun(figure: HTMLElement, result: RunResult): void {
  const output = figure.querySelector<HTMLElement>('.run-output')!;
  const rows = ledgerOf(result.events);
  const lost = rows.filter((row) => row.fate === 'leaked' || row.fate === 'held');
  output.classList.toggle('is-failure', result.failure !== undefined);
  output.querySelector('.run-word')!.textContent = result.failure === undefined ? 'gives' : 'refuses';
  output.querySelector('samp')!.textContent = result.failure ?? result.output ?? '';
  figure.querySelector('.run-verdict')!.textContent = verdict(rows, lost, result.ms);
  figure.querySelector('.run-events')!.replaceChildren(...result.events.map(renderEvent));
  figure.querySelector('.run-ledger tbody')!.replaceChildren(...rows.map(renderRow));
  figure.querySelector<HTMLElement>('.run-ledger')!.hidden = rows.length === 0;
  figure.querySelector<HTMLElement>('.run-empty-ledger')!.hidden = rows.length > 0;
  figure.dataset.state = result.failure === undefined ? 'done' : 'failed';
}

function verdict(rows: readonly LedgerRow[], lost: readonly LedgerRow[], ms: number): string {
  const time = `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  if (lost.length > 0) return `${time}. ${plural(lost.length, 'block')} nobody took back.`;
  return rows.length === 0
    ? `${time}. Nothing was allocated.`
    : `${time}. ${plural(rows.length, 'block')}, each taken back.`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function renderEvent(event: AbiEvent): HTMLLIElement {
  const item = document.createElement('li');
  item.textContent = formatEvent(event);
  item.className = `event-${event.type}`;
  return item;
}

function renderRow(row: LedgerRow): HTMLTableRowElement {
  const line = document.createElement('tr');
  const cells = [
    row.block,
    row.sizeBytes,
    row.call === 0 ? 'outside a call' : `call ${row.call}`,
    row.owner,
    row.fate,
  ];
  for (const cell of cells) line.insertCell().textContent = String(cell);
  line.classList.toggle('is-lost', row.fate === 'leaked' || row.fate === 'held');
  return line;
}
