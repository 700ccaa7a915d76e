import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { smallProject, startProgram } from './world.ts';

const address = /http:\/\/127\.0\.0\.1:(\d+)\//;

/** A port that somebody listens on, with at least one above it. */
async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  return port < 65_000 ? port : takenPort();
}

test('start builds, checks, serves and ends with 0 on Ctrl+C; a second start finds nothing to do', async () => {
  const cwd = smallProject();
  const first = startProgram('project', ['start'], { cwd });
  const [url] = await first.printed(address);
  const page = await fetch(url);
  expect([page.status, await page.text()]).toEqual([200, '<h1>Tutti</h1>']);
  const missing = await fetch(new URL('nowhere', url));
  expect([missing.status, await missing.text()]).toEqual([404, '<h1>No such page</h1> /']);
  first.child.kill('SIGINT');
  expect(await first.ended).toMatchObject({ exitCode: 0, stderr: '' });

  const second = startProgram('project', ['start'], { cwd });
  await second.printed(address);
  second.child.kill('SIGTERM');
  const { exitCode, stdout } = await second.ended;
  const stages = stdout.split('\n').filter((line) => /^\d\/5 /.test(line));
  expect([exitCode, stages.map((line) => line.replace(/ +\d+\.\d s$/, ''))]).toEqual([
    0,
    [
      '1/5 host services  unchanged',
      '2/5 examples       unchanged',
      expect.stringMatching(/^3\/5 checks {9}unchanged, \d+ passed$/),
      '4/5 lab            unchanged, no step has a workspace',
      '5/5 site           unchanged',
    ],
  ]);
});

test('a port in use is said, and the next one is taken', async () => {
  const cwd = smallProject();
  const port = await takenPort();
  const start = startProgram('project', ['start', '--port', String(port)], { cwd });
  const [url, chosen] = await start.printed(address);
  expect((await fetch(url)).status).toBe(200);
  start.child.kill('SIGINT');
  const { stdout } = await start.ended;
  expect(Number(chosen)).toBeGreaterThan(port);
  expect(stdout).toContain(`Port ${port} is in use: serving on ${chosen} instead.\n\n${url}\n`);
});

test('build tells the site the base that it is for', async () => {
  const cwd = smallProject();
  const build = startProgram('project', ['build', '--base', '/tutti'], { cwd });
  expect(await build.ended).toMatchObject({ exitCode: 0, stderr: '' });
  expect(readFileSync(path.join(cwd, 'dist/404.html'), 'utf8')).toBe('<h1>No such page</h1> /tutti/');
});

test('a broken example stops the build with the lines of the compiler', async () => {
  const cwd = smallProject();
  writeFileSync(path.join(cwd, 'examples/repeat/c/repeat.c'), '#include "nowhere.h"\n');
  const { exitCode, stderr } = await startProgram('project', ['build'], { cwd }).ended;
  expect([exitCode, stderr.replace(/for \S+:/, 'for this machine:')]).toEqual([
    1,
    [
      'Cannot build examples/repeat/c/repeat.c for this machine: the compiler reports an error.',
      "  examples/repeat/c/repeat.c:1:10: fatal error: 'nowhere.h' file not found",
      '      1 | #include "nowhere.h"',
      '        |          ^~~~~~~~~~~',
      '',
    ].join('\n'),
  ]);
});

test('a site that cannot be built leaves the one before it in place', async () => {
  const cwd = smallProject();
  await startProgram('project', ['build'], { cwd }).ended;
  writeFileSync(
    path.join(cwd, 'node_modules/astro/bin/astro.mjs'),
    'console.error("[broken] a link leads nowhere"); process.exit(1);',
  );
  writeFileSync(path.join(cwd, 'package.json'), '{}');
  expect(await startProgram('project', ['build'], { cwd }).ended).toMatchObject({
    exitCode: 1,
    stderr: 'Cannot build the site: Astro says why in its last lines.\n  [broken] a link leads nowhere\n',
  });
  expect(readFileSync(path.join(cwd, 'dist/index.html'), 'utf8')).toBe('<h1>Tutti</h1>');
});

test('a site is not built from builds that lie elsewhere', async () => {
  const cwd = smallProject();
  const env = { TUTTI_BUILD_DIR: 'elsewhere' };
  const { exitCode, stderr } = await startProgram('project', ['build'], { cwd, env }).ended;
  expect([exitCode, stderr]).toEqual([
    1,
    `Cannot build the site: TUTTI_BUILD_DIR moves the builds to ${path.join(cwd, 'elsewhere')}, and pages embed those in build/. Unset it for this command.\n`,
  ]);
});

test.each([
  [['strat'], 'Usage: project.ts <start|dev|build|generate|package> [--port <number>] [--base <path>]\n'],
  [['start', '--port', 'x'], 'Cannot serve on port "x": expected a whole number from 1 to 65535.\n'],
  [['build', '--base', 'tutti'], 'Cannot build for the base "tutti": expected a path such as /tutti/.\n'],
])('wrong usage ends with 2: %j', async (args, stderr) => {
  const { ended } = startProgram('project', args, { cwd: smallProject() });
  expect(await ended).toEqual({ exitCode: 2, stdout: '', stderr });
});
