import { type Artifact, type BuildOptions, buildServices } from './build.ts';
import { libraryFileName, type NativeTarget, nativeTargets } from './target.ts';
import { findToolchain } from './toolchain.ts';

/**
 * What the package holds for one target, relative to it: the host services and, where there are child processes,
 * the program that plugins run in.
 */
export function prebuiltFiles(target: NativeTarget): string[] {
  const services = `prebuilt/${target}/${libraryFileName(target, 'tutti_services')}`;
  return target.includes('-windows-') ? [services] : [services, `prebuilt/${target}/tutti_child`];
}

/**
 * Builds the native half of the host for every target, one after the other, so that who installs the package needs
 * no compiler.
 *
 * @returns the host services, one for each target
 * @throws ToolkitError
 * @remarks What was built from the same sources is kept. The first time for a target, the compiler also builds that
 *   target's C library: seconds for Linux and macOS, minutes for Windows.
 */
export async function buildPrebuilt(options: BuildOptions): Promise<Artifact[]> {
  const toolchain = options.toolchain ?? (await findToolchain({ signal: options.signal }));
  const artifacts: Artifact[] = [];
  for (const target of nativeTargets) artifacts.push(await buildServices({ ...options, toolchain, target }));
  return artifacts;
}
