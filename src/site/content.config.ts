import { defineCollection } from 'astro:content';
import { docsSchema } from '@astrojs/starlight/schema';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';

/** What our pages may say beside Starlight's own frontmatter. */
const extend = z.object({
  /** Name of the tutorial a step belongs to; its first step says it. */
  tutorial: z.string().optional(),
  /** One sentence under the title. */
  lead: z.string().optional(),
  /** The italic line above the title, where the section's own name does not serve. */
  tempo: z.string().optional(),
});

export const collections = {
  docs: defineCollection({
    loader: glob({ base: './content/docs', pattern: '**/[^_]*.{md,mdx}' }),
    schema: docsSchema({ extend }),
  }),
};
