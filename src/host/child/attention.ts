import { yieldProcessor } from './shared-memory.ts';

/**
 * Waking a sleeping event loop takes longer than a short call in a child. So for the first moments of waiting for an
 * answer the loop turns without sleeping; other work is done meanwhile as ever.
 */
const awakeMs = 0.08;

let awaited = 0;
let until = 0;
let isTurning = false;

function turn(): void {
  isTurning = awaited > 0 && performance.now() < until;
  if (!isTurning) return;
  yieldProcessor();
  setImmediate(turn);
}

/** One more answer is awaited. */
export function attend(): void {
  awaited += 1;
  until = performance.now() + awakeMs;
  if (isTurning) return;
  isTurning = true;
  setImmediate(turn);
}

/** So many answers are no longer awaited. */
export function rest(answers: number): void {
  awaited -= answers;
}
