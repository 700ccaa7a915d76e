import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DebugBuilds } from '../../../src/cli/project/lab/debug-build.ts';
import { type RunResult, type RunStep, runPlugin } from '../../../src/lab/index.ts';
import { type MistakeFile, mistakesFolder } from './mistake-file.ts';
import { type Verdict, verdictOf } from './verdict.ts';

const call = (text: string): RunStep => ({
  do: 'call',
  capability: 'tutti.text',
  function: 'repeat',
  arguments: [text, 3],
});

/** The life that every mistake is given, in both runtimes. */
export const mistakenLife: readonly RunStep[] = [{ do: 'start' }, call('cool'), call('lala')];

/** Builds a seeded mistake with the page's compiler, and runs it. @throws when it does not build */
export async function runMistake(
  root: string,
  builds: DebugBuilds,
  { file, text }: Pick<MistakeFile, 'file' | 'text'>,
): Promise<RunResult> {
  const header = readFileSync(join(root, mistakesFolder, 'lab.h'), 'utf8');
  const { wasm, diagnostics } = await builds.build({ files: { [file]: text, 'lab.h': header }, main: file });
  if (wasm === undefined)
    throw new Error(`${file} does not build: ${diagnostics.map(({ message }) => message).join('; ')}`);
  return runPlugin({ bytes: wasm, isInstrumented: true, steps: mistakenLife, fuel: 2_000_000 });
}

/** What the lab finds in a seeded mistake. */
export async function wasmVerdict(root: string, builds: DebugBuilds, mistake: MistakeFile): Promise<Verdict> {
  const { findings } = await runMistake(root, builds, mistake);
  const found = findings.map(({ kind, at }) => `${kind} at ${at?.file === mistake.file ? at.line : '?'}`);
  return verdictOf(mistake, 'wasm', `${mistake.kind} at ${mistake.line}`, found);
}
