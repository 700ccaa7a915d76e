import satisfies from 'semver/functions/satisfies.js';
import type { Release } from '../../src/resolver/index.ts';
import type { Universe } from './universe.ts';

/**
 * Tries every selection there is. Written from the meaning of a manifest and of nothing else: it shares no
 * code with the resolver.
 */
export function isSolvable(universe: Universe): boolean {
  return !eachSelection(universe).next().done;
}

/** Every right selection, those with plugins that nobody needs too. */
export function* eachSelection({
  index,
  request,
}: Universe): Generator<Readonly<Record<string, string>>, void> {
  const byId = Map.groupBy(index.releases, (release) => release.id);
  const choices = [...byId.values()].map((releases) => [undefined, ...releases]);
  const chosen: Release[] = [];
  function* search(position: number): Generator<Readonly<Record<string, string>>, void> {
    if (position === choices.length) {
      if (isRight(chosen, request)) yield Object.fromEntries(chosen.map(({ id, version }) => [id, version]));
      return;
    }
    for (const choice of choices[position]!) {
      if (choice !== undefined) chosen.push(choice);
      yield* search(position + 1);
      if (choice !== undefined) chosen.pop();
    }
  }
  yield* search(0);
}

function isRight(chosen: readonly Release[], request: Universe['request']): boolean {
  const version = (id: string) => chosen.find((release) => release.id === id)?.version;
  const has = (id: string, range: string, options = {}) => {
    const found = version(id);
    return found !== undefined && satisfies(found, range, options);
  };
  const lacks = (id: string) => version(id) === undefined;
  const all = (
    map: Readonly<Record<string, string>> | undefined,
    rule: (id: string, range: string) => boolean,
  ) => Object.entries(map ?? {}).every(([id, range]) => rule(id, range));
  if (!all(request.roots, (id, range) => has(id, range))) return false;
  return chosen.every((release) => {
    const { libc } = request.platform;
    const runs =
      release.platforms === 'any' || release.platforms === undefined
        ? true
        : release.platforms.some((one) => one.os === 'linux' && one.arch === 'x86_64' && one.libc === libc);
    return (
      runs &&
      satisfies(`${request.host.abi}.0`, release.abi) &&
      (!release.yanked || request.locked?.[release.id] === release.version) &&
      all(release.dependencies, (id, range) => has(id, range)) &&
      all(release.optionalDependencies, (id, range) => id === release.id || lacks(id) || has(id, range)) &&
      all(
        release.conflicts,
        (id, range) => id === release.id || !has(id, range, { includePrerelease: true }),
      ) &&
      all(release.requires, (capability, range) =>
        chosen.some((one) => one.provides?.[capability] && satisfies(`${one.provides[capability]}.0`, range)),
      ) &&
      (release.exclusive ?? []).every(
        (capability) => chosen.filter((one) => one.provides?.[capability] !== undefined).length === 1,
      )
    );
  });
}
