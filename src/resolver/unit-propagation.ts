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
    this.#hostDemands = new Array(compiled.packages.length);
    this.#watches = new Array(compiled.packages.length);
  }

  /**
   * Adds an incompatibility that, with the partial solution as it is, leaves at most one conclusion, and draws it.
   *
   * @returns the incompatibility when all its terms hold already
   */
  add(incompatibility: Incompatibility): Incompatibility | undefined {
    this.#watch(incompatibility);
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
    if (!solution.contradicts(open.package, open.set)) {
      solution.derive(open.package, open.set, incompatibility);
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
    this.#next = this.#solution.length;
  }

  /** Takes in what a package demands that must be selected from now on. */
  #require(number: number): Incompatibility | undefined {
    const demands = demandsOf(this.#compiled, number);
    if (this.#hostDemands[number] === undefined) {
      this.#hostDemands[number] = this.#hostDemandsOf(number);
      for (const list of demands.lists) this.#append(list);
      for (const incompatibility of demands.others) this.#watch(incompatibility);
    }
    return (
      this.#concludeEach(this.#hostDemands[number]!) ??
      this.#visitList(demands.lists[0]!, true) ??
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

  #visit(number: number): Incompatibility | undefined {
    const lists = this.#watches[number];
    if (lists === undefined) return undefined;
    for (let i = 0; i < lists.length; i++) {
      const violated = this.#visitList(lists[i]!);
      if (violated !== undefined) return violated;
    }
    return undefined;
  }

  /**
   * Concludes what the package's domain allows of the list.
   *
   * @param isNew whether none of it was concluded before: the other term may then be the one that holds
   */
  #visitList(list: WatchList, isNew = false): Incompatibility | undefined {
    const { words, offsets } = this.#solution;
    const number = list.package;
    const offset = offsets[number]!;
    const isWide = offsets[number + 1]! - offset > 1;
    for (let i = -1; ; ) {
      const word = words[offset]!;
      i = list.next(words, word, i + 1, isNew ? (isWide ? -1 : word) : 0);
      if (i < 0) return undefined;
      const watched = list.watched[i]!;
      if (!isNew) {
        const isFirst = watched.first.package === number;
        const { set } = isFirst ? watched.first : watched.second;
        if (isWide && !this.#solution.satisfies(number, set)) continue;
        if (!list.isShared && this.#moves(watched, isFirst)) {
          list.remove(i--);
          continue;
        }
      }
      const violated = this.conclude(watched.incompatibility);
      if (violated !== undefined) return violated;
    }
  }

  /** Moves the watch from a term that holds to one that does not hold yet. */
  #moves(watched: Watched, isFirst: boolean): boolean {
    for (const term of watched.incompatibility.terms) {
      if (term === watched.first || term === watched.second) continue;
      if (this.#solution.satisfies(term.package, term.set)) continue;
      if (isFirst) watched.first = term;
      else watched.second = term;
      this.#add(term, watched);
      return true;
    }
    return false;
  }

  /** Watches the two terms that will stop holding first when the search goes back: those satisfied last. */
  #watch(incompatibility: Incompatibility): void {
    const solution = this.#solution;
    const ageOf = (term: Term) =>
      solution.satisfies(term.package, term.set)
        ? solution.satisfierOf(term.package, term.set)
        : solution.length;
    const [first, second] = incompatibility.terms.toSorted((left, right) => ageOf(right) - ageOf(left));
    if (second === undefined) return;
    const watched = { incompatibility, first: first!, second };
    this.#add(first!, watched);
    this.#add(second, watched);
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
