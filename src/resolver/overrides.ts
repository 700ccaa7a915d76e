import type { CompiledIndex } from './compiled-index.ts';
import type { Ranges } from './release.ts';

/**
 * The same index as if each dependency on a plugin that `overrides` names had the range given there.
 *
 * @remarks What its packages demand is worded anew, and kept for as long as `overrides` is.
 */
export function withOverrides(compiled: CompiledIndex, overrides: Ranges | undefined): CompiledIndex {
  if (overrides === undefined) return compiled;
  const overridden = compiled.overridden.get(overrides) ?? { ...compiled, overrides, demands: [] };
  compiled.overridden.set(overrides, overridden);
  return overridden;
}
