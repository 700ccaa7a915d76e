import type { CapabilityNeed } from './compiled-index.ts';
import type { Incompatibility } from './incompatibility.ts';
import { WatchList } from './watch-list.ts';

/** What the versions of one package demand, as every search takes it in. */
export interface Demands {
  /** Watches of those with two terms, which never move; the first list is the package's own. */
  readonly lists: readonly WatchList[];
  /** Those with one term, or with three and more. */
  readonly others: readonly Incompatibility[];
  /** The capabilities that versions of the package require. */
  readonly needs: readonly CapabilityNeed[];
}

/** @param offsets where the domain of each package begins; the last is that of a word that is full */
export function createDemands(
  owner: number,
  incompatibilities: readonly Incompatibility[],
  offsets: Int32Array,
  needs: readonly CapabilityNeed[],
): Demands {
  const lists = new Map([[owner, new WatchList(owner, true)]]);
  const others: Incompatibility[] = [];
  for (const incompatibility of incompatibilities) {
    const { terms } = incompatibility;
    const [first, second] = terms;
    if (terms.length !== 2) {
      others.push(incompatibility);
      continue;
    }
    const watched = { incompatibility, first: first!, second: second! };
    for (const { package: watching, set } of terms) {
      const other = watching === first!.package ? second! : first!;
      const list = lists.get(watching) ?? new WatchList(watching, true);
      lists.set(watching, list);
      const isWide = other.set.length > 1;
      list.add(watched, set[0]!, offsets.at(isWide ? -1 : other.package)!, isWide ? -1 : other.set[0]!);
    }
  }
  return { lists: [...lists.values()], others, needs };
}
