import { expect, test } from 'vitest';
import { DebugBuilds } from '../../src/cli/project/lab/debug-build.ts';
import { runPlugin } from '../../src/lab/index.ts';
import { workspaceAt } from '../../src/toolkit/index.ts';

const builds = new DebugBuilds(workspaceAt(process.cwd()));

/** A plugin whose function calls itself without an end, with so many numbers of its own in each call. */
const recursive = (body: string) => `#pragma GCC diagnostic ignored "-Winfinite-recursion"
#include <string.h>

#include "tutti/text.h"
#include "tutti_sdk.h"

static uint32_t depth(uint32_t level) {
${body}
}

static tutti_status_t repeat(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count,
                             tutti_owned_t *out, tutti_error_t *err) {
  (void)call, (void)text, (void)err;
  return tutti_give_text(self, NULL, depth(count), out);
}

static const tutti_text_t text_table = TUTTI_TEXT_TABLE(.repeat = repeat);

TUTTI_PLUGIN("org.tutti.depth", "1.0.0", TUTTI_OFFER(TUTTI_TEXT, &text_table))
`;

// Which stack runs out first, the engine's or the plugin's own in its memory, depends on the engine and the frames.
// frames, body of the function, line of the call
test.each([
  ['without variables', '  return depth(level + 1) + 1;', 8],
  [
    'with a variable of 16 KiB',
    '  volatile uint32_t here[4096] = {level};\n  return depth(here[0] + 1) + here[0];',
    9,
  ],
  [
    'that pass on an address in a frame',
    '  char here[512];\n  memset(here, (int)level, sizeof here);\n  return depth((uint32_t)here[3]) + (uint32_t)here[0];',
    10,
  ],
])('a recursion without an end is called so, in frames %s', async (_frames, body, line) => {
  const { wasm } = await builds.build({ files: { 'depth.c': recursive(body) }, main: 'depth.c' });
  const { findings, outcome } = await runPlugin({
    bytes: wasm!,
    isInstrumented: true,
    steps: [
      { do: 'start' },
      { do: 'call', capability: 'tutti.text', function: 'repeat', arguments: ['a', 1] },
    ],
  });
  expect([outcome, ...findings.map(({ kind, message, at }) => [kind, message, at?.line])]).toEqual([
    'stopped',
    ['deep-recursion', 'the stack ran out', line],
  ]);
});
