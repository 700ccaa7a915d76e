import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

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
