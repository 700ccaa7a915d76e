import { PLATFORM_FIELDS } from '../manifest/index.ts';
import {
  formatPlatform,
  hostVersions,
  type MatrixCell,
  matrixCells,
  negotiateAbi,
  type Platform,
  parseContractVersion,
} from '../resolver/index.ts';
import { type Command, type Context, UsageError } from './command.ts';
import { nearest } from './nearest.ts';
import { compileQuestion, overrideOption, readQuestion } from './resolve-question.ts';
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
    override: overrideOption,
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
    const question = await readQuestion(context.workspace, values, options, 'matrix');
    const { compiled } = compileQuestion(question);
    const { request } = question;
    const hosts = typeof options.hosts === 'string' ? readHosts(options.hosts) : hostVersions(compiled);
    const platforms =
      typeof options.platforms === 'string' ? readPlatforms(options.platforms) : [request.platform];
    const { roots: plugins, host: _, platform: __, ...asked } = request;
    const matrix = { ...asked, plugins, hosts, platforms };
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
      ...renderWindow(windows[position]!, isUnknown(cells, platform)),
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

/** Whether the budget ended before it was known if all together play on some host. */
function isUnknown(cells: readonly MatrixCell[], platform: Platform): boolean {
  return cells.some(
    (cell) => cell.plugin === undefined && cell.platform === platform && cell.verdict === 'unknown',
  );
}

function renderWindow(
  { window, below, above }: ReturnType<typeof negotiateAbi>,
  isAnyUnknown: boolean,
): string[] {
  if (window === undefined) {
    if (isAnyUnknown)
      return ['Whether a host ABI keeps all of them alive is not known: the budget is used up.'];
    return ['No host ABI keeps all of them alive.'];
  }
  const { lowest, highest } = window;
  const limits = [below, above].flatMap((limit) =>
    limit === undefined || limit.narrowedBy.length === 0
      ? []
      : `ABI ${limit.abi} is not admitted by ${limit.narrowedBy.join(', ')}.`,
  );
  const range = lowest === highest ? `with host ABI ${lowest}` : `from host ABI ${lowest} to ${highest}`;
  return [[`All together play ${range}.`, ...limits].join(' ')];
}

/** Lowest first, each once. */
function readHosts(text: string): string[] {
  const hosts = [...new Set(text.split(','))].map((host) => {
    const version = parseContractVersion(host);
    if (version !== undefined) return { host, version };
    throw new UsageError(`Cannot run "tutti matrix": --hosts holds no version such as 1.0: found "${host}".`);
  });
  return hosts.sort((a, b) => a.version.compare(b.version)).map(({ host }) => host);
}

/** Each once, in the order in which they are named. */
function readPlatforms(text: string): Platform[] {
  return [...new Set(text.split(','))].map(readPlatform);
}

function readPlatform(text: string): Platform {
  const refuse = (state: string): never => {
    throw new UsageError(
      `Cannot run "tutti matrix": --platforms holds no platform such as x86_64-linux-gnu: ${state}.`,
    );
  };
  const [, arch, os, libc] = /^([a-z0-9_]+)(?:-([a-z]+)(?:-([a-z]+))?)?$/.exec(text) ?? [];
  if (arch === 'wasm32' && os === undefined) return { os: 'freestanding', arch };
  if (arch === undefined || os === undefined) return refuse(`found "${text}"`);
  const platform = libc === undefined ? { os, arch } : { os, arch, libc };
  for (const { key, type } of PLATFORM_FIELDS) {
    const word = platform[key as keyof Platform];
    if (word === undefined || type.kind !== 'choice' || type.values.includes(word)) continue;
    const near = nearest(word, type.values);
    const advice = near === undefined ? '' : ` (did you mean "${near}"?)`;
    return refuse(`"${word}" of "${text}" is not ${type.expected} (${type.values.join(', ')})${advice}`);
  }
  return platform;
}
