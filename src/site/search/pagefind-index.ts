/** The part of Pagefind's browser API that we use. */
interface Pagefind {
  init(): Promise<void>;
  debouncedSearch(
    term: string,
    options: object,
    delayMs: number,
  ): Promise<{ results: PagefindResult[] } | null>;
}

interface PagefindResult {
  id: string;
  data(): Promise<PagefindPage>;
}

interface PagefindPage {
  url: string;
  excerpt: string;
  meta: { title?: string };
  sub_results: { title: string; url: string; excerpt: string }[];
}

/** One place in the site where the words were found. `excerpt` is HTML that holds only text and `<mark>`. */
export interface Finding {
  title: string;
  section: string | undefined;
  url: string;
  excerpt: string;
}

export interface SearchIndex {
  /** Findings for `words`, best first; undefined when newer words overtook them. */
  find(words: string): Promise<Finding[] | undefined>;
}

/** Loads the index that the build wrote; `url` is the address of its pagefind.js. */
export async function loadIndex(url: string): Promise<SearchIndex> {
  const pagefind = (await import(/* @vite-ignore */ url)) as Pagefind;
  await pagefind.init();
  return {
    async find(words) {
      const answer = await pagefind.debouncedSearch(words, {}, 120);
      if (!answer) return undefined;
      const pages = await Promise.all(answer.results.slice(0, 8).map((result) => result.data()));
      return pages.flatMap(findingsOf);
    },
  };
}

/** A page is found at its best two sections. */
function findingsOf(page: PagefindPage): Finding[] {
  const title = page.meta.title ?? page.url;
  if (page.sub_results.length === 0)
    return [{ title, section: undefined, url: page.url, excerpt: page.excerpt }];
  return page.sub_results.slice(0, 2).map((part) => ({
    title,
    section: part.title === title ? undefined : part.title,
    url: part.url,
    excerpt: part.excerpt,
  }));
}
