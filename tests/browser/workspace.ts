import { expect, type Locator, type Page } from 'playwright/test';
import { isFirefox } from './stock-firefox.ts';

/** The bar about leaks: its start runs to its end, and leaves a block behind. */
export const leakStep = '/tutorials/memory/3-leak/';

/** The compiler is 75 MB of WebAssembly, which the browser compiles on a machine that may be busy. */
export const patienceMs = 120_000;

/** What the asset of a step says of it; fetched as the page does. */
interface StepTexts {
  readonly start: { readonly source: string };
  readonly solution: { readonly source: string };
}

export async function stepTexts(page: Page, address = leakStep): Promise<StepTexts> {
  const response = await page.request.get(
    address.replace('/tutorials/', '/lab/steps/').replace(/\/$/, '.json'),
  );
  return (await response.json()) as StepTexts;
}

export function workspace(page: Page): Locator {
  return page.locator('tutti-workspace');
}

/** Presses Run or Check and waits for what becomes of it. @returns the heading of the answer */
export async function press(page: Page, name: 'Run' | 'Check'): Promise<Locator> {
  const host = workspace(page);
  await host.getByRole('button', { name, exact: true }).click();
  return answer(page);
}

/** Waits until nothing is under way any more. @returns the heading of the answer */
export async function answer(page: Page): Promise<Locator> {
  const host = workspace(page);
  await expect(host.locator('.outcome h3')).toBeVisible({ timeout: patienceMs });
  await expect(host.getByRole('button', { name: 'Stop' })).toBeHidden({ timeout: patienceMs });
  return host.locator('.outcome h3');
}

/** The editor's text field; the first press on the code brings it. */
export async function editor(page: Page): Promise<Locator> {
  const field = workspace(page).getByRole('textbox', { name: 'plugin.c' });
  if (!(await field.isVisible()))
    await workspace(page)
      .locator('.source')
      .click({ position: { x: 200, y: 40 } });
  await expect(field).toBeVisible();
  return field;
}

/** Writes a whole text in the place of what stands in the editor, as a hand that pastes does. */
export async function writeText(page: Page, text: string): Promise<void> {
  const field = await editor(page);
  await field.focus();
  await field.press('ControlOrMeta+a');
  if (!isFirefox(page.context().browser())) {
    await page.keyboard.insertText(text);
    return;
  }
  // There the driver changes the page's elements itself, which no editor expects.
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await field.press('ControlOrMeta+v');
}

/** The text in the editor, as far as it is drawn. */
export async function shownText(page: Page): Promise<string> {
  const field = await editor(page);
  return field.evaluate((content) =>
    [...content.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'),
  );
}

export async function openPanel(page: Page, name: string): Promise<Locator> {
  await workspace(page).getByRole('tab', { name, exact: true }).click();
  return workspace(page).getByRole('tabpanel', { name, exact: true });
}

export async function compilerReady(page: Page): Promise<void> {
  await expect(workspace(page).locator('.compiler')).toHaveAttribute('data-phase', 'ready', {
    timeout: patienceMs,
  });
}

/** The paths that a page asks for from now on. */
export function watchRequests(page: Page): string[] {
  const paths: string[] = [];
  page.on('request', (request) => paths.push(new URL(request.url()).pathname));
  return paths;
}
