import { toIndex } from '../manifest/index.ts';
import {
  checkRequest,
  compileIndex,
  explain,
  type Index,
  type Ranges,
  type Release,
  type Request,
  resolve,
} from '../resolver/index.ts';
import { isScenario, parseScenario } from './resolve-scenario.ts';

/** The answer to one case of the neutral form, as it is printed. */
export interface CaseAnswer {
  readonly name: string;
  /** Whether there is a selection. */
  readonly ok: boolean;
  readonly solution?: Readonly<Record<string, string>>;
  /** Why there is none, one sentence a line. */
  readonly explanation?: string;
  /** Why the case could not be asked, or that the budget was spent. */
  readonly error?: string;
  /** Selections that were tried, the last one included: 1 when nothing had to be taken back. */
  readonly attempts: number;
  readonly ms: number;
}

/**
 * Resolves one case: `{ name, index: { package: { version: { dependency: range } } }, root: { package: range },
 * locked?: { package: version }, prefer?: "highest" | "lowest" }`; or a scenario, as `tutti resolve` reads it.
 *
 * @param position of the case in its file, from 0; names one that has no name
 * @returns an answer with `error` for a case that has no meaning; never throws
 */
export function answerCase(value: unknown, position: number): CaseAnswer {
  const name = isRecord(value) && typeof value.name === 'string' ? value.name : `case ${position + 1}`;
  const begin = performance.now();
  const answer = (rest: Omit<CaseAnswer, 'name' | 'ms'>): CaseAnswer => ({
    name,
    ...rest,
    ms: Math.round((performance.now() - begin) * 1000) / 1000,
  });
  const asked = isScenario(value) ? askedByScenario(value, name) : askedByCase(value);
  if (typeof asked === 'string') return answer({ ok: false, error: asked, attempts: 0 });
  try {
    const resolution = resolve(compileIndex(asked.index), asked.request);
    const { attempts, conflicts } = resolution.effort;
    switch (resolution.outcome) {
      case 'resolved':
        return answer({ ok: true, solution: resolution.selection, attempts });
      case 'conflict':
        return answer({ ok: false, explanation: explain(resolution.conflict).text, attempts });
      case 'unknown': {
        const error = `No answer: ${conflicts} conflicts were met, and the budget is used up`;
        return answer({ ok: false, error, attempts });
      }
    }
  } catch (error) {
    return answer({ ok: false, error: error instanceof Error ? error.message : String(error), attempts: 0 });
  }
}

interface Asked {
  readonly index: Index;
  readonly request: Request;
}

/** What a case asks, or why it has no meaning. */
function askedByCase(value: unknown): Asked | string {
  const fault = faultOf(value);
  if (fault !== undefined) return fault;
  const { index, root, overrides, locked, prefer } = value as NeutralCase;
  const request: Request = {
    roots: root,
    host: { abi: '1.0' },
    platform: { os: 'linux', arch: 'x86_64' },
    ...(overrides === undefined ? {} : { overrides }),
    ...(locked === undefined ? {} : { locked }),
    ...(prefer === undefined ? {} : { prefer }),
  };
  const [problem] = checkRequest(request);
  return problem?.message ?? { index: { releases: releasesOf(index) }, request };
}

/** The same for a scenario, which says more of each release. */
function askedByScenario(value: Parameters<typeof parseScenario>[0], name: string): Asked | string {
  const parsed = parseScenario(value, name);
  if (!parsed.ok) return `Cannot read the scenario: ${parsed.problems.join('; ')}`;
  const built = toIndex(parsed.manifests);
  if (!built.ok) return built.problems.map(({ message }) => message).join('; ');
  return { index: built.index, request: parsed.request };
}

interface NeutralCase {
  readonly index: Readonly<Record<string, Readonly<Record<string, Ranges>>>>;
  readonly root: Ranges;
  readonly overrides?: Ranges;
  readonly locked?: Readonly<Record<string, string>>;
  readonly prefer?: 'highest' | 'lowest';
}

function releasesOf(index: NeutralCase['index']): Release[] {
  return Object.entries(index).flatMap(([id, versions]) =>
    Object.entries(versions).map(
      ([version, dependencies]): Release => ({ id, version, abi: '*', dependencies }),
    ),
  );
}

/** What keeps a value from being a case, or `undefined`. */
function faultOf(value: unknown): string | undefined {
  const wrong = (what: string, expected: string) => `Cannot read the case: ${what} must be ${expected}`;
  if (!isRecord(value)) return wrong('it', 'an object with "name", "index" and "root"');
  const { name, index, root, overrides, locked, prefer } = value;
  if (typeof name !== 'string') return wrong('"name"', 'a text');
  if (!isRecord(index)) return wrong('"index"', 'an object that gives versions for each package');
  for (const [id, versions] of Object.entries(index)) {
    const place = `"index" of "${id}"`;
    if (!isRecord(versions)) return wrong(place, 'an object that gives dependencies for each version');
    for (const [version, dependencies] of Object.entries(versions)) {
      if (isTexts(dependencies)) continue;
      return wrong(`${place}, version "${version}",`, 'an object that gives a range for each dependency');
    }
  }
  if (!isTexts(root)) return wrong('"root"', 'an object that gives a range for each package');
  if (overrides !== undefined && !isTexts(overrides))
    return wrong('"overrides"', 'an object that gives a range for each package');
  if (locked !== undefined && !isTexts(locked))
    return wrong('"locked"', 'an object that gives a version for each package');
  if (prefer !== undefined && prefer !== 'highest' && prefer !== 'lowest')
    return wrong('"prefer"', '"highest" or "lowest"');
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((each) => typeof each === 'string');
}
