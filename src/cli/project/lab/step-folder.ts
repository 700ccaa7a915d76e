import { glob, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  formatStepProblem,
  parseReadStep,
  parseStep,
  type ReadStep,
  readerSource,
  type Step,
  type StepProblem,
} from '../../../lab/index.ts';
import { ToolkitError, type Workspace } from '../../../toolkit/index.ts';

/** The one file that a reader edits, in each variant's folder. */
export const editedFile = 'plugin.c';

/** A step with a workspace, as it lies below content/docs/tutorials. */
export interface StepFolder {
  /** `first-plugin/1-write`. */
  readonly id: string;
  /** Its folder, relative to the project. */
  readonly folder: string;
  readonly plan: Step;
  /** Each state of plugin.c as the reader sees it, by `start`, `solution` and the names of the mistakes. */
  readonly sources: Readonly<Record<string, string>>;
}

const tutorials = 'content/docs/tutorials';

/**
 * Every step with a workspace, sorted: those that have start/.
 *
 * @throws ToolkitError `step-rejected` with everything that is wrong in any of them
 */
export async function findSteps({ dir }: Pick<Workspace, 'dir'>): Promise<StepFolder[]> {
  const folders: string[] = [];
  for await (const file of glob(`${tutorials}/*/*/start`, { cwd: dir }))
    folders.push(path.dirname(file).split(path.sep).join('/'));
  const read = await Promise.all(folders.sort().map((folder) => readStepFolder(dir, folder)));
  const problems = read.flatMap((each) => each.problems);
  if (problems.length > 0) throw rejected(problems);
  return read.flatMap(({ step }) => step ?? []);
}

/**
 * Reads one step with a workspace.
 *
 * @param folder relative to `root`
 */
export async function readStepFolder(
  root: string,
  folder: string,
): Promise<{ readonly step?: StepFolder; readonly problems: readonly StepProblem[] }> {
  const file = `${folder}/step.json`;
  const text = await readText(path.join(root, file));
  if (text === undefined) {
    const message = 'is missing: a step with start/ has a plan; without start/ it is one to read';
    return { problems: [{ file, path: '', message }] };
  }
  const parsed = parseStep(text, file);
  if (!parsed.ok) return { problems: parsed.problems };
  const plan = parsed.step;
  const problems: StepProblem[] = [];
  const sources: Record<string, string> = {};
  for (const [name, place] of placesOf(plan)) {
    const source = await readText(path.join(root, folder, place));
    if (source === undefined) problems.push({ file: `${folder}/${place}`, path: '', message: 'is missing' });
    else sources[name] = readerSource(source);
  }
  if ((await readText(path.join(root, folder, 'solution/tutti.json'))) === undefined) {
    const message = 'is missing: it is the manifest of every variant';
    problems.push({ file: `${folder}/solution/tutti.json`, path: '', message });
  }
  for (const name of await foldersBelow(path.join(root, folder, 'mistakes'))) {
    if (Object.hasOwn(plan.mistakes, name)) continue;
    const message = `does not name "${name}": say with title, kind and line what mistakes/${name}/ must get`;
    problems.push({ file, path: 'mistakes', message });
  }
  problems.push(...linesBeyond(plan, sources, file));
  if (problems.length > 0) return { problems };
  return { step: { id: idOf(folder), folder, plan, sources }, problems };
}

/**
 * The plan of a step that is only read, or `fails` of one with a workspace.
 *
 * @throws ToolkitError `step-rejected`
 */
export async function readFails({ dir }: Pick<Workspace, 'dir'>, folder: string): Promise<ReadStep> {
  const file = `${folder}/step.json`;
  const text = await readText(path.join(dir, file));
  if (text === undefined) return { fails: [] };
  const hasStart = (await stat(path.join(dir, folder, 'start')).catch(() => undefined)) !== undefined;
  const parsed = hasStart ? parseStep(text, file) : parseReadStep(text, file);
  if (!parsed.ok) throw rejected(parsed.problems);
  return parsed.step;
}

/** The folder of each variant's file. */
function placesOf({ mistakes }: Step): [name: string, file: string][] {
  const own = (folder: string) => `${folder}/c/${editedFile}`;
  return [
    ['start', own('start')],
    ['solution', own('solution')],
    ...Object.keys(mistakes).map((name): [string, string] => [name, own(`mistakes/${name}`)]),
  ];
}

/** Lines that a plan names, and that their file does not have. */
function linesBeyond(plan: Step, sources: Readonly<Record<string, string>>, file: string): StepProblem[] {
  const named = [
    { at: 'start.line', name: 'start', line: plan.start.line },
    ...Object.entries(plan.mistakes).map(([name, { line }]) => ({ at: `mistakes.${name}.line`, name, line })),
  ];
  return named.flatMap(({ at, name, line }) => {
    const lines = sources[name]?.trimEnd().split('\n').length;
    if (line === undefined || lines === undefined || line <= lines) return [];
    return [{ file, path: at, message: `must be a line of its plugin.c: got ${line}, and it has ${lines}` }];
  });
}

function rejected(problems: readonly StepProblem[]): ToolkitError {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return new ToolkitError('step-rejected', `Cannot build the steps of the tutorials: ${count}.`, {
    notes: problems.map(formatStepProblem),
  });
}

function idOf(folder: string): string {
  return folder.split('/').slice(-2).join('/');
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

async function foldersBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
