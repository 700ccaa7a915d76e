import {
  formatStepProblem,
  parseStep,
  readerSource,
  type StepAsset,
  type StepVariant,
} from '../../lab/index.ts';
import { sourceText } from './source-files.ts';

const tutorials = '/content/docs/tutorials';
/** Plans of the steps that have start/, and of those that are only read. */
const PLANS = import.meta.glob<string>('/content/docs/tutorials/*/*/step.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const STARTS = import.meta.glob('/content/docs/tutorials/*/*/start/c/plugin.c', { query: '?url&no-inline' });
const BUILDS = import.meta.glob<string>('/build/lab/steps/*/*/*.wasm', {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
});

/** Ids of the steps that have a workspace, such as `first-plugin/1-write`. */
export function workspaceSteps(): string[] {
  return Object.keys(STARTS).map((file) => file.slice(tutorials.length + 1, -'/start/c/plugin.c'.length));
}

/**
 * What a page fetches of a step; the addresses of its modules are relative to `/lab/steps/<tutorial>/<step>.json`.
 *
 * @throws when its step.json is wrong, or a variant was not built: both are said with the file
 */
export function stepAsset(id: string): StepAsset {
  const folder = `content/docs/tutorials/${id}`;
  const parsed = parseStep(PLANS[`/${folder}/step.json`] ?? '', `${folder}/step.json`);
  if (!parsed.ok) throw new Error(parsed.problems.map(formatStepProblem).join('\n'));
  const plan = parsed.step;
  const variant = (name: string, place: string): StepVariant => ({
    source: readerSource(sourceText(`${folder}/${place}/c/plugin.c`)),
    wasm: moduleAddress(id, name),
  });
  const solution = variant('solution', 'solution');
  return {
    id,
    plan,
    manifest: sourceText(`${folder}/solution/tutti.json`),
    start: variant('start', 'start'),
    solution,
    mistakes: Object.fromEntries(
      Object.keys(plan.mistakes).map((name) => [name, variant(name, `mistakes/${name}`)]),
    ),
    headers: headersOf(solution.source),
  };
}

/** Relative to the asset, since the site may lie anywhere. */
function moduleAddress(id: string, variant: string): string {
  const file = `/build/lab/steps/${id}/${variant}.wasm`;
  const address = BUILDS[file];
  if (address === undefined)
    throw new Error(
      `Cannot run ${id} in a page: ${file.slice(1)} is missing; run npm start or npm run build, which write it.`,
    );
  return `../../..${address}`;
}

/** tutti.h, and what a plugin includes in quotes: the ABI and the SDK. */
function headersOf(source: string): Record<string, string> {
  const included = [...source.matchAll(/^#include "([^"]+)"$/gm)].map(([, name = '']) => name);
  return Object.fromEntries(
    ['tutti.h', ...included].map((name) => {
      const folder = name === 'tutti_sdk.h' ? 'native/sdk/c' : 'native/include';
      return [name, readerSource(sourceText(`${folder}/${name}`))];
    }),
  );
}
