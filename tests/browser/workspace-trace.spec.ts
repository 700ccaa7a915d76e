import type { Locator, Page } from 'playwright/test';
import { expect, test } from './watched-test.ts';
import { openPanel, press } from './workspace.ts';

/** The bar whose start gives one block back twice, and runs to its end. */
const doubleRelease = '/tutorials/memory/4-double-release/';

/** Runs the start of a step and opens its trace, which stands at the end. */
async function traceOf(page: Page, address: string): Promise<Locator> {
  await page.goto(address);
  await press(page, 'Run');
  return openPanel(page, 'Trace');
}

const rowsOf = (trace: Locator) => trace.locator('.ledger tbody tr');

test('the slider goes through the run: lifecycle, ledger and lines stand at its moment', async ({ page }) => {
  const trace = await traceOf(page, doubleRelease);
  const slider = trace.getByRole('slider', { name: 'Moment of the run' });
  const state = trace.locator('.lifecycle-words b');
  await expect(slider).toHaveAttribute('aria-valuetext', /^entry (\d+) of \1: unmapped$/);
  await expect(state).toHaveText('unmapped');
  await expect(trace.locator('.run-sentence')).toHaveText(
    /^2 calls, 4 blocks crossed, all came back, 1 misused\./,
  );

  await slider.press('Home');
  await expect(slider).toHaveAttribute(
    'aria-valuetext',
    /^entry 1 of \d+: alloc block 1, \d+ bytes, line \d+$/,
  );
  await expect(state).toHaveText('mapped');
  await expect(rowsOf(trace)).toHaveText([/^1\d+line \d+outside a callpluginheld$/]);

  for (let at = 0; at < 3; at++) await slider.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', /^entry 4 of \d+: call 1: tutti\.text\.repeat\(/);
  await expect(trace.locator('.lifecycle-words')).toHaveText('active: it takes calls. Call 1 is under way.');
  await trace.getByRole('button', { name: 'Forward', exact: true }).click();
  await expect(trace.locator('.held-words')).toHaveText('Held now: block 1, block 2.');
  await trace.getByRole('button', { name: 'Back', exact: true }).click();
  await expect(trace.locator('.held-words')).toHaveText('Held now: block 1.');

  await slider.press('End');
  await expect(trace.locator('.ledger tr.is-wrong b')).toHaveText('released twice');
});

test('a mistake leads to its moment, and the list goes on from there with the arrows', async ({ page }) => {
  const trace = await traceOf(page, doubleRelease);
  await trace.getByRole('button', { name: 'To the mistake' }).click();
  const slider = trace.getByRole('slider');
  await expect(slider).toBeFocused();
  const current = trace.locator('.entries [aria-current="step"]');
  await expect(current).toHaveClass(/tone-dissonant/);
  const moment = Number(await slider.inputValue());

  await current.getByRole('button').first().focus();
  await page.keyboard.press('ArrowUp');
  await expect(current.getByRole('button').first()).toBeFocused();
  await expect(current).toContainText(/misuse of block \d+: freed-before/);
  await expect(slider).toHaveValue(String(moment - 1));
  await page.keyboard.press('Home');
  await expect(slider).toHaveValue('1');
});

test('the marker moves along the stave, and with reduced motion it is there at once', async ({ page }) => {
  const trace = await traceOf(page, doubleRelease);
  const marker = trace.locator('.marker');
  const at = () => marker.evaluate((element) => (element as SVGElement).style.transform);
  const duration = () => marker.evaluate((element) => getComputedStyle(element).transitionDuration);
  const end = await at();
  expect(await duration()).not.toBe('0s');
  await trace.getByRole('slider').press('Home');
  expect(await at()).not.toBe(end);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await duration()).toBe('0s');
});

test('what the plugin did that no plugin may is told in word and shape', async ({ page }) => {
  const trace = await traceOf(page, '/tutorials/memory/5-kept-pointer/');
  await expect(trace.locator('.lifecycle-words b')).toHaveText('faulted');
  await expect(trace.locator('.marker .cross')).toBeVisible();
  await expect(trace.locator('.marker ellipse')).toBeHidden();
});
