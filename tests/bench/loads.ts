import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HostError, openInstance, textCapability } from '../../src/host/index.ts';
import { compileNative, freshFolder } from '../native/compile.ts';
import type { Figures } from './report.ts';

const loads = 10_000;

/** A kind of file that must be refused, and the code that says so. */
interface BadKind {
  readonly name: string;
  readonly code: string;
  readonly make: (good: Buffer) => Buffer | undefined;
}

const changed = (good: Buffer, change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(good);
  change(copy);
  return copy;
};

/** What a bad file can be without being built: made of the bytes of a good one. */
const kinds: readonly BadKind[] = [
  { name: 'missing', code: 'file-missing', make: () => undefined },
  { name: 'empty', code: 'not-a-library', make: () => Buffer.alloc(0) },
  { name: 'a note', code: 'not-a-library', make: () => Buffer.from('la la la\n') },
  { name: 'cut off', code: 'file-truncated', make: (good) => good.subarray(0, good.length >> 1) },
  {
    name: 'another processor',
    code: 'foreign-platform',
    make: (good) => changed(good, (copy) => copy.writeUInt16LE(process.arch === 'arm64' ? 62 : 183, 18)),
  },
  {
    name: 'no entry',
    code: 'not-a-plugin',
    make: (good) =>
      changed(good, (copy) => {
        const name = Buffer.from('tutti_plugin_entry_v1');
        for (let at = copy.indexOf(name); at >= 0; at = copy.indexOf(name, at + 1)) copy.write('f', at);
      }),
  },
];

/** The same for kinds that need a compiler: a faulty plugin each. */
const built: readonly { readonly lie: string; readonly code: string }[] = [
  { lie: 'FUTURE_MAJOR', code: 'abi-incompatible' },
  { lie: 'MAGIC', code: 'bad-descriptor' },
  { lie: 'CREATE_FAILS', code: 'create-failed' },
  { lie: 'NULL_INSTANCE', code: 'bad-result' },
];

/**
 * Ten thousand loads of files that were never mapped before, one bad one of every kind among each ten of its
 * kind: every good one must answer, every bad one must be refused with its code.
 */
export async function benchLoads(library: string): Promise<Figures> {
  const good = readFileSync(library);
  const liars = await Promise.all(
    built.map(async ({ lie, code }) => ({
      name: lie,
      code,
      make: await contentOf(`-DLIE=${lie}`),
    })),
  );
  const bad: readonly BadKind[] = [...kinds, ...liars];
  const folder = freshFolder();
  let asExpected = 0;
  const surprises: string[] = [];
  try {
    for (let i = 0; i < loads; i++) {
      // One in ten is bad, and the kinds take turns.
      const kind = i % 10 === 9 ? bad[((i - 9) / 10) % bad.length] : undefined;
      const path = join(folder, `${i}.so`);
      if (kind === undefined) copyFileSync(library, path);
      else {
        const bytes = kind.make(good);
        if (bytes !== undefined) writeFileSync(path, bytes);
      }
      const outcome = await load(path);
      const expected = kind?.code ?? 'answered';
      if (outcome === expected) asExpected++;
      else surprises.push(`${kind?.name ?? 'a good file'}: ${outcome} instead of ${expected}`);
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (surprises.length > 0) process.stderr.write(`${[...new Set(surprises)].slice(0, 10).join('\n')}\n`);
  return {
    'loads-10k': { value: (100 * asExpected) / loads, unit: '% as due', limit: 100, atLeast: true },
  };
}

async function contentOf(flag: string): Promise<() => Buffer> {
  const bytes = readFileSync(await compileNative('tests/faulty/lying-descriptor.c', undefined, flag));
  return () => bytes;
}

async function load(path: string): Promise<string> {
  try {
    const plugin = await openInstance(path);
    plugin.start();
    const result = plugin.use(textCapability).repeat('cool', 2);
    const { leakedBlocks } = plugin.close();
    return result === 'coolcool' && leakedBlocks === 0 ? 'answered' : `said ${result}, kept ${leakedBlocks}`;
  } catch (error) {
    if (error instanceof HostError) return error.code;
    throw error;
  }
}
