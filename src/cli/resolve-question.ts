import { stat } from 'node:fs/promises';
import path from 'node:path';
import { abiVersion } from '../abi/index.ts';
import { machine, machineLibc } from '../host/index.ts';
import { type FindHashes, type Manifest, toIndex } from '../manifest/index.ts';
import {
  type CompiledIndex,
  checkRequest,
  compileIndex,
  type Index,
  type Platform,
  type Ranges,
  type Request,
} from '../resolver/index.ts';
import {
  manifestName,
  type PluginFolder,
  readPluginFolder,
  readTextFile,
  ToolkitError,
  type Workspace,
} from '../toolkit/index.ts';
import { type Input, type Option, UsageError } from './command.ts';
import { hashLibraries } from './resolve-lock.ts';
import { isScenario, parseScenario } from './resolve-scenario.ts';

/** The option that `readQuestion` reads as overrides. */
export const overrideOption: Option = {
  type: 'string',
  summary:
    'Ranges such as org.tutti.repeat@^2.0.0, separated by commas, in the place of what the plugins ask of these',
  value: 'ranges',
};

/** What `tutti resolve` is asked: what there is, and what is wanted of it. */
export interface Question {
  readonly manifests: readonly Manifest[];
  /** Where each manifest comes from, as a person would say it. */
  readonly sources: readonly string[];
  readonly request: Request;
  /** What is known of the plugins' libraries: of those in folders that are built. */
  readonly findHashes: FindHashes;
}

/**
 * The index of a question, checked and compiled.
 *
 * @throws ToolkitError `manifest-rejected` when a release is there twice
 */
export function compileQuestion({ manifests, sources }: Question): { index: Index; compiled: CompiledIndex } {
  const built = toIndex(manifests);
  if (built.ok) return { index: built.index, compiled: compileIndex(built.index) };
  throw new ToolkitError('manifest-rejected', 'Cannot resolve: a release is there twice.', {
    notes: built.problems.map(
      ({ message, positions }) => `${message}: ${positions.map((at) => sources[at]).join(' and ')}`,
    ),
  });
}

/**
 * Reads the plugins or the scenario that a command line names.
 *
 * @param command for messages: `resolve`
 * @param options `abi` stands for the host's ABI version of this machine or the scenario; `override` adds to what the
 *   scenario overrides
 * @throws ToolkitError `plugin-missing`, `manifest-rejected`; UsageError when a scenario is not alone, or an option
 *   has no meaning
 */
export async function readQuestion(
  workspace: Workspace,
  names: readonly string[],
  { abi, override }: Input['options'],
  command = 'resolve',
): Promise<Question> {
  const question = await questionOf(workspace, names, command);
  const request: Request = {
    ...question.request,
    ...(typeof abi === 'string' && { host: { abi } }),
    ...(typeof override === 'string' && {
      overrides: { ...question.request.overrides, ...readOverrides(override, command) },
    }),
  };
  const [problem] = checkRequest(request);
  if (problem === undefined) return { ...question, request };
  const [field, id = ''] = problem.path;
  const wrong =
    field === 'overrides'
      ? `--override gives no range such as ^1.0.0 for ${id}: found "${request.overrides![id]}"`
      : `--abi is not a version such as 2.0: found "${abi}"`;
  throw new UsageError(`Cannot run "tutti ${command}": ${wrong}.`);
}

/** Ranges such as `org.tutti.repeat@^2.0.0`, separated by commas. */
function readOverrides(text: string, command: string): Ranges {
  const named = text.split(',').map((item) => /^([^@\s]+)@(.*)$/.exec(item.trim()) ?? item);
  const wrong = named.find((item) => typeof item === 'string');
  if (wrong === undefined)
    return Object.fromEntries(named.map(([, id = '', range = '']) => [id, range.trim()] as const));
  throw new UsageError(
    `Cannot run "tutti ${command}": --override is no range such as org.tutti.repeat@^2.0.0: found "${wrong}".`,
  );
}

async function questionOf(
  workspace: Workspace,
  names: readonly string[],
  command: string,
): Promise<Question> {
  const [first = ''] = names;
  const isFile = (await stat(path.resolve(workspace.dir, first)).catch(() => undefined))?.isFile() ?? false;
  const isScenario = path.basename(first) !== manifestName && (isFile || first.endsWith('.json'));
  if (!isScenario) return questionOfFolders(workspace, names);
  if (names.length > 1) {
    throw new UsageError(
      `Cannot run "tutti ${command}": a scenario holds everything that is asked. Name it alone.`,
    );
  }
  return questionOfScenario(workspace, first);
}

async function questionOfFolders(workspace: Workspace, names: readonly string[]): Promise<Question> {
  const folders = await readFolders(workspace, names);
  const manifests = folders.map(({ manifest }) => manifest);
  const roots = Object.fromEntries(manifests.map(({ id }) => [id, '*']));
  const host = { abi: `${abiVersion.major}.${abiVersion.minor}` };
  return {
    manifests,
    sources: folders.map(({ manifestPath }) => manifestPath),
    request: { roots, host, platform: thisPlatform() },
    findHashes: await hashLibraries(folders),
  };
}

/** All folders; when more than one is refused, what is wrong with each of them is said at once. */
async function readFolders(workspace: Workspace, names: readonly string[]): Promise<PluginFolder[]> {
  const folders: PluginFolder[] = [];
  const refusals: ToolkitError[] = [];
  for (const name of names) {
    try {
      folders.push(await readPluginFolder(workspace, name));
    } catch (error) {
      if (!(error instanceof ToolkitError)) throw error;
      refusals.push(error);
    }
  }
  const [first, second] = refusals;
  if (first === undefined) return folders;
  if (second === undefined) throw first;
  throw new ToolkitError('manifest-rejected', `Cannot read ${refusals.length} of ${names.length} plugins.`, {
    notes: refusals.flatMap(({ message, notes }) => [message, ...notes.map((note) => `  ${note}`)]),
  });
}

function thisPlatform(): Platform {
  const { os, arch } = machine;
  return os === 'linux' ? { os, arch, libc: machineLibc() } : { os, arch };
}

async function questionOfScenario(workspace: Workspace, name: string): Promise<Question> {
  const fail = (state: string, notes: readonly string[] = []) =>
    new ToolkitError('manifest-rejected', `Cannot resolve ${name}: ${state}.`, { notes });
  const read = await readTextFile(path.resolve(workspace.dir, name));
  if (!read.ok) throw fail(read.isMissing ? 'there is no such file' : `it ${read.state}`);
  let value: unknown;
  try {
    value = JSON.parse(read.text);
  } catch (error) {
    throw fail(`it is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (!isScenario(value))
    throw fail('a scenario is an object with "manifests", "roots", "host" and "platform"');
  const parsed = parseScenario(value, name);
  if (!parsed.ok) throw fail('it has problems', parsed.problems);
  const { manifests, request } = parsed;
  const sources = manifests.map((_, position) => `manifests[${position}]`);
  return { manifests, sources, request, findHashes: () => undefined };
}
