import { formatProblem, type Manifest, parseManifest } from '../manifest/index.ts';
import { checkRequest, type Reproduction, type Request } from '../resolver/index.ts';

/** What a scenario asks, or what keeps it from being asked. */
export type ParsedScenario =
  | { readonly ok: true; readonly manifests: readonly Manifest[]; readonly request: Request }
  | { readonly ok: false; readonly problems: readonly string[] };

type Scenario = Pick<Request, 'roots' | 'host' | 'platform' | 'locked' | 'prefer'> & {
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
    // Printed again, so that a problem's line is one of the manifest by itself.
    const parsed = parseManifest(JSON.stringify(item, null, 2), `${name} manifests[${i}]`);
    if (parsed.ok) manifests.push(parsed.manifest);
    else problems.push(...parsed.problems.map(formatProblem));
  }
  const { roots, host, platform, locked, prefer } = scenario;
  const request = { roots, host, platform, ...(locked && { locked }), ...(prefer && { prefer }) };
  problems.push(...checkRequest(request).map(({ message }) => message));
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
  const { roots, host, platform, locked, prefer } = request;
  const scenario = { name: 'reproduction', manifests, roots, host, platform, locked, prefer };
  return `${JSON.stringify(scenario, null, 2)}\n`;
}

function isTexts(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((each) => typeof each === 'string')
  );
}
