import { readFileSync } from 'node:fs';
import { formatProblem, parseManifest, toIndex } from '../../../../src/manifest/index.ts';
import { compileIndex, explain, resolve } from '../../../../src/resolver/index.ts';

// #region read
const files = process.argv.slice(2);
const parsed = files.map((file) => parseManifest(readFileSync(file, 'utf8'), file));
const problems = parsed.flatMap((result) => (result.ok ? [] : result.problems));
const manifests = parsed.flatMap((result) => (result.ok ? [result.manifest] : []));
for (const problem of problems) console.log(formatProblem(problem));
// #endregion read

// #region ask
const built = toIndex(manifests);
if (problems.length === 0 && built.ok) {
  const answer = resolve(compileIndex(built.index), {
    roots: Object.fromEntries(manifests.map(({ id }) => [id, '*'])),
    host: { abi: '1.0' },
    platform: { os: 'linux', arch: 'x86_64', libc: 'gnu' },
  });
  // #region answer
  if (answer.outcome === 'resolved') console.log(answer.selection);
  if (answer.outcome === 'conflict') console.log(explain(answer.conflict).text);
  // #endregion answer
}
// #endregion ask
