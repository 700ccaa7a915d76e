import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findLockFaults, findLoosePins, type LockFile, type PackageFile } from './package.ts';

const packageFile = JSON.parse(readFileSync('package.json', 'utf8')) as PackageFile;
const lockFile = JSON.parse(readFileSync('package-lock.json', 'utf8')) as LockFile;

test('every dependency of the project is one exact version', () => {
  expect(findLoosePins(packageFile)).toEqual([]);
});

test('a range, a tag and an address are no exact versions', () => {
  const dependencies = { koffi: '3.3.4', astro: '^7.3.5', vite: 'latest' };
  const devDependencies = { shiki: '4', zig: 'github:ziglang/zig' };
  expect(findLoosePins({ dependencies, devDependencies })).toEqual([
    'astro: "^7.3.5" is not one exact version',
    'vite: "latest" is not one exact version',
    'shiki: "4" is not one exact version',
    'zig: "github:ziglang/zig" is not one exact version',
  ]);
});

test('the lock file of the project installs the same on every machine', () => {
  expect(Object.keys(lockFile.packages).length).toBeGreaterThan(100);
  expect(findLockFaults(lockFile, packageFile)).toEqual([]);
});

test('each fault of a lock file is named', () => {
  const lock: LockFile = {
    packages: {
      '': {},
      'node_modules/a': {
        integrity: 'sha512-a',
        optionalDependencies: { 'a-linux': '1.0.0', 'a-macos': '1.0.0' },
      },
      'node_modules/a/node_modules/a-linux': { optional: true },
      'node_modules/b': {
        integrity: 'sha512-b',
        resolved: 'https://example.org/b.tgz',
        hasInstallScript: true,
      },
      'node_modules/c': { hasInstallScript: true, optionalDependencies: { b: '1.0.0' } },
    },
  };
  expect(findLockFaults(lock, { allowScripts: { c: false } })).toEqual([
    'node_modules/a: its optional package a-macos is missing, so another platform would lack it',
    'node_modules/b: names the address that it came from',
    'node_modules/b: has an install script that package.json neither allows nor denies',
    'node_modules/c: has no hash',
  ]);
});

test('the published package holds code, contract and native parts, and no site', () => {
  const npm = process.env.npm_execpath;
  const [program, args]: [string, string[]] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const output = execFileSync(program, [...args, 'pack', '--dry-run', '--ignore-scripts', '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const paths = (JSON.parse(output) as [{ files: { path: string }[] }])[0].files.map(({ path }) => path);
  expect(paths).toContain('native/include/tutti.h');
  expect(paths).toContain('src/manifest/tutti.schema.json');
  const expected =
    /^(LICENSE|README\.md|package\.json|native\/(include|sdk|host)\/.*|prebuilt\/.*|lib\/(?!site\/).*|src\/manifest\/tutti\.(lock\.)?schema\.json)$/;
  expect(paths.filter((path) => !expected.test(path))).toEqual([]);
});
