import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What the resolver and the manifest use of others, as they import it. */
const LIBRARIES = [
  'semver/classes/semver.js',
  'semver/classes/range.js',
  'semver/ranges/min-version.js',
  '@humanwhocodes/momoa',
];

/** What a page that answers as one types has a use for; the rest can be loaded when it is asked for. */
const ANSWERING = {
  manifest: ['formatProblem', 'parseManifest', 'toIndex'],
  resolver: [
    'checkRequest',
    'compareSelections',
    'compileIndex',
    'explain',
    'findConflicts',
    'formatPlatform',
    'resolve',
    'suggestFixes',
    'verifyProof',
    'verifySelection',
  ],
};

/** The names of manifest that only the reference, an editor's completion and the published schema have a use for. */
const DESCRIBING = ['describeField', 'generateLockfileSchema', 'generateSchema'];

/**
 * Sizes of what a page ships of resolver and manifest: bundled and minified by what bundles the site, compressed by
 * gzip at its best level.
 *
 * @returns kilobytes of 1000 bytes: `shipped` holds all that can be asked or read, `answering` what it takes to read
 *   manifests and to answer with explanation, fixes and checks, `withSchema` all and the schema's generator and the
 *   descriptions of fields; none holds node-semver or momoa, the JSON parser, which `withLibraries` adds to `shipped`
 */
export async function measureCodeSize(): Promise<{
  shipped: number;
  answering: number;
  withSchema: number;
  withLibraries: number;
}> {
  const resolver = Object.keys(await import('../../src/resolver/index.ts'));
  const manifest = Object.keys(await import('../../src/manifest/index.ts'));
  const read = manifest.filter((name) => !DESCRIBING.includes(name));
  if (read.length !== manifest.length - DESCRIBING.length)
    throw new Error(`src/manifest no longer exports ${DESCRIBING.join(', ')}`);
  const without = LIBRARIES.flatMap((library) => ['--external', library]);
  return {
    shipped: bundle('shipped', { resolver, manifest: read }, without),
    answering: bundle('answering', ANSWERING, without),
    withSchema: bundle('with-schema', { resolver, manifest }, without),
    withLibraries: bundle('with-libraries', { resolver, manifest: read }, []),
  };
}

function bundle(
  name: string,
  exported: Readonly<Record<string, readonly string[]>>,
  options: readonly string[],
): number {
  const folder = 'build/bench/code-size';
  mkdirSync(folder, { recursive: true });
  const [entry, file] = [join(folder, `${name}.ts`), join(folder, `${name}.js`)];
  const lines = Object.entries(exported).map(
    ([from, names]) => `export { ${names.join(', ')} } from '../../../src/${from}/index.ts';\n`,
  );
  writeFileSync(entry, lines.join(''));
  const how = [
    '--format',
    'esm',
    '--platform',
    'browser',
    '--minify',
    '--no-comments',
    '--log-level',
    'silent',
  ];
  execFileSync('node_modules/.bin/rolldown', [entry, '--file', file, ...how, ...options]);
  return gzipSync(readFileSync(file), { level: 9 }).length / 1000;
}
