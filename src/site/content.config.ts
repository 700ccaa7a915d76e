import { defineCollection } from 'astro:content';
import { docsSchema } from '@astrojs/starlight/schema';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';
import { signIds } from './crashed/signs.ts';

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
  /** One entry for each kind of mistake: why it happens between a plugin and its host, and what puts it right. */
  crashed: defineCollection({
    loader: glob({ base: './content/crashed', pattern: '*.md' }),
    schema: z.object({
      /** The seeded mistake that its page shows, a file of tests/faulty/lab; its fix has the same name. */
      exhibit: z.string().optional(),
      /** What it can look like besides what was captured. */
      canLookLike: z.array(z.enum(signIds)),
      /** The bar of a tutorial that teaches it. */
      tutorial: z.string().optional(),
      fix: z.string(),
    }),
  }),
};
