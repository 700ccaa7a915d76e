import type { CapabilityDeclaration } from '../../abi/index.ts';
import type { Language } from '../../manifest/index.ts';
import { generateC } from './c-header.ts';
import { cppBinding } from './cpp-binding.ts';
import type { GeneratedFile, Generator } from './generator.ts';
import { rustBinding } from './rust-binding.ts';
import { zigBinding } from './zig-binding.ts';

/** A language that capabilities are generated for. */
export interface Binding {
  readonly language: Language;
  /** Where the project keeps what is generated in this language. */
  readonly folder: string;
  readonly generate: Generator;
}

/** Every language with a generator: a new one is a line here. */
export const bindings: readonly Binding[] = [
  { language: 'c', folder: 'native/include', generate: generateC },
  { language: 'cpp', folder: 'native/sdk/cpp', generate: cppBinding },
  { language: 'rust', folder: 'native/sdk/rust', generate: rustBinding },
  { language: 'zig', folder: 'native/sdk/zig', generate: zigBinding },
];

/**
 * The files of capabilities in some languages, below one folder or, without `folder`, where the project keeps them.
 *
 * @throws RangeError when a declaration gives one name to two kinds
 */
export function generatedFiles(
  capabilities: readonly CapabilityDeclaration[],
  languages: readonly Binding[],
  folder?: string,
): GeneratedFile[] {
  return languages.flatMap((binding) =>
    capabilities
      .flatMap((capability) => binding.generate(capability))
      .map(({ path, text }) => ({ path: `${folder ?? binding.folder}/${path}`, text })),
  );
}
