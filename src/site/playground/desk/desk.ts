import type { Lockfile } from '../../../manifest/index.ts';
import type { Request } from '../../../resolver/index.ts';
import type { ManifestText, Situation } from '../situation.ts';
import { nameOf } from './manifest-name.ts';

/** Everything a reader can change, as one value that is never changed itself: undo keeps the earlier ones. */
export interface Desk {
  /** The situation it started from; absent for an imported index or a link. */
  readonly situation?: string;
  readonly story: string;
  readonly manifests: readonly ManifestText[];
  readonly request: Request;
  /** An imported index, by the number under which the worker holds it. */
  readonly library?: number;
  /** The lockfile that was kept, to compare with. */
  readonly kept?: Lockfile;
}

export function deskOf({ id, story, manifests, request }: Situation): Desk {
  return { situation: id, story, manifests, request };
}

export function editText(desk: Desk, at: number, text: string): Desk {
  const manifests = desk.manifests.map((one, position) => (position === at ? { ...one, text } : one));
  return { ...desk, manifests };
}

export function ask(desk: Desk, change: Partial<Request>): Desk {
  return { ...desk, request: { ...desk.request, ...change } };
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
  const { roots, locked, ...rest } = desk.request;
  const request = { ...rest, roots: renamed(roots), ...(locked && { locked: renamed(locked) }) };
  return { ...desk, manifests, request };
}

function nextFree(version: string, taken: ReadonlySet<string>): string {
  const [, major = '1', minor = '0'] = /^(\d+)\.(\d+)\./.exec(version) ?? [];
  for (let step = Number(minor) + 1; ; step++) {
    const next = `${major}.${step}.0`;
    if (!taken.has(next)) return next;
  }
}
