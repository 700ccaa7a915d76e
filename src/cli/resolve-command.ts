import { abiVersion } from '../abi/index.ts';
import { toIndex } from '../manifest/index.ts';
import {
  type CompiledIndex,
  compileIndex,
  explain,
  formatPlatform,
  type Request,
  type Resolution,
  resolve,
  suggestFixes,
  verifyProof,
  verifySelection,
} from '../resolver/index.ts';
import { ToolkitError } from '../toolkit/index.ts';
import type { Command, Context } from './command.ts';
import { readQuestion } from './resolve-question.ts';
import { table } from './table.ts';

export const resolveCommand: Command = {
  name: 'resolve',
  summary: 'Says whether plugins play together, and why not',
  description: `Selects a version of every plugin that is needed, or proves that there is no selection and says what would help. Plugins are folders with a tutti.json, and all of them are wanted; a scenario is a JSON file with manifests, roots, host and platform. Folders are resolved for this machine and for ABI ${abiVersion.major}.${abiVersion.minor}, or the one that --abi names.`,
  parameters: [
    { name: 'plugins', summary: 'Folders with a tutti.json, or one scenario file', isRepeated: true },
  ],
  options: {
    abi: { type: 'string', summary: 'ABI version of the host, such as 2.0', value: 'version' },
    json: { type: 'boolean', summary: 'Prints the whole answer as JSON' },
  },
  examples: [
    { line: 'tutti resolve examples/repeat', meaning: 'can this machine run it?' },
    { line: 'tutti resolve scenario.json --json', meaning: 'the answer with its proof' },
  ],
  async answer({ values, options }, context) {
    const { manifests, request } = await readQuestion(context.workspace, values, options.abi);
    const built = toIndex(manifests);
    if (!built.ok) {
      throw new ToolkitError('manifest-rejected', 'Cannot resolve: a release is there twice.', {
        notes: built.problems.map(({ message }) => message),
      });
    }
    const index = compileIndex(built.index);
    const resolution = resolve(index, request);
    requireProof(index, request, resolution);
    const isYes = resolution.outcome === 'resolved';
    const fixes = resolution.outcome === 'conflict' ? suggestFixes(index, resolution.conflict) : [];
    if (options.json) {
      const explanation = resolution.outcome === 'conflict' ? explain(resolution.conflict).lines : undefined;
      return { isYes, text: JSON.stringify({ ...resolution, explanation, fixes }, null, 2) };
    }
    const where = `ABI ${request.host.abi}, ${formatPlatform(request.platform)}`;
    return {
      isYes,
      text: render(
        resolution,
        fixes.map(({ title }) => title),
        where,
        context,
      ),
    };
  },
};

/** No answer leaves unchecked: a second, smaller program goes through the selection or the proof. */
function requireProof(index: CompiledIndex, request: Request, resolution: Resolution): void {
  const wrong =
    resolution.outcome === 'resolved'
      ? verifySelection(index, request, resolution.selection)
      : resolution.outcome === 'conflict'
        ? [verifyProof(index, resolution.conflict)].flatMap((v) =>
            v.valid ? [] : [`step ${v.step}: ${v.reason}`],
          )
        : [];
  if (wrong.length > 0)
    throw new Error(`The resolver's answer did not pass its own check: ${wrong.join('; ')}`);
}

function render(resolution: Resolution, fixes: readonly string[], where: string, { paint }: Context): string {
  switch (resolution.outcome) {
    case 'resolved': {
      const { selection, bindings } = resolution;
      const chosen = table(Object.entries(selection).map(([id, version]) => [`  ${id}`, version]));
      const given = bindings.map(
        ({ plugin, capability, offers, provider }) =>
          `  ${plugin} gets ${capability} ${offers} from ${provider}`,
      );
      return [`${paint('good', 'They play together')} on ${where}:`, ...chosen, ...given].join('\n');
    }
    case 'conflict': {
      const lines = explain(resolution.conflict).text.split('\n');
      const help = fixes.length > 0 ? ['What would help:', ...fixes.map((title) => `  ${title}`)] : [];
      const title = `${paint('bad', 'They do not play together')} on ${where}:`;
      return [title, ...lines.map((line) => `  ${line}`), ...help].join('\n');
    }
    case 'unknown':
      return `${paint('warning', 'No answer')}: ${resolution.effort.conflicts} conflicts were met, and the budget is used up.`;
  }
}
