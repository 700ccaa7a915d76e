import { type Manifest, toIndex } from '../../../manifest/index.ts';
import { type CompiledIndex, compileIndex, type Index, type Release } from '../../../resolver/index.ts';
import { type LocatedProblem, ManifestReader } from './read-manifest.ts';

/** The manifests of a desk, read and made ready for questions. */
export interface DeskIndex {
  /** Problems of each manifest, in the order of the manifests; a manifest with problems takes no part. */
  readonly problems: readonly (readonly LocatedProblem[])[];
  /** Two manifests that claim to be the same release: nothing can be asked of such an index. */
  readonly clashes: readonly string[];
  /** The manifests that could be read. */
  readonly manifests: readonly Manifest[];
  readonly index: Index;
  readonly compiled: CompiledIndex;
}

/** Keeps what was read and compiled, so that a change of the question alone costs nothing of that. */
export class DeskIndexer {
  readonly #reader = new ManifestReader();
  #last: { manifests: readonly Manifest[]; library: readonly Release[]; built: BuiltDesk } | undefined;

  /** @param library releases beside the manifests; a manifest of the same version stands for the library's */
  read(texts: readonly string[], library: readonly Release[] = NO_LIBRARY): DeskIndex {
    const read = this.#reader.read(texts);
    const problems = read.map((one) => (one.ok ? [] : one.problems));
    const manifests = read.flatMap((one) => (one.ok ? [one.release] : []));
    const last = this.#last;
    const isSame =
      last !== undefined &&
      last.library === library &&
      last.manifests.length === manifests.length &&
      last.manifests.every((one, at) => one === manifests[at]);
    const built = isSame ? last.built : build(manifests, library);
    this.#last = { manifests, library, built };
    return { problems, manifests, ...built };
  }
}

const NO_LIBRARY: readonly Release[] = [];

type BuiltDesk = Pick<DeskIndex, 'clashes' | 'index' | 'compiled'>;

function build(manifests: readonly Manifest[], library: readonly Release[]): BuiltDesk {
  const own = toIndex(manifests);
  if (!own.ok) {
    const clashes = own.problems.map(({ message }) => message);
    return { clashes, index: { releases: [] }, compiled: compileIndex({ releases: [] }) };
  }
  const named = new Set(manifests.map(({ id, version }) => `${id} ${version}`));
  const others =
    named.size === 0 ? library : library.filter(({ id, version }) => !named.has(`${id} ${version}`));
  const index = library.length === 0 ? own.index : { releases: [...others, ...manifests] };
  return { clashes: [], index, compiled: compileIndex(index) };
}
