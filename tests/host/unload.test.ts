import { pbkdf2 } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import koffi from 'koffi';
import { describe, expect, test } from 'vitest';
import {
  inspectLibrary,
  machine,
  machineGlibc,
  openInstance,
  openPlugin,
  textCapability,
} from '../../src/host/index.ts';
import { countThreadsInside, listThreads } from '../../src/host/unload/library-threads.ts';
import { readMappings } from '../../src/host/unload/memory-map.ts';
import { judgeUnload } from '../../src/host/unload/unload-verdict.ts';
import { buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { compileNative } from '../native/compile.ts';
import { buildWithGcc, buildWithZig } from './odd-library.ts';

const isGlibc = machine.os === 'linux' && machineGlibc() !== undefined;
const exported = '__attribute__((visibility("default")))';

const isMapped = (library: string) => {
  const file = realpathSync(library);
  return readMappings().some((mapping) => mapping.file === file);
};

/** Maps a library, calls its function `touch`, unmaps it, and judges what is left of it. */
function verdictAfter(library: string, call = true) {
  const handle = koffi.load(library);
  if (call) handle.func('int touch()')();
  expect(isMapped(library)).toBe(true);
  handle.unload();
  return judgeUnload(inspectLibrary(library), isMapped(library) ? 'mapped' : 'unmapped');
}

describe.runIf(isGlibc)('after a close, the cause is named when a library stayed', () => {
  test('plain C is gone', async () => {
    const library = await buildWithZig(
      'gone.c',
      `${exported} int touch(void);\nint touch(void) { return 1; }`,
    );
    expect(verdictAfter(library)).toEqual({ isUnmapped: true });
  });

  test('C++ with a thread-local that needs no destructor is gone', async (context) => {
    const source = `extern "C" ${exported} int touch() { thread_local int pitch = 60; return ++pitch; }`;
    expect(verdictAfter(buildWithGcc(context, 'pod.cpp', source))).toEqual({ isUnmapped: true });
  });

  test('one linked with nodelete', async () => {
    const source = `${exported} int touch(void);\nint touch(void) { return 1; }`;
    expect(verdictAfter(await buildWithZig('stays.c', source, '-Wl,-z,nodelete'))).toEqual({
      isUnmapped: false,
      pinnedBy: 'it is linked with -z nodelete',
    });
  });

  test('one with a unique symbol, that nothing called', (context) => {
    const source = `template <typename T> struct ${exported} Once { static T value; };
      template <typename T> T Once<T>::value = 0;
      extern "C" ${exported} int touch() { return Once<int>::value; }`;
    expect(verdictAfter(buildWithGcc(context, 'unique.cpp', source), false)).toEqual({
      isUnmapped: false,
      pinnedBy: 'it has unique symbols, of which a process keeps one for ever: _ZN4OnceIiE5valueE',
    });
  });

  test('one whose thread-local has a destructor: gone as long as nothing touched it', (context) => {
    const source = `struct Note { int pitch = 60; ~Note() { pitch = 0; } };
      extern "C" ${exported} int touch() { thread_local Note note; return note.pitch; }`;
    expect(verdictAfter(buildWithGcc(context, 'untouched.cpp', source), false)).toEqual({ isUnmapped: true });
    expect(verdictAfter(buildWithGcc(context, 'touched.cpp', source))).toEqual({
      isUnmapped: false,
      pinnedBy: 'it registered destructors of thread-local variables, which run only when their thread ends',
    });
  });

  test('one that another library needs', async () => {
    const source = `${exported} int touch(void);\nint touch(void) { return 1; }`;
    const needed = await buildWithZig('needed.c', source, '-Wl,-soname,needed.so');
    const user = await buildWithZig(
      'user.c',
      `int touch(void);\n${exported} int play(void);\nint play(void) { return touch(); }`,
      needed,
      `-Wl,-rpath,${needed.slice(0, needed.lastIndexOf('/'))}`,
    );
    const handle = koffi.load(needed);
    const other = koffi.load(user);
    handle.unload();
    expect(judgeUnload(inspectLibrary(needed), isMapped(needed) ? 'mapped' : 'unmapped')).toEqual({
      isUnmapped: false,
      pinnedBy: `another library needs it: ${realpathSync(user)}`,
    });
    other.unload();
    expect(isMapped(needed)).toBe(false);
  });

  // what the thread does, its body in C
  test.each([
    ['waits for ever', 'pthread_mutex_lock(&held);'],
    ['sleeps', 'for (;;) sleep(1000);'],
    ['computes for ever', 'for (;;) __asm__ volatile("");'],
  ])('one with a thread that %s is not unmapped under it', async (_what, body) => {
    const source = `#include <pthread.h>
#include <unistd.h>
static pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static volatile int isReady, isOver;
static void nap(void) { if (isOver) return; ${body} }
static void *play(void *data) {
  pthread_mutex_lock(&lock); isReady = 1; pthread_cond_signal(&ready); pthread_mutex_unlock(&lock);
  nap();
  return data;
}
${exported} int touch(void);
int touch(void) {
  pthread_t thread;
  pthread_mutex_lock(&held);
  pthread_mutex_lock(&lock);
  if (pthread_create(&thread, 0, play, 0) != 0) return 0;
  while (!isReady) pthread_cond_wait(&ready, &lock);
  pthread_mutex_unlock(&lock);
  return 1;
}`;
    const library = await buildWithZig('busy.c', source);
    const inspection = inspectLibrary(library);
    const before = listThreads();
    const handle = koffi.load(library);
    expect(handle.func('int touch()')()).toBe(1);
    expect(inspection.canStartThreads).toBe(true);
    const inside = countThreadsInside(library, before);
    expect(judgeUnload(inspection, 'kept', inside)).toEqual({
      isUnmapped: false,
      pinnedBy: 'a thread still runs in it',
    });
  });

  test('a new thread of the process that is busy elsewhere for a moment does not count', async () => {
    const library = await buildWithZig(
      'quiet.c',
      `${exported} int touch(void);\nint touch(void) { return 1; }`,
    );
    const handle = koffi.load(library);
    const workers = (id: number) => readFileSync(`/proc/self/task/${id}/comm`, 'latin1').startsWith('libuv');
    const before = new Set([...listThreads()].filter((id) => !workers(id)));
    const done = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
    for (const { resolve } of done) pbkdf2('la', 'la', 1000, 64, 'sha512', () => resolve());
    expect(countThreadsInside(library, before)).toBe(0);
    await Promise.all(done.map(({ promise }) => promise));
    handle.unload();
  });

  test('a thread that holds the address of a function is not inside of it', async () => {
    const library = await buildWithZig(
      'quiet.c',
      `${exported} int touch(void);\nint touch(void) { return 1; }`,
    );
    const holder = await buildWithZig(
      'holder.c',
      `#include <dlfcn.h>
#include <pthread.h>
#include <unistd.h>
static volatile int isReady;
static void *hold(void *function) {
  void *volatile kept[64];
  for (int i = 0; i < 64; i++) kept[i] = function;
  isReady = 1;
  for (;;) pause();
  return kept[0];
}
${exported} int run(const char *path);
int run(const char *path) {
  pthread_t thread;
  if (pthread_create(&thread, 0, hold, dlsym(dlopen(path, RTLD_NOW), "touch")) != 0) return 0;
  while (!isReady) usleep(100);
  return 1;
}`,
    );
    const before = listThreads();
    const handle = koffi.load(library);
    expect(koffi.load(holder).func('int run(str path)')(library)).toBe(1);
    expect(countThreadsInside(holder, before)).toBe(1);
    expect(countThreadsInside(library, before)).toBe(0);
    handle.unload();
  });

  test('threads of the process that have nothing to do with a library do not count', async () => {
    const source = `${exported} int touch(void);\nint touch(void) { return 1; }`;
    const library = await buildWithZig('quiet.c', source);
    const before = listThreads();
    const handle = koffi.load(library);
    expect(before.size).toBeGreaterThan(1);
    expect(countThreadsInside(library, before)).toBe(0);
    handle.unload();
  });
});

test.runIf(isGlibc)('a plugin that forgets a thread stays in memory, and the cause is named', async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
  const library = await compileNative('tests/faulty/host/threads.c', undefined, '-DFAULT=FORGETS');
  const plugin = await openPlugin(library, { isolation: 'inProcess' });
  await plugin.start();
  const { repeat } = await plugin.use(textCapability);
  await repeat('fault', 2);
  const { state, pinnedBy } = await plugin.close();
  expect({ state, pinnedBy }).toEqual({ state: 'resident', pinnedBy: 'a thread still runs in it' });
});

