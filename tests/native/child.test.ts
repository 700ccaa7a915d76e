import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { stateCapability } from '../../src/abi/index.ts';
import { machineTarget, servicesPath } from '../../src/host/index.ts';
import { buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { requireTool } from '../gate/tool.ts';
import { compileNative, freshFolder } from './compile.ts';

const sanitizers = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
const warnings = ['-std=c11', '-Wall', '-Wextra', '-Wpedantic', '-Werror'];
const sources = ['child', 'confine', 'frames', 'group', 'outcall', 'library', 'loader', 'services'];

function compile(gcc: string, ...args: string[]): void {
  const include = ['native/include', 'native/host', 'native/sdk/c', 'tests/faulty'].map((dir) => `-I${dir}`);
  const { stderr } = spawnSync(gcc, ['-g', '-O1', ...warnings, ...sanitizers, ...include, ...args], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
}

/** The host, in a clone whose child was built with the sanitizers of the system's compiler. */
async function hostWithSanitizers(gcc: string): Promise<typeof import('../../src/host/child/child-road.ts')> {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
  const clone = freshFolder();
  for (const folder of ['abi', 'host', 'manifest', 'resolver']) {
    cpSync(join('src', folder), join(clone, 'src', folder), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(clone, 'node_modules'), 'junction');
  const prebuilt = join(clone, 'prebuilt', machineTarget());
  mkdirSync(prebuilt, { recursive: true });
  copyFileSync(servicesPath(), join(prebuilt, basename(servicesPath())));
  const files = sources.map((name) => `native/host/${name}.c`);
  compile(gcc, ...files, '-o', join(prebuilt, 'tutti_child'), '-ldl', '-lpthread');
  return import(/* @vite-ignore */ pathToFileURL(join(clone, 'src/host/child/child-road.ts')).href);
}

const options = {
  memoryBytes: 2 ** 26,
  trace: true,
  abi: { major: 1, minor: 0 },
  // The sanitizer reserves terabytes of addresses.
  limits: { addressSpaceBytes: 0 },
};

test.runIf(process.platform === 'linux')(
  'the child keeps its memory sound through payloads of every size and a whole life',
  async (context) => {
    const { ChildRoad } = await hostWithSanitizers(requireTool(context, 'gcc'));
    const road = await ChildRoad.open(await compileNative('tests/bench/peers/echo.c'), options);
    await road.create();
    await road.start();
    const echo = await road.find(stateCapability, 'migrate');
    if (typeof echo !== 'function') throw new Error(echo.missing);
    const sizes = [0, 1, 2047, 2048, 2049, 65_536, 5 << 20];
    const outcomes = await Promise.all(
      sizes.map((size, i) => echo(i + 1, [new Uint8Array(size).fill(i), 1, 2])),
    );
    expect(outcomes).toEqual(sizes.map((size, i) => ({ status: 0, value: new Uint8Array(size).fill(i) })));
    expect(await road.stop()).toEqual({ status: 0, message: '', line: 0 });
    await road.destroy();
    expect((await road.usage()).liveBlocks).toBe(0);
    const { process: child } = road;
    await road.close();
    expect(await child.ended).toMatchObject({ exitCode: 0, lastLines: '' });
  },
);

test.runIf(process.platform === 'linux')(
  'the sanitizers see a plugin write past its block',
  async (context) => {
    const gcc = requireTool(context, 'gcc');
    const { ChildRoad } = await hostWithSanitizers(gcc);
    const library = join(freshFolder(), 'overruns.so');
    compile(gcc, '-shared', '-fPIC', 'tests/native/overruns.c', '-o', library);
    const road = await ChildRoad.open(library, options);
    await road.create();
    await expect(road.start()).rejects.toThrow(/==\d+==ABORTING/);
    await road.close();
  },
);
