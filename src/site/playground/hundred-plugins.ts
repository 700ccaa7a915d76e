import type { Manifest } from '../../manifest/index.ts';
import type { ManifestText, Situation } from './situation.ts';

const INSTRUMENTS = [
  ...['bassoon', 'celesta', 'cello', 'clarinet', 'cornet', 'dulcimer', 'fiddle', 'flute', 'glockenspiel'],
  ...['guitar', 'harp', 'harpsichord', 'horn', 'lute', 'mandolin', 'marimba', 'oboe', 'organ', 'piano'],
  ...['theremin', 'trombone', 'tuba', 'viola', 'violin', 'zither'],
];

/** Twenty-five instruments of four plugins each; one of the hundred wants an instrument newer than there is. */
export function hundredPlugins(): Situation {
  const manifests = INSTRUMENTS.flatMap(pluginsOf).map((manifest): ManifestText => {
    return { name: `${manifest.id} ${manifest.version}`, text: JSON.stringify(manifest, null, 2) };
  });
  const names = INSTRUMENTS.flatMap((name) => [name, `${name}-samples`, `${name}-mixer`, `${name}-score`]);
  return {
    id: 'a-hundred',
    title: 'A hundred plugins, and one that does not fit',
    story:
      'Twenty-five instruments, each with its samples, its mixer and its score. All hundred are asked for, and one of them is a season ahead of the others.',
    manifests,
    request: {
      roots: Object.fromEntries(names.map((name) => [`org.studio.${name}`, '*'])),
      host: { abi: '1.2' },
      platform: { os: 'linux', arch: 'x86_64', libc: 'gnu' },
    },
  };
}

function pluginsOf(name: string, at: number): Manifest[] {
  const id = `org.studio.${name}`;
  const title = name[0]!.toUpperCase() + name.slice(1);
  const manifest = (suffix: string, version: string, rest: Partial<Manifest>): Manifest => ({
    id: `${id}${suffix}`,
    version,
    name: `${title}${suffix.replace('-', ' ')}`,
    abi: '^1.0',
    ...rest,
  });
  const isAhead = name === 'theremin';
  return [
    manifest('', '1.0.0', { abi: at % 4 === 3 ? '>=1.1 <2.0' : '^1.0' }),
    manifest('', '1.3.0', { abi: '>=1.2 <2.0', provides: { [`studio.${name}`]: '1.1' } }),
    manifest('-samples', '1.1.0', { optionalDependencies: { [id]: '^1.0.0' } }),
    manifest('-mixer', '2.0.0', { dependencies: { [id]: isAhead ? '^2.0.0' : '^1.0.0' } }),
    manifest('-score', '1.0.0', { dependencies: { [id]: '^1.0.0', [`${id}-samples`]: '^1.0.0' } }),
  ];
}
