import path from 'node:path';
import {
  type Artifact,
  buildServices,
  findToolchain,
  type Toolchain,
  ToolkitError,
  type Workspace,
} from '../../toolkit/index.ts';
import { formatBytes } from '../quantities.ts';
import { buildExamples, findExamples } from './examples.ts';
import { buildLabAssets, type LabAssets } from './lab/lab-assets.ts';
import { prebuildSteps } from './lab/prebuilt-steps.ts';
import { findSteps } from './lab/step-folder.ts';
import { updateReports } from './reports.ts';
import { buildSite } from './site.ts';
import type { Stage } from './stage.ts';

/** The way from sources to a site; `dev` goes without the last stage, since Astro then builds page by page. */
export function projectStages(
  workspace: Workspace,
  options: { readonly base: string; readonly withSite: boolean },
): Stage[] {
  if (options.withSite) requireOwnBuildDir(workspace);
  let toolchain: Toolchain;
  let examples: string[] = [];
  let artifacts: Artifact[] = [];
  let lab: LabAssets | undefined;
  const stages: Stage[] = [
    {
      title: 'host services',
      async run(signal) {
        toolchain = await findToolchain({ signal });
        const { state, target, sizeBytes } = await buildServices({ workspace, toolchain, signal });
        return state === 'unchanged' ? state : `built for ${target}, ${formatBytes(sizeBytes)}`;
      },
    },
    {
      title: 'examples',
      async run(signal) {
        examples = await findExamples(workspace);
        artifacts = await buildExamples(examples, { workspace, toolchain, signal });
        return describe(artifacts.filter(({ state }) => state === 'built').length, artifacts.length, 'built');
      },
    },
    {
      title: 'checks',
      async run(signal) {
        const { captured, checks } = await updateReports(examples, { workspace, artifacts, signal });
        const passed = `${checks.filter(({ outcome }) => outcome === 'passed').length} passed`;
        return captured === 0 ? `unchanged, ${passed}` : passed;
      },
    },
    {
      title: 'lab',
      async run() {
        const steps = await findSteps(workspace);
        if (steps.length === 0) return 'unchanged, no step has a workspace';
        const { modules, built } = await prebuildSteps(workspace, steps);
        lab = await buildLabAssets(workspace);
        const compiler = lab.state === 'unchanged' ? '' : ', the compiler packed';
        return `${describe(built, modules, 'built')}${compiler}`;
      },
    },
  ];
  if (!options.withSite) return stages;
  return [
    ...stages,
    {
      title: 'site',
      run: (signal) => buildSite({ workspace, base: options.base, signal, lab }),
    },
  ];
}

/** Pages embed the wasm builds by their place in the project. */
function requireOwnBuildDir({ dir, buildDir }: Workspace): void {
  if (buildDir === path.join(dir, 'build')) return;
  throw new ToolkitError(
    'site-rejected',
    `Cannot build the site: TUTTI_BUILD_DIR moves the builds to ${buildDir}, and pages embed those in build/. Unset it for this command.`,
  );
}

function describe(done: number, all: number, verb: string): string {
  return done === 0 ? 'unchanged' : done === all ? `${all} ${verb}` : `${done} of ${all} ${verb}`;
}
