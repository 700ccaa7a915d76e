import type { CapabilityDeclaration } from './declaration.ts';

/** A camelCase name as C, C++ functions, Rust and Zig spell it: `mostFrequent` becomes `most_frequent`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * How every C name of a capability begins: `tutti_words` for tutti.words, `tutti_org_acme_reverb` for
 * org.acme.reverb. Its table is that and `_t`, a named kind of it that, `_name` and `_t`.
 */
export function cPrefix(capability: CapabilityDeclaration): string {
  return `tutti_${snakeCase(capability.id.replace(/^tutti\./, '')).replace(/[.-]/g, '_')}`;
}

/** The C name of a named kind of a capability, such as `tutti_words_counts_t`. */
export function cTypeName(capability: CapabilityDeclaration, name: string): string {
  return `${cPrefix(capability)}_${snakeCase(name)}_t`;
}
