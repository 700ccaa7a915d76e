import { expect, test } from 'vitest';
import { parseCompletions } from '../../src/lab/compiler/completion.ts';
import { parseDiagnostics } from '../../src/lab/compiler/diagnostic.ts';
import { parseRecordLayouts } from '../../src/lab/compiler/record-layout.ts';

const at = (line: number, column: number) => ({ line, column });

test("clang's diagnostics are read with ranges, notes and fixes", () => {
  const output = `In file included from plugin.c:1:
plugin.c:8:47:{8:45-8:50}: warning: using the result of an assignment as a condition without parentheses [-Wparentheses]
plugin.c:8:47: note: use '==' to turn this assignment into an equality comparison
fix-it:"plugin.c":{8:47-8:48}:"=="
plugin.c:9:20: error: expected ';' after struct
fix-it:"plugin.c":{9:20-9:20}:";\\n\\"x\\""
plugin.c:1:10: fatal error: 'nothing.h' file not found
3 errors generated.
`;
  expect(parseDiagnostics(output)).toEqual([
    {
      severity: 'warning',
      message: 'using the result of an assignment as a condition without parentheses',
      file: 'plugin.c',
      at: at(8, 47),
      ranges: [{ from: at(8, 45), to: at(8, 50) }],
      option: '-Wparentheses',
      fixes: [],
      notes: [
        {
          severity: 'note',
          message: "use '==' to turn this assignment into an equality comparison",
          file: 'plugin.c',
          at: at(8, 47),
          ranges: [],
          option: undefined,
          fixes: [{ file: 'plugin.c', from: at(8, 47), to: at(8, 48), text: '==' }],
          notes: [],
        },
      ],
    },
    {
      severity: 'error',
      message: "expected ';' after struct",
      file: 'plugin.c',
      at: at(9, 20),
      ranges: [],
      option: undefined,
      fixes: [{ file: 'plugin.c', from: at(9, 20), to: at(9, 20), text: ';\n"x"' }],
      notes: [],
    },
    {
      severity: 'error',
      message: "'nothing.h' file not found",
      file: 'plugin.c',
      at: at(1, 10),
      ranges: [],
      option: undefined,
      fixes: [],
      notes: [],
    },
  ]);
});

test('what the linker says is a diagnostic without a line', () => {
  expect(parseDiagnostics('wasm-ld: error: plugin.o: undefined symbol: tutti_alloc\n')).toEqual([
    {
      severity: 'error',
      message: 'plugin.o: undefined symbol: tutti_alloc',
      file: '',
      at: at(0, 0),
      ranges: [],
      option: undefined,
      fixes: [],
      notes: [],
    },
  ]);
});

test("clang's completions are read with their parameters", () => {
  const output = `COMPLETION: a : [#int#]a
COMPLETION: mine : mine
COMPLETION: Pattern : return <#expression#>;
COMPLETION: __hidden : [#int#]__hidden
COMPLETION: tutti_alloc : [#void *#]tutti_alloc(<#tutti_instance_t *self#>, <#uint64_t size#>)
`;
  expect(parseCompletions(output)).toEqual([
    { label: 'a', detail: 'a', type: 'int', kind: 'variable', parameters: [] },
    { label: 'mine', detail: 'mine', type: '', kind: 'type', parameters: [] },
    { label: 'return', detail: 'return expression;', type: '', kind: 'keyword', parameters: ['expression'] },
    {
      label: 'tutti_alloc',
      detail: 'tutti_alloc(tutti_instance_t *self, uint64_t size)',
      type: 'void *',
      kind: 'function',
      parameters: ['tutti_instance_t *self', 'uint64_t size'],
    },
  ]);
});

test('record layouts are read with nested fields and bit-fields', () => {
  const output = `
*** Dumping AST Record Layout
         0 | struct mine
         0 |   char a
         8 |   struct inner in
         8 |     short x
    24:0-2 |   unsigned int f
           | [sizeof=32, align=8]

*** Dumping AST Record Layout
         0 | class cpp
         0 |   int i
           | [sizeof=4, dsize=4, align=4,
           |  nvsize=4, nvalign=4]
`;
  const field = (name: string, type: string, offsetBytes: number, depth: number) => ({
    ...{ name, type, offsetBytes, bits: undefined, depth },
  });
  expect(parseRecordLayouts(output)).toEqual([
    {
      name: 'struct mine',
      sizeBytes: 32,
      alignBytes: 8,
      fields: [
        field('a', 'char', 0, 1),
        field('in', 'struct inner', 8, 1),
        field('x', 'short', 8, 2),
        { ...field('f', 'unsigned int', 24, 1), bits: [0, 2] },
      ],
    },
    { name: 'class cpp', sizeBytes: 4, alignBytes: 4, fields: [field('i', 'int', 0, 1)] },
  ]);
});
