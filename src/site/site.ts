/** The only place that knows where the sources are published. */
export const REPOSITORY_URL = 'https://github.com/tutti-plugins/tutti';

export const SITE_DESCRIPTION =
  'Write a native plugin in C, run it in the page, load it from TypeScript, and see why a set of plugins plays together or cannot.';

/** The five doors in the header, in reading order. `section` is the folder of content/docs a door opens. */
export const DOORS = [
  { label: 'Tutorials', href: '/tutorials/', section: 'tutorials' },
  { label: 'Playground', href: '/playground/', section: 'playground' },
  { label: 'Examples', href: '/examples/', section: 'examples' },
  { label: 'Reference', href: '/reference/', section: 'reference' },
  { label: 'Why', href: '/explanation/', section: 'explanation' },
] as const;

/** Address of lines of a file at the head of the main branch. */
export function sourceUrl(file: string, lines?: { first: number; last: number }): string {
  const fragment = lines ? `#L${lines.first}-L${lines.last}` : '';
  return `${REPOSITORY_URL}/blob/main/${file}${fragment}`;
}
