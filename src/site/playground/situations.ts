import type { Manifest } from '../../manifest/index.ts';
import type { Request } from '../../resolver/index.ts';
import { shortName } from '../score/score-of.ts';
import { apart, ensemble, everyone } from './ensemble.ts';
import type { ManifestText, Situation } from './situation.ts';

/** A file of tests/scenarios: the same worlds that the resolver's tests are made of. */
interface Scenario extends Request {
  name: string;
  title: string;
  story: string;
  manifests: Manifest[];
}

const SCENARIOS = import.meta.glob<Scenario>('/tests/scenarios/*.json', { import: 'default', eager: true });

const EXAMPLES = import.meta.glob<string>('/examples/*/tutti.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Every question the playground can start from. Read while the page is built. */
export function situations(): Situation[] {
  return [
    {
      id: 'apart',
      title: 'Four plugins, one host too old',
      story: APART,
      manifests: textsOf(ensemble),
      request: apart,
    },
    {
      id: 'everyone',
      title: 'Four plugins, all together',
      story: EVERYONE,
      manifests: textsOf(ensemble),
      request: everyone,
    },
    ...examplesSituation(),
    ...Object.values(SCENARIOS).map(situationOf),
  ];
}

const APART =
  'Echo and looper are old acquaintances: the looper of this host does not work with an echo older than 1.4, and that echo wants a newer host.';
const EVERYONE = 'The same four plugins on ABI 1.2. Everyone finds a version that suits the others.';
const REAL = 'The manifests of this repository’s examples, as they are.';

function examplesSituation(): Situation[] {
  const files = Object.entries(EXAMPLES).map(([path, text]) => ({ name: path.split('/').at(-2)!, text }));
  if (files.length === 0) return [];
  const ids = files.map(({ text }) => (JSON.parse(text) as Manifest).id);
  const roots = Object.fromEntries(ids.map((id) => [id, '*']));
  const request: Request = {
    roots,
    host: { abi: '1.0' },
    platform: { os: 'linux', arch: 'x86_64', libc: 'gnu' },
  };
  return [
    { id: 'examples', title: 'The examples of this repository', story: REAL, manifests: files, request },
  ];
}

function situationOf(scenario: Scenario): Situation {
  const { name, title, story, manifests, roots, host, platform, overrides, locked } = scenario;
  const request: Request = {
    roots,
    host,
    platform,
    ...(overrides && { overrides }),
    ...(locked && { locked }),
  };
  return { id: name, title, story, manifests: textsOf(manifests), request };
}

function textsOf(manifests: readonly Manifest[]): ManifestText[] {
  return manifests.map((manifest) => ({
    name: `${shortName(manifest.id)} ${manifest.version}`,
    text: JSON.stringify(manifest, null, 2),
  }));
}
