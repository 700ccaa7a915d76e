import { expect, test } from 'vitest';
import { commands, plain, runCommandLine } from '../../src/cli/index.ts';
import { languageTitles, nativeTarget, packageDir, workspaceAt } from '../../src/toolkit/index.ts';

const target = nativeTarget();

function run(line: string) {
  const workspace = workspaceAt(packageDir, {});
  return runCommandLine(line.split(' '), commands, { workspace, paint: plain });
}

test('a language other than C is built for this machine alone', async () => {
  const { exitCode, text } = await run('build examples/repeat --language zig');
  const lines = text.split('\n').map((line) => line.split(/ {2,}/)[0]);
  expect({ exitCode, lines }).toEqual({ exitCode: 0, lines: ['org.tutti.repeat 1.0.0, zig 0.16.0', target] });
});

test('its checks run natively, and each one of the page is skipped with the reason', async () => {
  const { exitCode, text } = await run('test examples/repeat --language zig --json');
  const results = JSON.parse(text) as { driver: string; outcome: string; detail: string }[];
  const seen = new Set(results.map(({ driver, outcome, detail }) => `${driver} ${outcome}: ${detail}`));
  expect({ exitCode, seen: [...seen] }).toEqual({
    exitCode: 0,
    seen: ['native passed: ', `wasm skipped: ${languageTitles.zig} is not built for wasm32`],
  });
});

test('a language that there is no SDK for is wrong usage', async () => {
  const { exitCode, text } = await run('build examples/repeat --language go');
  expect({ exitCode, text: text.split('.')[0] }).toEqual({
    exitCode: 2,
    text: 'Cannot run "tutti build": --language is one of c, cpp, rust, zig, not "go"',
  });
});
