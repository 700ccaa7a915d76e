import { describe, expect, test } from 'vitest';
import { Lifecycle } from '../../src/abi/index.ts';

const world = () => {
  const lifecycle = new Lifecycle(() => 'org.tutti.here');
  const log: string[] = [];
  lifecycle.watch((to, from) => log.push(`${from} -> ${to}`));
  const say = (text: string) => async () => void log.push(text);
  const report = (error: unknown) =>
    void log.push(`reported: ${error instanceof Error ? error.message : error}`);
  return { lifecycle, log, say, report };
};

describe('a step with hooks', () => {
  test('runs those before it, itself, and those after it, each in the order of registration', async () => {
    const { lifecycle, log, say, report } = world();
    for (const name of ['first', 'second']) {
      lifecycle.hook('before', 'create', say(`${name} before`));
      lifecycle.hook('after', 'create', say(`${name} after`));
    }
    await lifecycle.step('create', say('create'), report);
    expect(log).toEqual([
      'first before',
      'second before',
      'create',
      'mapped -> created',
      'first after',
      'second after',
    ]);
  });

  test('does not happen when a hook before it throws, and its reason is told', async () => {
    const { lifecycle, log, say, report } = world();
    const cause = new Error('not on a Monday');
    lifecycle.hook('before', 'create', () => {
      throw cause;
    });
    await expect(lifecycle.step('create', say('create'), report)).rejects.toMatchObject({
      code: 'transition-vetoed',
      message: 'Cannot create plugin "org.tutti.here": a hook before it refused: not on a Monday',
      cause,
    });
    expect({ state: lifecycle.state, log }).toEqual({ state: 'mapped', log: [] });
  });

  test('stays done when a hook after it throws, and the error is reported', async () => {
    const { lifecycle, log, say, report } = world();
    lifecycle.hook('after', 'create', () => Promise.reject(new Error('too late')));
    lifecycle.hook('after', 'create', say('the next one'));
    await lifecycle.step('create', say('create'), report);
    expect(log).toEqual(['create', 'mapped -> created', 'reported: too late', 'the next one']);
  });

  test('cannot be refused when it is forced', async () => {
    const { lifecycle, log, say, report } = world();
    lifecycle.hook('before', 'unmap', () => Promise.reject(new Error('please stay')));
    await lifecycle.step('unmap', say('unmap'), report, true);
    expect(log).toEqual(['reported: please stay', 'unmap', 'mapped -> unmapped']);
  });

  test('forgets a hook that was taken out', async () => {
    const { lifecycle, log, say, report } = world();
    lifecycle.hook('before', 'create', say('before'))();
    await lifecycle.step('create', say('create'), report);
    expect(log).toEqual(['create', 'mapped -> created']);
  });

  test('refuses a second step until it has ended', async () => {
    const { lifecycle, report } = world();
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = lifecycle.step('create', () => promise, report);
    await expect(lifecycle.step('unmap', async () => {}, report)).rejects.toMatchObject({
      code: 'wrong-state',
      message: 'Cannot unmap plugin "org.tutti.here": current state is mapped, and create is under way',
    });
    resolve();
    await first;
    expect(lifecycle.state).toBe('created');
  });

  test('does not begin when the plugin was lost while its hooks ran', async () => {
    const { lifecycle, log, say, report } = world();
    lifecycle.hook('before', 'create', () => void lifecycle.fault());
    await expect(lifecycle.step('create', say('create'), report)).rejects.toMatchObject({
      message: 'Cannot create plugin "org.tutti.here": current state is faulted, and create is under way',
    });
    expect(log).toEqual(['mapped -> faulted']);
  });
});

test('a fault is entered once, and never by what is gone', () => {
  const { lifecycle, log } = world();
  expect([lifecycle.fault(), lifecycle.fault()]).toEqual([true, false]);
  lifecycle.enter('unmapped');
  expect([lifecycle.fault(), log]).toEqual([false, ['mapped -> faulted', 'faulted -> unmapped']]);
});
