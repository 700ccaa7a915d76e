import { describe, expect, test } from 'vitest';
import {
  type Inspection,
  inspectLibrary,
  machine,
  machineGlibc,
  requirePlugin,
} from '../../src/host/index.ts';
import { compileNative } from '../native/compile.ts';
import { failureOf } from './failures.ts';
import { buildWithGcc, buildWithZig, refusingEntry, refusingEntryInC } from './odd-library.ts';

const isGlibc = machine.os === 'linux' && machineGlibc() !== undefined;

/** What is said of closing a library, and what a careful host is warned of. */
const judged = ({ unloadable, warnings }: Inspection) => ({ ...unloadable, warnings });

/** A function that runs at load. */
const runsAtLoad =
  'static volatile int tuned;\n__attribute__((constructor)) static void tune(void) { tuned = 1; }\n';

describe.runIf(isGlibc)('whether a library can be unmapped again is read from its file', () => {
  test('plain C can be', async () => {
    const library = inspectLibrary(await buildWithZig('plain.c', refusingEntryInC));
    expect(judged(library)).toEqual({ verdict: 'yes', reasons: [], warnings: [] });
  });

  test('one that is linked with nodelete cannot', async () => {
    const library = inspectLibrary(await buildWithZig('stays.c', refusingEntryInC, '-Wl,-z,nodelete'));
    expect({ ...judged(library), flags: library.flags.includes('NODELETE') }).toEqual({
      verdict: 'no',
      reasons: ['it is linked with -z nodelete'],
      warnings: [],
      flags: true,
    });
  });

  test('one with unique symbols cannot, even when nothing uses them', (context) => {
    const source = `${refusingEntry}
      template <typename T> struct __attribute__((visibility("default"))) Once { static T value; };
      template <typename T> T Once<T>::value = 0;
      __attribute__((visibility("default"))) int *address() { return &Once<int>::value; }`;
    const library = inspectLibrary(buildWithGcc(context, 'unique.cpp', source));
    expect({ ...judged(library), uniqueSymbols: library.uniqueSymbols }).toEqual({
      verdict: 'no',
      reasons: ['it has unique symbols, of which a process keeps one for ever: _ZN4OnceIiE5valueE'],
      warnings: [],
      uniqueSymbols: ['_ZN4OnceIiE5valueE'],
    });
  });

  test('with destructors of thread-locals it depends on what runs', (context) => {
    const source = `${refusingEntry}
      struct Note { ~Note(); int pitch = 60; }; Note::~Note() { pitch = 0; }
      __attribute__((visibility("default"))) int touch() { thread_local Note note; return note.pitch; }`;
    const library = inspectLibrary(buildWithGcc(context, 'thread-local.cpp', source));
    expect({ ...judged(library), hasThreadLocals: library.hasThreadLocals }).toEqual({
      verdict: 'unknown',
      reasons: [
        'it can register destructors of thread-local variables, and one that was registered keeps it',
      ],
      warnings: [],
      hasThreadLocals: true,
    });
  });

  test('thread-locals without destructors do not keep it', async () => {
    const source = `${refusingEntryInC}
      static _Thread_local int pitch;
      __attribute__((visibility("default"))) int *touch(void);
      int *touch(void) { return &pitch; }`;
    const library = inspectLibrary(await buildWithZig('pod.c', source));
    expect({ ...judged(library), hasThreadLocals: library.hasThreadLocals }).toEqual({
      verdict: 'yes',
      reasons: [],
      warnings: [],
      hasThreadLocals: true,
    });
  });

  test('no musl library can', async () => {
    const library = inspectLibrary(
      await compileNative('examples/repeat/c/repeat.c', `${machine.arch}-linux-musl`),
    );
    expect(judged(library)).toEqual({
      verdict: 'no',
      reasons: ['musl never unmaps a library'],
      warnings: [],
    });
  });
});