test.runIf(isGlibc)('an instance says what keeps its library in memory, too', async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
  const busy = await openInstance(
    await compileNative('tests/faulty/host/threads.c', undefined, '-DFAULT=CALLS_HOST_AFTER_DESTROY'),
  );
  busy.start();
  busy.use(textCapability).repeat('fault', 2);
  const { state, pinnedBy } = busy.close();
  expect({ state, pinnedBy, now: busy.state }).toEqual({
    state: 'resident',
    pinnedBy: 'a thread still runs in it',
    now: 'resident',
  });
  const staying = await openInstance(
    await compileNative('tests/host/plugin/witness.c', undefined, '-DFLAGS=1'),
  );
  expect(staying.close()).toEqual({
    state: 'resident',
    pinnedBy: 'its plugin asks never to be unmapped (TUTTI_PLUGIN_NO_UNLOAD)',
    leakedBlocks: 0,
    leakedBytes: 0,
    misuses: 0,
  });
});

test('a plugin that asks to stay, and one that is open elsewhere, are named as such', async () => {
  const library = inspectLibrary(await buildWithZig('plain.c', 'int x;'));
  expect(judgeUnload(library, 'kept')).toEqual({
    isUnmapped: false,
    pinnedBy: 'its plugin asks never to be unmapped (TUTTI_PLUGIN_NO_UNLOAD)',
  });
  expect(judgeUnload(library, 'shared')).toEqual({
    isUnmapped: false,
    pinnedBy: 'another instance of the same file is open',
  });
});
