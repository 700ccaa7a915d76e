import { arch, platform } from 'node:process';

/** Release of this process's glibc, empty where there is none; asked of Node's report once: that costs milliseconds. */
let glibc: string | undefined;

/** The release of the glibc that this process runs on, such as `2.36`; undefined on any other C library. */
export function machineGlibc(): string | undefined {
  if (glibc === undefined) {
    const settings: NodeJS.ProcessReport & { excludeNetwork?: boolean } = process.report;
    settings.excludeNetwork = true;
    const report = settings.getReport() as { header?: { glibcVersionRuntime?: string } };
    glibc = report.header?.glibcVersionRuntime ?? '';
  }
  return glibc === '' ? undefined : glibc;
}

/** The C library of this process. Linux only. */
export function machineLibc(): 'gnu' | 'musl' {
  return machineGlibc() === undefined ? 'musl' : 'gnu';
}

const archs: Record<string, string> = { x64: 'x86_64', arm64: 'aarch64', ia32: 'x86' };

/** zig's name of this machine, such as `x86_64-linux-gnu`: the folder of what was built for it. */
export function machineTarget(): string {
  const cpu = archs[arch] ?? arch;
  if (platform === 'darwin') return `${cpu}-macos`;
  if (platform === 'win32') return `${cpu}-windows-gnu`;
  return `${cpu}-${platform}-${machineLibc()}`;
}

/** The file name of a shared library on this machine, such as `librepeat.so`. */
export function libraryFileName(name: string): string {
  if (platform === 'win32') return `${name}.dll`;
  return platform === 'darwin' ? `lib${name}.dylib` : `lib${name}.so`;
}
