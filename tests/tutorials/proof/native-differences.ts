/** A native verdict that no seeded mistake of the same kind gets. */
export interface NativeDifference {
  /** `what at line`, or `nothing`. */
  readonly found: string;
  /** Why that is right. */
  readonly reason: string;
}

const freedBefore =
  'the page refuses a freed result; gcc sees the host read it, with the line that freed it on top';
const afterTheCall = {
  found: 'misuse: unknown-pointer at ?',
  reason: 'the host releases after the call: no frame of the plugin is left, and the page remembers its line',
};
const notRead = { found: 'nothing', reason: 'hosts look whether text is UTF-8, and the harness does not' };

/** By step and variant. */
export const nativeDifferences: Readonly<Record<string, NativeDifference>> = {
  'first-plugin/3-own/freed-as-well': { found: 'heap-use-after-free at 15', reason: freedBefore },
  'first-plugin/4-refuse/start': notRead,
  'first-plugin/4-refuse/told-and-went-on': notRead,
  'memory/2-owned/freed-it-as-well': { found: 'heap-use-after-free at 20', reason: freedBefore },
  'memory/2-owned/start': afterTheCall,
  'memory/2-owned/made-it-static': afterTheCall,
  'memory/5-kept-pointer/kept-a-local': {
    found: 'nothing',
    reason: 'gcc follows locals of functions that have returned only where each frame is on the heap',
  },
  'memory/6-wrong-allocator/start': afterTheCall,
};
