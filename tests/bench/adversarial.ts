import type { Release, Request } from '../../src/resolver/index.ts';

/** A question made to be hard, or large in one direction. */
export interface AdversarialCase {
  readonly name: string;
  readonly releases: readonly Release[];
  readonly request: Request;
}

const idOf = (name: string, number: number) => `org.example.${name}${number}`;
const ask = (ids: readonly string[]): Request => ({
  roots: Object.fromEntries(ids.map((id) => [id, '*'])),
  host: { abi: '1.0' },
  platform: { os: 'linux', arch: 'x86_64' },
});
const count = (length: number) => Array.from({ length }, (_, number) => number);

/** Questions that no resolver answers by looking: each must end within its budget, with whatever answer. */
export function adversarialCases(): AdversarialCase[] {
  return [
    pigeonhole(7),
    pigeonhole(12),
    queens(8),
    queens(20),
    deepChain(5000),
    wideChain(200, 20),
    everythingConflicts(300),
  ];
}

/** One more pigeon than there are holes: a proof by resolution alone is exponentially long. */
function pigeonhole(holes: number): AdversarialCase {
  const pigeons = count(holes + 1);
  const releases = pigeons.flatMap((pigeon) =>
    count(holes).map((hole): Release => {
      const others = pigeons.filter((other) => other < pigeon);
      const conflicts = Object.fromEntries(others.map((other) => [idOf('pigeon', other), `${hole + 1}.0.0`]));
      return { id: idOf('pigeon', pigeon), version: `${hole + 1}.0.0`, abi: '*', conflicts };
    }),
  );
  return { name: `pigeonhole-${holes}`, releases, request: ask(pigeons.map((one) => idOf('pigeon', one))) };
}

/** A queen in each row; the version is her column. */
function queens(size: number): AdversarialCase {
  const releases = count(size).flatMap((row) =>
    count(size).map((column): Release => {
      const conflicts = Object.fromEntries(
        count(row).map((other) => {
          const columns = [column, column - (row - other), column + (row - other)];
          const ranges = columns.filter((one) => one >= 0 && one < size).map((one) => `${one + 1}.0.0`);
          return [idOf('queen', other), ranges.join(' || ')];
        }),
      );
      return { id: idOf('queen', row), version: `${column + 1}.0.0`, abi: '*', conflicts };
    }),
  );
  return { name: `queens-${size}`, releases, request: ask(count(size).map((row) => idOf('queen', row))) };
}

/** Each needs the next, and the last is missing. */
function deepChain(length: number): AdversarialCase {
  const releases = count(length).map(
    (number): Release => ({
      id: idOf('link', number),
      version: '1.0.0',
      abi: '*',
      dependencies: { [idOf('link', number + 1)]: '^1.0.0' },
    }),
  );
  return { name: `deep-chain-${length}`, releases, request: ask([idOf('link', 0)]) };
}

/** Every version of each needs the same version of the next; the last exists in none of them. */
function wideChain(length: number, versions: number): AdversarialCase {
  const releases = count(length).flatMap((number) =>
    count(versions).map((version): Release => {
      const next = idOf('link', number + 1);
      const range = number === length - 1 ? `${version + versions + 1}.0.0` : `${version + 1}.0.0`;
      return {
        id: idOf('link', number),
        version: `${version + 1}.0.0`,
        abi: '*',
        dependencies: { [next]: range },
      };
    }),
  );
  const last: Release = { id: idOf('link', length), version: '1.0.0', abi: '*' };
  return { name: `wide-chain-${length}`, releases: [...releases, last], request: ask([idOf('link', 0)]) };
}

/** Every plugin conflicts with every other, and two are asked for. */
function everythingConflicts(plugins: number): AdversarialCase {
  const releases = count(plugins).map((number): Release => {
    const others = count(plugins).filter((other) => other !== number);
    return {
      id: idOf('enemy', number),
      version: '1.0.0',
      abi: '*',
      conflicts: Object.fromEntries(others.map((other) => [idOf('enemy', other), '*'])),
    };
  });
  return {
    name: `enemies-${plugins}`,
    releases,
    request: ask([idOf('enemy', 0), idOf('enemy', plugins - 1)]),
  };
}
