/** A line of the README's map: a path, and what it is in one line. */
export interface MapEntry {
  path: string;
  idea: string;
}

/**
 * Reads the map: the first fenced block after the heading "The tree". A line is an indent of two spaces per
 * level, a name (folders end in `/`), at least two spaces, and the idea.
 */
export function readTreeMap(readme: string): MapEntry[] {
  const block = /^## The tree\n[\s\S]*?^```[^\n]*\n([\s\S]*?)^```/m.exec(readme)?.[1] ?? '';
  const around: string[] = [];
  return block
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, indent = '', name = '', idea = ''] = /^( *)(\S+)(?: {2,}(.*))?$/.exec(line) ?? [];
      const depth = indent.length / 2;
      around.length = depth;
      around[depth] = name;
      return { path: around.join(''), idea: idea.trim() };
    });
}

/** Files that nearly every project has at its root, or that a tool wants there: the map is not about them. */
const ordinary = [
  ...['LICENSE', 'README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'package-lock.json', 'tsconfig.json'],
  ...['biome.json', 'tsconfig.lib.json', 'vitest.config.ts', 'playwright.config.ts', 'ec.config.mjs'],
];

/** What the map has to show: everything at the root that is not ordinary, and the folders of `src/`. */
export function listMapped(files: readonly string[]): string[] {
  const paths = files.flatMap((file) => {
    const [first = '', second, ...rest] = file.split('/');
    if (first.startsWith('.') || ordinary.includes(file)) return [];
    if (second === undefined) return [first];
    return first === 'src' && rest.length > 0 ? ['src/', `src/${second}/`] : [`${first}/`];
  });
  return [...new Set(paths)].sort();
}
