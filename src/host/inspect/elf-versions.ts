import { DamagedFile, type FileView } from './file-view.ts';

/** More symbol versions than all of glibc has. */
const mostVersions = 4096;
/** The release whose loader first understood compact relative relocations; a library that has them says this. */
const glibcOfName: Record<string, string> = { GLIBC_ABI_DT_RELR: '2.36' };

/** The symbol versions that a library needs of others, such as `GLIBC_2.28`. */
export function readNeededVersions(file: FileView, at: number, strings: number): string[] {
  const names: string[] = [];
  for (let need = at; need >= 0; ) {
    const next = file.u32(need + 12);
    let left = file.u16(need + 2);
    for (let version = need + file.u32(need + 8); left > 0; left--) {
      names.push(file.text(strings + file.u32(version + 8)));
      if (names.length > mostVersions) throw new DamagedFile('its needed symbol versions do not end');
      const step = file.u32(version + 12);
      if (step === 0) break;
      version += step;
    }
    if (next === 0) break;
    need += next;
  }
  return names;
}

/** The oldest glibc that has all of these versions; undefined when none is glibc's. */
export function glibcOf(versions: readonly string[]): string | undefined {
  const releases = versions.flatMap((name) => {
    const release = glibcOfName[name] ?? /^GLIBC_(\d+(?:\.\d+)+)$/.exec(name)?.[1];
    return release === undefined ? [] : [release];
  });
  return releases.sort(compareReleases).at(-1);
}

/** Orders releases such as `2.9` and `2.28` by their numbers. */
export function compareReleases(left: string, right: string): number {
  const [a, b] = [left.split('.').map(Number), right.split('.').map(Number)];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
