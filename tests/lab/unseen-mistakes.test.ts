import { expect, test } from 'vitest';
import { DebugBuilds } from '../../src/cli/project/lab/debug-build.ts';
import { workspaceAt } from '../../src/toolkit/index.ts';
import { runMistake } from './faults/wasm-verdict.ts';

const root = process.cwd();
const builds = new DebugBuilds(workspaceAt(root));
const repeatRight = 'return repeat_right(self, text, count, out, err);';

/** A plugin of which one line, marked by an arrow, is wrong. */
function pluginOf(before: string, body: string): string {
  return `#include <stdarg.h>\n#include <stdio.h>\n#include "lab.h"\n${before}\nREPEAT {\n  (void)self, (void)call, (void)text, (void)count, (void)err;\n${body}\n}\nPLUGIN\n`;
}

const lend = (ptr: string, len = 'text.len') =>
  `*out = (tutti_owned_t){.struct_size = sizeof *out, .type_id = TUTTI_TEXT_UTF8, .ptr = ${ptr}, .len = ${len}, .cap = ${len}, .release = nothing};`;
const nothing = 'static void nothing(tutti_owned_t *value) { (void)value; }';

// what is done, before `repeat`, in `repeat`, what the lab calls it
test.each([
  [
    'the address of a local is returned',
    'static char *digit(uint32_t n) {\n  char text[2] = {(char)(48 + n % 10)};\n  char *volatile p = text;\n  return p;\n}',
    `  count += digit(count)[0] == 99; /* <- */\n  ${repeatRight}`,
    'use-after-scope',
  ],
  [
    'a local array is handed over',
    nothing,
    `  uint8_t copy[8];\n  memcpy(copy, text.ptr, text.len);\n  ${lend('copy')}\n  return TUTTI_OK; /* <- */`,
    'use-after-scope',
  ],
  [
    'the borrowed text is handed over',
    nothing,
    `  uint8_t *same = (uint8_t *)(uintptr_t)text.ptr;\n  ${lend('same')}\n  return TUTTI_OK; /* <- */`,
    'kept-pointer',
  ],
  [
    'more is handed over than was allocated',
    '',
    '  uint8_t *copy = tutti_alloc(self, text.len);\n  memcpy(copy, text.ptr, text.len);\n  tutti_give_text(self, copy, text.len, out);\n  out->len = out->cap = text.len + 8;\n  return TUTTI_OK; /* <- */',
    'heap-overflow',
  ],
  [
    'an array of computed length overflows',
    '',
    `  char name[hidden(10)];\n  memset(name, 'x', hidden(11)); /* <- */\n  count += name[0] == 'y';\n  ${repeatRight}`,
    'stack-overflow',
  ],
  [
    'an array of large elements has one too few',
    'typedef struct { char name[200]; uint32_t number; } item_t;',
    `  item_t *items = calloc(3, sizeof *items);\n  for (uint32_t i = 0; i <= hidden(3); i++)\n    items[i].number = i; /* <- */\n  free(items);\n  ${repeatRight}`,
    'heap-overflow',
  ],
  [
    'a number is read from text without an end',
    '',
    `  char *digits = malloc(2);\n  memcpy(digits, "12", 2);\n  count += atoi(digits) == 13; /* <- */\n  free(digits);\n  ${repeatRight}`,
    'heap-overflow',
  ],
  [
    'strtok cuts a literal',
    '',
    `  char *words = (char *)"one two";\n  count += strtok(words, " ") == NULL; /* <- */\n  ${repeatRight}`,
    'constant-written',
  ],
  [
    'strcpy moves text by a place',
    '',
    `  char line[16] = "abcdefgh";\n  strcpy(line, line + hidden(2)); /* <- */\n  ${repeatRight}`,
    'overlapping-copy',
  ],
  [
    'vsnprintf is told too large a size',
    'static void put(char *to, size_t size, const char *format, ...) {\n  va_list all;\n  va_start(all, format);\n  vsnprintf(to, size, format, all); /* <- */\n  va_end(all);\n}',
    `  char *line = malloc(8);\n  put(line, 80, "count %u of many", (unsigned)count);\n  free(line);\n  ${repeatRight}`,
    'heap-overflow',
  ],
  [
    'the host is told to log what was freed',
    '',
    `  char *note = strdup("note");\n  free(note);\n  self->host->log(self->host, 1, (tutti_span_t){(uint8_t *)note, 4}); /* <- */\n  ${repeatRight}`,
    'use-after-free',
  ],
  [
    'a pointer into a block of the host is given back',
    '',
    `  uint8_t *block = tutti_alloc(self, 32);\n  tutti_free(self, block + 8, 32); /* <- */\n  ${repeatRight}`,
    'bad-free',
  ],
  [
    'a constructor follows NULL',
    'static volatile int *where;\n__attribute__((constructor)) static void early(void) {\n  *where = 3; /* <- */\n}',
    `  ${repeatRight}`,
    'null-pointer',
  ],
  [
    'the release function is an address of nothing',
    '',
    '  tutti_status_t status = repeat_right(self, text, count, out, err);\n  out->release = (void (*)(tutti_owned_t *))(uintptr_t)123456;\n  return status; /* <- */',
    'wild-pointer',
  ],
  [
    'the release function takes other parameters',
    'static void release(tutti_instance_t *self, void *ptr) { (void)self, (void)ptr; }',
    '  tutti_status_t status = repeat_right(self, text, count, out, err);\n  out->release = (void (*)(tutti_owned_t *))(void *)release;\n  return status; /* <- */',
    'wrong-function-type',
  ],
  [
    'a loop allocates without end',
    '',
    `  while (hidden(1)) {\n    void *volatile p = malloc(1); /* <- */\n    (void)p;\n  }\n  ${repeatRight}`,
    'endless-loop',
  ],
])('where %s, the lab says so at its line', { timeout: 120_000 }, async (_what, before, body, kind) => {
  const text = pluginOf(before, body);
  const line = text.split('\n').findIndex((each) => each.includes('<-')) + 1;
  const { findings } = await runMistake(root, builds, { file: 'plugin.c', text });
  const found = findings.filter(({ kind: each }) => each !== 'leak');
  expect(found.map(({ kind, at }) => `${kind} at ${at?.file}:${at?.line}`)).toEqual([
    `${kind} at plugin.c:${line}`,
  ]);
});
