import { type AbiVersion, formatAbiVersion, HostError } from '../../abi/index.ts';
import { type Lockfile, type Manifest, selectionOfLockfile, toIndex } from '../../manifest/index.ts';
import {
  type Binding,
  type Conflict,
  checkRequest,
  compileIndex,
  type ExplanationLine,
  explain,
  type Fix,
  type Platform,
  type Ranges,
  type Request,
  resolve,
  type Selection,
  suggestFixes,
} from '../../resolver/index.ts';
import { machine } from '../inspect/machine.ts';
import { machineLibc } from '../target.ts';

/** Which plugins play together, and who provides what to whom. */
export interface Selected {
  readonly request: Request;
  readonly selection: Selection;
  readonly bindings: readonly Binding[];
}

/** That plugins do not play together: the message explains, and the proof is there as data. */
export class UnresolvedError extends HostError {
  /** The proof; absent when the search was given up. */
  readonly conflict: Conflict | undefined;
  readonly explanation: readonly ExplanationLine[];
  readonly fixes: readonly Fix[];

  constructor(
    message: string,
    conflict?: Conflict,
    explanation: readonly ExplanationLine[] = [],
    fixes: readonly Fix[] = [],
  ) {
    super('unresolved', message);
    this.conflict = conflict;
    this.explanation = explanation;
    this.fixes = fixes;
  }
}

/** This machine, as the resolver asks for it. */
export function machinePlatform(): Platform {
  const { os, arch } = machine;
  return os === 'linux' ? { os, arch, libc: machineLibc() } : { os, arch };
}

/**
 * Selects a release of every plugin that is needed.
 *
 * @param roots what is wanted, as ranges by id
 * @param lock kept where it still fits
 * @throws HostError bad-argument; UnresolvedError, whose message is the resolver's explanation
 */
export function selectPlugins(
  manifests: readonly Manifest[],
  roots: Ranges,
  host: AbiVersion,
  lock?: Lockfile,
): Selected {
  const request: Request = {
    roots,
    host: { abi: formatAbiVersion(host) },
    platform: machinePlatform(),
    ...(lock && { locked: selectionOfLockfile(lock) }),
  };
  const [problem] = checkRequest(request);
  if (problem !== undefined)
    throw new HostError('bad-argument', `Cannot open the plugins: ${problem.message}`);
  const built = toIndex(manifests);
  if (!built.ok) {
    throw new HostError('manifest-invalid', `Cannot read the plugins: ${built.problems[0]?.message}`);
  }
  const index = compileIndex(built.index);
  const resolution = resolve(index, request);
  switch (resolution.outcome) {
    case 'resolved':
      return { request, selection: resolution.selection, bindings: resolution.bindings };
    case 'conflict': {
      const { conflict } = resolution;
      const { text, lines } = explain(conflict);
      const fixes = suggestFixes(index, conflict);
      const help = fixes.map(({ title }) => `\n${title}.`).join('');
      const message = `Cannot open the plugins: they do not play together:\n${text}${help && `\nWhat would help:${help}`}`;
      throw new UnresolvedError(message, conflict, lines, fixes);
    }
    case 'unknown': {
      const { conflicts } = resolution.effort;
      throw new UnresolvedError(
        `Cannot open the plugins: the search was given up after ${conflicts} conflicts. Ask for fewer plugins, or lock some`,
      );
    }
  }
}
