/** The stages of `npm test`, in the order in which they run. */
export const stageNames = ['types', 'lint', 'build', 'unit', 'browser'] as const;

export type StageName = (typeof stageNames)[number];

/** What the command line asks for: the stages to run, and what is passed on to the runner of the tests. */
export type Selection =
  | { ok: true; stages: readonly StageName[]; filters: readonly string[] }
  | { ok: false; message: string };

/** Stages that need what the build made; naming one of them alone brings the build along. */
const needsBuild: readonly StageName[] = ['unit', 'browser'];

/** Reads `[--only stage[,stage]]... [filter]...`; everything that is not `--only` goes to the test runner. */
export function selectStages(args: readonly string[]): Selection {
  const named: string[] = [];
  const filters: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] as string;
    if (argument === '--only') {
      index += 1;
      const value = args[index];
      if (value === undefined)
        return { ok: false, message: `--only needs a stage: ${stageNames.join(', ')}` };
      named.push(...value.split(','));
    } else if (argument.startsWith('--only=')) {
      named.push(...argument.slice('--only='.length).split(','));
    } else {
      filters.push(argument);
    }
  }
  const unknown = named.find((name) => !isStageName(name));
  if (unknown !== undefined) {
    return { ok: false, message: `No stage is named "${unknown}": there are ${stageNames.join(', ')}` };
  }
  const wanted = named.filter(isStageName);
  const runners = wanted.filter((name) => needsBuild.includes(name));
  if (filters.length > 0 && runners.length !== 1) {
    return {
      ok: false,
      message: `Cannot filter by "${filters.join(' ')}": name the one stage it is for with --only unit or --only browser`,
    };
  }
  const stages = stageNames.filter(
    (name) => wanted.length === 0 || wanted.includes(name) || (name === 'build' && runners.length > 0),
  );
  return { ok: true, stages, filters };
}

function isStageName(name: string): name is StageName {
  return (stageNames as readonly string[]).includes(name);
}
