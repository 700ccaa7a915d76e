import type { DebugBuilds } from '../../../src/cli/project/lab/debug-build.ts';
import { editedFile, type StepFolder } from '../../../src/cli/project/lab/step-folder.ts';
import {
  checkRequestOf,
  type Finding,
  judge,
  type RunRequest,
  type RunResult,
  runPlugin,
  runRequestOf,
} from '../../../src/lab/index.ts';

/** Steps that an entry into a plugin may take: what a tutorial's step does takes far fewer. */
const fuel = 2_000_000;

/** The debug build of a variant. @throws when it does not build */
export async function variantModule(
  builds: DebugBuilds,
  { id, sources }: StepFolder,
  variant: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const files = { [editedFile]: sources[variant] ?? '' };
  const { wasm, diagnostics } = await builds.build({ files, main: editedFile });
  if (wasm === undefined)
    throw new Error(
      `${id}: ${variant} does not build: ${diagnostics.map(({ message }) => message).join('; ')}`,
    );
  return Uint8Array.from(wasm);
}

/**
 * What the page's runtime makes of a variant that is not what the step says; nothing when all is as it says: start/
 * fails its named check and shows its named mistake, the solution passes everything, a mistake gets precisely its
 * diagnosis.
 */
export async function pageProblems(
  builds: DebugBuilds,
  step: StepFolder,
  variant: string,
): Promise<string[]> {
  const { plan } = step;
  const wasm = await variantModule(builds, step, variant);
  const run = await runPlugin(limited(runRequestOf(plan, wasm)));
  const check = await runPlugin(limited(checkRequestOf(plan, wasm)));
  const verdict = judge(plan, check);
  const wanted = expectedFinding(step, variant);
  const problems = findingProblems(run, wanted);
  if (variant === 'solution') {
    if (!verdict.isPassed) problems.push(`Check should pass it: ${verdict.sentence}`);
    return problems;
  }
  if (verdict.isPassed) problems.push('Check should not pass it, and does');
  if (variant !== 'start') return problems;
  const named = verdict.checks.find(({ id }) => id === plan.start.fails);
  if (named?.outcome !== 'failed')
    problems.push(`"${plan.start.fails}" should fail it: the check ${named?.outcome ?? 'was not made'}`);
  return problems;
}

/** `kind at line` of the one mistake that Run must show; undefined when it must show none. */
export function expectedFinding({ plan }: StepFolder, variant: string): string | undefined {
  const { kind, line } = variant === 'start' ? plan.start : (plan.mistakes[variant] ?? {});
  return kind === undefined ? undefined : `${kind} at ${line}`;
}

function findingProblems({ findings }: RunResult, wanted: string | undefined): string[] {
  const found = findings.map(findingText);
  if (found.join('; ') === (wanted ?? '')) return [];
  const seen = found.length === 0 ? 'finds nothing' : `finds ${found.join('; ')}`;
  return [`Run should find ${wanted ?? 'nothing'}: it ${seen}`];
}

function findingText({ kind, at }: Finding): string {
  return `${kind} at ${at?.file === editedFile ? at.line : '?'}`;
}

function limited(request: RunRequest): RunRequest {
  return { ...request, fuel };
}
