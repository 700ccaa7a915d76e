import { getCollection } from 'astro:content';

/** A tutorial as one of its steps sees it. Bars count from 1. */
export interface Tutorial {
  name: string;
  bar: number;
  steps: { title: string; href: string }[];
}

/** The tutorial that the page `id` is a step of: content/docs/tutorials/<tutorial>/<step>/index.mdx. */
export async function tutorialOf(id: string): Promise<Tutorial | undefined> {
  const [section, folder, step] = id.split('/');
  if (section !== 'tutorials' || !folder || !step) return undefined;
  const pages = await getCollection('docs', (page) => page.id.startsWith(`tutorials/${folder}/`));
  pages.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
  const name = pages.find((page) => page.data.tutorial)?.data.tutorial;
  if (!name) throw new Error(`Tutorial "${folder}" has no name: its first step must say \`tutorial:\``);
  return {
    name,
    bar: pages.findIndex((page) => page.id === id) + 1,
    steps: pages.map((page) => ({ title: page.data.title, href: `/${page.id}/` })),
  };
}

/** What a step is called in the browser's storage and in the lab: `first-plugin/1-write`. */
export function stepIdOf(href: string): string {
  return href.slice('/tutorials/'.length, -1);
}
