import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { findOnPath, isProgram } from './tool.ts';

/** The machine as the search for Chromium sees it; tests pass small worlds. */
export interface Machine {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  isRoot: boolean;
  findOnPath(name: string): string | undefined;
  isProgram(path: string): boolean;
  /** Does this browser start? Ubuntu's `chromium-browser` is a script that only says where to get one. */
  starts(path: string): boolean;
  /** Where Playwright keeps its own Chromium, whether it is there or not. */
  playwrightPath: string;
  /** Runs a program with its output shown. @returns whether it succeeded */
  run(program: string, args: readonly string[]): boolean;
}

/** A browser, or one sentence that says what is missing and what to do. */
export type ChromiumSearch = { ok: true; path: string } | { ok: false; message: string };

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Finds an installed Chromium, or installs one. */
export function provideChromium(machine: Machine): ChromiumSearch {
  const named = machine.env.TUTTI_CHROMIUM;
  if (named !== undefined && named !== '') {
    if (machine.isProgram(named) && machine.starts(named)) return { ok: true, path: named };
    return { ok: false, message: `Cannot start the browser that TUTTI_CHROMIUM names: ${named}` };
  }
  const installed = findChromium(machine);
  if (installed !== undefined) return { ok: true, path: installed };
  for (const [program, args] of installers(machine)) {
    if (!machine.run(program, args)) continue;
    const path = findChromium(machine);
    if (path !== undefined) return { ok: true, path };
  }
  return {
    ok: false,
    message:
      'Cannot run the browser tests: no Chromium was found and none could be installed; ' +
      'install Chromium or Chrome, or set TUTTI_CHROMIUM to its path.',
  };
}

/** The first browser that starts: on PATH, in the usual places, Playwright's own. */
export function findChromium(machine: Machine): string | undefined {
  const onPath = names.map((name) => machine.findOnPath(name)).filter((path) => path !== undefined);
  const candidates = [...onPath, ...usualPlaces(machine).filter(machine.isProgram)];
  if (machine.isProgram(machine.playwrightPath)) candidates.push(machine.playwrightPath);
  return candidates.find((path) => machine.starts(path));
}

function usualPlaces({ platform, env }: Machine): string[] {
  if (platform === 'darwin') {
    const applications = ['Google Chrome', 'Chromium'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
    return [...applications, ...applications.map((path) => join(env.HOME ?? '/', path))];
  }
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA];
    return roots
      .filter((root) => root !== undefined)
      .flatMap((root) =>
        ['Google\\Chrome', 'Chromium'].map((name) => `${root}\\${name}\\Application\\chrome.exe`),
      );
  }
  return ['/usr/bin', '/usr/local/bin', '/snap/bin'].flatMap((folder) =>
    names.map((name) => `${folder}/${name}`),
  );
}

/** The ways to install one, best first. */
function installers(machine: Machine): [string, string[]][] {
  const playwright: [string, string[]] = [
    process.execPath,
    ['node_modules/playwright/cli.js', 'install', 'chromium'],
  ];
  const apt = machine.platform === 'linux' && machine.isRoot ? machine.findOnPath('apt-get') : undefined;
  if (apt === undefined) return [playwright];
  const script = `"${apt}" update && "${apt}" install -y --no-install-recommends chromium`;
  return [['/bin/sh', ['-c', script]], playwright];
}

/** This machine. */
export function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    findOnPath,
    isProgram,
    // Chrome on Windows opens a window when asked for its version: there a file that is a program must do.
    starts: (path) =>
      process.platform === 'win32' || spawnSync(path, ['--version'], { timeout: 30_000 }).status === 0,
    playwrightPath: chromium.executablePath(),
    run(program, args) {
      process.stdout.write(`> ${program} ${args.join(' ')}\n`);
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      return spawnSync(program, args, { stdio: 'inherit', env }).status === 0;
    },
  };
}
