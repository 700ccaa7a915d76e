import type { Release } from '../../src/resolver/index.ts';

/**
 * An index of many plugins, the same on each call: later plugins depend on earlier ones, mostly on the popular few,
 * in the ranges of the day; some conflict.
 *
 * @returns the releases, and ten plugins that are good to ask for
 */
export function syntheticIndex(plugins: number, versions: number): { releases: Release[]; roots: string[] } {
  const random = randomNumbers(20_26);
  const releases: Release[] = [];
  const majors: number[][] = [];
  for (let plugin = 0; plugin < plugins; plugin++) {
    const targets = new Set(
      Array.from({ length: plugin < 5 ? 0 : Math.floor(random() * 5) }, () =>
        Math.floor(plugin * random() ** 2.2),
      ),
    );
    const enemy = random() < 0.02 ? Math.floor(random() * plugins) : plugin;
    let [major, minor, patch] = [1, 0, 0];
    const own: number[] = [];
    majors.push(own);
    for (let version = 0; version < versions; version++) {
      own.push(major);
      const dependencies = [...targets].flatMap((target) =>
        target < plugin ? [[idOf(target), `^${majors[target]![version]}.0.0`] as const] : [],
      );
      releases.push({
        id: idOf(plugin),
        version: `${major}.${minor}.${patch}`,
        abi: `>=1.${Math.floor((version * 4) / versions)} <3.0`,
        dependencies: Object.fromEntries(dependencies),
        ...(enemy !== plugin && { conflicts: { [idOf(enemy)]: '<1.0.1' } }),
      });
      const step = random();
      if (step < 0.12) [major, minor, patch] = [major + 1, 0, 0];
      else if (step < 0.55) [minor, patch] = [minor + 1, 0];
      else patch++;
    }
  }
  const roots = Array.from({ length: 10 }, (_, at) => idOf(Math.floor((plugins * (at + 1)) / 11)));
  return { releases, roots };
}

function idOf(plugin: number): string {
  return `org.synthetic.p${String(plugin).padStart(4, '0')}`;
}

function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
