import { answered, chooseSituation, openPlayground } from './playground.ts';
import { expect, test } from './watched-test.ts';

test('the way back through the situations ends where it began, and a jump within the page takes no work away', async ({
  page,
}) => {
  await openPlayground(page);
  const situation = page.getByLabel('Situation');
  await expect(situation).toHaveValue('apart');
  await chooseSituation(page, 'prerelease');
  await chooseSituation(page, 'diamond');
  await page.goBack();
  await expect(situation).toHaveValue('prerelease');
  await page.goBack();
  await expect(situation).toHaveValue('apart');
  await page.goForward();
  await expect(situation).toHaveValue('prerelease');

  await page.getByLabel('Host ABI').fill('1.4');
  await page.evaluate(() => {
    location.hash = '_top';
  });
  await page.goBack();
  await expect(page).toHaveURL(/#prerelease$/);
  await answered(page);
  await expect(page.getByLabel('Host ABI')).toHaveValue('1.4');
});
