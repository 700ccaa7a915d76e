import { arch, platform } from 'node:process';
import type { Inspection } from './inspection.ts';

const archs: Record<string, string> = { x64: 'x86_64', arm64: 'aarch64', ia32: 'x86' };
const systems: Record<string, Inspection['os']> = { linux: 'linux', darwin: 'macos', win32: 'windows' };

/** This machine, in the words of an inspection. */
export const machine = { os: systems[platform] ?? platform, arch: archs[arch] ?? arch };
