import type { FaultRow } from './fault-rows.ts';

/** How a mistake is found on one's own machine. */
export type Way = 'sanitizers' | 'host' | 'lab';

const folder = 'tests/faulty/lab';
const call = 'call ./plugin.so tutti.text.repeat cool 3';

/**
 * Which way finds a mistake: gcc's sanitizers, where they name it; else the host, where it says something; else the
 * lab alone.
 */
export function wayOf({ sanitizers, natively }: FaultRow): Way {
  const first = 'wrote' in sanitizers ? (sanitizers.wrote[0] ?? '') : '';
  if (/runtime error|AddressSanitizer/.test(first) && !first.endsWith('ABRT')) return 'sanitizers';
  return natively.failure || natively.misuses > 0 || natively.leakedBlocks > 0 ? 'host' : 'lab';
}

/** Lines to type in a clone of the repository on Linux, to see the mistake of `file`; none for the lab. */
export function commandsFor(file: string, way: Way): readonly string[] {
  if (way === 'lab') return [];
  const compiler = file.endsWith('.cpp') ? 'g++ -std=c++20' : 'gcc';
  const checks = way === 'sanitizers' ? ' -fsanitize=address,undefined,float-cast-overflow' : '';
  const build = `${compiler} -g${checks} -shared -fPIC -Inative/include -Inative/sdk/c -I${folder} ${folder}/${file} -o plugin.so`;
  if (way === 'host') return [build, `npm run tutti -- ${call}`];
  const preload = 'ASAN_OPTIONS=detect_leaks=0 LD_PRELOAD=$(gcc -print-file-name=libasan.so)';
  // Not through npm, which would be started under the sanitizer as well.
  return [build, `${preload} node_modules/.bin/node src/cli/main.ts ${call} --isolation inProcess`];
}
