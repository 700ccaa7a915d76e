import { type Manifest, toIndex } from '../../manifest/index.ts';
import {
  checkRequest,
  compileIndex,
  type Explanation,
  explain,
  type Fix,
  type ProofVerdict,
  type Request,
  type RequestProblem,
  type Resolution,
  resolve,
  suggestFixes,
  verifyProof,
} from '../../resolver/index.ts';
import type { Score } from '../score/score.ts';
import { abisOf, scoreOf } from '../score/score-of.ts';
import { voicesOf } from '../score/voices.ts';
import { type LocatedProblem, readManifest } from './read-manifest.ts';
import type { ManifestText } from './situation.ts';

/** Everything the page shows about one question, computed anew on each change. */
export interface Answer {
  /** Problems of each manifest, in the order of the manifests; a manifest with problems takes no part. */
  problems: readonly (readonly LocatedProblem[])[];
  requestProblems: readonly RequestProblem[];
  releases: readonly Manifest[];
  /** Absent while the request itself has problems. */
  resolution: Resolution | undefined;
  explanation: Explanation | undefined;
  /** Whether an independent verifier accepts the proof. */
  verdict: ProofVerdict | undefined;
  fixes: readonly Fix[];
  score: Score | undefined;
}

export function answerOf(manifests: readonly ManifestText[], request: Request): Answer {
  const read = manifests.map(({ text }) => readManifest(text));
  const releases = read.flatMap((result) => (result.ok ? [result.release] : []));
  const problems = read.map((result) => (result.ok ? [] : result.problems));
  const requestProblems = checkRequest(request);
  if (requestProblems.length > 0) return { ...UNANSWERED, problems, requestProblems, releases };
  const index = toIndex(releases);
  if (!index.ok) {
    const clashes = index.problems.map(({ message }) => ({ path: ['manifests'], message }));
    return { ...UNANSWERED, problems, requestProblems: clashes, releases };
  }
  const compiled = compileIndex(index.index);
  const resolution = resolve(compiled, request);
  const score = scoreOf({ releases }, request, abisOf({ releases }, request.host.abi), voicesOf(releases));
  const answer = { ...UNANSWERED, problems, releases, resolution, score };
  if (resolution.outcome !== 'conflict') return answer;
  const { conflict } = resolution;
  return {
    ...answer,
    explanation: explain(conflict),
    verdict: verifyProof(compiled, conflict),
    fixes: suggestFixes(compiled, conflict, 4),
  };
}

const UNANSWERED: Answer = {
  problems: [],
  requestProblems: [],
  releases: [],
  resolution: undefined,
  explanation: undefined,
  verdict: undefined,
  fixes: [],
  score: undefined,
};
