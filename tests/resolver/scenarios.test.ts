import { describe, expect, test } from 'vitest';
import { explain, resolve, suggestFixes, verifyProof, verifySelection } from '../../src/resolver/index.ts';
import { compileScenario, readScenarios, requestOf } from './scenarios.ts';

describe.each(readScenarios())('scenario $name', (scenario) => {
  const compiled = compileScenario(scenario);
  const request = requestOf(scenario);
  const resolution = resolve(compiled, request);

  test('has exactly the answer its file says', () => {
    if (resolution.outcome === 'resolved') {
      const { selection, bindings } = resolution;
      expect({ outcome: 'resolved', selection, bindings }).toEqual(scenario.expect);
    } else if (resolution.outcome === 'conflict') {
      const explanation = explain(resolution.conflict).text.split('\n');
      const fixes = suggestFixes(compiled, resolution.conflict).map(({ title, selection }) => ({
        title,
        selection,
      }));
      expect({ outcome: 'conflict', explanation, fixes }).toEqual(scenario.expect);
    }
    expect(resolution.outcome).not.toBe('unknown');
  });

  test('has an answer that is verified without the search', () => {
    if (resolution.outcome === 'resolved') {
      expect(verifySelection(compiled, request, resolution.selection)).toEqual([]);
    } else if (resolution.outcome === 'conflict') {
      expect(verifyProof(compiled, resolution.conflict)).toEqual({ valid: true });
    }
  });

  test('tells a story and is named like its file', () => {
    expect(scenario.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(scenario.story.length).toBeGreaterThan(60);
  });
});

test('the scenarios take as many attempts as they ever did: one, where nothing has to be taken back', () => {
  const attempts = readScenarios().map((scenario) => {
    const { effort } = resolve(compileScenario(scenario), requestOf(scenario));
    return [scenario.name, effort.attempts] as const;
  });
  expect(attempts.filter(([, count]) => count > 1)).toEqual([['long-way-round', 2]]);
});
