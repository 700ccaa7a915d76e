import { getCollection } from 'astro:content';
import type { StarlightRouteData } from '@astrojs/starlight/route-data';

type Entries = StarlightRouteData['sidebar'];
type Link = Extract<Entries[number], { type: 'link' }>;

/** One section of the site, as the sidebar prints it. */
export interface ProgrammeGroup {
  label: string;
  /** The section's own first page. */
  href: string | undefined;
  isCurrent: boolean;
  /** The section's pages; those of a tutorial, or of another folder, under its label. */
  parts: { label: string | undefined; links: Link[] }[];
}

/** Flattens Starlight's sidebar into groups of at most one level of folders, each folder called by its real name. */
export async function programme(sidebar: Entries): Promise<ProgrammeGroup[]> {
  const names = await folderNames();
  return sidebar.flatMap((group) => {
    if (group.type !== 'group') return [];
    const loose = group.entries.filter((entry) => entry.type === 'link');
    const folders = group.entries.filter((entry) => entry.type === 'group');
    const parts = [
      { label: undefined, links: loose },
      ...folders.map((folder) => ({
        label: names.get(folder.label) ?? folder.label,
        links: linksOf(folder.entries),
      })),
    ].filter((part) => part.links.length > 0);
    const links = parts.flatMap((part) => part.links);
    return { label: group.label, href: links[0]?.href, isCurrent: links.some((link) => link.isCurrent), parts };
  });
}

function linksOf(entries: Entries): Link[] {
  return entries.flatMap((entry) => (entry.type === 'link' ? [entry] : linksOf(entry.entries)));
}

/** What a folder of content/docs is called: the `tutorial` its pages name, or a word of our own. */
async function folderNames(): Promise<Map<string, string>> {
  const names = new Map([['decisions', 'Decisions']]);
  for (const { id, data } of await getCollection('docs')) {
    const folder = id.split('/').at(-2);
    if (folder && data.tutorial) names.set(folder, data.tutorial);
  }
  return names;
}
