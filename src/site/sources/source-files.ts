/** Text of everything a page may quote: the files that the build compiles and runs. */
const FILES = import.meta.glob<string>(
  [
    '/{examples,native,tests/faulty,tests/scenarios}/**/*.{c,h,cpp,hpp,rs,zig,py,ts,mts,js,mjs,json,toml,md,txt}',
    '/content/docs/**/*.{c,h,cpp,hpp,rs,zig,ts,json,toml,txt}',
    '/src/{abi,checks,host,lab,manifest,resolver,toolkit,cli}/**/*.ts',
    '/package.json',
  ],
  { query: '?raw', import: 'default', eager: true },
);

/**
 * The text of a file of the repository, by its path from the root.
 *
 * @throws when a page asks for a file that is not there
 */
export function sourceText(file: string): string {
  const text = FILES[`/${file}`];
  if (text === undefined) throw new Error(`Cannot show ${file}: there is no such file in the repository`);
  return text;
}
