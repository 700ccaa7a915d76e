import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Artifact,
  captureReport,
  fingerprintOf,
  type ReportedCheck,
  readPluginFolder,
  readReport,
  servicesFile,
  ToolkitError,
  type Workspace,
  writeWhole,
} from '../../toolkit/index.ts';
import { expectedFailures } from './examples.ts';

export interface ReportOptions {
  readonly workspace: Workspace;
  readonly artifacts: readonly Artifact[];
  readonly signal: AbortSignal;
}

/** What captured output depends on besides the artifacts. */
const sources = ['abi', 'manifest', 'checks', 'host', 'lab', 'toolkit', 'cli'].map(
  (folder) => `src/${folder}`,
);

const tutti = [process.execPath, fileURLToPath(new URL('../main.ts', import.meta.url))] as const;

/**
 * Captures a report for each example whose report is missing or no longer true.
 *
 * @returns what stands in the reports' checks
 * @throws ToolkitError `report-failed`, also when a check failed; its report is written all the same
 */
export async function updateReports(
  examples: readonly string[],
  options: ReportOptions,
): Promise<{ captured: number; checks: ReportedCheck[] }> {
  const { workspace, signal } = options;
  const checks: ReportedCheck[] = [];
  let captured = 0;
  for (const example of examples) {
    const record = path.join(workspace.buildDir, example, 'report.json');
    const fingerprint = await reportFingerprint(example, options);
    const isCurrent = (await readFile(record, 'utf8').catch(() => '')).trim() === fingerprint;
    let report = isCurrent ? await readReport(workspace, example) : undefined;
    if (report === undefined) {
      const { version } = await readPluginFolder(workspace, example);
      const [native, wasm] = artifactsOf(example, options);
      const { toolchain } = native;
      report = await captureReport({ workspace, example, version, toolchain, native, wasm, tutti, signal });
      await writeWhole(record, `${fingerprint}\n`);
      captured += 1;
    }
    checks.push(...report.checks);
    refuseSurprises(example, report.checks, await expectedFailures(workspace, example));
  }
  return { captured, checks };
}

/** Every check must pass, but those that are expected to fail must fail: a step that knows too much is wrong too. */
function refuseSurprises(
  example: string,
  checks: readonly ReportedCheck[],
  expected: readonly string[],
): void {
  const isRight = ({ id, outcome }: ReportedCheck) =>
    outcome === (expected.includes(id) ? 'failed' : 'passed');
  const surprises = checks.filter((check) => !isRight(check));
  if (surprises.length === 0) return;
  const count = surprises.length === 1 ? 'a check' : `${surprises.length} checks`;
  const state = expected.length > 0 ? 'did not end as its step.json says' : 'did not pass';
  throw new ToolkitError('report-failed', `Cannot publish ${example}: ${count} ${state}.`, {
    notes: surprises.map(
      ({ driver, id, outcome, detail }) => `${outcome}  ${driver}  ${id}${detail && `: ${detail}`}`,
    ),
  });
}

function artifactsOf(example: string, { workspace, artifacts }: ReportOptions): [Artifact, Artifact] {
  const below = path.join(workspace.buildDir, example) + path.sep;
  const own = artifacts.filter(({ file }) => file.startsWith(below));
  const native = own.find(({ target }) => target !== 'wasm32');
  const wasm = own.find(({ target }) => target === 'wasm32');
  if (!native || !wasm) throw new TypeError(`the builds of ${example} are not among the artifacts`);
  return [native, wasm];
}

async function reportFingerprint(example: string, options: ReportOptions): Promise<string> {
  const { workspace } = options;
  const own = artifactsOf(example, options);
  return fingerprintOf({
    dir: workspace.dir,
    settings: [process.version, own[0].toolchain.version, ...own.map(({ path: shown }) => shown)],
    folders: [...sources, example],
    files: [...own.map(({ file }) => file), servicesFile(), 'package.json'],
  });
}
