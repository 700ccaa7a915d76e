import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/manifest/index.ts';
import { compileIndex, type Request, resolve } from '../../src/resolver/index.ts';
import { apart, ensemble, everyone } from '../../src/site/playground/ensemble.ts';
import { hundredPlugins } from '../../src/site/playground/hundred-plugins.ts';
import { answerOf, reasonsOf } from '../../src/site/playground/worker/answer.ts';
import { DeskIndexer } from '../../src/site/playground/worker/desk-index.ts';
import { factsOf, litFacts } from '../../src/site/playground/worker/lit-facts.ts';
import { conflictGraph, selectionGraph } from '../../src/site/playground/worker/plugin-graph.ts';

const texts = ensemble.map((manifest) => JSON.stringify(manifest));

function answered(manifests: readonly string[], request: Request) {
  return answerOf(new DeskIndexer().read(manifests), request);
}

test('a conflict comes with its reasons and a verdict on each proof', () => {
  const { reasons, resolution } = answered(texts, apart);
  expect(resolution?.outcome).toBe('conflict');
  expect(reasons.map(({ explanation }) => explanation.text)).toEqual([
    [
      '1. You ask for org.example.echo ^1.0.0 and org.example.looper.',
      '2. org.example.looper 1.1.0 does not work with org.example.echo <1.4.0.',
      '3. org.example.looper 1.3.0 needs ABI >=1.2 <2.0, and the host offers ABI 1.1.',
      '4. org.example.echo 1.4.0 and 2.0.0 need ABI >=1.2 <2.0 or >=2.0, and the host offers ABI 1.1.',
      '5. So org.example.echo ^1.0.0 and org.example.looper cannot be selected together. (1, 2, 3, 4)',
    ].join('\n'),
  ]);
  expect(reasons.map(({ check }) => check.fault)).toEqual([undefined]);
});

test('a manifest that is wrong takes no part, and its problems have a place', () => {
  const answer = answered(['{\n  "id": 7\n}', ...texts.slice(1)], everyone);
  expect(answer.problems[0]!.map(({ line, column }) => ({ line, column }))).toContainEqual({
    line: 2,
    column: 9,
  });
  expect(answer.problems.slice(1).flat()).toEqual([]);
  expect(answer.resolution?.outcome).toBe('resolved');
});

test('two manifests of one release, and a range that is none, are told instead of resolved', () => {
  expect(answered([texts[0]!, texts[0]!], everyone).questionProblems).toEqual([
    'Cannot index org.example.echo 1.0.0: two manifests have this id and version',
  ]);
  const meaningless = answered(texts, { ...everyone, roots: { 'org.example.echo': 'soon' } });
  expect(meaningless.questionProblems).toHaveLength(1);
  expect(meaningless.resolution).toBeUndefined();
});

test('a question asked again of the same texts compiles nothing anew', () => {
  const indexer = new DeskIndexer();
  const first = indexer.read(texts);
  expect(indexer.read([...texts]).compiled).toBe(first.compiled);
  expect(indexer.read(texts.slice(1)).compiled).not.toBe(first.compiled);
});

test('a manifest on the desk stands for the same release of an imported index', () => {
  const own = { ...ensemble[0]!, abi: '^9.0' };
  const { index } = new DeskIndexer().read([JSON.stringify(own)], ensemble);
  expect(index.releases).toHaveLength(ensemble.length);
  expect(index.releases.filter(({ id, version }) => id === own.id && version === own.version)).toEqual([own]);
});

test('the graph says which ranges are the reader’s own, in a selection and in a conflict', () => {
  const wordsWith = (range: string) => {
    const roots = { 'org.example.tuner': '3.1.0', 'org.example.looper': '1.3.0' };
    const request = { ...everyone, roots, overrides: { 'org.example.meter': range } };
    const { resolution, reasons } = answered(texts, request);
    const graph =
      resolution?.outcome === 'resolved'
        ? selectionGraph(resolution, request, ensemble)
        : conflictGraph(reasons, request);
    return graph.edges.flatMap(({ kind, words }) => (kind === 'needs' ? words : []));
  };
  expect(wordsWith('*')).toEqual([
    'org.example.tuner needs org.example.meter * (your override)',
    'org.example.looper needs org.example.echo ^1.4.0',
  ]);
  expect(wordsWith('^7.0.0')).toEqual(['org.example.tuner needs org.example.meter ^7.0.0 (your override)']);
});

test('of the hundred plugins, the one that is ahead is named, and nothing else', () => {
  const { manifests, request } = hundredPlugins();
  expect(Object.keys(request.roots)).toHaveLength(100);
  const { reasons } = answered(
    manifests.map(({ text }) => text),
    request,
  );
  expect(reasons.map(({ explanation }) => explanation.lines.at(-1)!.plugins)).toEqual([
    ['org.studio.theremin-mixer'],
  ]);
});

describe('a line of an explanation lights what it tells', () => {
  const files = readdirSync('tests/scenarios').filter((file) => file.endsWith('.json'));
  for (const file of files) {
    const { manifests, ...request } = JSON.parse(readFileSync(`tests/scenarios/${file}`, 'utf8')) as {
      manifests: Manifest[];
    } & Request;
    const desk = new DeskIndexer().read(manifests.map((one) => JSON.stringify(one)));
    const resolution = resolve(compileIndex({ releases: manifests }), request);
    if (resolution.outcome !== 'conflict') continue;
    test(`${file}: every line something, and every fact by some line`, () => {
      for (const { conflict, explanation } of reasonsOf(desk, resolution.conflict)) {
        const lit = litFacts(conflict, explanation.lines);
        expect(explanation.lines.filter(({ number }) => lit.get(number)!.length === 0)).toEqual([]);
        const all = new Set([...lit.values()].flat());
        expect(factsOf(conflict).filter((_, at) => !all.has(at))).toEqual([]);
        expect(lit.get(explanation.lines.length)).toHaveLength(all.size);
      }
    });
  }
});
