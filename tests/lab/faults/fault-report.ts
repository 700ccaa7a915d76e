import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DebugBuilds } from '../../../src/cli/project/lab/debug-build.ts';
import { packageVersion } from '../../../src/cli/project/lab/lab-kit.ts';
import type { Finding, Frame, MistakeKind } from '../../../src/lab/index.ts';
import { buildServices, type Workspace } from '../../../src/toolkit/index.ts';
import { type MistakeFile, readMistakes } from './mistake-file.ts';
import { type NativeLife, nativeLife } from './native-life.ts';
import { sanitizerReport } from './native-verdict.ts';
import { sanitizerExcerpt } from './sanitizer-excerpt.ts';
import { runMistake } from './wasm-verdict.ts';

/** What the lab said of a mistake. */
export interface LabFinding {
  readonly message: string;
  readonly line: number | undefined;
  readonly isFatal: boolean;
  /** Where the block it is about was allocated and freed, in the mistake's own file. */
  readonly allocatedAt?: number;
  readonly freedAt?: number;
}

/** One seeded mistake, and what was seen of it. */
export interface FaultRow {
  readonly file: string;
  readonly kind: MistakeKind;
  readonly title: string;
  readonly line: number;
  readonly lab: LabFinding;
  /** Lines of what gcc's sanitizers wrote, or why they have nothing to say. */
  readonly sanitizers: { readonly wrote: readonly string[] } | { readonly reason: string };
  readonly natively: NativeLife;
}

/** Where the native part was captured; elsewhere the same mistakes look otherwise. */
export interface FaultMachine {
  readonly platform: string;
  readonly compiler: string;
  readonly libc: string;
}

/** What the pages of "It crashed" show: written by `npm run lab:faults -- --write`, and committed. */
export interface FaultReport {
  readonly machine: FaultMachine;
  readonly clang: string;
  readonly mistakes: readonly FaultRow[];
}

export const reportFile = 'content/reports/lab-faults.json';

export function readReport(root: string): FaultReport {
  return JSON.parse(readFileSync(join(root, reportFile), 'utf8')) as FaultReport;
}

/** This machine. @throws when there is no gcc */
export function thisMachine(): FaultMachine {
  const version = execFileSync('gcc', ['-dumpfullversion'], { encoding: 'utf8' }).trim();
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const libc = header.glibcVersionRuntime;
  return {
    platform: `${process.platform} ${process.arch}`,
    compiler: `gcc ${version}`,
    libc: libc === undefined ? 'another libc' : `glibc ${libc}`,
  };
}

/** What the lab finds in a seeded mistake, in words and lines. @throws when it finds nothing */
export async function labFinding(
  root: string,
  builds: DebugBuilds,
  mistake: MistakeFile,
): Promise<LabFinding> {
  const { findings } = await runMistake(root, builds, mistake);
  const [finding] = findings;
  if (finding === undefined) throw new Error(`The lab finds nothing in ${mistake.file}`);
  return shortened(finding, mistake.file);
}

function shortened({ message, at, isFatal, block }: Finding, file: string): LabFinding {
  const ownLine = (frames: readonly Frame[] | undefined) =>
    frames?.find((frame) => frame.file === file)?.line;
  const allocatedAt = ownLine(block?.allocatedAt);
  const freedAt = ownLine(block?.freedAt);
  return {
    message,
    line: at?.line,
    isFatal,
    ...(allocatedAt !== undefined && { allocatedAt }),
    ...(freedAt !== undefined && { freedAt }),
  };
}

/** What the sanitizers write of a seeded mistake, or why they cannot. */
export function sanitizersSaid(root: string, mistake: MistakeFile): FaultRow['sanitizers'] {
  if ('reason' in mistake.native) return mistake.native;
  return { wrote: sanitizerExcerpt(sanitizerReport(root, mistake), mistake.file) };
}

/** Captures every seeded mistake three times: in the lab, under gcc's sanitizers, and natively without. */
export async function captureReport(workspace: Workspace): Promise<FaultReport> {
  await buildServices({ workspace });
  const builds = new DebugBuilds(workspace);
  const rows: FaultRow[] = [];
  for (const mistake of readMistakes(workspace.dir)) {
    const { file, kind, title, line } = mistake;
    rows.push({
      file,
      kind,
      title,
      line,
      lab: await labFinding(workspace.dir, builds, mistake),
      sanitizers: sanitizersSaid(workspace.dir, mistake),
      natively: await nativeLife(workspace.dir, mistake),
    });
  }
  return { machine: thisMachine(), clang: packageVersion(workspace), mistakes: rows };
}
