import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  buildPlugin,
  buildServices,
  captureReport,
  nativeTarget,
  packageDir,
  readReport,
  type Workspace,
} from '../../src/toolkit/index.ts';
import { rejection, worldWithRepeat } from './world.ts';

const slow = { timeout: 240_000 };
const tutti = [process.execPath, path.join(packageDir, 'src/cli/main.ts')] as const;

async function capture(workspace: Workspace, program: readonly [string, ...string[]] = tutti) {
  const example = 'examples/repeat';
  await buildServices({ workspace });
  const native = await buildPlugin(example, { workspace, target: 'native' });
  const wasm = await buildPlugin(example, { workspace, target: 'wasm32' });
  const { toolchain } = native;
  return captureReport({ workspace, example, version: '1.0.0', toolchain, native, wasm, tutti: program });
}

test('a report holds what a person would see, and is read back as it was written', slow, async () => {
  const workspace = worldWithRepeat();
  const report = await capture(workspace);
  const seen = report.commands.map(({ id, command, exitCode }) => ({ id, command, exitCode }));
  const call = 'tutti call examples/repeat tutti.text.repeat cool';
  expect(seen).toEqual([
    { id: 'build', command: 'tutti build examples/repeat', exitCode: 0 },
    { id: 'inspect', command: 'tutti inspect examples/repeat', exitCode: 0 },
    { id: 'call', command: `${call} 3`, exitCode: 0 },
    { id: 'trace', command: `${call} 3 --trace`, exitCode: 0 },
    { id: 'refused', command: `${call} 4294967295`, exitCode: 1 },
    { id: 'test', command: 'tutti test examples/repeat', exitCode: 0 },
  ]);
  const output = (id: string) => report.commands.find((command) => command.id === id)?.output;
  expect(output('call')).toBe('coolcoolcool\n');
  expect(output('refused')).toBe(
    'Cannot call tutti.text.repeat of plugin "org.tutti.repeat": no memory for the result (TUTTI_E_NOMEM)\n',
  );
  const { path: library, sizeBytes, target } = report.builds.native;
  expect(output('build')).toMatch(
    new RegExp(`^org.tutti.repeat 1.0.0, zig 0.16.0\n${target} +${library} .* built\n`),
  );
  expect({ target, isReal: sizeBytes > 1000 }).toEqual({ target: nativeTarget(), isReal: true });
  expect(new Set(report.checks.map(({ driver, outcome }) => `${driver} ${outcome}`))).toEqual(
    new Set(['native passed', 'wasm passed']),
  );
  expect(await readReport(workspace, 'examples/repeat')).toEqual(report);
  expect(readFileSync(path.join(workspace.dir, 'reports/examples/repeat.json'), 'utf8')).not.toContain(
    workspace.dir,
  );
});

test('a command that ends otherwise than the example says is no report', slow, async () => {
  const workspace = worldWithRepeat();
  const commands = [{ id: 'call', arguments: ['call', 'examples/repeat', 'tutti.text.repeat', 'cool', 'x'] }];
  writeFileSync(path.join(workspace.dir, 'examples/repeat/commands.json'), JSON.stringify(commands));
  expect(await rejection(capture(workspace))).toEqual({
    code: 'report-failed',
    message:
      'Cannot report on examples/repeat: "tutti call examples/repeat tutti.text.repeat cool x" ended with 2 instead of 0.',
    notes: ['Cannot call tutti.text.repeat: "count" must be a whole number from 0 to 4294967295: got "x".'],
  });
  expect(await readReport(workspace, 'examples/repeat')).toBeUndefined();
});

test.skipIf(process.platform === 'win32')(
  'a crash ends the report with the signal, not this process',
  slow,
  async () => {
    const workspace = worldWithRepeat();
    const crash = [process.execPath, '-e', 'process.kill(process.pid, "SIGSEGV")'] as const;
    expect(await rejection(capture(workspace, crash))).toEqual({
      code: 'report-failed',
      message:
        'Cannot report on examples/repeat: "tutti build examples/repeat" was ended by SIGSEGV instead of 0.',
      notes: [],
    });
  },
);
