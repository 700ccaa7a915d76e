import { expect, test } from 'vitest';
import { chromiumKind, firefoxKind, type Machine, provideBrowser } from './browser.ts';

/** A machine on which only `programs` exist, and every one of them starts. */
function machine(programs: string[], changes: Partial<Machine> = {}): Machine & { ran: string[] } {
  const ran: string[] = [];
  return {
    ran,
    platform: 'linux',
    env: {},
    isRoot: false,
    findOnPath: (name) => programs.find((path) => path === `/bin/${name}`),
    isProgram: (path) => programs.includes(path),
    starts: () => true,
    playwrightChromium: '/cache/playwright/chrome',
    run(program, args) {
      ran.push([program.replace(process.execPath, 'node'), ...args].join(' '));
      return false;
    },
    ...changes,
  };
}

const missing =
  'Cannot run the browser tests: no Chromium was found and none could be installed; ' +
  'install Chromium or Chrome, or set TUTTI_CHROMIUM to its path.';

test.each([
  // [what, machine, path]
  [
    'the one that is named',
    machine(['/opt/c', '/bin/chromium'], { env: { TUTTI_CHROMIUM: '/opt/c' } }),
    '/opt/c',
  ],
  ['one on PATH', machine(['/cache/playwright/chrome', '/bin/google-chrome']), '/bin/google-chrome'],
  ['one in the usual places', machine(['/snap/bin/chromium']), '/snap/bin/chromium'],
  [
    'an application on macOS',
    machine(['/Applications/Chromium.app/Contents/MacOS/Chromium'], { platform: 'darwin' }),
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  [
    'a program on Windows',
    machine(['C:\\P\\Google\\Chrome\\Application\\chrome.exe'], {
      platform: 'win32',
      env: { PROGRAMFILES: 'C:\\P' },
    }),
    'C:\\P\\Google\\Chrome\\Application\\chrome.exe',
  ],
  ['Playwright’s own', machine(['/cache/playwright/chrome']), '/cache/playwright/chrome'],
  [
    'the next one when the first does not start',
    machine(['/bin/chromium-browser', '/bin/chrome'], { starts: (path) => path === '/bin/chrome' }),
    '/bin/chrome',
  ],
])('finds %s', (_what, world, path) => {
  expect(provideBrowser(chromiumKind, world)).toEqual({ ok: true, path });
  expect(world.ran).toEqual([]);
});

test('a named browser that is not there is an error, even when another is installed', () => {
  const world = machine(['/bin/chromium'], { env: { TUTTI_CHROMIUM: '/wrong' } });
  expect(provideBrowser(chromiumKind, world)).toEqual({
    ok: false,
    message: 'Cannot start the browser that TUTTI_CHROMIUM names: /wrong',
  });
});

test('root on Debian installs the chromium package, and anyone else Playwright’s', () => {
  const root = machine(['/bin/apt-get'], { isRoot: true });
  expect(provideBrowser(chromiumKind, root)).toEqual({ ok: false, message: missing });
  expect(root.ran).toEqual([
    '/bin/sh -c "/bin/apt-get" update && "/bin/apt-get" install -y --no-install-recommends chromium',
    'node node_modules/playwright/cli.js install chromium',
  ]);

  const user = machine(['/bin/apt-get']);
  expect(provideBrowser(chromiumKind, user)).toEqual({ ok: false, message: missing });
  expect(user.ran).toEqual(['node node_modules/playwright/cli.js install chromium']);
});

test.each([
  // [what, machine, path]
  ['Debian’s, before another', machine(['/bin/firefox', '/bin/firefox-esr']), '/bin/firefox-esr'],
  [
    'the application on macOS',
    machine(['/Applications/Firefox.app/Contents/MacOS/firefox'], { platform: 'darwin' }),
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ],
  [
    'the program on Windows',
    machine(['C:\\P\\Mozilla Firefox\\firefox.exe'], { platform: 'win32', env: { PROGRAMFILES: 'C:\\P' } }),
    'C:\\P\\Mozilla Firefox\\firefox.exe',
  ],
  ['the one that is named', machine(['/opt/f'], { env: { TUTTI_FIREFOX: '/opt/f' } }), '/opt/f'],
])('finds of Firefox %s', (_what, world, path) => {
  expect(provideBrowser(firefoxKind, world)).toEqual({ ok: true, path });
  expect(world.ran).toEqual([]);
});

test('root on Debian installs the firefox-esr package; Playwright’s own build is not what readers have', () => {
  const message =
    'Cannot run the browser tests: no Firefox was found and none could be installed; ' +
    'install Firefox, or set TUTTI_FIREFOX to its path.';
  const root = machine(['/bin/apt-get', '/cache/playwright/chrome'], { isRoot: true });
  expect(provideBrowser(firefoxKind, root)).toEqual({ ok: false, message });
  expect(root.ran).toEqual([
    '/bin/sh -c "/bin/apt-get" update && "/bin/apt-get" install -y --no-install-recommends firefox-esr',
  ]);
  const user = machine(['/bin/apt-get']);
  expect(provideBrowser(firefoxKind, user)).toEqual({ ok: false, message });
  expect(user.ran).toEqual([]);
});

test('what was installed is found and used', () => {
  const programs: string[] = [];
  const world = machine(programs, {
    run() {
      programs.push('/cache/playwright/chrome');
      return true;
    },
  });
  expect(provideBrowser(chromiumKind, world)).toEqual({ ok: true, path: '/cache/playwright/chrome' });
});
