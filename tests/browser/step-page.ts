import { expect, type Page } from 'playwright/test';
import { packShared } from '../../src/site/workspace/share/share-link.ts';

export const step = 'memory/3-leak';
export const address = `/tutorials/${step}/`;
/** What a reader may have instead of the step's start. */
export const mine = '/* mine */\nint mine;\n';

/** A reader who saves data: no edit loads the compiler by itself. */
export const saveData = (page: Page) =>
  page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));

/** Opens the step with the reader's own text in the editor. */
export async function openWithText(page: Page, text = mine): Promise<void> {
  await page.goto(`${address}#${await packShared(step, text)}`);
  await expect(page.locator('.share .notice-line')).toHaveText(/^The text of the link stands in the editor/);
}

/** Opens the step as it is, or as it was left. */
export async function openStep(page: Page, at = address): Promise<void> {
  await page.goto(at);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  // What a run says comes to the fore when it ends.
  await expect(page.locator('tutti-workspace')).toHaveAttribute('data-activity', 'idle');
}

export const panel = (page: Page, name: string) => page.getByRole('tab', { name }).click();
export const editor = (page: Page) => page.getByRole('textbox', { name: /plugin\.c/ });
