import type { CompiledIndex } from './compiled-index.ts';
import { ownValue } from './record.ts';
import type { Ranges } from './release.ts';

/**
 * The same index as if each dependency on a plugin that `overrides` names had the range given there.
 *
 * @remarks Made when it is first asked for, in O(releases), and kept for as long as `overrides` is.
 */
export function withOverrides(compiled: CompiledIndex, overrides: Ranges | undefined): CompiledIndex {
  if (overrides === undefined) return compiled;
  const known = compiled.overridden.get(overrides);
  if (known !== undefined) return known;
  const packages = compiled.packages.map((entry) => ({
    ...entry,
    releases: entry.releases.map((release) => ({
      ...release,
      dependencies: replace(release.dependencies, overrides),
      optionalDependencies: replace(release.optionalDependencies, overrides),
    })),
  }));
  const made = { ...compiled, packages, demands: [] };
  compiled.overridden.set(overrides, made);
  return made;
}

function replace(ranges: Ranges = {}, overrides: Ranges): Ranges {
  const entries = Object.entries(ranges);
  return Object.fromEntries(entries.map(([id, range]) => [id, ownValue(overrides, id) ?? range]));
}
