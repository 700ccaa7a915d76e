import { audioCapability } from './audio.ts';
import type { CapabilityDeclaration } from './declaration.ts';
import { stateCapability } from './state.ts';
import { textCapability } from './text.ts';
import { wordsCapability } from './words.ts';

/** Every capability that Tutti declares. */
export const capabilities: readonly CapabilityDeclaration[] = [
  textCapability,
  wordsCapability,
  stateCapability,
  audioCapability,
];
