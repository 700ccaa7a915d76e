import type { CompiledIndex } from './compiled-index.ts';
import type { Incompatibility, Term } from './incompatibility.ts';
import { demandsOf } from './index-incompatibilities.ts';
import type { PartialSolution } from './partial-solution.ts';
import { type Watched, WatchList } from './watch-list.ts';

/**
 * Draws every conclusion of the form "all terms but one hold, so that one must not". What a package demands is
 * taken in when the package becomes required, and each incompatibility is looked at only when a watched term
 * comes to hold.
 */
export class UnitPropagation {
  readonly #solution: PartialSolution;
  readonly #compiled: CompiledIndex;
  readonly #hostDemandsOf: (number: number) => readonly Incompatibility[];
  /** By package, once what it demands is watched: what the host rules out of it. */
  readonly #hostDemands: (readonly Incompatibility[] | undefined)[];
  /** By package; a package that nothing watches has none. */
  readonly #watches: (WatchList[] | undefined)[];
  #next = 0;

  /** @param hostDemandsOf what this host rules out of a package, asked for once */
  constructor(
    solution: PartialSolution,
    compiled: CompiledIndex,
    hostDemandsOf: (number: number) => readonly Incompatibility[],
  ) {
    this.#solution = solution;
    this.#compiled = compiled;
    this.#hostDemandsOf = hostDemandsOf;
    this.#hostDemands = new Array<readonly Incompatibility[] | undefined>(compiled.packages.length).fill(
      undefined,
    );
    this.#watches = new Array<WatchList[] | undefined>(compiled.packages.length).fill(undefined);
  }

  /**
   * Adds an incompatibility that, with the partial solution as it is, leaves at most one conclusion, and draws it.
   *
   * @returns the incompatibility when all its terms hold already
   */
  add(incompatibility: Incompatibility): Incompatibility | undefined {
    const { terms } = incompatibility;
    if (terms.length > 1) this.#watch(incompatibility);
    return this.conclude(incompatibility);
  }

  /** Draws the conclusion of one incompatibility if there is one; returns it when all its terms hold. */
  conclude(incompatibility: Incompatibility): Incompatibility | undefined {
    const { terms } = incompatibility;
    const solution = this.#solution;
    let open: Term | undefined;
    for (let position = 0; position < terms.length; position++) {
      const term = terms[position]!;
      if (solution.satisfies(term.package, term.set)) continue;
      if (open !== undefined) return undefined;
      open = term;
    }
    if (open === undefined) return incompatibility;
    if (!this.#solution.contradicts(open.package, open.set)) {
      this.#solution.derive(open.package, open.set, incompatibility);
    }
    return undefined;
  }

  /** Propagates to the end; returns an incompatibility all of whose terms hold, if one comes up. */
  propagate(): Incompatibility | undefined {
    const solution = this.#solution;
    while (this.#next < solution.length) {
      const position = this.#next++;
      const number = solution.packageAt(position);
      const violated =
        (solution.requiresAt(position) ? this.#require(number) : undefined) ?? this.#visit(number);
      if (violated !== undefined) return violated;
    }
    return undefined;
  }

  /** To be called after the solution's backjump. */
  forget(): void {
    this.#next = Math.min(this.#next, this.#solution.length);
  }

  /** Takes in what a package demands that must be selected from now on. */
  #require(number: number): Incompatibility | undefined {
    const demands = demandsOf(this.#compiled, number);
    if (this.#hostDemands[number] === undefined) {
      this.#hostDemands[number] = this.#hostDemandsOf(number);
      for (const list of demands.lists) this.#append(list);
      for (const incompatibility of demands.others)
        if (incompatibility.terms.length > 1) this.#watch(incompatibility);
    }
    return (
      this.#concludeEach(this.#hostDemands[number]!) ??
      this.#concludePairs(demands.lists[0]!) ??
      this.#concludeEach(demands.others)
    );
  }

  #concludeEach(incompatibilities: readonly Incompatibility[]): Incompatibility | undefined {
    for (let i = 0; i < incompatibilities.length; i++) {
      const violated = this.conclude(incompatibilities[i]!);
      if (violated !== undefined) return violated;
    }
    return undefined;
  }

  #concludePairs(list: WatchList): Incompatibility | undefined {
    const { words, offsets } = this.#solution;
    const offset = offsets[list.package]!;
    const isWide = offsets[list.package + 1]! - offset > 1;
    for (let i = -1; ; ) {
      const word = words[offset]!;
      i = list.next(words, word, i + 1, isWide ? -1 : word);
      if (i < 0) return undefined;
      const violated = this.conclude(list.watched[i]!.incompatibility);
      if (violated !== undefined) return violated;
    }
  }

  #visit(number: number): Incompatibility | undefined {
    const lists = this.#watches[number];
    if (lists === undefined) return undefined;
    for (let i = 0; i < lists.length; i++) {
      const violated = this.#visitList(lists[i]!);
      if (violated !== undefined) return violated;
    }
    return undefined;
  }

  #visitList(list: WatchList): Incompatibility | undefined {
    const solution = this.#solution;
    const number = list.package;
    const offset = solution.offsets[number]!;
    const isWide = solution.offsets[number + 1]! - offset > 1;
    // No incompatibility has two terms of one package, so what is concluded here never changes this domain.
    const word = solution.words[offset]!;
    for (let i = -1; ; ) {
      i = list.next(solution.words, word, i + 1);
      if (i < 0) return undefined;
      const watched = list.watched[i]!;
      const { terms } = watched.incompatibility;
      const isFirst = terms[watched.first]!.package === number;
      if (isWide && !solution.satisfies(number, terms[isFirst ? watched.first : watched.second]!.set))
        continue;
      if (terms.length > 2 && this.#moves(watched, isFirst)) {
        list.remove(i--);
        continue;
      }
      // Every unwatched term holds, or the watch would have moved.
      const other = terms[isFirst ? watched.second : watched.first]!;
      if (solution.contradicts(other.package, other.set)) continue;
      if (solution.satisfies(other.package, other.set)) return watched.incompatibility;
      solution.derive(other.package, other.set, watched.incompatibility);
    }
  }

  /** Moves the watch from a term that holds to one that does not hold yet. */
  #moves(watched: Watched, isFirst: boolean): boolean {
    const { terms } = watched.incompatibility;
    for (let position = 0; position < terms.length; position++) {
      if (position === watched.first || position === watched.second) continue;
      const term = terms[position]!;
      if (this.#solution.satisfies(term.package, term.set)) continue;
      if (isFirst) watched.first = position;
      else watched.second = position;
      this.#add(term, watched);
      return true;
    }
    return false;
  }

  /** Watches the two terms that will stop holding first when the search goes back: those satisfied last. */
  #watch(incompatibility: Incompatibility): void {
    const { terms } = incompatibility;
    const ages = terms.map((term) =>
      this.#solution.satisfies(term.package, term.set)
        ? this.#solution.satisfierOf(term.package, term.set)
        : Number.MAX_SAFE_INTEGER,
    );
    const [first, second] = [...ages.keys()].sort((left, right) => ages[right]! - ages[left]!);
    const watched = { incompatibility, first: first!, second: second! };
    this.#add(terms[watched.first]!, watched);
    this.#add(terms[watched.second]!, watched);
  }

  #add({ package: number, set }: Term, watched: Watched): void {
    let list = this.#watches[number]?.at(-1);
    if (list === undefined || list.isShared) {
      list = new WatchList(number, false);
      this.#append(list);
    }
    list.add(watched, set[0]!, this.#compiled.offsets.at(-1)!, -1);
  }

  #append(list: WatchList): void {
    const lists = this.#watches[list.package];
    if (lists === undefined) this.#watches[list.package] = [list];
    else lists.push(list);
  }
}
