import { ToolkitError } from '../../toolkit/index.ts';
import type { Paint } from '../paint.ts';
import { formatSeconds } from '../quantities.ts';

/** One step of the project's work. */
export interface Stage {
  readonly title: string;
  /** Does the work and tells in a few words what came of it. */
  readonly run: (signal: AbortSignal) => Promise<string>;
}

const titleWidth = 14;

/**
 * Runs stages one after the other and prints a line for each: `2/4 examples       unchanged  0.1 s`.
 *
 * @throws what a stage throws; ToolkitError `interrupted` between two stages
 */
export async function runStages(
  stages: readonly Stage[],
  options: { readonly signal: AbortSignal; readonly paint: Paint; readonly print: (text: string) => void },
): Promise<void> {
  const { signal, paint, print } = options;
  for (const [i, { title, run }] of stages.entries()) {
    if (signal.aborted) throw new ToolkitError('interrupted', `Stopped before ${title}.`);
    const startedAt = performance.now();
    print(`${paint('quiet', `${i + 1}/${stages.length}`)} ${title.padEnd(titleWidth)} `);
    const result = await run(signal).catch((error: unknown) => {
      print('\n');
      throw error;
    });
    print(`${result}  ${paint('quiet', formatSeconds(performance.now() - startedAt))}\n`);
  }
}
