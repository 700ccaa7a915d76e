import type { Index, Release, Request } from '../../../resolver/index.ts';
import type { Voice } from '../../score/score.ts';

/** The front page's small world: four plugins, the hosts they could meet, and two questions about them. */
const releases: Release[] = [
  { id: 'org.example.echo', version: '1.0.0', abi: '>=1.0 <1.2' },
  { id: 'org.example.echo', version: '1.4.0', abi: '>=1.2 <2.0' },
  { id: 'org.example.echo', version: '2.0.0', abi: '>=2.0' },
  { id: 'org.example.meter', version: '0.9.0', abi: '^1.0' },
  { id: 'org.example.meter', version: '1.2.0', abi: '>=1.2' },
  { id: 'org.example.tuner', version: '3.0.0', abi: '>=1.1' },
  { id: 'org.example.tuner', version: '3.1.0', abi: '>=1.2', dependencies: { 'org.example.meter': '^1.0.0' } },
  { id: 'org.example.looper', version: '1.1.0', abi: '^1.0', conflicts: { 'org.example.echo': '<1.4.0' } },
  { id: 'org.example.looper', version: '1.3.0', abi: '>=1.2 <2.0', dependencies: { 'org.example.echo': '^1.4.0' } },
];

export const ensemble: Index = { releases };

export const abis = ['1.0', '1.1', '1.2', '2.0'];

export const voices: Record<string, Voice> = {
  'org.example.echo': 'c',
  'org.example.meter': 'zig',
  'org.example.tuner': 'rust',
  'org.example.looper': 'cpp',
};

const platform = { os: 'linux', arch: 'x86_64', libc: 'gnu' };

/** Everyone, on a host where that is possible. */
export const everyone: Request = {
  roots: { 'org.example.echo': '*', 'org.example.meter': '*', 'org.example.tuner': '*', 'org.example.looper': '*' },
  host: { abi: '1.2' },
  platform,
};

/** The newest echo beside the looper that needs an older one. */
export const apart: Request = {
  roots: { 'org.example.echo': '^1.0.0', 'org.example.looper': '*', 'org.example.meter': '*', 'org.example.tuner': '*' },
  host: { abi: '1.1' },
  platform,
};
