import { type Isolation, isolations } from '../../../src/host/index.ts';

/** Where a plugin can run; each behaviour is the same in all of them. */
export const everywhere: readonly Isolation[] = isolations;
