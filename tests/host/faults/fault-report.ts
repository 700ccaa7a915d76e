import { readFileSync, writeFileSync } from 'node:fs';
import type { Account } from './account.ts';
import { type Fault, type FaultGroup, faultGroups, faults } from './fault-table.ts';
import type { Sacrifice } from './sacrifice.ts';

/** What a fault became, as the page of faults shows it. */
export interface FaultRow {
  readonly id: string;
  readonly group: FaultGroup;
  readonly what: string;
  readonly source: string;
  readonly defines: readonly string[];
  readonly childProcess?: Account;
  /** What the host made of it; or, where nothing in the process could hold it, what became of the process. */
  readonly inProcess?: Account | Pick<Sacrifice, 'ends' | 'changed'>;
}

export interface FaultReport {
  readonly groups: Readonly<Record<FaultGroup, string>>;
  readonly faults: readonly FaultRow[];
}

const path = 'content/reports/faults.json';
/** `UPDATE_FAULTS=1 npx vitest run tests/host/faults` writes the report again; read the difference. */
export const isUpdating = process.env.UPDATE_FAULTS === '1';

const told = new Map<string, Partial<FaultRow>>();

/** The committed report's row of a fault. */
export function reportedRow(id: string): FaultRow | undefined {
  const report = JSON.parse(readFileSync(path, 'utf8')) as FaultReport;
  return report.faults.find((row) => row.id === id);
}

/** Keeps what a test found, for the report. */
export function tell(
  fault: Fault,
  found: Pick<FaultRow, 'childProcess'> | Pick<FaultRow, 'inProcess'>,
): void {
  told.set(fault.id, { ...told.get(fault.id), ...found });
}

/** Writes what the tests found, in the order of the table; what was not run stays as it was. */
export function writeReport(): void {
  const groups = Object.fromEntries(Object.entries(faultGroups).map(([id, { title }]) => [id, title]));
  const rows = faults.map(({ id, group, what, source, defines }) => {
    const before = reportedRow(id);
    const { childProcess = before?.childProcess, inProcess = before?.inProcess } = told.get(id) ?? {};
    return {
      id,
      group,
      what,
      source,
      defines,
      ...(childProcess && { childProcess }),
      ...(inProcess && { inProcess }),
    };
  });
  writeFileSync(path, `${JSON.stringify({ groups, faults: rows }, undefined, 2)}\n`);
}
