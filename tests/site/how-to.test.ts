import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  bindings,
  buildPlugin,
  buildServices,
  generatedFiles,
  readDeclarations,
  staleFiles,
  workspaceAt,
} from '../../src/toolkit/index.ts';
import { compileNative } from '../native/compile.ts';

const folder = mkdtempSync(join(tmpdir(), 'tutti-how-to-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the script that the how-to shows, on manifests with these contents. */
function check(...manifests: object[]): string {
  const files = manifests.map((manifest, at) => {
    const file = join(folder, `${at}.json`);
    writeFileSync(file, JSON.stringify(manifest));
    return file;
  });
  const script = 'content/docs/how-to/check-a-set/check.ts';
  return execFileSync(process.execPath, [script, ...files], { encoding: 'utf8' }).replaceAll(folder, '');
}

const echo = { id: 'org.example.echo', version: '1.0.0', name: 'Echo', abi: '^1.0' };

test('the script of "Check that a set of plugins plays together" prints a selection', () => {
  expect(check(echo)).toBe("{ 'org.example.echo': '1.0.0' }\n");
});

test('it prints the reasons when there is none', () => {
  expect(check({ ...echo, abi: '^2.0' })).toBe(
    [
      '1. You ask for org.example.echo.',
      '2. org.example.echo 1.0.0 needs ABI ^2.0, and the host offers ABI 1.0.',
      '3. So org.example.echo cannot be selected. (1, 2)',
      '',
    ].join('\n'),
  );
});

test('it prints each problem of a manifest, with its place', () => {
  const { name: _, ...nameless } = echo;
  expect(check({ ...nameless, abi: '1 and more' })).toBe(
    [
      '/0.json:1:1: "name" is missing: it must be a line of 1 to 2000 characters',
      '/0.json:1:50: "abi" must be a range over ABI versions such as ^1.0: found "1 and more"',
      '',
    ].join('\n'),
  );
});

const howTo = 'content/docs/how-to';
const workspace = workspaceAt(process.cwd());

/** The library of a plugin, as `tutti build` makes it. */
async function library(plugin: string): Promise<string> {
  return (await buildPlugin(plugin, { workspace, target: 'native' })).file;
}

/** The plugin tickets, built otherwise than `tutti build` does. */
async function compiledTickets(flag: string): Promise<string> {
  const source = `${howTo}/plugins/tickets/c`;
  return compileNative(`${source}/tickets.c`, undefined, `-I${source}`, flag);
}

/** Runs a script and returns what it printed; what it said of errors too, when it ended with one. */
function run(script: string, ...args: string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [`${howTo}/${script}`, ...args], {
    encoding: 'utf8',
    timeout: 300_000,
  });
  return status === 0 ? stdout : `${stdout}exit code ${status}: ${stderr}`;
}

describe('the scripts of pages print what the pages show', () => {
  let repeat: string;
  let tickets: string;
  let flaky: string;
  beforeAll(async () => {
    await buildServices({ workspace });
    repeat = await library('examples/repeat');
    tickets = await library(`${howTo}/plugins/tickets`);
    flaky = await library(`${howTo}/plugins/flaky`);
    await library(`${howTo}/plugins/board`);
  });

  // page, script, its arguments
  test.each<[string, string, () => string[] | Promise<string[]>]>([
    ['load-a-plugin', 'load.ts', () => [repeat]],
    ['declare-a-capability', 'call.ts', () => [tickets]],
    ['isolate-plugins', 'isolate.ts', () => [flaky, tickets]],
    ['cancel-a-call', 'cancel.ts', () => [flaky]],
    [
      'update-a-plugin',
      'update.ts',
      async () => [tickets, await compiledTickets('-DTICKETS_VERSION="1.1.0"'), flaky],
    ],
    ['keep-a-plugin-alive', 'supervise.ts', () => [flaky]],
    ['run-many-plugins', 'run.ts', () => [`${howTo}/plugins`, `build/${howTo}/plugins`]],
    ['watch-what-crosses', 'watch.ts', () => [repeat]],
    ['../explanation/message', 'message.ts', () => []],
    [
      '../explanation/unloading',
      'unload.ts',
      async () => [tickets, await compiledTickets('-Wl,-z,nodelete')],
    ],
  ])('%s', async (page, script, args) => {
    const printed = run(`${page}/${script}`, ...(await args()));
    expect(printed).toBe(readFileSync(`${howTo}/${page}/output.txt`, 'utf8'));
  });

  test('a library that is not there is named', () => {
    expect(run('load-a-plugin/load.ts', 'missing.so')).toBe(
      'file-missing: Cannot load missing.so: there is no such file\nexit code 1: ',
    );
  });
});

test('the headers of their capabilities are as the generator writes them', async () => {
  const generated = async (declaration: string, folder: string) =>
    staleFiles(
      process.cwd(),
      generatedFiles(
        await readDeclarations(workspace, `${howTo}/plugins/${declaration}`),
        bindings.filter(({ language }) => language === 'c'),
        `${howTo}/plugins/${folder}`,
      ),
    );
  expect([
    ...(await generated('tickets/tickets.ts', 'tickets/c')),
    ...(await generated('tickets/tickets.ts', 'flaky/c')),
    ...(await generated('tickets/tickets.ts', 'board/c')),
    ...(await generated('board/board.ts', 'board/c')),
  ]).toEqual([]);
});
