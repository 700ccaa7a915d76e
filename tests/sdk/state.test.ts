import { describe, expect, test } from 'vitest';
import { type Session, sessionOf } from '../../src/checks/index.ts';
import { openInstance } from '../../src/host/index.ts';
import { LANGUAGES, type Language } from '../../src/manifest/index.ts';
import type { SkipContext } from '../gate/tool.ts';
import { buildNative } from './build.ts';

const pairs = LANGUAGES.flatMap((from) => LANGUAGES.map((to) => [from, to] as const));
const text = 'la mi la\nsol lé 𝄞 la\n';

async function opened(context: SkipContext, language: Language): Promise<Session> {
  const { file } = await buildNative(context, 'examples/word-count', language);
  return sessionOf(await openInstance(file, { trace: true }));
}

function answers(session: Session) {
  return [
    session.call('tutti.words', 'total', []),
    session.call('tutti.words', 'mostFrequent', [9]),
    session.call('tutti.state', 'describe', []),
  ];
}

describe('the state of word-count', () => {
  test.for(pairs)('saved in %s is restored in %s, which goes on counting', async ([from, to], context) => {
    const old = await opened(context, from);
    old.start();
    old.call('tutti.words', 'add', [text]);
    const saved = old.save(1);
    if (!saved.ok) throw new Error(saved.message);

    const next = await opened(context, to);
    expect(next.restore(1, saved.value)).toEqual({ ok: true, value: undefined });
    next.start();
    expect(answers(next)).toEqual(answers(old));
    for (const session of [old, next]) session.call('tutti.words', 'add', ['la one']);
    expect(answers(next)).toEqual(answers(old));
    for (const session of [old, next]) session.close();
    const lost = [old, next].flatMap(({ events }) => events.filter(({ type }) => type === 'leak'));
    expect(lost).toEqual([]);
  });
});
