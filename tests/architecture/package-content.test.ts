import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { nativeTargets, prebuiltFiles } from '../../src/toolkit/index.ts';
import { freshFolder } from '../native/compile.ts';

test('every program that the package starts by its file is compiled into it', () => {
  const { include } = JSON.parse(readFileSync('tsconfig.lib.json', 'utf8')) as { include: string[] };
  const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: Record<string, string> };
  const started = [
    ...Object.values(bin).map((file) => file.replace(/^lib\/(.+)\.js$/, 'src/$1.ts')),
    'src/toolkit/check-child.ts',
  ];
  expect(readFileSync('src/toolkit/checks-apart.ts', 'utf8')).toContain("'ts' : 'js'");
  expect(started.filter((file) => !include.includes(file))).toEqual([]);
});

test('the package takes the native half of the host for every target, and nothing that building it leaves', () => {
  const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] };
  const dir = freshFolder();
  const left = nativeTargets.flatMap((target) =>
    ['build.json', 'tutti_child.json', '.tutti-7-1.tmp-tutti_services.dll'].map(
      (name) => `prebuilt/${target}/${name}`,
    ),
  );
  const wanted = nativeTargets.flatMap((target) => prebuiltFiles(target));
  for (const file of [...wanted, ...left]) {
    mkdirSync(path.join(dir, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(dir, file), 'x');
  }
  writeFileSync(path.join(dir, 'package.json'), JSON.stringify({ name: 'packed', version: '1.0.0', files }));
  const npm = process.env.npm_execpath;
  const [program, args]: [string, string[]] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const output = execFileSync(program, [...args, 'pack', '--dry-run', '--ignore-scripts', '--json'], {
    cwd: dir,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const packed = (JSON.parse(output) as [{ files: { path: string }[] }])[0].files.map((file) => file.path);
  expect(packed.filter((file) => file.startsWith('prebuilt/')).sort()).toEqual(wanted.toSorted());
  expect(wanted).toHaveLength(14);
});
