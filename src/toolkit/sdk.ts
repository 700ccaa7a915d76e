import path from 'node:path';
import type { Language } from '../manifest/index.ts';

/** Languages as a sentence names them. */
export const languageTitles: Readonly<Record<Language, string>> = {
  c: 'C',
  cpp: 'C++',
  rust: 'Rust',
  zig: 'Zig',
};

/** The package's folders that a plugin in each language is built from. */
export const sdkFolders: Readonly<Record<Language, readonly string[]>> = {
  c: ['native/include', 'native/sdk/c'],
  cpp: ['native/include', 'native/sdk/cpp'],
  rust: ['native/sdk/rust'],
  zig: ['native/sdk/zig'],
};

/** What `entry` in a manifest would name for a plugin called `name`. */
export const exampleEntries: Readonly<Record<Language, (name: string) => string>> = {
  c: (name) => `c/${name}.c`,
  cpp: (name) => `cpp/${name}.cpp`,
  rust: () => 'rust/Cargo.toml',
  zig: (name) => `zig/${name}.zig`,
};

/** Folders whose every file belongs to the source; a crate's folder may hold cargo's output besides. */
export function sourceFolders(language: Language, source: string): string[] {
  const dir = path.dirname(source);
  return language === 'rust' ? [path.join(dir, 'src')] : [dir];
}
