import { type Lockfile, type Manifest, parseLockfile, toIndex } from '../../../manifest/index.ts';
import {
  compileIndex,
  parseContractVersion,
  parseRange,
  type Release,
  type Request,
} from '../../../resolver/index.ts';
import { counted } from '../../elements/counted.ts';
import { abisOf } from '../../score/score-of.ts';
import { isRecord, readRequest } from '../desk/permalink.ts';
import type { ManifestText } from '../situation.ts';
import { isCkan, readCkan } from './ckan-index.ts';

/** Bytes of a file after unpacking; the whole index of a large ecosystem has about 15 million. */
export const MAX_FILE_BYTES = 96_000_000;
/** So many manifests become texts that can be edited; of more, the worker keeps the releases. */
const MAX_TEXTS = 400;

/** What a file that someone gives the page turned out to be. */
export type Imported =
  | { readonly kind: 'manifest'; readonly manifest: ManifestText }
  | { readonly kind: 'lockfile'; readonly lockfile: Lockfile }
  | {
      readonly kind: 'index';
      readonly manifests: readonly ManifestText[];
      /** Too many to be texts. */
      readonly releases?: readonly Release[];
      /** What a scenario asks; absent for an index alone. */
      readonly request?: Request;
      readonly story: string;
      /** The host version that most of its releases admit, the newest of these. */
      readonly host: string;
    }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * Reads a file by what is in it: a manifest, a lockfile, a scenario, an index of manifests, or CKAN's releases;
 * packed with gzip or not.
 */
export async function readImport(file: File): Promise<Imported> {
  const refuse = (why: string): Imported => ({
    kind: 'refused',
    message: `Cannot open ${file.name}: ${why}.`,
  });
  const text = await textOf(file);
  if (text === undefined) return refuse(`it has more than ${MAX_FILE_BYTES / 1e6} MB, or is damaged`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse(`it is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (isCkan(value)) return indexOf(file.name, readCkan(value), refuse);
  if (isRecord(value) && 'lockfile' in value) {
    const lock = parseLockfile(text, file.name);
    return lock.ok
      ? { kind: 'lockfile', lockfile: lock.lockfile }
      : refuse(lock.problems[0]?.message ?? 'it is no lockfile');
  }
  if (isRecord(value) && typeof value.id === 'string')
    return { kind: 'manifest', manifest: { name: `${value.id} ${String(value.version ?? '')}`, text } };
  const list = isRecord(value) ? (value.manifests ?? value.releases) : value;
  if (!Array.isArray(list))
    return refuse('it is no manifest, no lockfile, no scenario, no index and no list of releases');
  const wrong = list.findIndex((one) => !isRelease(one));
  if (wrong >= 0) return refuse(`number ${wrong + 1} of its list is no release with id, version and abi`);
  const read = indexOf(file.name, list as Manifest[], refuse);
  const request = readRequest(value);
  return read.kind === 'index' && request !== undefined ? { ...read, request } : read;
}

async function textOf(file: File): Promise<string | undefined> {
  if (file.size > MAX_FILE_BYTES) return undefined;
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (head[0] !== 0x1f || head[1] !== 0x8b) return file.text();
  const reader = file.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const chunks: BlobPart[] = [];
  let length = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length;
      if (length > MAX_FILE_BYTES) return undefined;
      chunks.push(next.value);
    }
  } catch {
    return undefined;
  }
  return new Blob(chunks).text();
}

function indexOf(name: string, releases: readonly Release[], refuse: (why: string) => Imported): Imported {
  const built = toIndex(releases as readonly Manifest[]);
  if (!built.ok) return refuse(built.problems[0]!.message);
  const plugins = new Set(releases.map(({ id }) => id)).size;
  const story = `${name}: ${counted(releases.length, 'release')} of ${counted(plugins, 'plugin')}.`;
  if (releases.length <= MAX_TEXTS) {
    const manifests = releases.map((one) => ({
      name: `${one.id} ${one.version}`,
      text: JSON.stringify(one, null, 2),
    }));
    return { kind: 'index', manifests, story, host: likelyHost(releases) };
  }
  try {
    compileIndex(built.index);
  } catch (error) {
    return refuse(error instanceof RangeError ? error.message : 'it holds no index');
  }
  return { kind: 'index', manifests: [], releases, story, host: likelyHost(releases) };
}

function likelyHost(releases: readonly Release[]): string {
  const counts = new Map<string, number>();
  for (const { abi } of releases) counts.set(abi, (counts.get(abi) ?? 0) + 1);
  const ranges = [...counts].map(([text, count]) => ({ range: parseRange(text), count }));
  const admittedBy = (host: string) => {
    const version = parseContractVersion(host);
    if (version === undefined) return 0;
    return ranges.reduce((sum, { range, count }) => sum + (range?.test(version) ? count : 0), 0);
  };
  const hosts = abisOf({ releases }, '1.0').map((host) => ({ host, count: admittedBy(host) }));
  return hosts.reduce((best, one) => (one.count >= best.count ? one : best)).host;
}

function isRelease(value: unknown): value is Release {
  if (!isRecord(value)) return false;
  const { id, version, abi, platforms, exclusive } = value;
  const maps = [
    value.dependencies,
    value.optionalDependencies,
    value.conflicts,
    value.provides,
    value.requires,
  ];
  return (
    [id, version, abi].every((one) => typeof one === 'string') &&
    maps.every((map) => map === undefined || isTextMap(map)) &&
    (platforms === undefined ||
      platforms === 'any' ||
      (Array.isArray(platforms) && platforms.every(isRecord))) &&
    (exclusive === undefined || Array.isArray(exclusive))
  );
}

function isTextMap(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((one) => typeof one === 'string');
}
