import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { buildPlugin, findCargo, nativeTarget, packageDir, workspaceAt } from '../../src/toolkit/index.ts';
import { requireTool } from '../gate/tool.ts';
import { emptyFolder, rejection, worldWithRepeat } from './world.ts';

/** A cold compiler cache builds the C++ library first. */
const target = nativeTarget();

test.each([
  ['cpp', 'cpp/repeat.cpp'],
  ['zig', 'zig/repeat.zig'],
] as const)(
  'from %s a plugin is built into a folder of its own, and again only when its source changed',
  async (language, source) => {
    const workspace = worldWithRepeat();
    const build = () => buildPlugin('examples/repeat', { workspace, target: 'native', language });
    const first = await build();
    const states = [first.state, (await build()).state];
    appendFileSync(path.join(workspace.dir, 'examples/repeat', source), '\n// changed\n');
    states.push((await build()).state, (await build()).state);
    expect({ folder: path.posix.dirname(first.path), states }).toEqual({
      folder: `build/examples/repeat/${language}/${target}`,
      states: ['built', 'unchanged', 'built', 'unchanged'],
    });
  },
);

test('an error in C++ is reported without what the compiler thinks of its own library', async () => {
  const workspace = worldWithRepeat();
  const source = path.join(workspace.dir, 'examples/repeat/cpp/repeat.cpp');
  writeFileSync(source, '#include <string>\nint length() { return missing; }\n');
  expect(
    await rejection(buildPlugin('examples/repeat', { workspace, target: 'native', language: 'cpp' })),
  ).toEqual({
    code: 'source-rejected',
    message: `Cannot build examples/repeat/cpp/repeat.cpp for ${target}: the compiler reports an error.`,
    notes: [
      "examples/repeat/cpp/repeat.cpp:2:23: error: use of undeclared identifier 'missing'",
      '    2 | int length() { return missing; }',
      '      |                       ^~~~~~~',
    ],
  });
});

/** A workspace with a copy of `examples/repeat` whose crate finds the SDK where the package has it. */
function worldWithCrate() {
  const workspace = worldWithRepeat();
  const crate = path.join(workspace.dir, 'examples/repeat/rust');
  const manifest = path.join(crate, 'Cargo.toml');
  const sdk = path.join(packageDir, 'native/sdk/rust');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('../../../native/sdk/rust', sdk));
  return { workspace, crate, manifest };
}

test('a crate is built again when its source or its Cargo.toml changed', async (context) => {
  requireTool(context, 'cargo');
  const { workspace, crate, manifest } = worldWithCrate();
  const build = async () =>
    (await buildPlugin('examples/repeat', { workspace, target: 'native', language: 'rust' })).state;
  const states = [await build(), await build()];
  appendFileSync(path.join(crate, 'src/lib.rs'), '// changed\n');
  states.push(await build());
  appendFileSync(manifest, 'opt-level = "s"\n');
  states.push(await build(), await build());
  expect(states).toEqual(['built', 'unchanged', 'built', 'built', 'unchanged']);
});

test('a library from a crate names no folder of the machine that built it', async (context) => {
  requireTool(context, 'cargo');
  const { workspace } = worldWithCrate();
  const built = await buildPlugin('examples/repeat', { workspace, target: 'native', language: 'rust' });
  const text = readFileSync(built.file, 'latin1');
  expect([workspace.dir, packageDir].filter((dir) => text.includes(dir))).toEqual([]);
});

test('an error in a crate is reported with the lines of the compiler', async (context) => {
  requireTool(context, 'cargo');
  const { workspace, crate } = worldWithCrate();
  writeFileSync(path.join(crate, 'src/lib.rs'), 'fn nothing() -> u32 { missing }\n');
  const { code, message, notes } = await rejection(
    buildPlugin('examples/repeat', { workspace, target: 'native', language: 'rust' }),
  );
  expect({ code, message, first: (notes as string[])[0]?.split(' in ')[0] }).toEqual({
    code: 'source-rejected',
    message: `Cannot build examples/repeat/rust/Cargo.toml for ${target}: the compiler reports an error.`,
    first: 'src/lib.rs:1:23: error[E0425]: cannot find value `missing`',
  });
});

test('a crate without a library of the plugin’s name is told what to write', async (context) => {
  requireTool(context, 'cargo');
  const { workspace, manifest } = worldWithCrate();
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('[lib]', '[lib]\nname = "again"'));
  const { code, message } = await rejection(
    buildPlugin('examples/repeat', { workspace, target: 'native', language: 'rust' }),
  );
  expect({ code, message: message.replace(/\S+\.(so|dylib|dll)\./, 'LIBRARY.') }).toEqual({
    code: 'link-failed',
    message: `Cannot build examples/repeat/rust/Cargo.toml for ${target}: the crate made no LIBRARY. Name its [lib] after the plugin, with crate-type = ["cdylib"].`,
  });
});

test('a crate whose panics could not be stopped does not compile', async (context) => {
  requireTool(context, 'cargo');
  const { workspace, manifest } = worldWithCrate();
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"unwind"', '"abort"'));
  const { code, notes } = await rejection(
    buildPlugin('examples/repeat', { workspace, target: 'native', language: 'rust' }),
  );
  const why = 'error: a plugin stops its panics at the boundary: build it with panic = "unwind"';
  expect({ code, isSaid: (notes as string[]).some((line) => line.endsWith(why)) }).toEqual({
    code: 'source-rejected',
    isSaid: true,
  });
});

test('without cargo the error says what it is for and how to get it', async () => {
  const cargo = path.join(emptyFolder(), 'cargo');
  expect(await rejection(findCargo({ env: { CARGO: cargo } }))).toEqual({
    code: 'compiler-missing',
    message: `Cannot find ${cargo}, which builds Rust: there is none. Install Rust, see https://rustup.rs, or name the program in CARGO.`,
    notes: [],
  });
});

test('from a language other than C nothing is built for the page', async () => {
  const workspace = workspaceAt(packageDir, {});
  expect(
    await rejection(buildPlugin('examples/repeat', { workspace, target: 'wasm32', language: 'cpp' })),
  ).toEqual({
    code: 'platform-unsupported',
    message: 'Cannot build org.tutti.repeat from C++ for wasm32: for the page, only C is built.',
    notes: [],
  });
});

test('a manifest that names no source in the language is told what to add', async () => {
  const workspace = worldWithRepeat();
  const manifest = path.join(workspace.dir, 'examples/repeat/tutti.json');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"cpp": "cpp/repeat.cpp",', ''));
  expect(
    await rejection(buildPlugin('examples/repeat', { workspace, target: 'native', language: 'cpp' })),
  ).toEqual({
    code: 'source-missing',
    message:
      'Cannot build org.tutti.repeat: examples/repeat/tutti.json names no C++ source. Add "entry": { "cpp": "cpp/repeat.cpp" }.',
    notes: [],
  });
});
