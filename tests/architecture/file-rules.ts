/** The folders whose files a reader takes in one sitting each. */
const measured = /^(src|native|examples)\//;
const sourceFile = /\.(ts|mjs|js|astro|css|c|h|cpp|hpp|rs|zig)$/;
const maxLines = 300;

/** Says of each source file past the limit how long it is. */
export function findLongFiles(files: ReadonlyMap<string, string>): string[] {
  return [...files]
    .filter(([path]) => measured.test(path) && sourceFile.test(path))
    .map(([path, source]) => ({ path, lines: source.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > maxLines)
    .map(({ path, lines }) => `${path} has ${lines} lines: at most ${maxLines}`);
}

const grabBag = /^(utils?|helpers?|common|shared|misc)(\.|$)/;

/** Says of each file or folder with a name that says nothing what to do. */
export function findGrabBags(paths: readonly string[]): string[] {
  return paths
    .filter((path) => path.split('/').some((part) => grabBag.test(part)))
    .map((path) => `${path} is a grab bag: name it after the one idea that it holds`);
}
