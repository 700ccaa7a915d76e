import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { findOnPath, isProgram } from './tool.ts';

/** The machine as the search for a browser sees it; tests pass small worlds. */
export interface Machine {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  isRoot: boolean;
  findOnPath(name: string): string | undefined;
  isProgram(path: string): boolean;
  /** Does this browser start? Ubuntu's `chromium-browser` is a script that only says where to get one. */
  starts(path: string): boolean;
  /** Where Playwright keeps its own Chromium, whether it is there or not. */
  playwrightChromium: string;
  /** Runs a program with its output shown. @returns whether it succeeded */
  run(program: string, args: readonly string[]): boolean;
}

/** A browser, or one sentence that says what is missing and what to do. */
export type BrowserSearch = { ok: true; path: string } | { ok: false; message: string };

/** What is known of a browser before it is looked for. */
export interface BrowserKind {
  readonly name: string;
  /** What one may install, as words of a sentence. */
  readonly choice: string;
  /** The environment variable that names one. */
  readonly variable: string;
  /** Its programs, best first. */
  readonly programs: readonly string[];
  /** Programs below an `Applications` folder of macOS. */
  readonly applications: readonly string[];
  /** Programs below the folders in which Windows keeps programs. */
  readonly windowsPrograms: readonly string[];
  readonly debianPackage: string;
  /** Can Playwright's own build take its place? */
  readonly hasPlaywrightBuild: boolean;
}

export const chromiumKind: BrowserKind = {
  name: 'Chromium',
  choice: 'Chromium or Chrome',
  variable: 'TUTTI_CHROMIUM',
  programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
  applications: ['Google Chrome', 'Chromium'].map((name) => `${name}.app/Contents/MacOS/${name}`),
  windowsPrograms: ['Google\\Chrome', 'Chromium'].map((name) => `${name}\\Application\\chrome.exe`),
  debianPackage: 'chromium',
  hasPlaywrightBuild: true,
};

/** Firefox as readers have it: Playwright's own build is patched, and speaks another protocol. */
export const firefoxKind: BrowserKind = {
  name: 'Firefox',
  choice: 'Firefox',
  variable: 'TUTTI_FIREFOX',
  programs: ['firefox-esr', 'firefox'],
  applications: ['Firefox.app/Contents/MacOS/firefox'],
  windowsPrograms: ['Mozilla Firefox\\firefox.exe'],
  debianPackage: 'firefox-esr',
  hasPlaywrightBuild: false,
};

/** Finds an installed browser, or installs one. */
export function provideBrowser(kind: BrowserKind, machine: Machine): BrowserSearch {
  const named = machine.env[kind.variable];
  if (named !== undefined && named !== '') {
    if (machine.isProgram(named) && machine.starts(named)) return { ok: true, path: named };
    return { ok: false, message: `Cannot start the browser that ${kind.variable} names: ${named}` };
  }
  const installed = findBrowser(kind, machine);
  if (installed !== undefined) return { ok: true, path: installed };
  for (const [program, args] of installers(kind, machine)) {
    if (!machine.run(program, args)) continue;
    const path = findBrowser(kind, machine);
    if (path !== undefined) return { ok: true, path };
  }
  return {
    ok: false,
    message:
      `Cannot run the browser tests: no ${kind.name} was found and none could be installed; ` +
      `install ${kind.choice}, or set ${kind.variable} to its path.`,
  };
}

/** The first browser that starts: on PATH, in the usual places, Playwright's own. */
export function findBrowser(kind: BrowserKind, machine: Machine): string | undefined {
  const onPath = kind.programs.map((name) => machine.findOnPath(name)).filter((path) => path !== undefined);
  const candidates = [...onPath, ...usualPlaces(kind, machine).filter(machine.isProgram)];
  if (kind.hasPlaywrightBuild && machine.isProgram(machine.playwrightChromium))
    candidates.push(machine.playwrightChromium);
  return candidates.find((path) => machine.starts(path));
}

function usualPlaces(kind: BrowserKind, { platform, env }: Machine): string[] {
  if (platform === 'darwin') {
    const applications = kind.applications.map((program) => `/Applications/${program}`);
    return [...applications, ...applications.map((path) => join(env.HOME ?? '/', path))];
  }
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA];
    return roots
      .filter((root) => root !== undefined)
      .flatMap((root) => kind.windowsPrograms.map((program) => `${root}\\${program}`));
  }
  return ['/usr/bin', '/usr/local/bin', '/snap/bin'].flatMap((folder) =>
    kind.programs.map((name) => `${folder}/${name}`),
  );
}

/** The ways to install one, best first. */
function installers(kind: BrowserKind, machine: Machine): [string, string[]][] {
  const playwright: [string, string[]][] = kind.hasPlaywrightBuild
    ? [[process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium']]]
    : [];
  const apt = machine.platform === 'linux' && machine.isRoot ? machine.findOnPath('apt-get') : undefined;
  if (apt === undefined) return playwright;
  const script = `"${apt}" update && "${apt}" install -y --no-install-recommends ${kind.debianPackage}`;
  return [['/bin/sh', ['-c', script]], ...playwright];
}

/** This machine. */
export function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    findOnPath,
    isProgram,
    // A browser on Windows may open a window when asked for its version: there a file that is a program must do.
    starts: (path) =>
      process.platform === 'win32' || spawnSync(path, ['--version'], { timeout: 30_000 }).status === 0,
    playwrightChromium: chromium.executablePath(),
    run(program, args) {
      process.stdout.write(`> ${program} ${args.join(' ')}\n`);
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      return spawnSync(program, args, { stdio: 'inherit', env }).status === 0;
    },
  };
}
