import { expect, test } from 'playwright/test';
import { type AssetManifest, manifestName, type StepAsset } from '../../src/lab/index.ts';
import { prefix } from './site.ts';

/** At the root, and below a path that the site was not built for. */
const places = ['', prefix];

for (const place of places) {
  test(`at "${place}/", each variant of a step is a module that its asset leads to`, async ({ request }) => {
    const response = await request.get(`${place}/lab/steps/memory/3-leak.json`);
    expect(response.status()).toBe(200);
    const { start, solution, mistakes, headers, plan } = (await response.json()) as StepAsset;
    expect(Object.keys(mistakes)).toEqual(Object.keys(plan.mistakes));
    expect(Object.keys(headers)).toEqual(['tutti.h', 'tutti/text.h', 'tutti_sdk.h']);
    for (const { source, wasm } of [start, solution, ...Object.values(mistakes)]) {
      const module = await request.get(new URL(wasm, response.url()).href);
      expect(module.headers()['content-type']).toBe('application/wasm');
      expect((await module.body()).subarray(0, 4).toString()).toBe('\0asm');
      expect(source).not.toContain('#region');
    }
  });

  test(`at "${place}/", the compiler stands with the licences of what it holds`, async ({ request }) => {
    const response = await request.get(`${place}/lab/${manifestName}`);
    const { parts, notices, script } = (await response.json()) as AssetManifest;
    for (const file of [script, ...notices]) {
      expect((await request.get(new URL(file, response.url()).href)).status()).toBe(200);
    }
    for (const { file, lengthBytes } of parts) {
      const head = await request.head(new URL(file, response.url()).href);
      expect(head.headers()['content-length']).toBe(String(lengthBytes));
    }
    expect(notices.map((file) => file.split('/').at(-1))).toEqual(
      expect.arrayContaining(['NOTICE.txt', 'llvm.txt', 'wasi-libc.txt', 'musl.txt']),
    );
  });
}
