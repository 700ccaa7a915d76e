import { ToolkitError } from './toolkit-error.ts';

/** Named like zig's targets, without the version of the libc. */
export type NativeTarget =
  | 'x86_64-linux-gnu'
  | 'aarch64-linux-gnu'
  | 'x86_64-linux-musl'
  | 'aarch64-linux-musl'
  | 'x86_64-macos'
  | 'aarch64-macos'
  | 'x86_64-windows-gnu'
  | 'aarch64-windows-gnu';

export type Target = NativeTarget | 'wasm32';

export type Libc = 'glibc' | 'musl';

export interface Machine {
  readonly os: string;
  readonly arch: string;
  readonly libc?: Libc;
}

/** The oldest glibc that a Linux build runs on: Debian 10, Ubuntu 20.04, RHEL 8. */
const glibcFloor = '2.28';

/** The machine this process runs on; a Linux machine says which libc its Node was built for. */
export function thisMachine(): Machine {
  const machine = { os: process.platform, arch: process.arch };
  return process.platform === 'linux' ? { ...machine, libc: runningLibc() } : machine;
}

/** Node's own report names the glibc it runs on, and no other libc. */
function runningLibc(): Libc {
  const report = process.report as (NodeJS.ProcessReport & { excludeNetwork: boolean }) | undefined;
  if (!report) return 'glibc';
  // Without this the report looks up the names of all network peers.
  report.excludeNetwork = true;
  const { header } = report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}

/** The target that builds for `machine`, as the running process could load it. */
export function nativeTarget(machine: Machine = thisMachine()): NativeTarget {
  const cpu = machine.arch === 'x64' ? 'x86_64' : machine.arch === 'arm64' ? 'aarch64' : undefined;
  const system =
    machine.os === 'linux'
      ? machine.libc === 'musl'
        ? 'linux-musl'
        : 'linux-gnu'
      : machine.os === 'darwin'
        ? 'macos'
        : machine.os === 'win32'
          ? 'windows-gnu'
          : undefined;
  if (cpu === undefined || system === undefined) {
    throw new ToolkitError(
      'platform-unsupported',
      `Cannot build for ${machine.os} on ${machine.arch}: native builds exist for Linux, macOS and Windows on x64 and arm64.`,
    );
  }
  return `${cpu}-${system}`;
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
