import { expect, test } from 'vitest';
import { clangTool } from '../../src/cli/project/lab/clang-module.ts';
import { labKit } from '../../src/cli/project/lab/lab-kit.ts';
import { Compiler } from '../../src/lab/index.ts';
import { workspaceAt } from '../../src/toolkit/index.ts';

/** One compiler for all of it: loading it takes seconds. */
const compiler = (async () => {
  const tool = await clangTool();
  return new Compiler(tool, await labKit(workspaceAt(process.cwd()), async () => tool));
})();
const files = (text: string) => ({ files: { 'a.c': text }, main: 'a.c' });

test('a source with an error does not build, and says where and how to mend it', async () => {
  const built = await (await compiler).build(files('int x = 1\n'), 'debug');
  expect(built).toMatchObject({
    wasm: undefined,
    diagnostics: [
      {
        severity: 'error',
        message: "expected ';' after top level declarator",
        at: { line: 1, column: 10 },
        fixes: [{ text: ';', from: { line: 1, column: 10 } }],
      },
    ],
  });
});

test('a function that is declared and never defined is an error of debug builds, too', async () => {
  const source =
    'int elsewhere(void);\n__attribute__((export_name("f"))) int f(void) { return elsewhere(); }\n';
  const { wasm, diagnostics } = await (await compiler).build(files(source), 'debug');
  expect(wasm).toBe(undefined);
  expect(diagnostics.map(({ message }) => message)).toEqual(['undefined symbol: elsewhere']);
});

test('what may stand at a place is listed', async () => {
  const source = '#include "tutti_sdk.h"\nvoid f(tutti_instance_t *self) { tutti_al }\n';
  const found = await (await compiler).complete(files(source), { line: 2, column: 42 });
  expect(found.find(({ label }) => label === 'tutti_alloc')).toEqual({
    label: 'tutti_alloc',
    detail: 'tutti_alloc(tutti_instance_t *self, uint64_t size)',
    type: 'void *',
    kind: 'function',
    parameters: ['tutti_instance_t *self', 'uint64_t size'],
  });
});

test("a struct of the reader's is laid out for six targets", async () => {
  const source =
    '#include <string.h>\n#include "tutti_sdk.h"\nstruct note { char c; long l; void *p; double d; };\nstruct note n;\n';
  const all = await (await compiler).layouts(files(source));
  const noteOn = all.map(({ target, layouts, diagnostics }) => {
    const note = layouts.find(({ name }) => name === 'struct note');
    return [
      target,
      diagnostics.length,
      note?.sizeBytes,
      ...(note?.fields.map(({ offsetBytes }) => offsetBytes) ?? []),
    ];
  });
  // target, errors, size, offsets of c, l, p, d; tutti.h has no layout for i386, and its static asserts say so there
  expect(noteOn).toEqual([
    ['x86-64', 0, 32, 0, 8, 16, 24],
    ['arm64', 0, 32, 0, 8, 16, 24],
    ['i386', 4, 20, 0, 4, 8, 12],
    ['armv7', 0, 24, 0, 4, 8, 16],
    ['wasm32', 0, 24, 0, 4, 8, 16],
    ['Windows x64', 0, 24, 0, 4, 8, 16],
  ]);
});
