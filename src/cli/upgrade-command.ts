import { type Lockfile, selectionOfLockfile } from '../manifest/index.ts';
import { explain, type Request, upgrade } from '../resolver/index.ts';
import { type Command, UsageError } from './command.ts';
import { nearest } from './nearest.ts';
import { formatLockChanges } from './resolve-changes.ts';
import { lockSelection, overridesOf, requireLockfile, writeLockfile } from './resolve-lock.ts';
import { compileQuestion, overrideOption, readQuestion } from './resolve-question.ts';

export const upgradeCommand: Command = {
  name: 'upgrade',
  summary: 'Brings a lockfile forward with the fewest changes',
  description:
    'Selects the newest version that there can be of the plugins named by --only, or of everything that the lockfile was made for, and changes as little as possible of the rest. It says whether fewer changes are impossible. The plugins to choose from are named as for "tutti resolve".',
  parameters: [
    { name: 'plugins', summary: 'Folders with a tutti.json, or one scenario file', isRepeated: true },
  ],
  options: {
    lock: { type: 'string', summary: 'The lockfile; tutti.lock without it', value: 'file' },
    only: { type: 'string', summary: 'Plugins to bring forward, separated by commas', value: 'ids' },
    abi: { type: 'string', summary: 'ABI version of the host, such as 2.0', value: 'version' },
    override: overrideOption,
    'dry-run': { type: 'boolean', summary: 'Writes nothing' },
    json: { type: 'boolean', summary: 'Prints the whole answer as JSON' },
  },
  examples: [
    { line: 'tutti upgrade plugins/* --dry-run', meaning: 'what would change?' },
    { line: 'tutti upgrade plugins/* --only org.tutti.repeat', meaning: 'this one, and what must follow' },
  ],
  async answer({ values, options }, { workspace, paint }) {
    const name = typeof options.lock === 'string' ? options.lock : 'tutti.lock';
    const lockfile = await requireLockfile(workspace, name);
    const question = await readQuestion(workspace, values, { abi: lockfile.abi, ...options }, 'upgrade');
    const { compiled } = compileQuestion(question);
    const request: Request = {
      ...question.request,
      roots: lockfile.roots,
      ...overridesOf(lockfile, question.request),
      locked: selectionOfLockfile(lockfile),
    };
    const only = typeof options.only === 'string' ? readOnly(options.only, name, lockfile) : undefined;
    const answer = upgrade(compiled, request, only);
    const isYes = answer.outcome === 'upgraded';
    const written = isYes
      ? lockSelection(request, answer.selection, question.findHashes, lockfile)
      : lockfile;
    if (isYes && !options['dry-run']) await writeLockfile(workspace, name, written);
    if (options.json) return { isYes, text: JSON.stringify(answer, null, 2) };
    switch (answer.outcome) {
      case 'upgraded': {
        const { cost, lowerBound } = answer;
        const count = `${cost} ${cost === 1 ? 'plugin' : 'plugins'}`;
        const proof =
          cost === lowerBound
            ? `${count}: fewer is not possible.`
            : `${count}: whether ${lowerBound} would do is not known.`;
        return {
          isYes,
          text: [...formatLockChanges(name, lockfile, written), ...(cost > 0 ? [proof] : [])].join('\n'),
        };
      }
      case 'conflict': {
        const lines = explain(answer.conflict).text.split('\n');
        return {
          isYes,
          text: [`${paint('bad', 'No selection is left')}:`, ...lines.map((line) => `  ${line}`)].join('\n'),
        };
      }
      case 'unknown':
        return { isYes, text: `${paint('warning', 'No answer')}: the budget is used up.` };
    }
  },
};

/** @throws UsageError for a plugin that the lockfile does not hold */
function readOnly(text: string, name: string, { plugins }: Lockfile): string[] {
  const only = text.split(',').filter((id) => id !== '');
  const wrong = only.find((id) => !Object.hasOwn(plugins, id));
  if (wrong === undefined) return only;
  const near = nearest(wrong, Object.keys(plugins));
  const advice = near === undefined ? '' : ` Did you mean ${near}?`;
  throw new UsageError(
    `Cannot run "tutti upgrade": --only names ${wrong}, and ${name} does not hold it.${advice}`,
  );
}
