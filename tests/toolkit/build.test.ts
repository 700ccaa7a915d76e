import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { entrySymbol } from '../../src/abi/index.ts';
import { inspectLibrary } from '../../src/host/index.ts';
import { buildPlugin, findToolchain, nativeTarget } from '../../src/toolkit/index.ts';
import { emptyFolder, rejection, worldWithRepeat, worldWithSource } from './world.ts';

/** A cold compiler cache builds parts of a libc first. */
const target = nativeTarget();

test('a native build exports the entry and nothing else, and leaves no temporary', async () => {
  const workspace = worldWithRepeat();
  const { file, path: shown, state } = await buildPlugin('examples/repeat', { workspace, target: 'native' });
  expect({ shown, state }).toEqual({
    shown: `build/examples/repeat/${target}/${path.basename(file)}`,
    state: 'built',
  });
  expect(inspectLibrary(file).exports).toEqual([entrySymbol]);
  expect(readdirSync(path.dirname(file)).sort()).toEqual(['build.json', path.basename(file)].sort());
});

test('a wasm build imports nothing and exports entry, memory, heap base and a table that grows', async () => {
  const workspace = worldWithRepeat();
  const { file } = await buildPlugin('examples/repeat', { workspace, target: 'wasm32' });
  const { module, instance } = await WebAssembly.instantiate(readFileSync(file));
  expect(WebAssembly.Module.imports(module)).toEqual([]);
  expect(
    WebAssembly.Module.exports(module)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['__heap_base', '__indirect_function_table', 'memory', entrySymbol].sort());
  const table = instance.exports.__indirect_function_table as WebAssembly.Table;
  expect(table.grow(8)).toBeGreaterThan(0);
});

test('a wasm plugin that calls libc is linked with one', async () => {
  const workspace = worldWithSource(`
    #include <stdlib.h>
    #include <tutti.h>
    TUTTI_EXPORT const void *tutti_plugin_entry_v1(const char *text, void *err);
    const void *tutti_plugin_entry_v1(const char *text, void *err) { (void)err; return malloc((size_t)atoi(text)); }
  `);
  const { file } = await buildPlugin('small', { workspace, target: 'wasm32' });
  const { instance } = await WebAssembly.instantiate(readFileSync(file));
  expect(Object.keys(instance.exports)).toContain('_initialize');
  expect((instance.exports.__indirect_function_table as WebAssembly.Table).grow(1)).toBeGreaterThan(0);
});

test('nothing is compiled again until an input changes, a new header included', async () => {
  const workspace = worldWithRepeat();
  const build = async () => (await buildPlugin('examples/repeat', { workspace, target: 'native' })).state;
  const source = path.join(workspace.dir, 'examples/repeat/c/repeat.c');
  const states = [await build(), await build()];
  appendFileSync(source, '/* changed */\n');
  states.push(await build(), await build());
  writeFileSync(path.join(path.dirname(source), 'string.h'), '#include_next <string.h>\n');
  states.push(await build().catch(() => 'built'));
  expect(states).toEqual(['built', 'unchanged', 'built', 'unchanged', 'built']);
});

test('a broken source is reported with the lines of the compiler, and the last good build stays', async () => {
  const workspace = worldWithRepeat();
  const { file } = await buildPlugin('examples/repeat', { workspace, target: 'native' });
  const good = readFileSync(file);
  writeFileSync(
    path.join(workspace.dir, 'examples/repeat/c/repeat.c'),
    'int main(void) { return nothing }\n',
  );
  expect(await rejection(buildPlugin('examples/repeat', { workspace, target: 'native' }))).toEqual({
    code: 'source-rejected',
    message: `Cannot build examples/repeat/c/repeat.c for ${target}: the compiler reports an error.`,
    notes: [
      "examples/repeat/c/repeat.c:1:25: error: use of undeclared identifier 'nothing'",
      '    1 | int main(void) { return nothing }',
      '      |                         ^~~~~~~',
    ],
  });
  expect(readFileSync(file).equals(good)).toBe(true);
});

test('a source without the entry is told how to get one', async () => {
  const workspace = worldWithSource('int small(void);\nint small(void) { return 1; }\n');
  for (const kind of ['native', 'wasm32'] as const) {
    const { code, message } = await rejection(buildPlugin('small', { workspace, target: kind }));
    expect({ code, message }).toEqual({
      code: 'link-failed',
      message: `Cannot build small/small.c for ${kind === 'native' ? target : kind}: it exports no tutti_plugin_entry_v1. End the source with TUTTI_PLUGIN, or write the entry yourself with TUTTI_EXPORT before it.`,
    });
  }
});

