import { expect, test } from 'vitest';
import { CommandRunner } from './command.ts';

/** A command that runs one line of JavaScript. */
function script(source: string, timeoutMs = 30_000) {
  return { args: ['--eval', source], timeoutMs, output: 'held' as const };
}

test('a command returns how it ended and what it wrote', async () => {
  const runner = new CommandRunner();
  expect(await runner.run(script('console.log("half a note"); process.exitCode = 3'))).toEqual({
    exitCode: 3,
    signal: null,
    output: 'half a note\n',
  });
});

test('a command that hangs is ended and says so', async () => {
  const runner = new CommandRunner();
  expect(await runner.run(script('setInterval(() => {}, 1000)', 500))).toEqual({
    exitCode: null,
    signal: 'SIGINT',
    output: '',
    timedOutMs: 500,
  });
});

test('a stopped runner ends what runs and starts nothing more', async () => {
  const runner = new CommandRunner();
  const running = runner.run(script('setInterval(() => {}, 1000)'));
  runner.stop();
  const stopped = { exitCode: null, signal: 'SIGINT', output: '' };
  expect(await running).toEqual(stopped);
  expect(await runner.run(script('console.log("never")'))).toEqual(stopped);
});
