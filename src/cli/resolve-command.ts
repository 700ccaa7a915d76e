import { abiVersion } from '../abi/index.ts';
import { checkLockfile, selectionOfLockfile } from '../manifest/index.ts';
import {
  type CompiledIndex,
  type Conflict,
  compareSelections,
  explain,
  type Fix,
  findConflicts,
  formatPlatform,
  type Request,
  type Resolution,
  resolve,
  suggestFixes,
  verifyProof,
  verifySelection,
} from '../resolver/index.ts';
import { type Answer, type Command, type Context, type Input, UsageError } from './command.ts';
import { formatChanges } from './resolve-changes.ts';
import { readLockfile, requireLockfile, writeLockfile } from './resolve-lock.ts';
import { compileQuestion, readQuestion } from './resolve-question.ts';
import { table } from './table.ts';

export const resolveCommand: Command = {
  name: 'resolve',
  summary: 'Says whether plugins play together, and why not',
  description: `Selects a version of every plugin that is needed, or proves that there is no selection and says what would help. Plugins are folders with a tutti.json, and all of them are wanted; a scenario is a JSON file with manifests, roots, host and platform. Folders are resolved for this machine and for ABI ${abiVersion.major}.${abiVersion.minor}, or the one that --abi names. With --lock, what the lockfile holds is kept wherever it fits, and the answer is written to it; with --check nothing is written, and the answer is no when the lockfile does not fit.`,
  parameters: [
    { name: 'plugins', summary: 'Folders with a tutti.json, or one scenario file', isRepeated: true },
  ],
  options: {
    abi: { type: 'string', summary: 'ABI version of the host, such as 2.0', value: 'version' },
    lock: { type: 'string', summary: 'Lockfile to keep to and to write, such as tutti.lock', value: 'file' },
    check: { type: 'boolean', summary: 'Only says whether the lockfile fits' },
    json: { type: 'boolean', summary: 'Prints the whole answer as JSON' },
  },
  examples: [
    { line: 'tutti resolve examples/repeat', meaning: 'can this machine run it?' },
    { line: 'tutti resolve scenario.json --json', meaning: 'the answer with its proof' },
    { line: 'tutti resolve plugins/* --lock tutti.lock --check', meaning: 'does the lockfile still fit?' },
  ],
  async answer(input, context) {
    const { values, options } = input;
    if (options.check && options.lock === undefined)
      throw new UsageError(
        'Cannot run "tutti resolve": --check needs the lockfile to check. Name it with --lock.',
      );
    const question = await readQuestion(context.workspace, values, options.abi);
    const { compiled } = compileQuestion(question);
    if (options.check) return answerCheck(compiled, question, input, context);
    const name = typeof options.lock === 'string' ? options.lock : undefined;
    const lockfile = name === undefined ? undefined : await readLockfile(context.workspace, name);
    const locked = lockfile === undefined ? question.request.locked : selectionOfLockfile(lockfile);
    const request: Request = { ...question.request, ...(locked && { locked }) };
    const resolution = resolve(compiled, request);
    requireProof(compiled, request, resolution);
    const conflicts = resolution.outcome === 'conflict' ? findConflicts(compiled, resolution.conflict) : [];
    const fixes = resolution.outcome === 'conflict' ? suggestFixes(compiled, resolution.conflict) : [];
    const isYes = resolution.outcome === 'resolved';
    const changes = isYes && name !== undefined ? compareSelections(locked ?? {}, resolution.selection) : [];
    if (isYes && name !== undefined)
      await writeLockfile(context.workspace, name, request, resolution.selection, question.findHashes);
    if (options.json) {
      const explanations = conflicts.map((conflict) => explain(conflict).lines);
      const [explanation] = explanations;
      const answer = { ...resolution, explanation, explanations, fixes, changes };
      return { isYes, text: JSON.stringify(answer, null, 2) };
    }
    const where = `ABI ${request.host.abi}, ${formatPlatform(request.platform)}`;
    const lines = render(resolution, conflicts, fixes, where, context);
    if (isYes && name !== undefined) lines.push(...formatChanges(name, changes));
    return { isYes, text: lines.join('\n') };
  },
};

async function answerCheck(
  compiled: CompiledIndex,
  question: Awaited<ReturnType<typeof readQuestion>>,
  { options }: Input,
  { workspace, paint }: Context,
): Promise<Answer> {
  const name = String(options.lock);
  const lockfile = await requireLockfile(workspace, name);
  const check = checkLockfile(compiled, lockfile, question.request, question.findHashes);
  const isYes = check.faults.length === 0;
  if (options.json) return { isYes, text: JSON.stringify(check, null, 2) };
  const title = isYes
    ? `${paint('good', 'It fits')}: ${name}`
    : `${paint('bad', 'It does not fit')}: ${name}`;
  const sentences = [...check.faults.map(({ message }) => message), ...check.notes];
  return { isYes, text: [title, ...sentences.map((sentence) => `  ${sentence}`)].join('\n') };
}

/** No answer leaves unchecked: a second, smaller program goes through the selection or the proof. */
function requireProof(index: CompiledIndex, request: Request, resolution: Resolution): void {
  const wrong =
    resolution.outcome === 'resolved'
      ? verifySelection(index, request, resolution.selection)
      : resolution.outcome === 'conflict'
        ? [verifyProof(index, resolution.conflict)].flatMap((v) =>
            v.valid ? [] : [`step ${v.step}: ${v.reason}`],
          )
        : [];
  if (wrong.length > 0)
    throw new Error(`The resolver's answer did not pass its own check: ${wrong.join('; ')}`);
}

function render(
  resolution: Resolution,
  conflicts: readonly Conflict[],
  fixes: readonly Fix[],
  where: string,
  { paint }: Context,
): string[] {
  switch (resolution.outcome) {
    case 'resolved': {
      const { selection, bindings } = resolution;
      const chosen = table(Object.entries(selection).map(([id, version]) => [`  ${id}`, version]));
      const given = bindings.map(
        ({ plugin, capability, offers, provider }) =>
          `  ${plugin} gets ${capability} ${offers} from ${provider}`,
      );
      return [`${paint('good', 'They play together')} on ${where}:`, ...chosen, ...given];
    }
    case 'conflict': {
      const reasons = conflicts.flatMap((conflict, position) => {
        const lines = explain(conflict).text.split('\n');
        const title = conflicts.length > 1 ? [`Reason ${position + 1} of ${conflicts.length}:`] : [];
        return [...title, ...lines.map((line) => `  ${line}`)];
      });
      const help = fixes.length > 0 ? ['What would help:', ...fixes.map(({ title }) => `  ${title}`)] : [];
      return [`${paint('bad', 'They do not play together')} on ${where}:`, ...reasons, ...help];
    }
    case 'unknown':
      return [
        `${paint('warning', 'No answer')}: ${resolution.effort.conflicts} conflicts were met, and the budget is used up.`,
      ];
  }
}
