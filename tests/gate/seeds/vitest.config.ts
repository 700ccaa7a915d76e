import { defineConfig } from 'vitest/config';
import { OutcomesReporter } from '../vitest-outcomes.ts';

/** Runs the seeded faults of this folder, which `reporter.test.ts` expects to be reported. */
export default defineConfig({
  test: {
    include: ['tests/gate/seeds/*.seed.ts'],
    pool: 'forks',
    maxWorkers: 1,
    reporters: [new OutcomesReporter(process.env.TUTTI_UNIT_OUTCOMES ?? '')],
  },
});
