import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { abiVersion, textCapability } from '../../../src/abi/index.ts';
import { ChildRoad, type ChildRoadOptions } from '../../../src/host/child/child-road.ts';
import type { RoadFunction } from '../../../src/host/road.ts';
import { compileNative } from '../../native/compile.ts';

const built = new Map<string, Promise<string>>();

/** A plugin of tests/faulty/host, compiled once for a test file. */
export function faulty(source: string, ...defines: string[]): Promise<string> {
  const key = [source, ...defines].join(' ');
  let library = built.get(key);
  if (library === undefined) {
    library = compileNative(`tests/faulty/host/${source}`, undefined, ...defines.map((name) => `-D${name}`));
    built.set(key, library);
  }
  return library;
}

/** Opens a library in a child, created and started. */
export async function openStarted(path: string, options: Partial<ChildRoadOptions> = {}): Promise<ChildRoad> {
  const road = await ChildRoad.open(path, {
    memoryBytes: 2 ** 26,
    trace: false,
    abi: abiVersion,
    ...options,
  });
  await road.create();
  await road.start();
  return road;
}

/** `tutti.text.repeat` of a plugin. */
export async function repeatOf(road: ChildRoad): Promise<RoadFunction> {
  const found = await road.find(textCapability, 'repeat');
  if (typeof found !== 'function') throw new Error(found.missing);
  return found;
}

/** What of this process a child could leave behind: descriptors and children, zombies included. Linux only. */
export function leftovers(): { descriptors: number; children: string[] } {
  const descriptors = readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return /^(socket|pipe|\/memfd)/.test(readlinkSync(`/proc/self/fd/${fd}`));
    } catch {
      return false;
    }
  });
  const children = readdirSync('/proc/self/task').flatMap((thread) =>
    readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return { descriptors: descriptors.length, children };
}

/** The letter that the system has for a process's state; `gone` when there is none. Linux only. */
export function stateOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] ?? 'gone';
  } catch {
    return 'gone';
  }
}

/** Code and text of the HostError that a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await promise;
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return { code, message };
  }
  throw new Error('it did not reject');
}
