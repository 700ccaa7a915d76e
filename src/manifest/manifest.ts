import type { Platform, Ranges } from '../resolver/index.ts';

/** Languages a plugin's source can be written in. */
export const LANGUAGES = ['c', 'cpp', 'rust', 'zig'] as const;

/** Targets a plugin can be built for, named like zig's. */
export const TARGETS = [
  'x86_64-linux-gnu',
  'aarch64-linux-gnu',
  'x86_64-linux-musl',
  'aarch64-linux-musl',
  'x86_64-windows-gnu',
  'aarch64-windows-gnu',
  'x86_64-macos',
  'aarch64-macos',
  'wasm32',
] as const;

export type Language = (typeof LANGUAGES)[number];
export type Target = (typeof TARGETS)[number];

/** A `tutti.json` that was read and found right. Also a `Release`, so the resolver takes it as it is. */
export interface Manifest {
  readonly $schema?: string;
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly description?: string;
  readonly abi: string;
  readonly platforms?: 'any' | readonly Platform[];
  readonly dependencies?: Ranges;
  readonly optionalDependencies?: Ranges;
  readonly conflicts?: Ranges;
  readonly provides?: Readonly<Record<string, string>>;
  readonly requires?: Ranges;
  readonly exclusive?: readonly string[];
  /** Source file by language, or built library by target; paths relative to the manifest. */
  readonly entry?: Readonly<Partial<Record<Language | Target, string>>>;
  readonly yanked?: boolean | string;
  readonly docs?: string;
}
