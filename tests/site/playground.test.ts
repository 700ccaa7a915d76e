import { expect, test } from 'vitest';
import { answerOf } from '../../src/site/playground/answer.ts';
import { apart, ensemble, everyone } from '../../src/site/playground/ensemble.ts';

const manifests = ensemble.map((manifest) => ({ name: manifest.id, text: JSON.stringify(manifest) }));

test('a conflict comes with its reasons, a verdict on its proof, and fixes', () => {
  const answer = answerOf(manifests, apart);
  expect(answer.explanation?.text).toBe(
    [
      '1. You ask for org.example.echo ^1.0.0 and org.example.looper.',
      '2. org.example.looper 1.1.0 does not work with org.example.echo <1.4.0.',
      '3. org.example.looper 1.3.0 needs ABI >=1.2 <2.0, and the host offers ABI 1.1.',
      '4. org.example.echo 1.4.0 and 2.0.0 need ABI >=1.2 <2.0 or >=2.0, and the host offers ABI 1.1.',
      '5. So org.example.echo ^1.0.0 and org.example.looper cannot be selected together. (1, 2, 3, 4)',
    ].join('\n'),
  );
  expect(answer.verdict).toEqual({ valid: true });
  expect(answer.fixes.map((fix) => fix.title)).toEqual([
    'Use a host that offers ABI 1.2',
    'Drop org.example.looper',
    'Drop org.example.echo',
  ]);
});

test('a manifest that is wrong takes no part, and its problems have a place', () => {
  const [first, ...rest] = manifests;
  const answer = answerOf([{ ...first!, text: '{\n  "id": 7\n}' }, ...rest], everyone);
  expect(answer.problems[0]!.map(({ line, column }) => ({ line, column }))).toContainEqual({
    line: 2,
    column: 9,
  });
  expect(answer.problems.slice(1).flat()).toEqual([]);
  expect(answer.releases).toHaveLength(ensemble.length - 1);
  expect(answer.resolution?.outcome).toBe('resolved');
});

test('two manifests of one release, and a range that is none, are told instead of resolved', () => {
  const twice = answerOf([manifests[0]!, manifests[0]!], everyone);
  expect(twice.requestProblems).toEqual([
    {
      path: ['manifests'],
      message: 'Cannot index org.example.echo 1.0.0: two manifests have this id and version',
    },
  ]);
  const meaningless = answerOf(manifests, { ...everyone, roots: { 'org.example.echo': 'soon' } });
  expect(meaningless.requestProblems.map(({ path }) => path)).toEqual([['roots', 'org.example.echo']]);
  expect(meaningless.resolution).toBeUndefined();
});
