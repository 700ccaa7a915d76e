import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { inspectLibrary, openPlugin, openStore, stored, textCapability } from '../../src/host/index.ts';
import { buildPlugin, buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { freshFolder } from '../native/compile.ts';
import { failureOf } from './failures.ts';
import { buildWithZig, refusingEntryInC } from './odd-library.ts';

let repeat: string;
let other: string;

beforeAll(async () => {
  const workspace = workspaceAt(process.cwd());
  await buildServices({ workspace });
  repeat = (await buildPlugin('examples/repeat', { workspace, target: 'native' })).file;
  other = await buildWithZig('other.c', refusingEntryInC);
});

/** Every file below a folder, by its path from there. */
const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

/** A copy of a library that a test may overwrite. */
function copyOf(file: string): string {
  const copy = join(freshFolder(), basename(file));
  copyFileSync(file, copy);
  return copy;
}

/** Overwrites bytes of a stored library, against all rules. */
function damage(file: string): void {
  chmodSync(file, 0o644);
  const bytes = readFileSync(file);
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
}

/** Bytes that this process has read from files so far. */
const bytesRead = () => Number(/^rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);

describe.runIf(process.platform === 'linux')('a file that is stored again', () => {
  /** A library that was not written to just now, so that what happens to it shows in its times. */
  const settled = () => /(\/.*\/libc\.so\.6)$/m.exec(readFileSync('/proc/self/maps', 'utf8'))?.[1] ?? '';

  test('is not read again when nothing was done to it', async () => {
    const file = settled();
    const { size } = statSync(file);
    const store = await openStore(freshFolder());
    const first = await store.add(file);
    const before = bytesRead();
    expect(await store.add(file)).toEqual(first);
    expect(bytesRead() - before).toBeLessThan(size / 2);
    await store.remove(first.hash);
    expect(await store.add(file)).toEqual(first);
  });

  test('is read again when it was just written, whatever its size and its times say', async () => {
    const file = copyOf(repeat);
    const { size, mtime } = statSync(file);
    const store = await openStore(freshFolder());
    const first = await store.add(file);
    const bytes = readFileSync(file);
    bytes[size - 1] = (bytes[size - 1] ?? 0) ^ 0xff;
    writeFileSync(file, bytes);
    utimesSync(file, mtime, mtime);
    expect(statSync(file)).toMatchObject({ size, mtime });
    expect((await store.add(file)).hash).not.toBe(first.hash);
  });
});

describe('a library in the store', () => {
  test.runIf(process.platform === 'linux')(
    'needs no other that lies beside it: it would not be found there, and is refused before it is copied',
    async () => {
      const needed = await buildWithZig('needed.c', 'int touch(void) { return 1; }', '-Wl,-soname,needed.so');
      const user = await buildWithZig(
        'user.c',
        refusingEntryInC,
        '-Wl,--no-as-needed',
        needed,
        '-Wl,-rpath,$ORIGIN',
      );
      const missing =
        'it needs needed.so, which is not on this machine. Install that library, or link it into the plugin';
      expect(await failureOf(() => openPlugin(user), user)).toEqual({
        code: 'needed-missing',
        message: `Cannot load PATH: ${missing}`,
      });
      copyFileSync(needed, join(dirname(user), 'needed.so'));
      const store = await openStore(freshFolder());
      expect(await failureOf(() => store.add(user), user)).toEqual({
        code: 'needed-beside',
        message:
          'Cannot store PATH: it needs needed.so, which lies beside it, and a store keeps every library on its own. Link needed.so into the plugin, or install it where the system looks',
      });
      expect(filesOf(store.folder)).toEqual([]);
    },
  );

  test('lies under the hash of its bytes, read-only, beside what it was found to be', async () => {
    const store = await openStore(freshFolder());
    const plugin = await store.add(repeat);
    const { hash } = plugin;
    expect(filesOf(store.folder)).toEqual([
      join(hash.slice(0, 2), hash, 'inspection.json'),
      join(hash.slice(0, 2), hash, basename(repeat)),
    ]);
    expect(readFileSync(plugin.path)).toEqual(readFileSync(repeat));
    expect(statSync(plugin.path).mode & 0o222).toBe(0);
    expect(plugin.inspection).toEqual({ ...inspectLibrary(repeat), path: plugin.path });
    expect(store.get(hash)).toEqual(plugin);
  });

  test('is the same however often and under whatever name it is added', async () => {
    const store = await openStore(freshFolder());
    const renamed = join(freshFolder(), 'renamed.so');
    copyFileSync(repeat, renamed);
    const [first, ...rest] = await Promise.all([repeat, repeat, renamed].map((file) => store.add(file)));
    expect(rest).toEqual([first, first]);
    expect(await store.list()).toEqual([first]);
  });

  test('is added by several processes at once without a trace of the race', async () => {
    const folder = freshFolder();
    const script = `import { openStore } from ${JSON.stringify(join(process.cwd(), 'src/host/index.ts'))};
      const store = await openStore(process.argv[1]);
      for (const file of process.argv.slice(2)) console.log((await store.add(file)).hash);`;
    const adding = Array.from({ length: 3 }, () => {
      const args = ['--input-type=module', '-e', script, folder, repeat, other];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      return Promise.all([
        child.stdout.setEncoding('utf8').toArray(),
        new Promise((end) => child.on('exit', end)),
      ]);
    });
    const results = (await Promise.all(adding)).map(([printed, code]) => [printed.join(''), code]);
    const store = await openStore(folder);
    const hashes = [(await store.add(repeat)).hash, (await store.add(other)).hash];
    expect(results).toEqual(Array(3).fill([`${hashes.join('\n')}\n`, 0]));
    expect(filesOf(folder)).toHaveLength(4);
  });

  test('a file that is no library is refused and leaves nothing', async () => {
    const store = await openStore(freshFolder());
    const note = join(freshFolder(), 'note.so');
    writeFileSync(note, 'la la la\n');
    expect(await failureOf(() => store.add(note), note)).toEqual({
      code: 'not-a-library',
      message: 'Cannot load PATH: it is a file of unknown kind, not a shared library',
    });
    expect(filesOf(store.folder)).toEqual([]);
  });

  test('what interrupted processes left is removed when the store is opened', async () => {
    const folder = freshFolder();
    const gone = spawn(process.execPath, ['-e', '']);
    await new Promise((end) => gone.on('exit', end));
    mkdirSync(join(folder, `.tutti-${hostname()}-${gone.pid}-1`));
    mkdirSync(join(folder, `.tutti-${hostname()}-${process.ppid}-1`));
    mkdirSync(join(folder, '.tutti-another-machine-7-1'));
    await openStore(folder);
    expect(readdirSync(folder).sort()).toEqual(
      ['.tutti-another-machine-7-1', `.tutti-${hostname()}-${process.ppid}-1`].sort(),
    );
  });
});

describe('opening a stored library', () => {
  test('reads its sidecar and nothing of the library', async () => {
    const store = await openStore(freshFolder());
    const { path, hash } = await store.add(repeat);
    // Not one byte is what it was, and only verification can tell.
    chmodSync(path, 0o644);
    writeFileSync(path, new Uint8Array(readFileSync(path).length));
    expect((await stored(path)).inspection.exports).toEqual(['tutti_plugin_entry_v1']);
    const verifying = await openStore(store.folder, { isVerified: true });
    expect(await failureOf(() => verifying.get(hash), path)).toEqual({
      code: 'store-corrupt',
      message:
        'Cannot load PATH: its bytes are no longer those that its name says. Remove it from the store and add the plugin again',
    });
  });

  test('makes a missing, damaged or older sidecar again', async () => {
    const store = await openStore(freshFolder());
    const plugin = await store.add(repeat);
    const sidecar = join(dirname(plugin.path), 'inspection.json');
    const whole = readFileSync(sidecar, 'utf8');
    for (const content of ['', '{"version":', 'null', whole.replace(/"version":\d+/, '"version":0')]) {
      rmSync(sidecar);
      writeFileSync(sidecar, content);
      expect(store.get(plugin.hash)).toEqual(plugin);
      expect(readFileSync(sidecar, 'utf8')).toBe(whole);
    }
    rmSync(sidecar);
    expect(store.get(plugin.hash)).toEqual(plugin);
    expect(readFileSync(sidecar, 'utf8')).toBe(whole);
  });

  test('one that was cut off in the store is refused, and adding it again mends it', async () => {
    const store = await openStore(freshFolder());
    const { path, hash, inspection } = await store.add(repeat);
    chmodSync(path, 0o644);
    truncateSync(path, 100);
    expect(await failureOf(() => stored(path), path)).toEqual({
      code: 'store-corrupt',
      message: `Cannot load PATH: the library has 100 bytes and had ${inspection.sizeBytes}. Remove it from the store and add the plugin again`,
    });
    expect(await store.add(repeat)).toEqual({ path, hash, inspection });
    expect(readFileSync(path)).toEqual(readFileSync(repeat));
  });

  test('a path outside of any store is copied into the default one', async () => {
    const before = process.env.TUTTI_STORE;
    process.env.TUTTI_STORE = freshFolder();
    try {
      const plugin = await stored(repeat);
      expect(plugin.path.startsWith(process.env.TUTTI_STORE)).toBe(true);
      expect(await stored(plugin.path)).toEqual(plugin);
      expect(await stored(plugin)).toBe(plugin);
    } finally {
      if (before === undefined) delete process.env.TUTTI_STORE;
      else process.env.TUTTI_STORE = before;
    }
  });
});

describe('keeping house', () => {
  test('verify names each damaged entry and no other', async () => {
    const store = await openStore(freshFolder());
    const { path, hash } = await store.add(repeat);
    await store.add(other);
    expect(await store.verify()).toEqual([]);
    damage(path);
    const found = await store.verify();
    expect(found.map(({ hash: entry, error }) => [entry, error.code])).toEqual([[hash, 'store-corrupt']]);
  });

  test('remove takes one entry, collect all but those that are kept', async () => {
    const store = await openStore(freshFolder());
    const [one, two] = [await store.add(repeat), await store.add(other)];
    expect(await store.collect([one.hash])).toEqual([two.hash]);
    expect(await store.list()).toEqual([one]);
    expect(await store.remove(one.hash)).toBe(true);
    expect(await store.remove(one.hash)).toBe(false);
    expect(await store.remove('../..')).toBe(false);
    expect(store.get(one.hash)).toBe(undefined);
    expect(filesOf(store.folder)).toEqual([]);
  });

  test('a folder that cannot be one is a typed error with the way out', async () => {
    const file = join(freshFolder(), 'file');
    writeFileSync(file, '');
    expect(await failureOf(() => openStore(join(file, 'store')), file)).toEqual({
      code: 'store-unwritable',
      message:
        'Cannot store plugins in PATH/store: it cannot be written to (ENOTDIR). Make it writable, or set TUTTI_STORE to a folder that is',
    });
  });
});

describe('a file that changes on disk under a running plugin', () => {
  // what happens to the file that the plugin was opened from
  test.each<[string, (file: string) => void]>([
    [
      'is renamed over by another library',
      (file) => {
        copyFileSync(other, `${file}.new`);
        renameSync(`${file}.new`, file);
      },
    ],
    ['is cut off in place', (file) => truncateSync(file, 0)],
    ['is overwritten in place', (file) => writeFileSync(file, new Uint8Array(readFileSync(file).length))],
    ['is removed', (file) => rmSync(file)],
  ])('%s: the plugin runs on as it was, wherever it runs', async (_what, change) => {
    for (const isolation of ['inProcess', 'async', 'childProcess'] as const) {
      const file = copyOf(repeat);
      await using plugin = await openPlugin(file, { isolation });
      await plugin.start();
      const { repeat: call } = await plugin.use(textCapability);
      change(file);
      expect(await call('cool', 3)).toBe('coolcoolcool');
      const { errors, misuses } = await plugin.close();
      expect({ errors, misuses }).toEqual({ errors: [], misuses: 0 });
    }
  });

  test('a refusal names the file that was named, not its copy', async () => {
    for (const isolation of ['inProcess', 'childProcess'] as const) {
      expect(await failureOf(() => openPlugin(other, { isolation }), other)).toEqual({
        code: 'abi-incompatible',
        message: 'Cannot load PATH: it refuses a host of ABI 1.0: it gave no reason',
      });
    }
  });

  test.runIf(process.platform === 'linux')(
    'opened from the path itself it would take its process down',
    async () => {
      const script = `import { truncateSync } from 'node:fs';
        import { openInstance, textCapability } from ${JSON.stringify(join(process.cwd(), 'src/host/index.ts'))};
        const plugin = await openInstance(process.argv[1]);
        plugin.start();
        truncateSync(process.argv[1], 0);
        console.log(plugin.use(textCapability).repeat('cool', 3));`;
      const args = ['--input-type=module', '-e', script, copyOf(repeat)];
      const child = spawn(process.execPath, args, { stdio: 'ignore' });
      const signal = await new Promise((end) => child.on('exit', (_code, name) => end(name)));
      expect(signal).toBe('SIGBUS');
    },
  );

  test('the next one that is opened from the path is the new one', async () => {
    const file = copyOf(repeat);
    const store = await openStore(freshFolder());
    const before = await store.add(file);
    copyFileSync(other, `${file}.new`);
    renameSync(`${file}.new`, file);
    const after = await store.add(file);
    expect(after.hash).not.toBe(before.hash);
    expect(readFileSync(after.path)).toEqual(readFileSync(other));
  });
});
