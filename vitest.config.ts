import { defineConfig } from 'vitest/config';
import { OutcomesReporter } from './tests/gate/vitest-outcomes.ts';

/** Set by the gate (`npm test`): where the outcomes go that its summary is made of. */
const outcomesPath = process.env.TUTTI_UNIT_OUTCOMES;

export default defineConfig({
  test: {
    environment: 'node',
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/browser/**'],
    // Native code may take its process down: only the file that called it is lost, and it is reported.
    pool: 'forks',
    // The user's own store of plugins is none of a test's business.
    env: { TUTTI_STORE: 'build/tests/store' },
    // A guard against hanging, no measure of speed: a first build for a new target takes a minute,
    // and on a machine that is slow or busy several of them.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // A forgotten `.only` would hide the other tests from the gate.
    allowOnly: outcomesPath === undefined,
    reporters: outcomesPath === undefined ? ['default'] : ['default', new OutcomesReporter(outcomesPath)],
  },
});
