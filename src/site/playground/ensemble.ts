import type { Language, Manifest } from '../../manifest/index.ts';
import type { Request } from '../../resolver/index.ts';

/** A small world to think with: four plugins in four languages, and the hosts they could meet. */
export const ensemble: readonly Manifest[] = [
  manifest('echo', 'c', '1.0.0', { abi: '>=1.0 <1.2' }),
  manifest('echo', 'c', '1.4.0', { abi: '>=1.2 <2.0' }),
  manifest('echo', 'c', '2.0.0', { abi: '>=2.0' }),
  manifest('meter', 'zig', '0.9.0', { abi: '^1.0' }),
  manifest('meter', 'zig', '1.2.0', { abi: '>=1.2' }),
  manifest('tuner', 'rust', '3.0.0', { abi: '>=1.1' }),
  manifest('tuner', 'rust', '3.1.0', { abi: '>=1.2', dependencies: { 'org.example.meter': '^1.0.0' } }),
  manifest('looper', 'cpp', '1.1.0', { abi: '^1.0', conflicts: { 'org.example.echo': '<1.4.0' } }),
  manifest('looper', 'cpp', '1.3.0', { abi: '>=1.2 <2.0', dependencies: { 'org.example.echo': '^1.4.0' } }),
];

export const ensembleAbis = ['1.0', '1.1', '1.2', '2.0'];

const platform = { os: 'linux', arch: 'x86_64', libc: 'gnu' };

/** Everyone, on a host where that is possible. */
export const everyone: Request = {
  roots: anyVersionOf('echo', 'meter', 'tuner', 'looper'),
  host: { abi: '1.2' },
  platform,
};

/** Everyone, on a host that is too old for the looper's friends. */
export const apart: Request = {
  roots: { 'org.example.echo': '^1.0.0', ...anyVersionOf('looper', 'meter', 'tuner') },
  host: { abi: '1.1' },
  platform,
};

function manifest(
  name: string,
  language: Language,
  version: string,
  rest: Pick<Manifest, 'abi' | 'conflicts' | 'dependencies'>,
): Manifest {
  const id = `org.example.${name}`;
  const source = { c: `c/${name}.c`, cpp: `cpp/${name}.cpp`, rust: 'rust/lib.rs', zig: `zig/${name}.zig` }[
    language
  ];
  return {
    id,
    version,
    name: name[0]!.toUpperCase() + name.slice(1),
    ...rest,
    entry: { [language]: source },
  };
}

function anyVersionOf(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`org.example.${name}`, '*']));
}
