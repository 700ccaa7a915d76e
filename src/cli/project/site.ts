import { cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  errorCode,
  filesBelow,
  fingerprintOf,
  folderError,
  prepareFolder,
  putInPlace,
  runChild,
  ToolkitError,
  temporaryBeside,
  type Workspace,
  writeWhole,
} from '../../toolkit/index.ts';
import { type LabAssets, placeLabAssets } from './lab/lab-assets.ts';
import { stableReport } from './stable-report.ts';

export interface SiteOptions {
  readonly workspace: Workspace;
  /** Where `404.html`, which answers for any address, finds the site. */
  readonly base: string;
  readonly signal: AbortSignal;
  /** The compiler for the page, which the site serves below lab/; none where no step has a workspace. */
  readonly lab: LabAssets | undefined;
}

/** Everything that a page is made of, besides the reports. */
const sources = {
  folders: [
    'content',
    'examples',
    'native',
    'tests/faulty',
    ...['abi', 'manifest', 'resolver', 'checks', 'lab', 'site'].map((folder) => `src/${folder}`),
  ],
  files: ['astro.config.mjs', 'ec.config.mjs', 'package.json', 'package-lock.json', 'CHANGELOG.md'],
};

/** @returns the folder of the built site */
export function siteDir(workspace: Workspace): string {
  return path.join(workspace.dir, 'dist');
}

/**
 * Builds the site to `dist/`, unless it is there already and nothing it is made of has changed. The new
 * site is built beside the old one and takes its place when it is whole.
 *
 * @throws ToolkitError `site-rejected` with Astro's last lines, `interrupted`
 */
export async function buildSite(options: SiteOptions): Promise<'built' | 'unchanged'> {
  const { workspace } = options;
  const dir = siteDir(workspace);
  const record = path.join(workspace.buildDir, 'site.json');
  const fingerprint = await siteFingerprint(options);
  const isPresent = await stat(path.join(dir, 'index.html')).catch(() => undefined);
  if (isPresent && (await readFingerprint(record)) === fingerprint) return 'unchanged';

  await prepareFolder(workspace.buildDir);
  await rm(record, { force: true });
  const temporary = temporaryBeside(path.join(workspace.buildDir, 'site'));
  try {
    await runAstro(options, temporary);
    if (options.lab) await placeLabAssets(options.lab, temporary);
    await swapIn(temporary, dir);
    // What the build wrote while inputs changed under it must not count as current.
    await writeWhole(record, `${JSON.stringify({ fingerprint })}\n`);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return 'built';
}

/** Astro's command line, run as a child so that the memory of a site build is gone afterwards. */
export function astroCommand(
  workspace: Workspace,
  ...args: readonly string[]
): [file: string, args: string[]] {
  return [process.execPath, [path.join(workspace.dir, 'node_modules/astro/bin/astro.mjs'), ...args]];
}

export function astroEnvironment(base: string): NodeJS.ProcessEnv {
  return { ...process.env, TUTTI_BASE: base, ASTRO_TELEMETRY_DISABLED: '1' };
}

const shownLines = 30;

async function runAstro({ workspace, base, signal }: SiteOptions, outDir: string): Promise<void> {
  const [file, args] = astroCommand(workspace, 'build', '--outDir', outDir);
  const result = await runChild(file, args, {
    cwd: workspace.dir,
    env: { ...astroEnvironment(base), NO_COLOR: '1', FORCE_COLOR: undefined },
    signal,
  });
  if (result.exitCode === 0) return;
  const output = `${result.stdout}\n${result.stderr}`;
  if (/\bENOSPC\b/.test(output))
    throw folderError(Object.assign(new Error(output), { code: 'ENOSPC' }), outDir);
  // The stack is Astro's own; what it says about the page stands above it.
  const lines = output.split('\n').filter((line) => !/^\s*(?:at .*|Stack trace:)?$/.test(line));
  throw new ToolkitError('site-rejected', 'Cannot build the site: Astro says why in its last lines.', {
    notes: lines.slice(-shownLines),
  });
}

async function siteFingerprint({ workspace, base, lab }: SiteOptions): Promise<string> {
  const reports = (await filesBelow(path.join(workspace.dir, 'reports'))).filter((file) =>
    file.endsWith('.json'),
  );
  const captured = await Promise.all(reports.map(async (file) => stableReport(await readFile(file, 'utf8'))));
  const builds = [
    ...(await filesBelow(path.join(workspace.buildDir, 'examples'))),
    ...(await filesBelow(path.join(workspace.buildDir, 'content'))),
    ...(await filesBelow(path.join(workspace.buildDir, 'lab/steps'))),
  ];
  return fingerprintOf({
    dir: workspace.dir,
    settings: [
      process.version,
      base,
      process.env.TUTTI_SITE ?? '',
      JSON.stringify(lab?.manifest ?? {}),
      ...captured,
    ],
    folders: sources.folders,
    files: [...sources.files, ...builds.filter((file) => file.endsWith('.wasm'))],
  });
}

async function readFingerprint(record: string): Promise<string | undefined> {
  try {
    return (JSON.parse(await readFile(record, 'utf8')) as { fingerprint?: string }).fingerprint;
  } catch {
    return undefined;
  }
}

/** Two renames: whoever serves the old folder meanwhile has either the old or the new one. */
async function swapIn(temporary: string, dir: string): Promise<void> {
  const old = temporaryBeside(temporary);
  await rename(dir, old).catch((error: unknown) => {
    if (errorCode(error) === 'EXDEV') return rm(dir, { recursive: true, force: true });
    if (errorCode(error) !== 'ENOENT') throw folderError(error, dir, siteAdvice);
    return undefined;
  });
  try {
    await rename(temporary, dir);
  } catch (error) {
    // The build folder was moved to another disk: copy.
    if (errorCode(error) !== 'EXDEV') throw folderError(error, dir, siteAdvice);
    const copy = temporaryBeside(dir);
    await mkdir(copy);
    await cp(temporary, copy, { recursive: true });
    await putInPlace(copy, dir, siteAdvice);
  }
  await rm(old, { recursive: true, force: true });
}

const siteAdvice = 'clone the project into a folder';
