import { type CapabilityDeclaration, snakeCase } from '../../abi/index.ts';
import { compositeKinds } from './c-kinds.ts';

/** The names of a declaration that C spells differently. */
function camelNames(capability: CapabilityDeclaration): Set<string> {
  const functions = Object.entries(capability.functions);
  const names = [
    ...functions.map(([name]) => name),
    ...functions.flatMap(([, { parameters }]) => parameters.map(({ name }) => name)),
    ...compositeKinds(capability).flatMap((kind) =>
      kind.kind === 'record' ? [kind.name, ...Object.keys(kind.fields)] : [],
    ),
  ];
  return new Set(names.filter((name) => /[A-Z]/.test(name)));
}

/** Prose of a declaration with its names as C spells them. */
export function inC(capability: CapabilityDeclaration, prose: string): string {
  const names = camelNames(capability);
  return prose.replace(/[a-z]+[A-Z]\w*/g, (word) => (names.has(word) ? snakeCase(word) : word));
}
