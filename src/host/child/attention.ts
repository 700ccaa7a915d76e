import { yieldProcessor } from './shared-memory.ts';

/**
 * Waking a sleeping event loop takes longer than a short call in a child. So for the first moments of waiting for an
 * answer the loop turns without sleeping; other work is done meanwhile as ever.
 */
const awakeMs = 0.08;
/** Whoever takes the processor for longer than this when it is offered keeps it busy: then sleeping is faster. */
const busyMs = 0.15;
const callsAsleep = 64;

let awaited = 0;
let until = 0;
let isTurning = false;
/** For how many calls more the machine is taken to be busy. */
let asleep = 0;

function turn(): void {
  const begin = performance.now();
  isTurning = awaited > 0 && begin < until;
  if (!isTurning) return;
  yieldProcessor();
  if (performance.now() - begin > busyMs) {
    asleep = callsAsleep;
    isTurning = false;
  } else setImmediate(turn);
}

/** One more answer is awaited. */
export function attend(): void {
  awaited += 1;
  if (asleep > 0) {
    asleep -= 1;
    return;
  }
  until = performance.now() + awakeMs;
  if (isTurning) return;
  isTurning = true;
  setImmediate(turn);
}

/** So many answers are no longer awaited. */
export function rest(answers: number): void {
  awaited -= answers;
}
