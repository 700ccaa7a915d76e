import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import linksValidator from 'starlight-links-validator';
import { mistakeOf } from './src/lab/index.ts';
import { labInDev } from './src/site/build/lab-in-dev.ts';
import { portableSite } from './src/site/build/portable-site.ts';
import { crashGroups } from './src/site/crashed/groups.ts';
import { REPOSITORY_URL, SITE_DESCRIPTION } from './src/site/site.ts';

process.env.ASTRO_TELEMETRY_DISABLED = '1';

const override = (name) => `./src/site/overrides/${name}.astro`;

export default defineConfig({
  // Without TUTTI_SITE no page claims an address of its own: dist/ can be served from anywhere.
  ...(process.env.TUTTI_SITE ? { site: process.env.TUTTI_SITE } : {}),
  srcDir: './src/site',
  publicDir: './src/site/public',
  outDir: './dist',
  prefetch: false,
  devToolbar: { enabled: false },
  build: { inlineStylesheets: 'never' },
  vite: {
    build: { assetsInlineLimit: 0, modulePreload: false },
    experimental: { renderBuiltUrl: () => ({ relative: true }) },
  },
  integrations: [
    starlightAtRoot(
      starlight({
        title: 'Tutti',
        description: SITE_DESCRIPTION,
        favicon: '/favicon.svg',
        customCss: ['./src/site/styles/index.css'],
        credits: false,
        lastUpdated: true,
        editLink: { baseUrl: `${REPOSITORY_URL}/edit/main/` },
        tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 2 },
        disable404Route: false,
        plugins: [
          linksValidator({
            errorOnRelativeLinks: false,
            exclude: ['/playground/', '/playground/**', '/crashed/', '/crashed/**', '/*.schema.json'],
          }),
        ],
        components: {
          ContentPanel: override('ContentPanel'),
          Footer: override('Footer'),
          Head: override('Head'),
          Header: override('Header'),
          PageFrame: override('PageFrame'),
          PageSidebar: override('PageSidebar'),
          PageTitle: override('PageTitle'),
          Pagination: override('Pagination'),
          Search: override('Search'),
          Sidebar: override('Sidebar'),
          SiteTitle: override('SiteTitle'),
          ThemeProvider: override('ThemeProvider'),
          ThemeSelect: override('ThemeSelect'),
          TwoColumnContent: override('TwoColumnContent'),
        },
        sidebar: [
          { label: 'Tutorials', items: [{ autogenerate: { directory: 'tutorials' } }] },
          { label: 'How-to', items: [{ autogenerate: { directory: 'how-to' } }] },
          { label: 'Examples', items: ['examples'] },
          { label: 'Reference', items: [{ autogenerate: { directory: 'reference' } }] },
          { label: 'It crashed', items: [{ label: 'All crashes', link: '/crashed/' }, ...crashPages()] },
          { label: 'Why', items: [{ autogenerate: { directory: 'explanation' } }] },
        ],
      }),
    ),
    portableSite({ base: process.env.TUTTI_BASE ?? '/' }),
    labInDev('./build/lab/site'),
  ],
});

/** The pages of the catalogue, which are made from data and not from files of content/docs. */
function crashPages() {
  return crashGroups.map(({ label, kinds }) => ({
    label,
    items: kinds.map((kind) => ({ label: mistakeOf(kind).title, link: `/crashed/${kind}/` })),
  }));
}

/**
 * Starlight derives every docs path from `srcDir` + content/docs; our pages live in the top-level content/docs,
 * so it is shown the project root instead. Undocumented: tests/browser/wrapper.spec.ts proves the result.
 */
function starlightAtRoot(integration) {
  const setup = integration.hooks['astro:config:setup'];
  integration.hooks['astro:config:setup'] = (options) =>
    setup({ ...options, config: { ...options.config, srcDir: options.config.root } });
  return integration;
}
