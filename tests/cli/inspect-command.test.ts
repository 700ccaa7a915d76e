import { expect, test } from 'vitest';
import { commands, plain, runCommandLine } from '../../src/cli/index.ts';
import { machine } from '../../src/host/index.ts';
import { packageDir, workspaceAt } from '../../src/toolkit/index.ts';
import { buildWithZig, refusingEntryInC } from '../host/odd-library.ts';

/** What `tutti inspect` prints of a library, its path and size replaced. */
async function inspected(library: string): Promise<{ exitCode: number; lines: string[] }> {
  const context = { workspace: workspaceAt(packageDir, {}), paint: plain };
  const { exitCode, text } = await runCommandLine(['inspect', library], commands, context);
  const lines = text
    .replaceAll(library, 'PATH')
    .replace(/[\d.]+ k?B$/m, 'SIZE')
    .split('\n');
  return { exitCode, lines };
}

const watchful = `${refusingEntryInC}
static volatile int tuned;
__attribute__((constructor)) static void tune(void) { tuned = 1; }
static _Thread_local int pitch;
__attribute__((visibility("default"))) int *touch(void);
int *touch(void) { return &pitch; }`;

test.runIf(machine.os === 'linux' && machine.arch === 'x86_64')(
  'a library that runs code at load and never unloads says both',
  async () => {
    expect(await inspected(await buildWithZig('watchful.c', watchful, '-Wl,-z,nodelete'))).toEqual({
      exitCode: 0,
      lines: [
        'PATH',
        '  format     ELF shared library, SIZE',
        '  built for  x86_64-linux-gnu, glibc 2.3 or later',
        '  exports    touch, tutti_plugin_entry_v1',
        '  needs      ld-linux-x86-64.so.2',
        '  at load    a function runs; thread-local variables',
        '  flags      BIND_NOW, NOW, NODELETE',
        '  unloads    never: it is linked with -z nodelete',
        '  warning    a function of it runs while it is loaded, before the host can ask it anything',
        '  verdict    a Tutti plugin for this machine',
      ],
    });
  },
);

test('a library for another machine is told as it is, and the answer is no', async () => {
  const library = await buildWithZig('plain.c', refusingEntryInC, '-target', 'x86_64-macos.13.0');
  expect(await inspected(library)).toEqual({
    exitCode: 1,
    lines: [
      'PATH',
      '  format     Mach-O shared library, SIZE',
      '  built for  x86_64-macos, 13.0 or later',
      '  exports    __dso_handle, _mh_dylib_header, tutti_plugin_entry_v1',
      '  needs      /usr/lib/libSystem.B.dylib',
      '  at load    nothing runs',
      '  flags      NOUNDEFS, DYLDLINK, TWOLEVEL, NO_REEXPORTED_DYLIBS',
      '  unloads    yes',
      `  verdict    Cannot load PATH: it was built for x86_64 macos, and this machine is ${machine.arch} ${machine.os}`,
    ],
  });
});
