import { expect, test } from 'vitest';
import { clangTool } from '../../src/cli/project/lab/clang-module.ts';
import { labKit } from '../../src/cli/project/lab/lab-kit.ts';
import { Compiler } from '../../src/lab/index.ts';
import { describeTable, type LayoutTable, tableOf } from '../../src/site/workspace/layouts/layout-table.ts';
import { choicesOf, nameLayouts } from '../../src/site/workspace/layouts/named-layouts.ts';
import { planProbes, readProbes } from '../../src/site/workspace/layouts/size-probes.ts';
import { workspaceAt } from '../../src/toolkit/index.ts';

/** One compiler for all of it: loading it takes seconds. */
const compiler = (async () => {
  const tool = await clangTool();
  return new Compiler(tool, await labKit(workspaceAt(process.cwd()), async () => tool));
})();

const source = `#include "tutti_sdk.h"
struct mine { char c; long l; struct { short a; } in; unsigned f : 3; unsigned g : 7; char rest[]; };
typedef struct { char tag[3]; tutti_span_t name; } pair_t;
struct even { uint32_t x; uint32_t y; };
static struct even evens;
`;

/** As the page does it: the layouts, then the same with probes. */
async function layOut(text: string) {
  const layouts = async (one: string) =>
    (await compiler).layouts({ files: { 'plugin.c': one }, main: 'plugin.c' });
  const all = nameLayouts(await layouts(text), 'plugin.c', text);
  const probes = planProbes(all);
  return { all, sizes: readProbes(probes, await layouts(text + probes.source)) };
}
const laidOut = layOut(source);

async function table(name: string): Promise<LayoutTable> {
  const { all, sizes } = await laidOut;
  return tableOf(all, sizes, name);
}

test('the structs of the text come first, with the names that C gives them, then those of the headers', async () => {
  const choices = choicesOf((await laidOut).all, source);
  expect(choices.filter(({ isOwn }) => isOwn).map(({ name }) => name)).toEqual([
    'struct mine',
    'pair_t',
    'struct even',
  ]);
  expect(choices.slice(0, 3).every(({ isOwn }) => isOwn)).toBe(true);
  expect(choices.map(({ name }) => name)).toContain('struct tutti_owned');
  expect(choices.filter(({ name }) => /unnamed|__|probe/.test(name))).toEqual([]);
});

test('a struct is laid side by side, with offsets, sizes and padding, and what differs is marked', async () => {
  const { columns, rows } = await table('struct mine');
  expect(
    columns.map(({ target, sizeBytes, alignBytes, paddingBytes, isOther }) => [
      ...[target, sizeBytes, alignBytes, paddingBytes, isOther],
    ]),
  ).toEqual([
    ['x86-64', 24, 8, 11, false],
    ['arm64', 24, 8, 11, false],
    ['i386', 12, 4, 3, true],
    ['armv7', 12, 4, 3, true],
    ['wasm32', 12, 4, 3, true],
    ['Windows x64', 16, 4, 7, true],
  ]);
  expect(
    rows.map(({ number, name, cells }) => [
      ...[number, name],
      ...[cells[0], cells[2]].map(
        (cell) => cell && [cell.offsetBytes, cell.sizeBytes, cell.bits?.join('-'), cell.isOther],
      ),
    ]),
  ).toEqual([
    [1, 'c', [0, 1, undefined, false], [0, 1, undefined, false]],
    [2, 'l', [8, 8, undefined, false], [4, 4, undefined, true]],
    [3, 'in', [16, 2, undefined, false], [8, 2, undefined, true]],
    [undefined, 'a', [16, undefined, undefined, false], [8, undefined, undefined, true]],
    [4, 'f', [18, undefined, '0-2', false], [10, undefined, '0-2', true]],
    [5, 'g', [18, undefined, '3-9', false], [10, undefined, '3-9', true]],
    [6, 'rest', [20, undefined, undefined, false], [12, undefined, undefined, true]],
  ]);
  expect(columns[2]!.bytes).toEqual([1, 0, 0, 0, 2, 2, 2, 2, 3, 3, 4, 5]);
});

test('a struct that only a typedef names is measured by that name', async () => {
  const { columns, rows } = await table('pair_t');
  expect([columns[0]!.sizeBytes, columns[0]!.paddingBytes]).toEqual([24, 5]);
  expect(
    rows.filter(({ depth }) => depth === 1).map(({ name, cells }) => [name, cells[0]?.sizeBytes]),
  ).toEqual([
    ['tag', 3],
    ['name', 16],
  ]);
});

test('what the table shows is said in words', async () => {
  expect([
    describeTable(await table('struct mine')),
    describeTable(await table('struct even')),
    describeTable(await table('struct tutti_abi')),
  ]).toEqual([
    'struct mine takes 24 bytes on x86-64 and arm64, 12 bytes on i386, armv7 and wasm32 and 16 bytes on Windows x64. 5 of its 6 fields move.',
    'struct even takes 8 bytes everywhere, and no field moves.',
    'struct tutti_abi takes 32 bytes everywhere, and no field moves.',
  ]);
});

test('a source with an error still shows the structs that stand above it', async () => {
  const { all, sizes } = await layOut('struct a { int x; };\nstatic struct a one;\nint f( {\n');
  expect(tableOf(all, sizes, 'struct a').columns).toHaveLength(6);
  expect(all.every(({ diagnostics }) => diagnostics.length > 0)).toBe(true);
});
