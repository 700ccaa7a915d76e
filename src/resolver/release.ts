import type { RelationFact } from './fact.ts';
import { ownValue, pickEntries } from './record.ts';

/** A place a plugin can run in. `libc` matters on Linux alone: `gnu` or `musl`. */
export interface Platform {
  readonly os: string;
  readonly arch: string;
  readonly libc?: string;
}

/** Plugin or capability id -> version range, in node-semver's notation. */
export type Ranges = Readonly<Record<string, string>>;

/** One version of one plugin: everything that decides what it can be selected with. */
export interface Release {
  readonly id: string;
  readonly version: string;
  /** Range over ABI versions, such as `^1.0`. */
  readonly abi: string;
  /** Where it can run; absent means anywhere. */
  readonly platforms?: 'any' | readonly Platform[];
  /** Plugins that must be selected too, in these ranges. */
  readonly dependencies?: Ranges;
  /** Plugins that may be missing, but when they are selected, then in these ranges. */
  readonly optionalDependencies?: Ranges;
  /** Plugins that must not be selected in these ranges; prereleases count. */
  readonly conflicts?: Ranges;
  /** Capability id -> version it provides, `major.minor`. */
  readonly provides?: Readonly<Record<string, string>>;
  /** Capability id -> range that one selected plugin (or this one) must provide. */
  readonly requires?: Ranges;
  /** Capabilities it provides and suffers no other provider of. */
  readonly exclusive?: readonly string[];
  /** Withdrawn: only a lock keeps it. A text says why. */
  readonly yanked?: boolean | string;
}

type Relation = RelationFact['kind'];

/** The ways in which a release speaks of other plugins. */
export const RELATIONS: readonly Relation[] = ['dependency', 'optional-dependency', 'conflict'];

/** What a release says of other plugins, with the overrides in the place of what its dependencies say. */
export function rangesOf(
  release: Release,
  kind: Relation,
  overrides: Ranges | undefined,
): Ranges | undefined {
  if (kind === 'conflict') return release.conflicts;
  const ranges = kind === 'dependency' ? release.dependencies : release.optionalDependencies;
  if (ranges === undefined || overrides === undefined) return ranges;
  return { ...ranges, ...pickEntries(overrides, (id) => Object.hasOwn(ranges, id)) };
}

/** A text withdraws a release too, the empty one included. */
export function isYanked({ yanked }: Pick<Release, 'yanked'>): boolean {
  return yanked !== undefined && yanked !== false;
}

/** Whether a release is withdrawn from who has not locked it. */
export function isWithdrawn(release: Release, locked?: Readonly<Record<string, string>>): boolean {
  return isYanked(release) && ownValue(locked, release.id) !== release.version;
}

/** Version that a release provides of a capability. */
export function offerOf({ provides }: Release, capability: string): string | undefined {
  return ownValue(provides, capability);
}

/** Everything the resolver may choose from. The order of releases and keys never matters. */
export interface Index {
  readonly releases: readonly Release[];
}

/** Name of a platform in the manner of zig's targets: `x86_64-linux-gnu`, `aarch64-macos`, `wasm32`. */
export function formatPlatform(platform: Platform): string {
  if (platform.os === 'freestanding') return platform.arch;
  return [platform.arch, platform.os, platform.libc].filter((part) => part !== undefined).join('-');
}

/** The platforms that a release is built for, one by one; none when it is built for any. */
export function platformsOf({ platforms = 'any' }: Release): readonly Platform[] {
  return platforms === 'any' ? [] : platforms;
}

/** Whether a release can run on `platform`; an entry without `libc` runs with each. */
export function runsOn({ platforms = 'any' }: Release, { os, arch, libc }: Platform): boolean {
  if (platforms === 'any') return true;
  return platforms.some((entry) => entry.os === os && entry.arch === arch && (entry.libc ?? libc) === libc);
}