describe.runIf(isGlibc)('what runs or changes at load is a warning', () => {
  test('functions that run at load are counted, those of the start files of gcc are not', async (context) => {
    const withOne = inspectLibrary(await buildWithZig('tuned.c', runsAtLoad + refusingEntryInC));
    const startFilesOnly = inspectLibrary(buildWithGcc(context, 'plain.cpp', refusingEntry));
    const withStartFiles = inspectLibrary(buildWithGcc(context, 'tuned.cpp', runsAtLoad + refusingEntry));
    expect([withOne, startFilesOnly, withStartFiles].map(({ initializers }) => initializers)).toEqual([
      1, 0, 1,
    ]);
    expect(withOne.warnings).toEqual([
      'a function of it runs while it is loaded, before the host can ask it anything',
    ]);
  });

  test.runIf(machine.arch === 'x86_64')('code that the loader has to write into', (context) => {
    const source = `${refusingEntry}
      asm(".text\\n.globl patched\\npatched:\\n.quad tutti_plugin_entry_v1\\n");`;
    const library = inspectLibrary(buildWithGcc(context, 'patched.cpp', source, '-Wl,-z,notext'));
    expect({ hasTextRelocations: library.hasTextRelocations, warnings: library.warnings }).toEqual({
      hasTextRelocations: true,
      warnings: ['the loader has to write into its code: build it with -fPIC'],
    });
  });
});

describe.runIf(isGlibc)('a library of this machine is refused before anything of it runs', () => {
  test('when it asks for an executable stack', (context) => {
    const library = buildWithGcc(context, 'stack.cpp', refusingEntry, '-Wl,-z,execstack');
    return expect(failureOf(() => requirePlugin(inspectLibrary(library)), library)).resolves.toEqual({
      code: 'executable-stack',
      message:
        'Cannot load PATH: it asks for an executable stack, which would open the whole process to injected code. Link it with -Wl,-z,noexecstack',
    });
  });

  test('when it needs a newer glibc than this machine has', async () => {
    const source = `${refusingEntryInC}\n__attribute__((visibility("default"))) int use(void);\n#include <unistd.h>\nint use(void) { return getpid(); }`;
    const library = inspectLibrary(
      await buildWithZig('old.c', source, '-target', `${machine.arch}-linux-gnu.2.28`),
    );
    expect(library.needsGlibc).toMatch(/^2\.\d+/);
    expect(requirePlugin(library)).toBeUndefined();
    const newer = { ...library, path: 'PATH', needsGlibc: '2.999' };
    expect(await failureOf(() => requirePlugin(newer))).toEqual({
      code: 'system-too-old',
      message: `Cannot load PATH: it needs glibc 2.999, and this machine has ${machineGlibc()}. Build it with "tutti build", which asks for glibc 2.28, or on an older system`,
    });
  });

  test('the glibc that a library needs is the newest of its symbol versions', async () => {
    const source = `${refusingEntryInC}\n#include <pthread.h>\n__attribute__((visibility("default"))) int use(void);\nint use(void) { return pthread_mutex_clocklock((pthread_mutex_t *)0, 0, (struct timespec *)0); }`;
    const flags = ['-D_GNU_SOURCE', '-target', `${machine.arch}-linux-gnu.2.38`];
    expect(inspectLibrary(await buildWithZig('new.c', source, ...flags)).needsGlibc).toBe('2.34');
  });
});

describe('libraries of other systems tell their traits too', () => {
  test('a Mach-O library: its flags, its system and what runs at load', async () => {
    const library = inspectLibrary(
      await buildWithZig('tuned.c', runsAtLoad + refusingEntryInC, '-target', 'aarch64-macos.13.0'),
    );
    const { needsMacos, initializers, flags, unloadable } = library;
    expect({ needsMacos, initializers, flags, unloadable }).toEqual({
      needsMacos: '13.0',
      initializers: 1,
      flags: ['NOUNDEFS', 'DYLDLINK', 'TWOLEVEL', 'NO_REEXPORTED_DYLIBS'],
      unloadable: { verdict: 'yes', reasons: [] },
    });
  });

  test('a Windows library: its flags and what runs at load', async () => {
    const source = `${refusingEntryInC.replaceAll('visibility("default")', 'dllexport')}`;
    const library = inspectLibrary(await buildWithZig('plain.c', source, '-target', 'x86_64-windows-gnu'));
    const { needed, initializers, flags, unloadable } = library;
    expect({ needsKernel: needed.includes('KERNEL32.dll'), initializers, flags, unloadable }).toEqual({
      needsKernel: true,
      initializers: 1,
      flags: ['HIGH_ENTROPY_VA', 'DYNAMIC_BASE', 'NX_COMPAT'],
      unloadable: { verdict: 'yes', reasons: [] },
    });
  });
});
