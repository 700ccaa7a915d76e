import { cPrefix, cTypeName, snakeCase } from './capabilities/c-names.ts';
import type { CapabilityDeclaration } from './capabilities/declaration.ts';
import { layoutOfKind } from './capabilities/kind-layout.ts';
import { namedKinds } from './capabilities/named-kinds.ts';
import { layoutOf, type PointerSize, type StructName, structs } from './layouts.ts';

/** The asserts of one struct: its size and where each field begins. */
function assertsOf(cName: string, sizeBytes: number, offsets: Readonly<Record<string, number>>): string[] {
  return [
    `_Static_assert(sizeof(${cName}) == ${sizeBytes}, "size of ${cName}");`,
    ...Object.entries(offsets).map(
      ([field, offset]) => `_Static_assert(offsetof(${cName}, ${field}) == ${offset}, "${cName}.${field}");`,
    ),
  ];
}

function capabilityAsserts(capability: CapabilityDeclaration, pointerSize: PointerSize): string[] {
  const lines = [`#include "tutti/${cPrefix(capability).replace(/^tutti_/, '')}.h"`];
  const start = layoutOf('table', pointerSize).sizeBytes;
  for (const [i, name] of Object.keys(capability.functions).entries()) {
    const field = `${cPrefix(capability)}_t, ${snakeCase(name)}`;
    lines.push(`_Static_assert(offsetof(${field}) == ${start + i * pointerSize}, "${field}");`);
  }
  for (const kind of namedKinds(capability)) {
    if (kind.kind !== 'record') continue;
    const { sizeBytes, offsets } = layoutOfKind(kind);
    const fields = Object.entries(offsets).map(([name, offset]) => [snakeCase(name), offset] as const);
    lines.push(...assertsOf(cTypeName(capability, kind.name), sizeBytes, Object.fromEntries(fields)));
  }
  return lines;
}

/**
 * C source that fails to compile unless the headers lay out every struct as `layoutOf`, and every table and record
 * of `declared` as `layoutOfKind`.
 */
export function layoutAsserts(pointerSize: PointerSize, declared: readonly CapabilityDeclaration[]): string {
  const lines = ['#include "tutti.h"'];
  for (const name of Object.keys(structs) as StructName[]) {
    const { sizeBytes, offsets } = layoutOf(name, pointerSize);
    lines.push(...assertsOf(structs[name].cName, sizeBytes, offsets));
  }
  for (const capability of declared) lines.push(...capabilityAsserts(capability, pointerSize));
  return `${lines.join('\n')}\n`;
}
