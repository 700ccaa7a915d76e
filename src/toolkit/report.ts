import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CheckResult } from '../checks/index.ts';
import { type Artifact, forgetBuild } from './build.ts';
import { runChild } from './child-command.ts';
import { type CommandToCapture, readCommandsToCapture, shellLine } from './commands-to-capture.ts';
import { prepareFolder, writeWhole } from './output-file.ts';
import { type Machine, thisMachine } from './target.ts';
import type { Toolchain } from './toolchain.ts';
import { ToolkitError } from './toolkit-error.ts';
import type { Workspace } from './workspace.ts';

/** What really happened when an example was built, called and checked on one machine. */
export interface ExampleReport {
  /** Its name in pages and in `reports/`, such as `repeat`. */
  readonly example: string;
  /** Relative to the project, such as `examples/repeat`. */
  readonly folder: string;
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly capturedAt: string;
  readonly platform: Machine;
  readonly compiler: { readonly name: string; readonly version: string };
  readonly builds: { readonly native: ReportedBuild; readonly wasm: ReportedBuild };
  readonly commands: readonly CapturedCommand[];
  readonly checks: readonly ReportedCheck[];
}

export interface ReportedBuild {
  readonly path: string;
  readonly sizeBytes: number;
  readonly target: string;
}

export interface CapturedCommand {
  readonly id: string;
  /** As one types it. */
  readonly command: string;
  /** What the terminal shows, both streams, without colour. */
  readonly output: string;
  readonly exitCode: number;
  readonly ms: number;
}

/** A check's result without its trace. */
export type ReportedCheck = Omit<CheckResult, 'events'>;

export interface CaptureOptions {
  readonly workspace: Workspace;
  /** As one types it: `examples/repeat`. */
  readonly example: string;
  readonly version: string;
  readonly toolchain: Toolchain;
  readonly native: Artifact;
  readonly wasm: Artifact;
  /** Starts the `tutti` command: a program and its first arguments. */
  readonly tutti: readonly [file: string, ...args: string[]];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Types an example's commands, runs its checks and writes `reports/examples/<name>.json`. Every command is
 * a process of its own: a plugin that crashes ends its command, not the report.
 *
 * @throws ToolkitError `report-failed` when a command ends otherwise than the example says
 */
export async function captureReport(options: CaptureOptions): Promise<ExampleReport> {
  const { workspace, example, version, toolchain, native, wasm } = options;
  // So that the captured build really builds.
  for (const { target } of [native, wasm]) await forgetBuild(workspace, example, target);
  const commands: CapturedCommand[] = [];
  for (const command of await readCommandsToCapture(workspace, example)) {
    commands.push(await captureCommand(command, options));
  }
  const { os, arch, target, libc } = thisMachine();
  const report: ExampleReport = {
    example: exampleName(example),
    folder: example,
    version,
    capturedAt: new Date().toISOString(),
    platform: { os, arch, target, ...(libc !== undefined && { libc }) },
    compiler: { name: toolchain.name, version: toolchain.version },
    builds: { native: reportedBuild(native), wasm: reportedBuild(wasm) },
    commands,
    checks: await runChecksApart(options),
  };
  const file = reportFile(workspace, example);
  await prepareFolder(path.dirname(file), reportAdvice);
  await writeWhole(file, `${JSON.stringify(report, null, 2)}\n`, reportAdvice);
  return report;
}

const reportAdvice = 'clone the project into a folder';

/**
 * The name of an example, or of a tutorial's step: `repeat` of `examples/repeat`, `first-plugin-own` of
 * `content/docs/tutorials/first-plugin/3-own/solution`.
 */
export function exampleName(folder: string): string {
  const parts = folder.split('/');
  const [tutorial = '', step = ''] = parts.slice(-3);
  return parts.at(-1) === 'solution' ? `${tutorial}-${step.replace(/^\d+-/, '')}` : path.basename(folder);
}

export function reportFile(workspace: Workspace, example: string): string {
  return path.join(workspace.dir, 'reports', 'examples', `${exampleName(example)}.json`);
}

/** The report that was written last; none when there is none or it cannot be read. */
export async function readReport(workspace: Workspace, example: string): Promise<ExampleReport | undefined> {
  try {
    return JSON.parse(await readFile(reportFile(workspace, example), 'utf8')) as ExampleReport;
  } catch {
    return undefined;
  }
}

function reportedBuild({ path: shown, sizeBytes, target }: Artifact): ReportedBuild {
  return { path: shown, sizeBytes, target };
}

async function captureCommand(command: CommandToCapture, options: CaptureOptions): Promise<CapturedCommand> {
  const startedAt = performance.now();
  const { output, exitCode, endedBy } = await runTutti(command.arguments, options);
  const line = shellLine(['tutti', ...command.arguments]);
  const expected = command.exitCode ?? 0;
  if (exitCode === null || exitCode !== expected) {
    const end = exitCode === null ? `was ended by ${endedBy}` : `ended with ${exitCode}`;
    throw new ToolkitError(
      'report-failed',
      `Cannot report on ${options.example}: "${line}" ${end} instead of ${expected}.`,
      { notes: output.split('\n').filter((text) => text !== '') },
    );
  }
  return { id: command.id, command: line, output, exitCode, ms: roundMs(performance.now() - startedAt) };
}

/** The plugin's checks with both drivers, in a process of their own. */
async function runChecksApart(options: CaptureOptions): Promise<ReportedCheck[]> {
  const { stdout, output, exitCode, endedBy } = await runTutti(['test', options.example, '--json'], options);
  // 1 is an answer too: checks that failed are part of the report.
  if (exitCode === 0 || exitCode === 1) {
    try {
      const checks = JSON.parse(stdout) as ReportedCheck[];
      return checks.map((check) => ({ ...check, ms: roundMs(check.ms) }));
    } catch {
      // No list of results: the command failed before it had any, and its output says why.
    }
  }
  const end = exitCode === null ? `was ended by ${endedBy}` : `ended with ${exitCode}`;
  throw new ToolkitError('report-failed', `Cannot report on ${options.example}: its check run ${end}.`, {
    notes: output.split('\n').filter((text) => text !== ''),
  });
}

async function runTutti(args: readonly string[], { tutti, workspace, signal }: CaptureOptions) {
  const [file, ...first] = tutti;
  let output = '';
  const result = await runChild(file, [...first, ...args], {
    cwd: workspace.dir,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    signal,
    onOutput: (text) => {
      output += text;
    },
  });
  return { ...result, output };
}

function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}
