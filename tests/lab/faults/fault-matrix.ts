import { DebugBuilds } from '../../../src/cli/project/lab/debug-build.ts';
import type { Workspace } from '../../../src/toolkit/index.ts';
import { readMistakes } from './mistake-file.ts';
import { nativeVerdict, whyNotNative } from './native-verdict.ts';
import type { Verdict } from './verdict.ts';
import { wasmVerdict } from './wasm-verdict.ts';

export interface FaultMatrix {
  readonly verdicts: readonly Verdict[];
  /** Exact ones among those that can be found: every one in wasm, natively those that a sanitizer sees. */
  readonly exactShare: number;
  readonly leastShare: number;
}

const leastShare = 0.95;

/** Runs every seeded mistake in both runtimes. What was built before is not built again. */
export async function faultMatrix(workspace: Workspace): Promise<FaultMatrix> {
  const builds = new DebugBuilds(workspace);
  const noNative = whyNotNative();
  const verdicts: Verdict[] = [];
  let expected = 0;
  for (const mistake of readMistakes(workspace.dir)) {
    verdicts.push(await wasmVerdict(workspace.dir, builds, mistake));
    expected++;
    if (noNative === undefined) {
      verdicts.push(nativeVerdict(workspace.dir, mistake));
      if ('says' in mistake.native) expected++;
    }
  }
  const exact = verdicts.filter(({ isExact }) => isExact).length;
  return { verdicts, exactShare: exact / expected, leastShare };
}
