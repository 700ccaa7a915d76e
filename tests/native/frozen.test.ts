import { spawnSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { checksFor, runChecks } from '../../src/checks/index.ts';
import { wasmDriver } from '../../src/lab/index.ts';
import { buildServices, findToolchain, workspaceAt } from '../../src/toolkit/index.ts';
import { nativeDriver } from '../../src/toolkit/native-driver.ts';
import { withGrowableTable } from '../../src/toolkit/wasm-table.ts';
import { compileNative, freshFolder } from './compile.ts';

/** ABI 1.0 as it was published: headers, the C SDK and two plugins. Never edited; a later version gets its own. */
const frozen = 'tests/native/frozen/v1.0';
const asThen = [`-I${frozen}/include`, `-I${frozen}/sdk/c`];

beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
});

/** Builds for wasm32 with the compiler's own functions, which the overflow check of repeat needs. */
async function wasmAsThen(source: string): Promise<Uint8Array<ArrayBuffer>> {
  const { file: zig } = await findToolchain();
  const object = path.join(freshFolder(), 'plugin.o');
  const output = object.replace(/o$/, 'wasm');
  const compile = ['cc', '-c', '-target', 'wasm32-wasi', '-std=c11', '-O2', '-mbulk-memory', ...asThen];
  const link = ['-target', 'wasm32-freestanding', '-O', 'ReleaseSmall', '-fno-entry', '-fcompiler-rt'];
  const exported = ['--export=tutti_plugin_entry_v1', '--export=__heap_base', '--export-table'];
  for (const args of [
    [...compile, source, '-o', object],
    ['build-exe', object, ...link, ...exported, '--stack', '65536', `-femit-bin=${output}`],
  ]) {
    const { status, stderr } = spawnSync(zig, args, { encoding: 'utf8', cwd: process.cwd() });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  }
  return Uint8Array.from(withGrowableTable(readFileSync(output)));
}

// plugin, what it provides
describe.each([
  ['repeat', ['tutti.text']],
  ['word-count', ['tutti.words', 'tutti.state']],
] as const)('%s, built against the headers of ABI 1.0', (name, provided) => {
  const source = `${frozen}/${name}/${name}.c`;
  const checks = checksFor(provided);
  const passed = checks.map(({ id }) => ({ id, outcome: 'passed', detail: '' }));

  test('is opened by the native host of today, and passes every check', async () => {
    const results = await runChecks(checks, nativeDriver(await compileNative(source, undefined, ...asThen)));
    expect(results.map(({ id, outcome, detail }) => ({ id, outcome, detail }))).toEqual(passed);
  });

  test('is opened by the host in the page, and passes every check', async () => {
    const bytes = await wasmAsThen(source);
    const results = await runChecks(checks, wasmDriver(bytes, `${name}.wasm`));
    expect(results.map(({ id, outcome, detail }) => ({ id, outcome, detail }))).toEqual(passed);
  });
});

interface Struct {
  readonly type: string;
  readonly fields: readonly string[];
}

/** The structs of a header with the fields at their top level. */
function structsOf(header: string): Struct[] {
  const code = header.replace(/\/\*[\s\S]*?\*\//g, '');
  return [...code.matchAll(/^(?:typedef )?struct (\w+) \{\n([\s\S]*?)^\}(?: (\w+))?;/gm)].map(
    ([, tag = '', body = '', alias]) => ({
      type: alias ?? `struct ${tag}`,
      fields: body
        .replace(/\{[^{}]*\}/g, '')
        .split(';')
        .map((field) => (/\(\*(\w+)\)/.exec(field) ?? /(\w+)(?:\[\w+\])?\s*$/.exec(field))?.[1] ?? '')
        .filter((field) => field !== ''),
    }),
  );
}

const headersOf = (include: string) => globSync('**/*.h', { cwd: include }).sort();

/** Lines of `struct.field offset size` for every struct, and `name value` for every constant, as compiled. */
async function layoutOf(include: string, headers: readonly string[], structs: readonly Struct[]) {
  const { file: zig } = await findToolchain();
  const source = path.join(freshFolder(), 'layout.c');
  const rows = structs.flatMap(({ type, fields }) =>
    fields.map(
      (field) =>
        `  printf("${type}.${field} %u %u\\n", (unsigned)offsetof(${type}, ${field}), (unsigned)sizeof(((${type} *)0)->${field}));`,
    ),
  );
  const includes = headers.map((header) => `#include "${header.replaceAll(path.sep, '/')}"`);
  writeFileSync(source, ['#include <stdio.h>', ...includes, 'int main(void) {', ...rows, '}', ''].join('\n'));
  const program = source.replace(/\.c$/, '.exe');
  const built = spawnSync(zig, ['cc', '-std=c11', `-I${include}`, source, '-o', program], {
    encoding: 'utf8',
  });
  const missing = /no member named '(\w+)' in '([^']+)'/.exec(built.stderr);
  if (missing) return [`${missing[2]} has no ${missing[1]}`];
  expect(built.stderr).toBe('');
  return spawnSync(program, { encoding: 'utf8' }).stdout.trim().split('\n');
}

