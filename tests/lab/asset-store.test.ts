import { createHash, webcrypto } from 'node:crypto';
import { expect, test } from 'vitest';
import { AssetStore, type StoreSurroundings } from '../../src/lab/compiler/asset-store.ts';
import type { AssetManifest, AssetPart, LoadProgress } from '../../src/lab/index.ts';

const base = 'https://example.org/lab/';
const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);

function partOf(file: string, content: Uint8Array): AssetPart {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { name: file, file, lengthBytes: content.length, rawBytes: content.length, sha256, group: 'c' };
}

const part = partOf('core.bin', bytes);
const manifest: AssetManifest = { version: '1', script: 'clang.js', parts: [part], notices: [] };

/** Cache Storage in memory. @param isFull refuses to keep anything */
function cachesOf(kept: Map<string, Response>, isFull = false): CacheStorage {
  const cache = {
    match: async (url: string) => kept.get(url)?.clone(),
    put: async (url: string, response: Response) => {
      if (isFull) throw new DOMException('The quota is exceeded', 'QuotaExceededError');
      kept.set(url, response);
    },
    delete: async (url: string) => kept.delete(url),
    keys: async () => [...kept.keys()].map((url) => new Request(url)),
  };
  return { open: async () => cache } as unknown as CacheStorage;
}

/** A site; @param answer what it says to an address and a range */
function world(
  answer: (url: string, range: string | null) => Response,
  kept = new Map<string, Response>(),
  isFull = false,
): { store: AssetStore; progress: LoadProgress[]; asked: string[] } {
  const progress: LoadProgress[] = [];
  const asked: string[] = [];
  const surroundings: StoreSurroundings = {
    fetch: async (input, init) => {
      const range = new Headers(init?.headers).get('range');
      asked.push(`${String(input)}${range === null ? '' : ` ${range}`}`);
      return answer(String(input), range);
    },
    caches: cachesOf(kept, isFull),
    subtle: webcrypto.subtle as SubtleCrypto,
  };
  return { store: new AssetStore(base, surroundings, (each) => progress.push(each)), progress, asked };
}

/** A body that ends with an error after some bytes. */
function breakingAfter(content: Uint8Array): Response {
  let isSent = false;
  const body = new ReadableStream({
    pull(controller) {
      if (isSent) controller.error(new TypeError('network error'));
      else controller.enqueue(content);
      isSent = true;
    },
  });
  return new Response(body);
}

test('a part is loaded once, and comes out of the cache afterwards', async () => {
  const kept = new Map<string, Response>();
  const first = world(() => new Response(bytes), kept);
  first.store.expect([part]);
  expect(await first.store.load(part)).toEqual(bytes);
  expect(first.progress.at(-1)).toEqual({
    part: 'core.bin',
    doneBytes: 1000,
    totalBytes: 1000,
    isCached: false,
  });
  const second = world(() => new Response('gone', { status: 404 }), kept);
  expect(await second.store.load(part)).toEqual(bytes);
  expect(second.asked).toEqual([]);
});

test('what a broken download left is kept, and the rest is asked for by range', async () => {
  const kept = new Map<string, Response>();
  const broken = world(() => breakingAfter(bytes.subarray(0, 400)), kept);
  await expect(broken.store.load(part)).rejects.toMatchObject({
    code: 'interrupted',
    message:
      'Cannot load core.bin: the connection ended after 400 of 1000 bytes. Press again: it goes on from there.',
  });
  const headers = { 'content-range': 'bytes 400-999/1000' };
  const again = world(() => new Response(bytes.subarray(400), { status: 206, headers }), kept);
  expect(await again.store.load(part)).toEqual(bytes);
  expect(again.asked).toEqual([`${base}core.bin bytes=400-`]);
  expect([...kept.keys()]).toEqual([`${base}core.bin`]);
});

test('a site without ranges sends the whole again', async () => {
  const kept = new Map([[`${base}core.bin?partial`, new Response(bytes.subarray(0, 400))]]);
  const { store } = world(() => new Response(bytes), kept);
  expect(await store.load(part)).toEqual(bytes);
});

// what arrives, bytes
test.each([
  ['other bytes', Uint8Array.from(bytes, (byte) => byte ^ 1)],
  ['more bytes', new Uint8Array(1001)],
])('%s than the manifest promises are refused', async (_what, content) => {
  const { store } = world(() => new Response(content));
  await expect(store.load(part)).rejects.toMatchObject({
    code: 'corrupt',
    message:
      "Cannot load core.bin: what arrived is not what the site's manifest promises. Reload the page; if it stays so, the site was published half.",
  });
});

test('a cached part that is damaged is loaded again', async () => {
  const kept = new Map([[`${base}core.bin`, new Response(bytes.subarray(1))]]);
  const { store, asked } = world(() => new Response(bytes), kept);
  expect(await store.load(part)).toEqual(bytes);
  expect(asked).toEqual([`${base}core.bin`]);
});

test('a full disk is tolerated', async () => {
  const { store } = world(() => new Response(bytes), new Map(), true);
  expect(await store.load(part)).toEqual(bytes);
});

test('parts of older versions are deleted, and nothing else', async () => {
  const kept = new Map(
    ['core.bin', 'manifest.json', 'old.bin', 'old.bin?partial'].map((file) => [
      base + file,
      new Response('x'),
    ]),
  );
  await world(() => new Response(bytes), kept).store.deleteOthers(manifest);
  expect([...kept.keys()]).toEqual([`${base}core.bin`, `${base}manifest.json`]);
});

test('offline, the manifest of the last visit counts; before the first, the message says what to do', async () => {
  const offline = () => {
    throw new TypeError('Failed to fetch');
  };
  const kept = new Map([[`${base}manifest.json`, new Response(JSON.stringify(manifest))]]);
  expect(await world(offline, kept).store.manifest()).toEqual(manifest);
  await expect(world(offline).store.manifest()).rejects.toMatchObject({
    code: 'offline',
    message:
      'Cannot load the compiler: there is no connection, and it was never loaded here before. Connect once.',
  });
});

test('a site without the lab is named', async () => {
  const { store } = world(() => new Response('', { status: 404 }));
  await expect(store.manifest()).rejects.toMatchObject({
    code: 'missing',
    message:
      "Cannot load the compiler: the site answers 404 to /lab/manifest.json. Its build may lack the lab's files.",
  });
});
