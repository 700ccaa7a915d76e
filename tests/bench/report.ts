import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';

/** One measured figure. */
export interface Figure {
  value: number;
  /** What `value`, `peerValue` and `limit` count: `ms`, `kB gz`, `×`. */
  unit: string;
  /** What it is measured against, in the same run and interleaved: `dlopen + dlsym in C`. */
  peer?: string;
  peerValue?: number;
  /** `value / peerValue`. */
  ratio?: number;
  /** What `value` must stay under, or must reach when `atLeast` is set; without one it is only reported. */
  limit?: number;
  /** What `ratio` must stay under. */
  ratioLimit?: number;
  atLeast?: boolean;
}

/** The figures of one bench, by id: `open-to-first-call`. */
export type Figures = Readonly<Record<string, Figure>>;

/** A file of `reports/`, and its committed copy in `content/reports/`. */
export interface Report {
  machine: string;
  /** ISO 8601, to the second. */
  date: string;
  /** The commit that was measured; ends in `+` when files had changed since. */
  commit: string;
  figures: Figures;
}

/** Does the figure keep its limit? */
export function isWithin({ value, limit, atLeast = false, ratio, ratioLimit }: Figure): boolean {
  if (ratioLimit !== undefined && (ratio ?? Number.POSITIVE_INFINITY) > ratioLimit) return false;
  if (limit === undefined) return true;
  return atLeast ? value >= limit : value <= limit;
}

/** A figure's limits in words: `≤ 1 ms, ≤ 4×`; empty when it has none. */
export function formatLimits({ limit, unit, atLeast, ratioLimit }: Figure): string {
  const texts = [
    limit === undefined ? '' : `${atLeast ? '≥' : '≤'} ${formatValue(limit, unit)}`,
    ratioLimit === undefined ? '' : `≤ ${ratioLimit}×`,
  ];
  return texts.filter((text) => text !== '').join(', ');
}

/** A value as pages and tables show it: three significant digits, and its unit. */
export function formatValue(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
  return `${digits} ${unit}`;
}

/** The table that a bench prints: one line per figure, columns aligned. */
export function formatTable(figures: Figures): string {
  const rows = Object.entries(figures).map(([id, figure]) => [
    id,
    formatValue(figure.value, figure.unit),
    figure.peer === undefined || figure.peerValue === undefined
      ? '-'
      : `${figure.peer}: ${formatValue(figure.peerValue, figure.unit)}`,
    figure.ratio === undefined ? '-' : `${figure.ratio.toFixed(2)}×`,
    formatLimits(figure) || '-',
    isWithin(figure) ? 'yes' : 'NO',
  ]);
  const table = [['figure', 'value', 'peer', 'ratio', 'limit', 'within'], ...rows];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** This machine in one line: processor, cores, memory, system, Node. */
export function describeMachine(): string {
  const cores = cpus();
  const memoryGiB = Math.round(totalmem() / 2 ** 30);
  const model = cores[0]?.model.trim() ?? 'unknown processor';
  const system = `${type()} ${release().split('-')[0]} ${process.arch}`;
  return `${model}, ${cores.length} cores, ${memoryGiB} GiB, ${system}, Node ${process.versions.node}`;
}

/** The commit that is checked out, with `+` when the tree differs from it. */
export function describeCommit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const hasChanges = git('status', '--porcelain', '--', 'src', 'native', 'examples', 'content/docs') !== '';
  return `${git('rev-parse', '--short', 'HEAD')}${hasChanges ? '+' : ''}`;
}
