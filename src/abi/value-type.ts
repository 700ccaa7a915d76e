import type { FunctionDeclaration } from './capabilities/declaration.ts';

/** TUTTI_BYTES, TUTTI_TEXT_UTF8 and TUTTI_MESSAGE of native/include/tutti.h. */
const typeNames = ['bytes', 'text', 'a message'] as const;

/** Says that an owned value states another type than its function's result; undefined when it is the right one. */
export function typeProblem(kind: FunctionDeclaration['result'], typeId: number): string | undefined {
  const expected = kind === 'bytes' ? 0 : kind === 'string' ? 1 : 2;
  if (typeId === expected) return undefined;
  const stated = typeNames[typeId] ?? `of type ${typeId}, which the ABI does not have`;
  return `it says that it is ${stated}, and the result is ${typeNames[expected]}`;
}
