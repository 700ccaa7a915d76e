import { existsSync } from 'node:fs';
import { defineConfig } from 'playwright/test';
import { stockFirefox } from './stock-firefox.ts';

/** Chromium, as the gate found it; by hand, as Debian installs it. */
const chromium =
  process.env.TUTTI_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);

/** A test may load the compiler, and wait for it as long as `workspace.ts` says. */
const patienceMs = 300_000;
/** From an action to what it causes. */
const longestWaitMs = 30_000;

const wide = { width: 1280, height: 900 };
const narrow = { width: 390, height: 844 };
/** The reader's way is gone in every size and theme; axe looks at each page in both sizes, and switches the theme itself. */
const journey = /journey\.spec\.ts$/;
const narrowPages = /(journey|accessibility)\.spec\.ts$/;
/** What only a stock Firefox is asked: the lab's engine and its pages. */
const firefox = /firefox[a-z-]*\.spec\.ts$/;
const everyEngine = /stack-trace\.spec\.ts$/;

export default defineConfig({
  testDir: '.',
  outputDir: '../../build/browser',
  workers: 2,
  // Guards against hanging, no measures of speed: a machine that is busy may take many times what is usual.
  timeout: patienceMs,
  expect: { timeout: longestWaitMs },
  reporter: [['list'], ['json', { outputFile: '../../build/browser-results.json' }]],
  use: {
    ...(process.env.TUTTI_SITE_URL && { baseURL: process.env.TUTTI_SITE_URL }),
    launchOptions: {
      ...(chromium && { executablePath: chromium }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  // The server takes a free port and says where it is; the name of the group becomes an environment variable.
  webServer: {
    command: `"${process.execPath}" serve-dist.ts`,
    wait: { stdout: /Serving dist at (?<TUTTI_SITE_URL>http:\S+)/ },
  },
  projects: [
    { name: 'wide light', use: { viewport: wide, colorScheme: 'light' }, testIgnore: firefox },
    { name: 'wide dark', use: { viewport: wide, colorScheme: 'dark' }, testMatch: journey },
    { name: 'narrow light', use: { viewport: narrow, colorScheme: 'light' }, testMatch: journey },
    { name: 'narrow dark', use: { viewport: narrow, colorScheme: 'dark' }, testMatch: narrowPages },
    {
      name: 'firefox',
      use: {
        browserName: 'firefox',
        // Not Playwright's own build: what readers have, over WebDriver BiDi.
        channel: 'moz-firefox',
        viewport: wide,
        launchOptions: stockFirefox === undefined ? {} : { executablePath: stockFirefox },
      },
      testMatch: [firefox, everyEngine],
    },
  ],
});
