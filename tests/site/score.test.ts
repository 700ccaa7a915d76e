import { expect, test } from 'vitest';
import type { Request } from '../../src/resolver/index.ts';
import { apart, ensemble, ensembleAbis, everyone } from '../../src/site/playground/ensemble.ts';
import { drawScore } from '../../src/site/score/draw-score.ts';
import { describeScore } from '../../src/site/score/score.ts';
import { abisOf, scoreOf } from '../../src/site/score/score-of.ts';
import { voicesOf } from '../../src/site/score/voices.ts';

const index = { releases: ensemble };

test('a set that plays together has one chosen version on every stave of the bar that was asked', () => {
  const score = scoreOf(index, everyone, ensembleAbis);
  expect(score.asked).toBe(2);
  expect(score.dissonant).toEqual([]);
  expect(describeScore(score)).toEqual([
    { name: 'echo', cells: ['would fit: 1.0.0', 'would fit: 1.0.0', '1.4.0 chosen', 'would fit: 2.0.0'] },
    {
      name: 'meter',
      cells: ['would fit: 0.9.0', 'would fit: 0.9.0', '1.2.0 chosen, also fits: 0.9.0', 'would fit: 1.2.0'],
    },
    {
      name: 'tuner',
      cells: ['none', 'would fit: 3.0.0', '3.1.0 chosen, also fits: 3.0.0', 'would fit: 3.0.0, 3.1.0'],
    },
    {
      name: 'looper',
      cells: ['would fit: 1.1.0', 'would fit: 1.1.0', '1.3.0 chosen, also fits: 1.1.0', 'none'],
    },
  ]);
});

test('a conflict is a slur between the plugins that were asked for and exclude each other', () => {
  const { staves, dissonant, slurs } = scoreOf(index, apart, ensembleAbis);
  expect(staves.map((stave) => stave.name)).toEqual(['echo', 'looper', 'meter', 'tuner']);
  expect({ dissonant, slurs }).toEqual({ dissonant: [0, 1], slurs: [{ from: 0, to: 1 }] });
});

test('a dependency between two roots is no slur of its own: only the roots are held apart', () => {
  const manifest = { name: 'x', abi: '^1.0' };
  const releases = [
    { ...manifest, id: 'a.organ', version: '1.0.0', dependencies: { 'a.wind': '^1.0.0' } },
    { ...manifest, id: 'a.church', version: '1.0.0', dependencies: { 'a.wind': '^2.0.0' } },
    { ...manifest, id: 'a.wind', version: '1.0.0' },
    { ...manifest, id: 'a.wind', version: '2.0.0' },
  ];
  const request = { ...everyone, roots: { 'a.organ': '*', 'a.church': '*' }, host: { abi: '1.0' } };
  const { staves, dissonant, slurs } = scoreOf({ releases }, request, ['1.0']);
  expect(staves.map((stave) => stave.name)).toEqual(['organ', 'church', 'wind']);
  expect({ dissonant, slurs }).toEqual({ dissonant: [0, 1, 2], slurs: [{ from: 0, to: 1 }] });
});

test('a single root is held apart from what it needs and cannot bear', () => {
  const manifest = { name: 'x', abi: '^1.0' };
  const releases = [
    {
      ...manifest,
      id: 'a.desk',
      version: '1.0.0',
      dependencies: { 'a.lamp': '*' },
      conflicts: { 'a.lamp': '*' },
    },
    { ...manifest, id: 'a.lamp', version: '1.0.0' },
  ];
  const request = { ...everyone, roots: { 'a.desk': '*' }, host: { abi: '1.0' } };
  expect(scoreOf({ releases }, request, ['1.0']).slurs).toEqual([{ from: 0, to: 1 }]);
});

test('the drawing holds what the score holds: notes, rests, and one slur', () => {
  const { body, viewBox } = drawScore(scoreOf(index, apart, ensembleAbis, voicesOf(ensemble)), {
    width: 600,
  });
  const count = (pattern: RegExp) => body.match(pattern)?.length ?? 0;
  expect({
    filled: count(/class="note"/g),
    open: count(/class="note open"/g),
    rests: count(/class="rest"/g),
    slurs: count(/class="slur"/g),
    viewBox,
  }).toEqual({ filled: 4, open: 14, rests: 2, slurs: 1, viewBox: '0 0 600 316' });
});

test('a name with markup in it is drawn as text', () => {
  const score = {
    bars: ['<b>'],
    asked: 0,
    staves: [{ name: 'a<i>&', voice: undefined, bars: [[]] }],
    dissonant: [],
    slurs: [],
  };
  const { body } = drawScore(score, { width: 600 });
  expect(body).toContain('a&lt;i>&amp;');
  expect(body).not.toContain('<b>');
});

test('the bars are the ABI versions that manifests and question speak of', () => {
  const request: Request = { ...everyone, host: { abi: '1.10' } };
  expect(abisOf(index, request.host.abi)).toEqual(['1.0', '1.1', '1.2', '1.10', '2.0']);
});

test('a plugin’s voice is its one source language', () => {
  expect(voicesOf(ensemble)).toEqual({
    'org.example.echo': 'c',
    'org.example.meter': 'zig',
    'org.example.tuner': 'rust',
    'org.example.looper': 'cpp',
  });
  expect(voicesOf([{ ...ensemble[0]!, entry: { c: 'a.c', rust: 'a.rs' } }])).toEqual({});
});
