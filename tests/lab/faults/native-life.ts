import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from '../../../src/cli/project/lab/lab-kit.ts';
import { HostError, type HostErrorCode, openPlugin, textCapability } from '../../../src/host/index.ts';
import { servicesFile } from '../../../src/toolkit/index.ts';
import { type MistakeFile, mistakesFolder } from './mistake-file.ts';

/** What became of a plugin with a mistake in it, natively, with no sanitizer, in a child process of the host. */
export interface NativeLife {
  /** The first step that failed, in the host's words, with the library as `plugin.so`. */
  readonly failure?: { readonly code: HostErrorCode; readonly message: string };
  /** What its calls gave, as far as they gave something. */
  readonly results: readonly string[];
  /** Blocks of the host's that it never gave back. */
  readonly leakedBlocks: number;
  /** How often it gave back what it must not. */
  readonly misuses: number;
}

/** How the library is built: as one builds while one looks for a mistake. */
export const plainFlags = ['-g', '-O0', '-w', '-shared', '-fPIC'];
const includes = ['native/include', 'native/sdk/c', mistakesFolder].map((dir) => `-I${dir}`);
const limits = { callMs: 1000, graceMs: 100, stepMs: 15_000, memoryBytes: 2 ** 20 };
const longestBuildMs = 60_000;

/**
 * Lives the life that every mistake is given, natively; once for the same contents. `buildServices` of src/toolkit
 * comes first.
 *
 * @param life number of the life: undefined behaviour may end otherwise in another one
 */
export async function nativeLife(root: string, { file, text }: MistakeFile, life = 0): Promise<NativeLife> {
  const own = ['native/sdk/c/tutti_sdk.h', `${mistakesFolder}/lab.h`].map((path) => join(root, path));
  const contents = [...own, servicesFile()].map((path) => readFileSync(path));
  const key = fingerprint(text, JSON.stringify([plainFlags, limits, life]), ...contents);
  const folder = join(root, 'build/lab/natively');
  const kept = join(folder, `${key}.json`);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as NativeLife;
  mkdirSync(folder, { recursive: true });
  const library = join(folder, `${key}.so`);
  const [compiler, standard] = file.endsWith('.c') ? ['gcc', '-std=gnu11'] : ['g++', '-std=c++20'];
  const source = `${mistakesFolder}/${file}`;
  execFileSync(compiler, [standard, ...plainFlags, ...includes, source, '-o', library], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: longestBuildMs,
  });
  const lived = await live(library);
  writeFileSync(kept, JSON.stringify(lived));
  return lived;
}

async function live(library: string): Promise<NativeLife> {
  const failures: { code: HostErrorCode; message: string }[] = [];
  const results: string[] = [];
  const step = async (run: () => Promise<unknown>) => {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      failures.push({ code: error.code, message: steadied(error.message, library) });
    }
  };
  const plugin = await openPlugin(library, { isolation: 'childProcess', limits });
  await step(() => plugin.start());
  for (const word of ['cool', 'lala']) {
    if (failures.length > 0) break;
    await step(async () => results.push(await (await plugin.use(textCapability)).repeat(word, 3)));
  }
  const { errors, leakedBlocks, misuses } = await plugin.close();
  for (const error of errors) await step(() => Promise.reject(error));
  const [failure] = failures;
  return { ...(failure && { failure }), results, leakedBlocks, misuses };
}

/** A message without what changes from run to run. */
function steadied(message: string, library: string): string {
  return message.replaceAll(library, 'plugin.so').replace(/address 0x7[0-9a-f]{11}\b/, 'address 0x7…');
}
