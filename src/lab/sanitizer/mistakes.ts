/** A kind of mistake that the lab finds: one page of the catalogue "It crashed" each, named by its slug. */
export interface Mistake {
  /** Kind, and slug of its page. */
  readonly kind: string;
  /** What it is called, as a heading. */
  readonly title: string;
  /** What the code did, for someone who never heard the word. */
  readonly meaning: string;
  /** What the same code does in a native process without a sanitizer. */
  readonly natively: string;
}

/** Every kind of mistake, memory first. A run names no other. */
export const mistakes = [
  {
    kind: 'use-after-free',
    title: 'Use after free',
    meaning: 'Memory is read or written that free() has taken back.',
    natively:
      'It often works, until the allocator gives the same bytes to someone else: then both write there.',
  },
  {
    kind: 'use-after-release',
    title: 'Use after release',
    meaning:
      "A block of the host's is read or written after it was given back, or after the host released it.",
    natively: 'The bytes may already be those of another result; no error is raised where it happens.',
  },
  {
    kind: 'kept-pointer',
    title: 'A borrowed pointer was kept',
    meaning: 'What a call borrows ends with the call; the pointer was kept, and used later.',
    natively: "It reads whatever lies there now: the next call's arguments, or memory that is gone.",
  },
  {
    kind: 'borrowed-written',
    title: 'Borrowed memory was written',
    meaning: "An argument, or a table of the host's, may be read and not be changed.",
    natively: 'The caller finds its own data changed; where the memory is read-only, the process ends.',
  },
  {
    kind: 'constant-written',
    title: 'A constant was written',
    meaning: 'A string literal or another constant was changed through a pointer that hides that it is one.',
    natively: 'Constants lie in read-only pages: the process ends with SIGSEGV.',
  },
  {
    kind: 'heap-overflow',
    title: 'Past the end of a block',
    meaning: 'More bytes are touched than the block was allocated with, or bytes before its start.',
    natively:
      "It overwrites the allocator's own books or a neighbour; the crash comes later, somewhere else.",
  },
  {
    kind: 'stack-overflow',
    title: 'Past the end of a local variable',
    meaning: 'An access lies outside of the local variable that it was meant for.',
    natively:
      'It overwrites other variables or the return address; compilers end the process when they notice.',
  },
  {
    kind: 'global-overflow',
    title: 'Past the end of a global variable',
    meaning: 'An access lies outside of the global or static variable that it was meant for.',
    natively: 'It changes whichever variable the linker placed beside it.',
  },
  {
    kind: 'use-after-scope',
    title: 'Use after the end of a scope',
    meaning: 'A pointer to a local variable outlived the block in which the variable lives.',
    natively: 'It reads whatever the compiler put in that place of the stack next.',
  },
  {
    kind: 'wild-pointer',
    title: 'A pointer into nowhere',
    meaning: 'The address belongs to nothing that the plugin has: not a block, a variable or an argument.',
    natively: 'The process ends with SIGSEGV, or changes memory that belongs to someone else.',
  },
  {
    kind: 'null-pointer',
    title: 'A null pointer was followed',
    meaning: 'The pointer is NULL, often because an allocation failed and nobody asked.',
    natively: 'The process ends with SIGSEGV, and the host with it.',
  },
  {
    kind: 'double-free',
    title: 'Freed twice',
    meaning: 'free() was given a block that it has taken back before.',
    natively:
      "It breaks the allocator's lists: glibc ends the process when it notices, and corrupts memory when not.",
  },
  {
    kind: 'double-release',
    title: 'Released twice',
    meaning: 'The host was given a block back that it has taken back before.',
    natively:
      'The Tutti host counts a misuse and keeps its memory sound; another host would corrupt its heap.',
  },
  {
    kind: 'bad-free',
    title: 'Freed what was never allocated',
    meaning: 'The pointer given back does not begin a block: it points into one, or to a variable.',
    natively: 'glibc ends the process with "invalid pointer", or corrupts its heap.',
  },
  {
    kind: 'wrong-allocator',
    title: 'Freed by another allocator',
    meaning:
      "Memory of the host's must go back to the host, and memory of malloc to free; each was given the other's.",
    natively: 'Two allocators with different books meet: the heap is corrupt from here on.',
  },
  {
    kind: 'wrong-size',
    title: 'Given back with another size',
    meaning: 'The size given back is not the one that was asked for.',
    natively: "The Tutti host counts a misuse; the plugin's quota would drift in a host that believed it.",
  },
  {
    kind: 'leak',
    title: 'Never given back',
    meaning: 'A block is still held after destroy, when nobody is left who could give it back.',
    natively: 'The process grows with each instance, until it is ended for its size.',
  },
  {
    kind: 'uninitialised-value',
    title: 'A result that was never written',
    meaning: 'An owned value was handed over with bytes that nobody has written.',
    natively: "The caller reads what lay there before: perhaps another user's data.",
  },
  {
    kind: 'bad-result',
    title: 'A result that is not valid',
    meaning:
      'What was handed over breaks the contract: no release function, a wrong length, or malformed bytes.',
    natively:
      'The Tutti host refuses it and takes the plugin out of use; another host would read wild memory.',
  },
  {
    kind: 'integer-overflow',
    title: 'A number too large for its type',
    meaning: 'Signed arithmetic left the range of its type, which C leaves undefined.',
    natively: 'It usually wraps to a negative number; the optimiser may assume that it never happens.',
  },
  {
    kind: 'division-by-zero',
    title: 'Division by zero',
    meaning: 'An integer was divided by zero.',
    natively: 'On x86-64 the process ends with SIGFPE; on arm64 the result is 0.',
  },
  {
    kind: 'bad-shift',
    title: 'A shift by too much',
    meaning: 'A shift by as many bits as the type has, or more, or by a negative number, is undefined.',
    natively: 'x86-64 shifts by the lowest bits of the count alone, other processors give 0.',
  },
  {
    kind: 'misaligned-access',
    title: 'A misaligned access',
    meaning: 'The address is no multiple of what the type asks for.',
    natively: 'x86-64 allows it, older ARM processors end the process, and vector code may fault anywhere.',
  },
  {
    kind: 'index-out-of-bounds',
    title: 'An index out of bounds',
    meaning: 'The index is not one of the array.',
    natively: 'It reads or changes whatever lies beside the array.',
  },
  {
    kind: 'bad-conversion',
    title: 'A conversion that does not fit',
    meaning: 'The number does not fit the type that it is converted to.',
    natively: 'The result differs from processor to processor.',
  },
  {
    kind: 'bad-value',
    title: 'A value that its type does not have',
    meaning: 'A bool that is neither 0 nor 1, or an enumeration outside of its range, was read.',
    natively: 'Code that was compiled for two cases takes a third way.',
  },
  {
    kind: 'null-argument',
    title: 'NULL where it is forbidden',
    meaning: 'A function was given NULL for a parameter that must not be NULL.',
    natively: 'The optimiser concludes that the pointer is not NULL and removes later checks for it.',
  },
  {
    kind: 'overlapping-copy',
    title: 'A copy onto itself',
    meaning: 'memcpy was given ranges that overlap; memmove is made for that.',
    natively: 'The copy may be garbled, depending on the direction in which this libc copies.',
  },
  {
    kind: 'unreachable-reached',
    title: 'Code that was said to be unreachable',
    meaning: 'The program arrived where it promised the compiler never to arrive.',
    natively: 'The compiler left no code there: execution falls into whatever follows.',
  },
  {
    kind: 'wrong-function-type',
    title: 'A function called as another type',
    meaning: 'The function that a pointer leads to takes other parameters than the call passes.',
    natively: 'It reads its parameters from registers that nobody filled.',
  },
  {
    kind: 'endless-loop',
    title: 'A loop without end',
    meaning: 'The call took more steps than any call may: it waits for something that does not come.',
    natively: "The host's thread never returns; only a child process can be ended.",
  },
  {
    kind: 'deep-recursion',
    title: 'The stack ran out',
    meaning: 'Functions called each other until no room was left for their variables.',
    natively:
      'The process ends with SIGSEGV. koffi gives a call 2 MiB of stack, an asynchronous one 128 KiB.',
  },
  {
    kind: 'process-ended',
    title: 'The plugin ended the process',
    meaning: 'abort(), exit() or a failed assert() was called: in a plugin that is the end of its host.',
    natively: 'The process is gone, with everything else that ran in it.',
  },
  {
    kind: 'exception-thrown',
    title: 'An exception was thrown',
    meaning:
      'No exception may cross the ABI. The page builds without unwinding, so here each throw ends the run.',
    natively:
      "The C++ SDK's guard turns it into TUTTI_E_PANIC; without a guard it reaches C, and the process ends.",
  },
  {
    kind: 'out-of-order',
    title: 'A service at the wrong time',
    meaning: 'The host was asked for something that it does not offer in this state or for this call.',
    natively: 'The answer means nothing: a table whose plugin may be gone, or the state of another call.',
  },
  {
    kind: 'missing-function',
    title: 'A function that nobody provides',
    meaning: 'The page has no such function: no files, no network and no threads.',
    natively: 'It may exist there: this is a limit of the page.',
  },
  {
    kind: 'trapped',
    title: 'The plugin trapped',
    meaning: 'WebAssembly stopped the plugin for a reason that no check knows.',
    natively: 'The process ends.',
  },
] as const satisfies readonly Mistake[];

export type MistakeKind = (typeof mistakes)[number]['kind'];

export function mistakeOf(kind: MistakeKind): Mistake {
  const mistake = mistakes.find((each) => each.kind === kind);
  if (mistake === undefined) throw new RangeError(`No mistake is called ${kind}`);
  return mistake;
}
