import { machineLibc, machineTarget } from '../host/index.ts';
import { ToolkitError } from './toolkit-error.ts';

/** Every target that native libraries are built for. */
export const nativeTargets = [
  'x86_64-linux-gnu',
  'aarch64-linux-gnu',
  'x86_64-linux-musl',
  'aarch64-linux-musl',
  'x86_64-macos',
  'aarch64-macos',
  'x86_64-windows-gnu',
  'aarch64-windows-gnu',
] as const;

/** Named like zig's targets, without the version of the libc. */
export type NativeTarget = (typeof nativeTargets)[number];

export type Target = NativeTarget | 'wasm32';

/** The machine that a report was captured on. */
export interface Machine {
  readonly os: string;
  readonly arch: string;
  readonly target: NativeTarget;
  /** Linux only. */
  readonly libc?: string;
}

/** The oldest glibc that a Linux build runs on: Debian 10, Ubuntu 20.04, RHEL 8. */
const glibcFloor = '2.28';

/**
 * The target whose libraries the running process can load.
 *
 * @throws ToolkitError `platform-unsupported`
 */
export function nativeTarget(name: string = machineTarget()): NativeTarget {
  const target = nativeTargets.find((known) => known === name);
  if (target !== undefined) return target;
  throw new ToolkitError(
    'platform-unsupported',
    `Cannot build for ${name}: native builds exist for Linux, macOS and Windows on x86_64 and aarch64.`,
  );
}

export function thisMachine(): Machine {
  const { platform, arch } = process;
  const machine = { os: platform, arch, target: nativeTarget() };
  return platform === 'linux' ? { ...machine, libc: machineLibc() } : machine;
}

/** What zig's `-target` wants to read. */
export function zigTriple(target: Target): string {
  if (target === 'wasm32') return 'wasm32-wasi';
  return target.endsWith('-linux-gnu') ? `${target}.${glibcFloor}` : target;
}

/** The file name of a library called `stem`, the way each system writes it. */
export function libraryFileName(target: Target, stem: string): string {
  if (target === 'wasm32') return `${stem}.wasm`;
  if (target.includes('-windows-')) return `${stem}.dll`;
  return target.endsWith('-macos') ? `lib${stem}.dylib` : `lib${stem}.so`;
}
