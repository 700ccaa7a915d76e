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

const tutti = [process.execPath, path.join(packageDir, 'src/cli/main.ts')] as const;

function writeCommands(workspace: Workspace, commands: readonly object[]): void {
  writeFileSync(path.join(workspace.dir, 'examples/repeat/commands.json'), JSON.stringify(commands));
}

async function capture(workspace: Workspace, program: readonly [string, ...string[]] = tutti) {
  const example = 'examples/repeat';
  await buildServices({ workspace });
  const native = await buildPlugin(example, { workspace, target: 'native' });
  const wasm = await buildPlugin(example, { workspace, target: 'wasm32' });
  const { toolchain } = native;
  return captureReport({ workspace, example, version: '1.0.0', toolchain, native, wasm, tutti: program });
}

test('a report holds what a person would see, and is read back as it was written', async () => {
  const workspace = worldWithRepeat();
  const call = ['call', 'examples/repeat', 'tutti.text.repeat'];
  writeCommands(workspace, [
    { id: 'build', arguments: ['build', 'examples/repeat'] },
    { id: 'call', arguments: [...call, 'cool', '3'] },
    { id: 'quoted', arguments: [...call, "it's cool ", '2'] },
    { id: 'refused', arguments: [...call, 'cool', '4294967295'], exitCode: 1 },
  ]);
  const report = await capture(workspace);
  const seen = report.commands.map(({ id, command, exitCode }) => ({ id, command, exitCode }));
  const line = 'tutti call examples/repeat tutti.text.repeat';
  expect(seen).toEqual([
    { id: 'build', command: 'tutti build examples/repeat', exitCode: 0 },
    { id: 'call', command: `${line} cool 3`, exitCode: 0 },
    { id: 'quoted', command: `${line} 'it'\\''s cool ' 2`, exitCode: 0 },
    { id: 'refused', command: `${line} cool 4294967295`, exitCode: 1 },
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

test('a command that ends otherwise than the example says is no report', async () => {
  const workspace = worldWithRepeat();
  writeCommands(workspace, [
    { id: 'call', arguments: ['call', 'examples/repeat', 'tutti.text.repeat', 'cool', 'x'] },
  ]);
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
