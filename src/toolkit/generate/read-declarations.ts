import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CapabilityDeclaration, namedKinds } from '../../abi/index.ts';
import { ToolkitError } from '../toolkit-error.ts';
import { shownPath, type Workspace } from '../workspace.ts';

const shape = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What looks as if it was meant as a declaration: an object with an id and functions. */
function isMeant(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && 'id' in value && 'functions' in value;
}

/** Says what keeps a value from being a declaration; undefined when nothing does. */
function problemOf(value: Readonly<Record<string, unknown>>): string | undefined {
  const { id, version, summary, functions } = value;
  if (typeof id !== 'string' || !shape.test(id))
    return 'its id is not a capability id such as org.acme.reverb';
  const numbers = isRecord(version) ? [version.major, version.minor] : [];
  if (
    numbers.length === 0 ||
    !numbers.every((n) => Number.isInteger(n) && Number(n) >= 0 && Number(n) <= 0xffff)
  )
    return 'its version is not { major, minor } with whole numbers up to 65535';
  if (typeof summary !== 'string' || summary === '') return 'it has no summary';
  if (!isRecord(functions) || Object.keys(functions).length === 0) return 'it has no functions';
  for (const [name, declared] of Object.entries(functions)) {
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) return `its function "${name}" is not named in camelCase`;
    const problem = isRecord(declared) ? functionProblem(declared) : 'is not declared';
    if (problem) return `its function "${name}" ${problem}`;
  }
  try {
    namedKinds(value as unknown as CapabilityDeclaration);
  } catch (error) {
    if (error instanceof RangeError) return error.message.replace(/^.*?: /, '');
    throw error;
  }
  return undefined;
}

function functionProblem({ meaning, since, parameters, result }: Readonly<Record<string, unknown>>) {
  if (typeof meaning !== 'string' || meaning === '') return 'says no meaning';
  if (typeof since !== 'string') return 'does not say since which version it is there';
  if (!Array.isArray(parameters)) return 'has no list of parameters';
  if (result === undefined) return 'has no result; "none" is one';
  const names = parameters.map((parameter: unknown) => (isRecord(parameter) ? parameter.name : undefined));
  const wrong = names.findIndex((name) => typeof name !== 'string' || !/^[a-z][a-zA-Z0-9]*$/.test(name));
  if (wrong >= 0) return `has a parameter ${wrong + 1} that is not named in camelCase`;
  const taken = names.find((name) => reserved.has(String(name)));
  return taken === undefined
    ? undefined
    : `has a parameter "${taken}", a name that every function uses already`;
}

/** The names that the typed C function and its caller use themselves. */
const reserved = new Set([
  ...['self', 'call', 'out', 'err', 'host', 'head', 'provider', 'table', 'writer', 'ref', 'scalar', 'status'],
]);

/**
 * Every capability that a module exports.
 *
 * @param file a TypeScript or JavaScript module; it is run
 * @throws ToolkitError source-missing, source-rejected
 */
export async function readDeclarations(
  workspace: Workspace,
  file: string,
): Promise<readonly CapabilityDeclaration[]> {
  const shown = shownPath(workspace, file);
  const source = path.resolve(workspace.dir, file);
  let module: Readonly<Record<string, unknown>>;
  try {
    module = await import(pathToFileURL(source).href);
  } catch (error) {
    if (!existsSync(source))
      throw new ToolkitError(
        'source-missing',
        `Cannot read the declarations in ${shown}: there is no such file. Name a module that exports a capability.`,
      );
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new ToolkitError(
      'source-rejected',
      `Cannot read the declarations in ${shown}: it does not run: ${reason.replace(/ imported from .*/, '')}.`,
      { cause: error },
    );
  }
  const meant = Object.entries(module).filter((entry): entry is [string, Readonly<Record<string, unknown>>] =>
    isMeant(entry[1]),
  );
  if (meant.length === 0) {
    throw new ToolkitError(
      'source-rejected',
      `Cannot generate from ${shown}: it exports no capability. Export an object with id, version, summary and functions.`,
    );
  }
  for (const [name, value] of meant) {
    const problem = problemOf(value);
    if (problem !== undefined)
      throw new ToolkitError('source-rejected', `Cannot generate from "${name}" in ${shown}: ${problem}.`);
  }
  return meant.map(([, value]) => value as unknown as CapabilityDeclaration);
}
