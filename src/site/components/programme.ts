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
  parts: { label: string | undefined; areBars: boolean; links: Link[] }[];
}

/** Flattens Starlight's sidebar into groups of at most one level of folders, each folder called by its real name. */
export async function programme(sidebar: Entries): Promise<ProgrammeGroup[]> {
  const names = await tutorialNames();
  return sidebar.flatMap((group) => {
    if (group.type !== 'group') return [];
    const loose = group.entries.filter((entry) => entry.type === 'link');
    // A section of one page needs no list below its name.
    if (loose.length === 1 && group.entries.length === 1) {
      const [only] = loose as [Link];
      return [{ label: group.label, href: only.href, isCurrent: only.isCurrent, parts: [] }];
    }
    const folders = group.entries.filter((entry) => entry.type === 'group');
    const parts = [
      { label: undefined, areBars: false, links: loose },
      ...folders.map((folder) => ({
        label: names.get(folder.label) ?? `${folder.label[0]!.toUpperCase()}${folder.label.slice(1)}`,
        areBars: names.has(folder.label),
        links: linksOf(folder.entries),
      })),
    ].filter((part) => part.links.length > 0);
    const links = parts.flatMap((part) => part.links);
    return {
      label: group.label,
      href: links[0]?.href,
      isCurrent: links.some((link) => link.isCurrent),
      parts,
    };
  });
}

function linksOf(entries: Entries): Link[] {
  return entries.flatMap((entry) => (entry.type === 'link' ? [entry] : linksOf(entry.entries)));
}

/** What the folders of tutorials are called: the `tutorial` that their pages name. */
async function tutorialNames(): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const { id, data } of await getCollection('docs')) {
    const folder = id.split('/').at(-2);
    if (folder && data.tutorial) names.set(folder, data.tutorial);
  }
  return names;
}
