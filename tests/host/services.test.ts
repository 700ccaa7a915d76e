import { cpSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { machineTarget } from '../../src/host/index.ts';
import { compileNative, freshFolder } from '../native/compile.ts';

// Loading the host a second time in one process also shows that two copies do not meet in koffi's types.
test('without the host services a plugin is not opened, and the message says how to build them', async () => {
  const clone = freshFolder();
  for (const folder of ['abi', 'host', 'manifest', 'resolver']) {
    cpSync(join('src', folder), join(clone, 'src', folder), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(clone, 'node_modules'), 'junction');
  const library = await compileNative('examples/repeat/c/repeat.c');
  const host = await import(/* @vite-ignore */ pathToFileURL(join(clone, 'src/host/index.ts')).href);
  const file =
    process.platform === 'win32'
      ? 'tutti_services.dll'
      : process.platform === 'darwin'
        ? 'libtutti_services.dylib'
        : 'libtutti_services.so';
  const expected = resolve(clone, 'prebuilt', machineTarget(), file);
  await expect(host.openInstance(library)).rejects.toMatchObject({
    code: 'services-missing',
    message: `Cannot find the host services at ${expected}. In a clone, run "npm start" or "npm run build" once`,
  });
});
