import { readdirSync, readFileSync } from 'node:fs';
import { formatProblem, type Manifest, parseManifest, toIndex } from '../../src/manifest/index.ts';
import { type CompiledIndex, compileIndex, type Request } from '../../src/resolver/index.ts';

/** One file of `tests/scenarios`: a small situation and its whole answer. */
export interface Scenario extends Request {
  readonly name: string;
  readonly title: string;
  readonly story: string;
  readonly manifests: readonly unknown[];
  readonly expect: unknown;
}

const FOLDER = new URL('../scenarios/', import.meta.url);

export function readScenarios(): Scenario[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Scenario);
}

export function readScenario(name: string): Scenario {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Scenario;
}

/** The scenario's manifests as the resolver takes them, parsed like any other manifest. */
export function compileScenario(scenario: Scenario): CompiledIndex {
  const manifests = scenario.manifests.map((manifest): Manifest => {
    const parsed = parseManifest(JSON.stringify(manifest, null, 2), `${scenario.name}.json`);
    if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join('\n'));
    return parsed.manifest;
  });
  const built = toIndex(manifests);
  if (!built.ok) throw new Error(built.problems.map((problem) => problem.message).join('\n'));
  return compileIndex(built.index);
}

export function requestOf({ name, title, story, manifests, expect, ...request }: Scenario): Request {
  return request;
}