test('a function that is defined nowhere fails the build, not the loading', async () => {
  const workspace = worldWithSource(`
    #include <tutti.h>
    int missing(void);
    TUTTI_EXPORT int tutti_plugin_entry_v1(void);
    int tutti_plugin_entry_v1(void) { return missing(); }
  `);
  const { code, message } = await rejection(buildPlugin('small', { workspace, target: 'native' }));
  expect({ code, message }).toEqual({
    code: 'link-failed',
    message: `Cannot build small/small.c for ${target}: a function that it calls is defined nowhere.`,
  });
});

test('a folder without tutti.json is no plugin', async () => {
  const workspace = worldWithRepeat();
  expect(await rejection(buildPlugin('examples', { workspace, target: 'native' }))).toEqual({
    code: 'plugin-missing',
    message:
      "Cannot find a plugin in examples: there is no examples/tutti.json. Every plugin's folder has a tutti.json.",
    notes: [],
  });
});

test('a malformed tutti.json is reported with place and expectation', async () => {
  const workspace = worldWithRepeat();
  const manifest = path.join(workspace.dir, 'examples/repeat/tutti.json');
  writeFileSync(manifest, '{\n  "id": "org.tutti.repeat",\n  "version": "1.2",\n  "abi": 1\n}\n');
  expect(await rejection(buildPlugin('examples/repeat', { workspace, target: 'native' }))).toEqual({
    code: 'manifest-rejected',
    message: 'Cannot read examples/repeat/tutti.json: it has 3 problems.',
    notes: [
      'examples/repeat/tutti.json:1:1: "name" is missing: it must be a line of 1 to 2000 characters',
      'examples/repeat/tutti.json:3:14: "version" must be a semantic version such as 1.2.0: found "1.2"',
      'examples/repeat/tutti.json:4:10: "abi" must be a range over ABI versions such as ^1.0: found 1',
    ],
  });
});

test('a source that is not there is named together with the field that names it', async () => {
  const workspace = worldWithSource('');
  writeFileSync(
    path.join(workspace.dir, 'small/tutti.json'),
    readFileSync(path.join(workspace.dir, 'small/tutti.json'), 'utf8').replace('small.c', 'large.c'),
  );
  expect(await rejection(buildPlugin('small', { workspace, target: 'native' }))).toEqual({
    code: 'source-missing',
    message:
      'Cannot build org.example.small: there is no small/large.c, which "entry" in small/tutti.json names.',
    notes: [],
  });
});

test('a file in place of the build folder is one clear sentence', async () => {
  const file = path.join(emptyFolder(), 'build');
  writeFileSync(file, '');
  const workspace = worldWithRepeat({ TUTTI_BUILD_DIR: file });
  expect(await rejection(buildPlugin('examples/repeat', { workspace, target: 'native' }))).toEqual({
    code: 'folder-unwritable',
    message: `Cannot write to ${path.join(file, 'examples/repeat', target)}: a file stands where a folder is needed (ENOTDIR). Move that file away, or set TUTTI_BUILD_DIR to a folder elsewhere.`,
    notes: [],
  });
});

test.skipIf(process.platform === 'win32')(
  'a disk that fills up while the compiler writes is said as such',
  async () => {
    const workspace = worldWithRepeat();
    // What zig prints then; its version is asked first.
    const zig = path.join(workspace.dir, 'zig');
    const script =
      '#!/bin/sh\n[ "$1" = version ] && echo 0.16.0 && exit 0\necho "error: NoSpaceLeft" >&2\nexit 1\n';
    writeFileSync(zig, script, { mode: 0o755 });
    const toolchain = await findToolchain({ env: { TUTTI_ZIG: zig } });
    expect(
      await rejection(buildPlugin('examples/repeat', { workspace, toolchain, target: 'native' })),
    ).toEqual({
      code: 'disk-full',
      message: `Cannot write to ${path.join(workspace.buildDir, 'examples/repeat', target)}: the disk is full. Free some space, or set TUTTI_BUILD_DIR to a folder on another disk.`,
      notes: [],
    });
  },
);

test('what a killed run left behind is removed by the next one', async () => {
  const workspace = worldWithRepeat();
  const dir = path.join(workspace.buildDir, 'examples/repeat', target);
  // No process has this number: it is past the largest that a kernel gives.
  const leftover = path.join(dir, '.tutti-99999999-1.tmp-librepeat.so');
  mkdirSync(leftover, { recursive: true });
  writeFileSync(path.join(leftover, 'inputs.d'), 'half');
  await buildPlugin('examples/repeat', { workspace, target: 'native' });
  expect(existsSync(leftover)).toBe(false);
});
