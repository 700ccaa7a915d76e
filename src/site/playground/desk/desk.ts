import { FORMATS, type Lockfile } from '../../../manifest/index.ts';
import type { Ranges, Request } from '../../../resolver/index.ts';
import type { ManifestText, Situation } from '../situation.ts';
import { nameOf } from './manifest-name.ts';

/** Everything a reader can change, as one value that is never changed itself: undo keeps the earlier ones. */
export interface Desk {
  /** The situation it started from; absent for an imported index or a link. */
  readonly situation?: string;
  /** What it was when it was opened, to put it back to. */
  readonly first?: Desk;
  readonly story: string;
  readonly manifests: readonly ManifestText[];
  readonly request: Request;
  /** An imported index, by the number under which the worker holds it. */
  readonly library?: number;
  /** The lockfile that was kept, to compare with. */
  readonly kept?: Lockfile;
}

export function deskOf({ id, story, manifests, request }: Situation): Desk {
  return opened({ situation: id, story, manifests, request });
}

/** A desk with which something new begins. */
export function opened(desk: Desk): Desk {
  return { ...desk, first: desk };
}

export function editText(desk: Desk, at: number, text: string): Desk {
  const manifests = desk.manifests.map((one, position) => (position === at ? { ...one, text } : one));
  return { ...desk, manifests };
}

export function ask(desk: Desk, change: Partial<Request>): Desk {
  return { ...desk, request: { ...desk.request, ...change } };
}

/** Gives the question these overrides and no others; without any it is a question that never had some. */
export function override(desk: Desk, overrides: Ranges): Desk {
  const { overrides: _, ...request } = desk.request;
  const isAny = Object.keys(overrides).length > 0;
  return { ...desk, request: isAny ? { ...request, overrides } : request };
}

/** Whether it is another desk than the one that was opened. */
export function isChanged({ manifests, request, kept, first }: Desk): boolean {
  return manifests !== first?.manifests || request !== first.request || kept !== first.kept;
}

/** Puts a plugin on the desk that nobody asks for yet; its id is one that is free. */
export function addPlugin(desk: Desk): Desk {
  const ids = new Set(desk.manifests.map((one) => nameOf(one).id));
  let id = 'org.example.plugin';
  for (let number = 2; ids.has(id); number++) id = `org.example.plugin-${number}`;
  const manifest = { id, version: '1.0.0', name: 'Plugin', abi: `^${desk.request.host.abi}` };
  return addManifest(desk, { name: `${id} 1.0.0`, text: JSON.stringify(manifest, null, 2) });
}

export function addManifest(desk: Desk, manifest: ManifestText): Desk {
  return { ...desk, manifests: [...desk.manifests, manifest] };
}

/** Puts a manifest on the desk that someone has as a file; it stands for the one of the same release, if there is one. */
export function openManifest(desk: Desk, manifest: ManifestText): { desk: Desk; at: number } {
  const { id, version } = nameOf(manifest);
  const at = desk.manifests.map(nameOf).findIndex((one) => one.id === id && one.version === version);
  if (at < 0) return { desk: addManifest(desk, manifest), at: desk.manifests.length };
  return { desk: editText(desk, at, manifest.text), at };
}

/** Puts a copy right behind the original, as the next version that is free. */
export function addVersion(desk: Desk, at: number): Desk {
  const original = desk.manifests[at]!;
  const { id, version } = nameOf(original);
  const taken = new Set(desk.manifests.map(nameOf).flatMap((one) => (one.id === id ? one.version : [])));
  const next = nextFree(version, taken);
  const text = original.text.replace(/("version"\s*:\s*)"[^"]*"/, (_, key: string) => `${key}"${next}"`);
  return { ...desk, manifests: desk.manifests.toSpliced(at + 1, 0, { name: `${id} ${next}`, text }) };
}

export function removeManifest(desk: Desk, at: number): Desk {
  return { ...desk, manifests: desk.manifests.toSpliced(at, 1) };
}

/** Gives a plugin another id, in its manifests and wherever the others and the question name it. */
export function renamePlugin(desk: Desk, from: string, to: string): Desk {
  const renamed = (map: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(map).map(([id, value]) => [id === from ? to : id, value]));
  const manifests = desk.manifests.map(({ name, text }) => ({
    name: name.replace(from, to),
    text: text.replaceAll(JSON.stringify(from), JSON.stringify(to)),
  }));
  const { roots, overrides, locked, ...rest } = desk.request;
  const request = {
    ...rest,
    roots: renamed(roots),
    ...(overrides && { overrides: renamed(overrides) }),
    ...(locked && { locked: renamed(locked) }),
  };
  return { ...desk, manifests, request };
}

/** Why a plugin cannot be called `id`, or nothing. */
export function whyNoId({ manifests, request }: Desk, id: string): string | undefined {
  if (!FORMATS.pluginId.accepts(id)) return `Expected ${FORMATS.pluginId.expected}.`;
  const isNamed = [request.roots, request.overrides ?? {}].some((ranges) => Object.hasOwn(ranges, id));
  const isTaken = isNamed || manifests.some((one) => nameOf(one).id === id);
  return isTaken ? `Another plugin is called ${id} already.` : undefined;
}

function nextFree(version: string, taken: ReadonlySet<string>): string {
  const [, major = '1', minor = '0'] = /^(\d+)\.(\d+)\./.exec(version) ?? [];
  for (let step = Number(minor) + 1; ; step++) {
    const next = `${major}.${step}.0`;
    if (!taken.has(next)) return next;
  }
}
