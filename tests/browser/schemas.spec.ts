import { readFileSync } from 'node:fs';
import { prefix } from './site.ts';
import { expect, test } from './watched-test.ts';

test('the schemas that editors complete with are served as they stand in the repository', async ({
  page,
}) => {
  for (const [from, name] of [
    ['manifest', 'tutti.schema.json'],
    ['lockfile', 'tutti.lock.schema.json'],
  ] as const) {
    await page.goto(`${prefix}/reference/${from}/`);
    const address = await page
      .getByRole('link', { name, exact: true })
      .evaluate((link) => (link as HTMLAnchorElement).href);
    const served = await page.request.get(address);
    expect(await served.text()).toBe(readFileSync(`src/manifest/${name}`, 'utf8'));
  }
});
