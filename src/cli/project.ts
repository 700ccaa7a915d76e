import { parseArgs } from 'node:util';
import { capabilities } from '../abi/index.ts';
import {
  bindings,
  generatedFiles,
  ToolkitError,
  type Workspace,
  workspaceAt,
  writeGenerated,
} from '../toolkit/index.ts';
import { UsageError } from './command.ts';
import { type Paint, paintFor } from './paint.ts';
import { serveWhileEditing } from './project/dev.ts';
import { buildPackage } from './project/package.ts';
import { findFreePort, portNotice, serveSite } from './project/serve.ts';
import { siteDir } from './project/site.ts';
import { runStages } from './project/stage.ts';
import { projectStages } from './project/stages.ts';
import { renderError } from './render-error.ts';

const verbs = ['start', 'dev', 'build', 'generate', 'package'] as const;
type Verb = (typeof verbs)[number];

interface Settings {
  readonly verb: Verb;
  readonly port: number;
  readonly base: string;
}

const defaultPort = 4321;

/**
 * The project's own commands, which `npm start`, `npm run dev`, `npm run build` and `npm pack` call.
 *
 *     start [--port 4321]     everything that changed, then serves the site
 *     dev [--port 4321]       the same with live reload
 *     build [--base /tutti/]  everything that changed, and the site to dist/
 *     generate                headers and bindings from the declarations of src/abi
 *     package                 what npm publishes
 */
async function main(argv: readonly string[], signal: AbortSignal, paint: Paint): Promise<void> {
  const settings = readSettings(argv, process.env);
  const workspace = workspaceAt(process.cwd());
  const print = (text: string) => process.stdout.write(text);
  const progress = { signal, paint, print };
  switch (settings.verb) {
    case 'start':
      await runStages(projectStages(workspace, { base: '/', withSite: true }), progress);
      return serveUntilStopped(workspace, settings.port, progress);
    case 'dev': {
      await runStages(projectStages(workspace, { base: '/', withSite: false }), progress);
      const port = await findFreePort(settings.port);
      const notice = portNotice(settings.port, port);
      if (notice) print(`${paint('warning', notice)}\n`);
      return serveWhileEditing({ workspace, port, ...progress });
    }
    case 'build':
      await runStages(projectStages(workspace, { base: settings.base, withSite: true }), progress);
      return;
    case 'generate': {
      const files = await writeGenerated(workspace.dir, generatedFiles(capabilities, bindings));
      const written = files.filter(({ state }) => state === 'written');
      for (const { path } of written) print(`${path}\n`);
      print(`${written.length} of ${files.length} files written\n`);
      return;
    }
    case 'package':
      // npm pack --json owns stdout.
      return runStages([{ title: 'package', run: () => buildPackage(workspace, signal) }], {
        ...progress,
        print: (text) => process.stderr.write(text),
      });
  }
}

function readSettings(argv: readonly string[], env: NodeJS.ProcessEnv): Settings {
  const usage = `Usage: project.ts <${verbs.join('|')}> [--port <number>] [--base <path>]`;
  const options = { port: { type: 'string' }, base: { type: 'string' } } as const;
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}. ${usage}`);
  }
  const verb = verbs.find((known) => known === parsed.positionals[0]);
  if (verb === undefined || parsed.positionals.length > 1) throw new UsageError(usage);
  const port = Number(parsed.values.port ?? defaultPort);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new UsageError(
      `Cannot serve on port "${parsed.values.port}": expected a whole number from 1 to 65535.`,
    );
  }
  const base = parsed.values.base ?? env.TUTTI_BASE ?? '/';
  if (!base.startsWith('/')) {
    throw new UsageError(`Cannot build for the base "${base}": expected a path such as /tutti/.`);
  }
  return { verb, port, base: base.endsWith('/') ? base : `${base}/` };
}

async function serveUntilStopped(
  workspace: Workspace,
  port: number,
  { signal, paint, print }: { signal: AbortSignal; paint: Paint; print: (text: string) => void },
): Promise<void> {
  if (signal.aborted) throw new ToolkitError('interrupted', 'Stopped before the site was served.');
  const serving = await serveSite(siteDir(workspace), port);
  const notice = portNotice(port, serving.port);
  if (notice) print(`${paint('warning', notice)}\n`);
  print(`\n${paint('strong', serving.url)}\n`);
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await serving.close();
}

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interruption.abort());

try {
  await main(process.argv.slice(2), interruption.signal, paintFor(process.stdout));
} catch (error) {
  const { exitCode, text } = renderError(error, paintFor(process.stderr));
  process.stderr.write(`${text}\n`);
  process.exitCode = exitCode;
}
