import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { committedFolder, readReports, writeFigures } from './committed-figures.ts';
import {
  describeCommit,
  describeMachine,
  type Figures,
  formatTable,
  isWithin,
  type Report,
} from './report.ts';

/**
 * Measures: `npm run bench` runs every bench, `npm run bench <name>` one. A bench is a `bench:<name>` script of
 * package.json and the file `<name>.ts` beside this one, which exports `bench<Name>(): Promise<Figures>`.
 * Writes `reports/<name>.json`, the copy in `content/reports/` that the site reads, and the README's figures.
 */
async function main(): Promise<number> {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const known = Object.keys(scripts).flatMap((script) => /^bench:(.+)$/.exec(script)?.[1] ?? []);
  const named = process.argv.slice(2);
  const unknown = named.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    process.stderr.write(`No bench is named "${unknown}": there are ${known.join(', ')}\n`);
    return 2;
  }
  let isWithinAll = true;
  for (const name of named.length > 0 ? named : known) {
    process.stdout.write(`\n▸ ${name}\n`);
    const figures = await runBench(name);
    writeReport(name, { machine: describeMachine(), date: isoSeconds(), commit: describeCommit(), figures });
    process.stdout.write(`${formatTable(figures)}\n`);
    isWithinAll &&= Object.values(figures).every(isWithin);
  }
  writeFileSync('README.md', writeFigures(readFileSync('README.md', 'utf8'), readReports()));
  process.stdout.write(isWithinAll ? '\nAll figures keep their limits.\n' : '\nA figure misses its limit.\n');
  return isWithinAll ? 0 : 1;
}

async function runBench(name: string): Promise<Figures> {
  const bench: Record<string, unknown> = await import(new URL(`./${name}.ts`, import.meta.url).href);
  const exported = `bench${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const measure = bench[exported];
  if (typeof measure !== 'function')
    throw new Error(`tests/bench/${name}.ts exports no function ${exported}`);
  return (await measure()) as Figures;
}

function writeReport(name: string, report: Report): void {
  for (const folder of ['reports', committedFolder]) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
  }
}

function isoSeconds(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}

process.exitCode = await main();
