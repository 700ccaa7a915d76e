import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { freshFolder } from '../native/compile.ts';

/** Words that stand in one part of the laboratory each. */
const words = ['asan-mapping-offset', 'exception-thrown', 'COMPLETION: ', 'wasm-function', 'ustar'];

/** The code of a page that imports one thing from the lab. */
async function bundled(name: string): Promise<string> {
  const dir = freshFolder();
  mkdirSync(dir, { recursive: true });
  const lab = join(process.cwd(), 'src/lab/index.ts');
  writeFileSync(
    join(dir, 'page.ts'),
    `import { ${name} } from ${JSON.stringify(lab)};\nconsole.log(${name});\n`,
  );
  const input = join(dir, 'page.ts');
  const options = { root: dir, configFile: false, logLevel: 'error' } as const;
  const made = await build({ ...options, build: { write: false, rollupOptions: { input } } });
  const outputs = Array.isArray(made) ? made : [made];
  return outputs
    .flatMap((each) => ('output' in each ? each.output : []))
    .map((chunk) => (chunk.type === 'chunk' ? chunk.code : ''))
    .join('\n');
}

test('a page that only runs a plugin carries nothing of the compiler and the sanitizer', async () => {
  const code = await bundled('openWasmPlugin');
  expect(words.filter((word) => code.includes(word))).toEqual([]);
});

test('a page that runs with the sanitizer does carry it', async () => {
  const code = await bundled('runPlugin');
  expect(words.filter((word) => code.includes(word))).toEqual(['exception-thrown', 'wasm-function']);
});