/** Every constant that a number or a text defines, by name. */
function constantsOf(include: string, headers: readonly string[]): Map<string, string> {
  const source = headers.map((header) => readFileSync(path.join(include, header), 'utf8')).join('\n');
  const simple = source.matchAll(/^#define (TUTTI_\w+) ("[^"]*"|UINT64_C\(\w+\)|\w+)\s*(?:\/\*|$)/gm);
  const statuses = source.matchAll(/X\((TUTTI_\w+), (\d+),/g);
  return new Map([...simple, ...statuses].map(([, name = '', value = '']) => [name, value]));
}

/** What of ABI 1.0 is no longer so in the headers below `include`. */
async function differences(include: string): Promise<string[]> {
  const then = `${frozen}/include`;
  const headers = headersOf(then);
  const structs = headers.flatMap((header) => structsOf(readFileSync(path.join(then, header), 'utf8')));
  const before = await layoutOf(then, headers, structs);
  const now = new Set(await layoutOf(include, headers, structs));
  const constants = constantsOf(include, headers);
  const mayChange = /_(MINOR|HASH)$/;
  return [
    ...before.filter((line) => !now.has(line)),
    ...[...constantsOf(then, headers)]
      .filter(([name, value]) => !mayChange.test(name) && constants.get(name) !== value)
      .map(([name, value]) => `${name} ${value}`),
    ...[...constantsOf(then, headers)]
      .filter(([name, value]) => name.endsWith('_HASH') && constants.get(name) !== value)
      .map(([name]) => name.replace(/_HASH$/, ''))
      .filter((name) => constants.get(`${name}_MINOR`) === constantsOf(then, headers).get(`${name}_MINOR`))
      .map((name) => `${name} changed without a new minor version`),
  ];
}

describe('the headers of today', () => {
  test('hold every struct of ABI 1.0, field by field at the same place, and every constant', async () => {
    const structs = headersOf(`${frozen}/include`).flatMap((header) =>
      structsOf(readFileSync(path.join(frozen, 'include', header), 'utf8')),
    );
    expect(structs.length).toBeGreaterThan(20);
    expect(await differences('native/include')).toEqual([]);
  });

  // file, what is written in place of what, what is seen to differ first
  test.each([
    ['tutti.h', '  uint32_t line; /*', '  uint64_t line; /*', 'tutti_error_t.line 8 4'],
    ['tutti.h', 'TUTTI_E_NOMEM, 2,', 'TUTTI_E_NOMEM, 20,', 'TUTTI_E_NOMEM 2'],
    ['tutti/words.h', '  uint64_t lines;', '  uint64_t pages, lines;', 'tutti_words_counts_t.lines 8 8'],
    [
      'tutti/text.h',
      'TUTTI_TEXT_HASH UINT64_C(0x',
      'TUTTI_TEXT_HASH UINT64_C(0x1',
      'TUTTI_TEXT changed without a new minor version',
    ],
  ])('would be seen to differ in %s: %s', async (file, before, after, first) => {
    const include = path.join(freshFolder(), 'include');
    cpSync('native/include', include, { recursive: true });
    const source = readFileSync(path.join(include, file), 'utf8');
    expect(source).toContain(before);
    // The asserts would stop the compiler before anything could be compared.
    const unguarded = source.replace(before, after);
    writeFileSync(path.join(include, file), unguarded);
    const main = path.join(include, 'tutti.h');
    const silent = readFileSync(main, 'utf8').replace(
      /(#define TUTTI_STATIC_ASSERT\(condition, text\)) .*/g,
      '$1 struct tutti_unchecked',
    );
    writeFileSync(main, silent);
    expect((await differences(include))[0]).toBe(first);
  });
});
