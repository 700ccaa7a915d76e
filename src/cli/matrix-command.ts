import {
  checkRequest,
  formatPlatform,
  hostVersions,
  type MatrixCell,
  matrixCells,
  negotiateAbi,
  type Platform,
} from '../resolver/index.ts';
import { type Command, type Context, UsageError } from './command.ts';
import { compileQuestion, readQuestion } from './resolve-question.ts';
import { table } from './table.ts';

export const matrixCommand: Command = {
  name: 'matrix',
  summary: 'Shows which hosts and platforms the plugins play on',
  description:
    'Resolves each plugin alone, and all of them together, for every host ABI and platform, and says which ABI versions keep the set alive and who narrows them. The plugins are named as for "tutti resolve". The answer is no when all together play nowhere.',
  parameters: [
    { name: 'plugins', summary: 'Folders with a tutti.json, or one scenario file', isRepeated: true },
  ],
  options: {
    hosts: {
      type: 'string',
      summary: 'ABI versions, separated by commas; those at which anything changes without it',
      value: 'versions',
    },
    platforms: {
      type: 'string',
      summary: 'Platforms such as x86_64-linux-gnu, separated by commas; this one without it',
      value: 'platforms',
    },
    json: { type: 'boolean', summary: 'Prints the whole answer as JSON' },
  },
  examples: [
    { line: 'tutti matrix plugins/*', meaning: 'on which hosts do they play?' },
    {
      line: 'tutti matrix plugins/* --platforms x86_64-linux-gnu,aarch64-macos',
      meaning: 'and on the other machine?',
    },
  ],
  async answer({ values, options }, context) {
    const question = await readQuestion(context.workspace, values, undefined, 'matrix');
    const { compiled } = compileQuestion(question);
    const { request } = question;
    const hosts =
      typeof options.hosts === 'string' ? readHosts(options.hosts, request) : hostVersions(compiled);
    const platforms =
      typeof options.platforms === 'string'
        ? options.platforms.split(',').map(readPlatform)
        : [request.platform];
    const { roots: plugins, locked, prefer } = request;
    const matrix = { plugins, hosts, platforms, ...(locked && { locked }), ...(prefer && { prefer }) };
    const cells = [...matrixCells(compiled, matrix)];
    const isYes = cells.some(({ plugin, verdict }) => plugin === undefined && verdict === 'resolved');
    const windows = platforms.map((platform) => ({
      platform,
      ...negotiateAbi(compiled, { ...request, platform }, hosts),
    }));
    if (options.json) {
      const shown = cells.map(({ request: _, ...cell }) => cell);
      return { isYes, text: JSON.stringify({ cells: shown, windows }, null, 2) };
    }
    const lines = platforms.flatMap((platform, position) => [
      ...renderPlatform(cells, hosts, platform, context),
      ...renderWindow(windows[position]!),
    ]);
    return { isYes, text: lines.join('\n') };
  },
};

function renderPlatform(
  cells: readonly MatrixCell[],
  hosts: readonly string[],
  platform: Platform,
  { paint }: Context,
): string[] {
  const rows = Map.groupBy(
    cells.filter((cell) => cell.platform === platform),
    (cell) => cell.plugin ?? 'all together',
  );
  const shown = [...rows].map(([title, row]) => [
    `  ${title}`,
    ...row.map(({ verdict, version }) => {
      if (verdict === 'resolved') return paint('good', version ?? 'yes');
      return verdict === 'unknown' ? paint('warning', '?') : paint('bad', 'no');
    }),
  ]);
  const title = `${formatPlatform(platform)}, host ABI:`;
  return [...table([[title, ...hosts], ...shown])];
}

function renderWindow({ window, below, above }: ReturnType<typeof negotiateAbi>): string[] {
  if (window === undefined) return ['No host ABI keeps all of them alive.'];
  const { lowest, highest } = window;
  const limits = [below, above].flatMap((limit) =>
    limit === undefined || limit.narrowedBy.length === 0
      ? []
      : `ABI ${limit.abi} is not admitted by ${limit.narrowedBy.join(', ')}.`,
  );
  const range = lowest === highest ? `with host ABI ${lowest}` : `from host ABI ${lowest} to ${highest}`;
  return [[`All together play ${range}.`, ...limits].join(' ')];
}

function readHosts(text: string, request: Parameters<typeof checkRequest>[0]): string[] {
  const hosts = text.split(',');
  const wrong = hosts.find((abi) => checkRequest({ ...request, roots: {}, host: { abi } }).length > 0);
  if (wrong === undefined) return hosts;
  throw new UsageError(`Cannot run "tutti matrix": --hosts holds no version such as 1.0: found "${wrong}".`);
}

function readPlatform(text: string): Platform {
  const [, arch, os, libc] = /^([a-z0-9_]+)(?:-([a-z]+)(?:-([a-z]+))?)?$/.exec(text) ?? [];
  if (arch === 'wasm32' && os === undefined) return { os: 'freestanding', arch };
  if (arch !== undefined && os !== undefined) return libc === undefined ? { os, arch } : { os, arch, libc };
  throw new UsageError(
    `Cannot run "tutti matrix": --platforms holds no platform such as x86_64-linux-gnu: found "${text}".`,
  );
}
