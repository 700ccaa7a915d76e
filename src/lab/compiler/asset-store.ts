import { type AssetManifest, type AssetPart, manifestName } from './asset-manifest.ts';

/** How far a load is. Bytes are those that are downloaded; what is found in the cache counts at once. */
export interface LoadProgress {
  /** The part that is being loaded, or `compiling` when all are there. */
  readonly part: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Whether nothing had to be downloaded so far. */
  readonly isCached: boolean;
}

export type LoadFailure = 'offline' | 'interrupted' | 'missing' | 'corrupt' | 'unsupported';

/** Why the compiler could not be loaded; the message says what to do. */
export class LabLoadError extends Error {
  override readonly name = 'LabLoadError';
  readonly code: LoadFailure;

  constructor(code: LoadFailure, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

const cacheName = 'tutti-lab';
/** What an interrupted download left is kept under its address with this. */
const partialSuffix = '?partial';

/** What a store needs of its surroundings: a worker has it all; Cache Storage is missing in some private windows. */
export interface StoreSurroundings {
  readonly fetch: typeof fetch;
  readonly caches: CacheStorage | undefined;
  readonly subtle: Pick<SubtleCrypto, 'digest'> | undefined;
}

/** Loads the compiler's parts: from the cache where they are whole, else from the site, verified, once. */
export class AssetStore {
  readonly #base: string;
  readonly #surroundings: StoreSurroundings;
  readonly #onProgress: (progress: LoadProgress) => void;
  #done = 0;
  #total = 0;
  #isCached = true;

  /** @param base address of the folder that holds the manifest, with a final slash */
  constructor(base: string, surroundings: StoreSurroundings, onProgress: (progress: LoadProgress) => void) {
    this.#base = base;
    this.#surroundings = surroundings;
    this.#onProgress = onProgress;
  }

  /** The manifest of the site; offline, the one that was loaded last. @throws LabLoadError */
  async manifest(): Promise<AssetManifest> {
    const url = this.#url(manifestName);
    const cache = await this.#cache();
    try {
      const response = await this.#surroundings.fetch(url, { cache: 'no-cache' });
      if (!response.ok) throw missing(url, response.status);
      const text = await response.text();
      await put(cache, url, new Response(text));
      return JSON.parse(text) as AssetManifest;
    } catch (error) {
      if (error instanceof LabLoadError) throw error;
      const known = await cache?.match(url);
      if (known) return (await known.json()) as AssetManifest;
      const text =
        'Cannot load the compiler: there is no connection, and it was never loaded here before. Connect once.';
      throw new LabLoadError('offline', text, error);
    }
  }

  /** States what is going to be loaded, for progress. */
  expect(parts: readonly AssetPart[]): void {
    this.#total += parts.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
  }

  /** The packed bytes of a part, whole and verified. @throws LabLoadError */
  async load(part: AssetPart): Promise<Uint8Array<ArrayBuffer>> {
    const url = this.#url(part.file);
    const cache = await this.#cache();
    const known = await cache?.match(url);
    if (known) {
      const bytes = new Uint8Array(await known.arrayBuffer());
      if (await this.#isWhole(part, bytes)) {
        this.#advance(part, bytes.length);
        return bytes;
      }
      await cache?.delete(url);
    }
    this.#isCached = false;
    const bytes = await this.#download(part, url, cache);
    if (!(await this.#isWhole(part, bytes))) {
      await cache?.delete(url + partialSuffix);
      const text = `Cannot load ${part.name}: what arrived is not what the site's manifest promises. Reload the page; if it stays so, the site was published half.`;
      throw new LabLoadError('corrupt', text);
    }
    await put(cache, url, new Response(bytes));
    await cache?.delete(url + partialSuffix);
    return bytes;
  }

  /** Deletes what the manifest does not name: parts of older versions. */
  async deleteOthers({ parts }: AssetManifest): Promise<void> {
    const cache = await this.#cache();
    const kept = new Set([manifestName, ...parts.map(({ file }) => file)].map((file) => this.#url(file)));
    for (const { url } of (await cache?.keys()) ?? []) {
      if (url.startsWith(this.#base) && !kept.has(url.replace(partialSuffix, ''))) await cache?.delete(url);
    }
  }

  async #download(part: AssetPart, url: string, cache: Cache | undefined): Promise<Uint8Array<ArrayBuffer>> {
    const into = new Uint8Array(part.lengthBytes);
    let at = await takePartial(cache, url, into);
    const response = await this.#request(url, at, part);
    if (response.status !== 206) at = 0;
    this.#advance(part, at);
    const reader = response.body?.getReader();
    if (reader === undefined) throw interrupted(part, 0);
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        if (at + value.length > into.length) return new Uint8Array(0);
        into.set(value, at);
        at += value.length;
        this.#advance(part, value.length);
      }
    } catch (error) {
      await put(cache, url + partialSuffix, new Response(into.slice(0, at)));
      throw interrupted(part, at, error);
    }
    if (at < into.length) {
      await put(cache, url + partialSuffix, new Response(into.slice(0, at)));
      throw interrupted(part, at);
    }
    return into;
  }

  /** Asks for a part from a byte on; a site that knows no ranges sends it whole. */
  async #request(url: string, from: number, part: AssetPart): Promise<Response> {
    const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
    let response: Response;
    try {
      response = await this.#surroundings.fetch(url, { headers });
    } catch (error) {
      throw interrupted(part, from, error);
    }
    if (
      response.status === 206 &&
      response.headers.get('content-range')?.startsWith(`bytes ${from}-`) !== true
    )
      response = await this.#surroundings.fetch(url);
    if (!response.ok) throw missing(url, response.status);
    return response;
  }

  async #isWhole({ lengthBytes, sha256 }: AssetPart, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    if (bytes.length !== lengthBytes) return false;
    // Pages that are not served securely have no digest; the length is all that can be asked then.
    const digest = await this.#surroundings.subtle?.digest('SHA-256', bytes);
    if (digest === undefined) return true;
    return (
      Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('') === sha256
    );
  }

  #advance({ name }: AssetPart, bytes: number): void {
    this.#done += bytes;
    this.#onProgress({
      part: name,
      doneBytes: this.#done,
      totalBytes: this.#total,
      isCached: this.#isCached,
    });
  }

  #url(file: string): string {
    return new URL(file, this.#base).href;
  }

  async #cache(): Promise<Cache | undefined> {
    try {
      return await this.#surroundings.caches?.open(cacheName);
    } catch {
      return undefined;
    }
  }
}

/** Keeps something; a full disk is no reason to fail. */
async function put(cache: Cache | undefined, url: string, response: Response): Promise<void> {
  try {
    await cache?.put(url, response);
  } catch {
    // Over the quota: the next visit downloads again.
  }
}

/** Puts what an interrupted download left at the front. @returns how much that was */
async function takePartial(cache: Cache | undefined, url: string, into: Uint8Array): Promise<number> {
  const known = await cache?.match(url + partialSuffix);
  if (!known) return 0;
  const bytes = new Uint8Array(await known.arrayBuffer());
  if (bytes.length >= into.length) return 0;
  into.set(bytes);
  return bytes.length;
}

function missing(url: string, status: number): LabLoadError {
  const text = `Cannot load the compiler: the site answers ${status} to ${new URL(url).pathname}. Its build may lack the lab's files.`;
  return new LabLoadError('missing', text);
}

function interrupted({ name, lengthBytes }: AssetPart, at: number, cause?: unknown): LabLoadError {
  const text = `Cannot load ${name}: the connection ended after ${at} of ${lengthBytes} bytes. Press again: it goes on from there.`;
  return new LabLoadError('interrupted', text, cause);
}
