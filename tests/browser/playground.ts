import { expect, type Locator, type Page } from 'playwright/test';

/** Opens the playground and waits until its first answer stands. */
export async function openPlayground(page: Page, fragment = ''): Promise<void> {
  await page.goto(`/playground/${fragment}`);
  await answered(page);
}

/** Waits until the answer on the page is the one to what was asked last, and every part of it is there. */
export async function answered(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const { asked, answered } = document.querySelector<HTMLElement>('tutti-playground')?.dataset ?? {};
    return asked !== undefined && asked === answered;
  });
}

export function verdict(page: Page): Locator {
  return page.locator('tutti-playground .why').getByRole('heading', { level: 2 });
}

/** The editor's text field. */
export function editor(page: Page): Locator {
  return page.getByRole('textbox', { name: /^Text of / });
}

/** The text in the editor, whole. */
export async function editorText(page: Page): Promise<string> {
  await expect(editor(page)).toBeVisible();
  return editor(page).evaluate((content) =>
    [...content.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'),
  );
}

export async function chooseSituation(page: Page, id: string): Promise<void> {
  await page.getByLabel('Situation').selectOption(id);
  await answered(page);
}

/** Gives the page files, as the file dialog does. */
export async function openFile(page: Page, name: string, content: string | Buffer): Promise<void> {
  const buffer = typeof content === 'string' ? Buffer.from(content) : content;
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'application/json', buffer });
}

/** Milliseconds from each input event to the answer to it, for as long as the page lives. */
export async function timeAnswers(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const times: number[] = [];
    let typedAt: number | undefined;
    const host = document.querySelector<HTMLElement>('tutti-playground')!;
    document.addEventListener('input', () => (typedAt = performance.now()), { capture: true });
    new MutationObserver(() => {
      if (typedAt === undefined || host.dataset.answered !== host.dataset.asked) return;
      times.push(performance.now() - typedAt);
      typedAt = undefined;
    }).observe(host, { attributeFilter: ['data-answered'] });
    Object.assign(window, { answerTimes: times });
  });
  return () => page.evaluate(() => (window as unknown as { answerTimes: number[] }).answerTimes);
}

/**
 * What a quarter of the values stay below. Of times on a machine that does other things meanwhile, which only adds to
 * them, it says most of what the page takes by itself; the benchmarks tell the rest, on a machine that is free.
 */
export function lowerQuartile(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 4)] ?? Number.NaN;
}
