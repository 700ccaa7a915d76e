import { selectionOfLockfile } from '../manifest/index.ts';
import { type Consequence, explain, type IndexEvent, type Install, whatIf } from '../resolver/index.ts';
import { readPluginFolder, ToolkitError, type Workspace } from '../toolkit/index.ts';
import { type Command, type Input, UsageError } from './command.ts';
import { formatChanges } from './resolve-changes.ts';
import { overridesOf, requireLockfile } from './resolve-lock.ts';
import { compileQuestion, overrideOption, type Question, readQuestion } from './resolve-question.ts';

export const whatIfCommand: Command = {
  name: 'what-if',
  summary: 'Says whose sets would change or break',
  description:
    'Says what publishing or yanking versions would do, before it is done. The plugins there are now are named as for "tutti resolve"; --publish names the folder of one more, --yank a release of theirs. Whose sets are looked at is said by --locks; without it, it is the set of all these plugins. The answer is no when a set would break, or when the budget ends before that is known.',
  parameters: [
    { name: 'plugins', summary: 'Folders with a tutti.json, or one scenario file', isRepeated: true },
  ],
  options: {
    publish: { type: 'string', summary: 'Folders with a tutti.json, separated by commas', value: 'folders' },
    yank: {
      type: 'string',
      summary: 'Releases such as org.tutti.repeat@1.0.0, separated by commas',
      value: 'releases',
    },
    locks: { type: 'string', summary: 'Lockfiles of the sets, separated by commas', value: 'files' },
    abi: { type: 'string', summary: 'ABI version of the host, such as 2.0', value: 'version' },
    override: overrideOption,
    json: { type: 'boolean', summary: 'Prints the whole answer as JSON' },
  },
  examples: [
    {
      line: 'tutti what-if plugins/* --publish next/repeat',
      meaning: 'who would take it, and whom would it break?',
    },
    {
      line: 'tutti what-if plugins/* --yank org.tutti.repeat@1.0.0 --locks a.lock,b.lock',
      meaning: 'who needs it?',
    },
  ],
  async answer(input, { workspace, paint }) {
    const { values, options } = input;
    const question = await readQuestion(workspace, values, options, 'what-if');
    const { index } = compileQuestion(question);
    const events = await eventsOf(workspace, input);
    const installs = await installsOf(workspace, question, input);
    const consequences = refuseAsAnswer(() => whatIf(index, events, installs));
    const isYes = consequences.every(({ kind }) => kind !== 'breaks' && kind !== 'unknown');
    if (options.json) return { isYes, text: JSON.stringify(consequences, null, 2) };
    const lines = consequences.flatMap((consequence) => {
      const [title, ...rest] = describe(consequence);
      const meaning =
        consequence.kind === 'breaks' ? 'bad' : consequence.kind === 'heals' ? 'good' : 'strong';
      return [`${consequence.install}: ${paint(meaning, title!)}`, ...rest.map((line) => `  ${line}`)];
    });
    return { isYes, text: lines.join('\n') };
  },
};

async function eventsOf(workspace: Workspace, { options }: Input): Promise<IndexEvent[]> {
  const events: IndexEvent[] = [];
  for (const folder of listOf(options.publish)) {
    const { manifest } = await readPluginFolder(workspace, folder);
    events.push({ kind: 'publish', release: manifest });
  }
  for (const release of listOf(options.yank)) {
    const [, id, version] = /^([^@]+)@([^@]+)$/.exec(release) ?? [];
    if (id === undefined || version === undefined) {
      throw new UsageError(
        `Cannot run "tutti what-if": --yank is no release such as org.tutti.repeat@1.0.0: found "${release}".`,
      );
    }
    events.push({ kind: 'yank', id, version });
  }
  if (events.length > 0) return events;
  throw new UsageError('Cannot run "tutti what-if": nothing happens. Name it with --publish or --yank.');
}

async function installsOf(
  workspace: Workspace,
  { request }: Question,
  { options }: Input,
): Promise<Install[]> {
  const names = listOf(options.locks);
  if (names.length === 0) return [{ name: 'all of them', request }];
  const installs: Install[] = [];
  for (const name of names) {
    const lockfile = await requireLockfile(workspace, name);
    const { roots, abi } = lockfile;
    const locked = selectionOfLockfile(lockfile);
    const asked = { ...request, ...overridesOf(lockfile, request), roots, host: { abi }, locked };
    installs.push({ name, request: asked });
  }
  return installs;
}

/** An event that cannot happen is the person's mistake, not a failure of the program. */
function refuseAsAnswer(ask: () => Consequence[]): Consequence[] {
  try {
    return ask();
  } catch (error) {
    if (error instanceof RangeError) throw new ToolkitError('manifest-rejected', `${error.message}.`);
    throw error;
  }
}

function listOf(option: string | boolean | undefined): string[] {
  return typeof option === 'string' ? option.split(',').filter((part) => part !== '') : [];
}

function describe(consequence: Consequence): string[] {
  switch (consequence.kind) {
    case 'unaffected':
      return ['nothing changes'];
    case 'changes':
      return ['it changes', ...formatChanges(consequence.changes)];
    case 'breaks':
      return ['it breaks', ...explain(consequence.conflict).text.split('\n')];
    case 'heals':
      return ['it plays then, and does not now'];
    case 'stays-broken':
      return ['it does not play, now or then'];
    case 'unknown':
      return ['no answer: the budget is used up'];
  }
}
