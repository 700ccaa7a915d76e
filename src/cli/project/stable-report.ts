/** Keys whose values differ from run to run without a page needing to be built again. */
const unstable: ReadonlySet<string> = new Set(['capturedAt', 'ms']);

/** A report without its times; text that is no JSON stays as it is. */
export function stableReport(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), (key, value: unknown) => (unstable.has(key) ? undefined : value));
  } catch {
    return text;
  }
}
