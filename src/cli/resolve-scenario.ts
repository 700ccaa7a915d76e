import { formatProblem, MAX_MANIFEST_DEPTH, type Manifest, parseManifest } from '../manifest/index.ts';
import { checkRequest, type Reproduction, type Request } from '../resolver/index.ts';

/** What a scenario asks, or what keeps it from being asked. */
export type ParsedScenario =
  | { readonly ok: true; readonly manifests: readonly Manifest[]; readonly request: Request }
  | { readonly ok: false; readonly problems: readonly string[] };

type Scenario = Pick<Request, 'roots' | 'host' | 'platform' | 'overrides' | 'locked' | 'prefer'> & {
  readonly manifests: readonly unknown[];
};

/** Whether a value read from JSON has the parts of a scenario: manifests, roots, host and platform. */
export function isScenario(value: unknown): value is Scenario {
  if (typeof value !== 'object' || value === null) return false;
  const { manifests, roots, host, platform } = value as Record<string, unknown>;
  return Array.isArray(manifests) && isTexts(roots) && isTexts(host) && isTexts(platform);
}

/** @param name how problems name the scenario */
export function parseScenario(scenario: Scenario, name: string): ParsedScenario {
  const manifests: Manifest[] = [];
  const problems: string[] = [];
  for (const [i, item] of scenario.manifests.entries()) {
    const parsed = parseManifest(print(item), `${name} manifests[${i}]`);
    if (parsed.ok) manifests.push(parsed.manifest);
    else problems.push(...parsed.problems.map(formatProblem));
  }
  const { roots, host, platform, overrides, locked, prefer } = scenario;
  const request = {
    roots,
    host,
    platform,
    ...(overrides && { overrides }),
    ...(locked && { locked }),
    ...(prefer && { prefer }),
  };
  const faults = faultsOf(scenario);
  problems.push(...faults);
  if (faults.length === 0) problems.push(...checkRequest(request).map(({ message }) => message));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, manifests, request };
}

/** A reproduction as a scenario: what `tutti resolve` and `npm run resolve-scenarios` read. */
export function formatReproduction({ index, request }: Reproduction): string {
  const manifests = index.releases.map(({ id, version, abi, ...said }) => ({
    id,
    version,
    name: id,
    abi,
    ...said,
  }));
  const { roots, host, platform, overrides, locked, prefer } = request;
  const scenario = { name: 'reproduction', manifests, roots, host, platform, overrides, locked, prefer };
  return `${JSON.stringify(scenario, null, 2)}\n`;
}

/** A manifest's text, so that a problem's line is one of the manifest by itself. */
function print(item: unknown): string {
  try {
    return JSON.stringify(item, null, 2);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Nested deeper than can be printed: so is this, and it is refused for it.
    return '['.repeat(MAX_MANIFEST_DEPTH + 1);
  }
}

/** What a scenario says beside its manifests that has no meaning. */
function faultsOf({ host, platform, overrides, locked, prefer }: Scenario): string[] {
  const faults: string[] = [];
  const wrong = (what: string, expected: string) => faults.push(`"${what}" must be ${expected}`);
  if (host.abi === undefined) wrong('host', 'an object with abi');
  if (platform.os === undefined || platform.arch === undefined)
    wrong('platform', 'an object with os, arch and, on Linux, libc');
  if (overrides !== undefined && !isTexts(overrides))
    wrong('overrides', 'an object that gives a range for each plugin');
  if (locked !== undefined && !isTexts(locked))
    wrong('locked', 'an object that gives a version for each plugin');
  if (prefer !== undefined && prefer !== 'highest' && prefer !== 'lowest')
    wrong('prefer', '"highest" or "lowest"');
  return faults;
}

function isTexts(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((each) => typeof each === 'string')
  );
}
