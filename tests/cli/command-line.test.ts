import { describe, expect, test } from 'vitest';
import { commands, plain, runCommandLine } from '../../src/cli/index.ts';
import { packageDir, workspaceAt } from '../../src/toolkit/index.ts';

/** Runs a command line in the project's own folder, without colour. */
function run(line: string) {
  const argv = line === '' ? [] : line.split(' ');
  return runCommandLine(argv, commands, { workspace: workspaceAt(packageDir, {}), paint: plain });
}

describe('wrong usage ends with 2 and says what to type instead', () => {
  const call =
    'Usage: tutti call <library> <function> [argument...] [--trace] [--isolation <inProcess|async|childProcess>]';
  const build = 'Usage: tutti build <folder> [--target <native|wasm32>] [--language <c|cpp|rust|zig>]';
  const cases: readonly [line: string, message: string][] = [
    ['biuld x', 'Cannot run "tutti biuld": there is no such command. Did you mean "tutti build"?'],
    ['insp x', 'Cannot run "tutti insp": there is no such command. Did you mean "tutti inspect"?'],
    ['frobnicate', 'Cannot run "tutti frobnicate": there is no such command. See "tutti help".'],
    ['--frob', 'Cannot run "tutti --frob": there is no such option. See "tutti help".'],
    ['help tset', 'Cannot explain "tset": there is no such command. Did you mean "tutti test"?'],
    ['build', `Cannot run "tutti build": <folder> is missing. ${build}`],
    ['build a b', `Cannot run "tutti build": "b" is one too many. ${build}`],
    [
      'build a --targt native',
      `Cannot run "tutti build": there is no option --targt (did you mean --target?). ${build}`,
    ],
    ['build a --target x', `Cannot run "tutti build": --target is one of native, wasm32, not "x". ${build}`],
    ['build a --target', `Cannot run "tutti build": --target needs a value. ${build}`],
    ['call a', `Cannot run "tutti call": <function> is missing. ${call}`],
    ['call a b --trace=1', `Cannot run "tutti call": --trace takes no value. ${call}`],
    [
      'call a tutti.text.repeet x 1',
      'Cannot call tutti.text.repeet: no capability declares it. Did you mean tutti.text.repeat?',
    ],
    [
      'call a gain 1',
      'Cannot call gain: no capability declares it. These are declared: tutti.text.repeat, tutti.words.add, tutti.words.total, tutti.words.mostFrequent, tutti.words.reset, tutti.state.describe, tutti.state.reset, tutti.state.migrate, tutti.audio.prepare, tutti.audio.process, tutti.audio.latencyFrames, tutti.audio.play.',
    ],
    [
      'call a tutti.text.repeat cool -3',
      'Cannot call tutti.text.repeat: "count" must be a whole number from 0 to 4294967295: got -3.',
    ],
    [
      'call a tutti.text.repeat cool -- -3',
      'Cannot call tutti.text.repeat: "count" must be a whole number from 0 to 4294967295: got -3.',
    ],
    [
      'call a tutti.text.repeat cool',
      'Cannot call tutti.text.repeat: it takes 2 arguments (text, count): got 1.',
    ],
    [
      'resolve tests/scenarios/conflict.json b',
      'Cannot run "tutti resolve": a scenario holds everything that is asked. Name it alone.',
    ],
  ];
  test.each(cases)('tutti %s', async (line, text) => {
    expect(await run(line)).toEqual({ exitCode: 2, stream: 'stderr', text });
  });
});

describe('what cannot be done ends with 1 and one clear sentence', () => {
  const cases: readonly [line: string, message: string][] = [
    [
      'build nowhere',
      "Cannot find a plugin in nowhere: there is no nowhere/tutti.json. Every plugin's folder has a tutti.json.",
    ],
    ['inspect nowhere.so', 'Cannot load nowhere.so: there is no such file'],
    ['inspect package.json', 'Cannot load package.json: it is a file of unknown kind, not a shared library'],
    ['call nowhere.so tutti.text.repeat cool 3', 'Cannot load nowhere.so: there is no such file'],
    ['resolve nowhere.json', 'Cannot resolve nowhere.json: there is no such file.'],
  ];
  test.each(cases)('tutti %s', async (line, text) => {
    expect(await run(line)).toEqual({ exitCode: 1, stream: 'stderr', text });
  });
});

test('a conflict is explained, and the answer is no', async () => {
  expect(await run('resolve tests/scenarios/conflict.json')).toEqual({
    exitCode: 1,
    stream: 'stdout',
    text: [
      'They do not play together on ABI 1.0, x86_64-linux-gnu:',
      '  1. You ask for org.example.compressor and org.example.limiter.',
      '  2. org.example.limiter 1.5.0 does not work with org.example.compressor <2.0.0.',
      '  3. org.example.compressor 2.0.0 needs ABI ^1.1, and the host offers ABI 1.0.',
      '  4. So org.example.compressor and org.example.limiter cannot be selected together. (1, 2, 3)',
      'What would help:',
      '  Use a host that offers ABI 1.1',
      '  Drop org.example.limiter',
      '  Drop org.example.compressor',
    ].join('\n'),
  });
});

test('a selection is listed with who provides what to whom', async () => {
  expect(await run('resolve tests/scenarios/two-providers.json')).toEqual({
    exitCode: 0,
    stream: 'stdout',
    text: [
      'They play together on ABI 1.0, x86_64-linux-gnu:',
      '  org.example.drum-ear     0.9.0',
      '  org.example.transcriber  1.0.0',
      '  org.example.transcriber gets example.beats 1.1 from org.example.drum-ear',
    ].join('\n'),
  });
});

test('help is asked for in five ways', async () => {
  const overview = await run('');
  expect(overview.text.split('\n')[0]).toBe('Learn, build and run native plugins.');
  expect([await run('help'), await run('--help')]).toEqual([overview, overview]);
  expect(await run('build --help')).toEqual(await run('help build'));
  expect(await run('--version')).toEqual({ exitCode: 0, stream: 'stdout', text: 'tutti 0.1.0' });
});
