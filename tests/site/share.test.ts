import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { expect, onTestFinished, test } from 'vitest';
import { parseStep, type StepAsset } from '../../src/lab/index.ts';
import { packText } from '../../src/site/fragment/packed-text.ts';
import { cutRegion } from '../../src/site/sources/region.ts';
import { packShared, unpackShared } from '../../src/site/workspace/share/share-link.ts';
import { packStep } from '../../src/site/workspace/share/step-archive.ts';
import { commandsOf } from '../../src/site/workspace/share/step-commands.ts';

const root = path.join(import.meta.dirname, '../..');
const step = 'memory/3-leak';
const folder = path.join(root, 'content/docs/tutorials', step);

const sourceOf = (variant: string) => {
  const file = path.join(folder, variant, 'c/plugin.c');
  return cutRegion(readFileSync(file, 'utf8'), undefined, file).code;
};

function assetOf(): StepAsset {
  const parsed = parseStep(readFileSync(path.join(folder, 'step.json'), 'utf8'), 'step.json');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return {
    id: step,
    plan: parsed.step,
    manifest: readFileSync(path.join(folder, 'solution/tutti.json'), 'utf8'),
    start: { source: sourceOf('start'), wasm: '' },
    solution: { source: sourceOf('solution'), wasm: '' },
    mistakes: {},
    headers: {},
  };
}

test('a link holds the text, character by character', async () => {
  const text = `${sourceOf('start')}\n// ä, 漢, 🎼, \u0000 and \\\r\n`;
  const fragment = await packShared(step, text);
  expect(fragment).toMatch(/^plugin=1\.[\w-]{100,3000}\.[0-9a-z]+$/);
  expect(await unpackShared(step, fragment!)).toEqual({ ok: true, text });
});

test('a text that is too long gets no link', async () => {
  expect(await packText('any=1.', 'x'.repeat(2_000_001))).toBeUndefined();
  expect(await packShared(step, 'x'.repeat(100_001))).toBeUndefined();
});

test('a link of which one character was changed or lost is refused', async () => {
  const fragment = (await packShared(step, sourceOf('start')))!;
  for (let at = 'plugin=1.'.length; at < fragment.length; at += 7) {
    const other = fragment[at] === 'A' ? 'B' : 'A';
    for (const changed of [fragment.slice(0, at) + other + fragment.slice(at + 1), fragment.slice(0, at)])
      expect(await unpackShared(step, changed), changed).toEqual({
        ok: false,
        message: 'Cannot open the link: characters of it are missing or changed. Your own text stays.',
      });
  }
});

test('a hostile link is refused with the reason, and costs no more than its limits', async () => {
  const prefix = 'plugin=1.';
  const cases: [fragment: string, why: string][] = [
    ['plugin=2.AAAA.0', 'it is of a form that this page does not know'],
    [`${prefix}${'A'.repeat(100_000)}`, 'it is longer than 100000 characters'],
    [`${prefix}<script>`, 'characters of it are missing or changed'],
    [
      `${prefix}${deflateRawSync('x'.repeat(2_000_001)).toString('base64url')}.0`,
      'it unpacks to more than 2000000 bytes',
    ],
    [
      (await packText(prefix, `${step}\n${'x'.repeat(100_001)}`))!,
      'its text has more than 100000 characters',
    ],
    [(await packText(prefix, 'int x;'))!, 'it holds no text of a step'],
    [(await packText(prefix, '../../x\nint x;'))!, 'it holds no text of a step'],
    [
      (await packShared('memory/1-borrowed', 'int x;'))!,
      'it holds a text of another step, memory/1-borrowed',
    ],
  ];
  for (const [fragment, why] of cases)
    expect(await unpackShared(step, fragment)).toEqual({
      ok: false,
      message: `Cannot open the link: ${why}. Your own text stays.`,
    });
});

test('the commands build, check and call what the step calls', () => {
  const call = (capability: string, name: string, values: readonly (string | number | number[])[]) =>
    ({ do: 'call', capability, function: name, arguments: values }) as const;
  const run = [
    call('tutti.text', 'repeat', ['it\'s "cool"', 3]),
    call('tutti.text', 'repeat', ['it\'s "cool"', 3]),
    // Neither of these can be written on a command line.
    call('tutti.text', 'repeat', [[0xff, 0xfe], 1]),
    { do: 'stop' } as const,
    call('tutti.words', 'add', ['la la lu']),
  ];
  expect(commandsOf({ run }).map(({ line }) => line)).toEqual([
    'npx tutti build . --target native',
    'npx tutti test . --driver native',
    `npx tutti call . tutti.text.repeat 'it'\\''s "cool"' 3 --trace`,
    "npx tutti call . tutti.words.add 'la la lu' --trace",
  ]);
});

/** Unpacks an archive into a folder of this test. */
function unpack(archive: Uint8Array): string {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'tutti-step-')));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(unzipSync(archive))) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), content);
  }
  return path.join(dir, 'memory-3-leak');
}

/** Types the commands of a folder's README in it, with this clone's command line in place of the installed one. */
function typeCommands(dir: string) {
  const readme = readFileSync(path.join(dir, 'README.md'), 'utf8');
  const { TUTTI_BUILD_DIR: _, FORCE_COLOR: __, ...env } = process.env;
  const installed = {
    TUTTI_NODE: process.execPath,
    TUTTI_MAIN: path.join(root, 'src/cli/main.ts'),
    NO_COLOR: '1',
  };
  return readme
    .split('\n')
    .filter((line) => line.startsWith('npx tutti '))
    .map((line) => {
      const words = line.replace('npx tutti', '"$TUTTI_NODE" "$TUTTI_MAIN"');
      const run = spawnSync('sh', ['-c', words], {
        cwd: dir,
        encoding: 'utf8',
        env: { ...env, ...installed },
      });
      const said = `${run.stdout}${run.stderr}`.trimEnd().split('\n').at(-1)?.trimEnd();
      return { line: line.replace('npx tutti ', ''), status: run.status, said };
    });
}

test('a downloaded step is built, checked and called by the commands of its README', () => {
  const asset = assetOf();
  const ended = typeCommands(unpack(packStep(asset, asset.solution.source)));
  expect(ended).toEqual([
    {
      line: 'build . --target native',
      status: 0,
      said: expect.stringMatching(/libmemory-leak\.\w+ .* built$/),
    },
    { line: 'test . --driver native', status: 0, said: '10 passed, 0 failed' },
    { line: "call . tutti.text.repeat 'la ' 3 --trace", status: 0, said: 'la la la' },
    {
      line: "call . tutti.text.repeat 'Encore! ' 3 --trace",
      status: 1,
      said: 'Cannot call tutti.text.repeat of plugin "org.tutti.memory-leak": no encores (TUTTI_E_INVALID_ARGUMENT)',
    },
  ]);
});

test('the download holds the text of the reader, with its mistake', () => {
  const asset = assetOf();
  const ended = typeCommands(unpack(packStep(asset, asset.start.source)));
  expect(ended.at(-1)).toEqual({
    line: "call . tutti.text.repeat 'Encore! ' 3 --trace",
    status: 1,
    said: 'It kept 1 blocks (9 bytes) that it was lent.',
  });
});

test('an archive of the same text is the same, byte for byte', () => {
  const asset = assetOf();
  expect(packStep(asset, 'int x;\n')).toEqual(packStep(asset, 'int x;\n'));
  const names = Object.keys(unzipSync(packStep(asset, 'int x;\n')));
  expect(names).toEqual(['README.md', 'c/plugin.c', 'tutti.json'].map((name) => `memory-3-leak/${name}`));
});
