import type { CapabilityDeclaration } from '../../abi/index.ts';

/** A file that a generator wrote; nothing is on disk yet. */
export interface GeneratedFile {
  /** Relative to the language's folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Writes a capability's binding in one language. Pure: the same declaration gives the same text. */
export type Generator = (capability: CapabilityDeclaration) => readonly GeneratedFile[];
