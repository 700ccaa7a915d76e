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
  type Index,
  type Reproduction,
  type Request,
  type Resolution,
  resolve,
  shrink,
  suggestFixes,
  verifyProof,
  verifySelection,
} from '../resolver/index.ts';
import { type Answer, type Command, type Context, type Input, UsageError } from './command.ts';
import { formatLockChanges } from './resolve-changes.ts';
import { lockSelection, readLockfile, requireLockfile, writeLockfile, writeText } from './resolve-lock.ts';
import { compileQuestion, overrideOption, readQuestion } from './resolve-question.ts';
import { formatReproduction } from './resolve-scenario.ts';
import { table } from './table.ts';

export const resolveCommand: Command = {
  name: 'resolve',
  summary: 'Says whether plugins play together, and why not',
  description: `Selects a version of every plugin that is needed, or proves that there is no selection and says what would help. Plugins are folders with a tutti.json, and all of them are wanted; a scenario is a JSON file with manifests, roots, host and platform. Folders are resolved for this machine and for ABI ${abiVersion.major}.${abiVersion.minor}, or the one that --abi names. With --lock, what the lockfile holds is kept wherever it fits, and the answer is written to it; with --check nothing is written, and the answer is no when the lockfile does not fit. With --reproduce, the smallest question that still fails for the first reason is written: a scenario to send to someone who can mend it.`,
  parameters: [
    { name: 'plugins', summary: 'Folders with a tutti.json, or one scenario file', isRepeated: true },
  ],
  options: {
    abi: { type: 'string', summary: 'ABI version of the host, such as 2.0', value: 'version' },
    override: overrideOption,
    lock: { type: 'string', summary: 'Lockfile to keep to and to write, such as tutti.lock', value: 'file' },
    check: { type: 'boolean', summary: 'Only says whether the lockfile fits' },
    reproduce: {
      type: 'string',
      summary: 'Where to write the smallest question that fails alike',
      value: 'file',
    },
    json: { type: 'boolean', summary: 'Prints the whole answer as JSON' },
  },
  examples: [
    { line: 'tutti resolve examples/repeat', meaning: 'can this machine run it?' },
    { line: 'tutti resolve scenario.json --json', meaning: 'the answer with its proof' },
    { line: 'tutti resolve plugins/* --lock tutti.lock --check', meaning: 'does the lockfile still fit?' },
    { line: 'tutti resolve plugins/* --reproduce conflict.json', meaning: 'what is the least that fails?' },
  ],
  async answer(input, context) {
    const { values, options } = input;
    if (options.check && options.lock === undefined)
      throw new UsageError(
        'Cannot run "tutti resolve": --check needs the lockfile to check. Name it with --lock.',
      );
    if (options.check && options.reproduce !== undefined)
      throw new UsageError(
        'Cannot run "tutti resolve": --check searches for nothing that --reproduce could write. Leave one of them out.',
      );
    const question = await readQuestion(context.workspace, values, options);
    const { index, compiled } = compileQuestion(question);
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
    const written =
      isYes && name !== undefined
        ? lockSelection(request, resolution.selection, question.findHashes, lockfile)
        : undefined;
    if (written !== undefined) await writeLockfile(context.workspace, name!, written);
    const [reason] = conflicts;
    const reproduction = typeof options.reproduce === 'string' ? options.reproduce : undefined;
    const small = reproduction === undefined || reason === undefined ? undefined : shrink(index, reason);
    if (reproduction !== undefined && small !== undefined)
      await writeText(context.workspace, reproduction, formatReproduction(small));
    if (options.json) {
      const explanations = conflicts.map((conflict) => explain(conflict).lines);
      const [explanation] = explanations;
      const answer = { ...resolution, explanation, explanations, fixes, changes };
      return { isYes, text: JSON.stringify(answer, null, 2) };
    }
    const where = `ABI ${request.host.abi}, ${formatPlatform(request.platform)}`;
    const lines = render(resolution, conflicts, fixes, where, context);
    if (written !== undefined) lines.push(...formatLockChanges(name!, lockfile, written));
    if (reproduction !== undefined) lines.push(reproductionLine(reproduction, index, small));
    return { isYes, text: lines.join('\n') };
  },
};

function reproductionLine(file: string, whole: Index, small: Reproduction | undefined): string {
  if (small === undefined) return `${file} was not written: there is no conflict to reproduce.`;
  const [left, all] = [small.index.releases.length, whole.releases.length];
  return `${file} holds the smallest question that fails alike: ${left} of ${all} releases.`;
}

async function answerCheck(
  compiled: CompiledIndex,
  question: Awaited<ReturnType<typeof readQuestion>>,
  { options }: Input,
  { workspace, paint }: Context,
): Promise<Answer> {
  const name = String(options.lock);
  const lockfile = await requireLockfile(workspace, name);
  const { faults, notes } = checkLockfile(compiled, lockfile, question.request, question.findHashes);
  const { abi } = question.request.host;
  const other = `It was locked for ABI ${lockfile.abi}, and is checked for ABI ${abi}.`;
  const check = { faults, notes: lockfile.abi === abi ? notes : [...notes, other] };
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
