import { type CapabilityDeclaration, cPrefix, ifaceHash, snakeCase } from '../../abi/index.ts';
import { cClients } from './c-client.ts';
import { cArguments, cInvoke } from './c-invoke.ts';
import { inC } from './c-names.ts';
import { cReaders } from './c-reader.ts';
import { cTable } from './c-table.ts';
import { assertion, comment, macro } from './c-text.ts';
import { cTypes, layoutAssertsOf } from './c-types.ts';
import { cWriters } from './c-writer.ts';
import type { GeneratedFile } from './generator.ts';

const beginC = ['#ifdef __cplusplus', 'extern "C" {', '#endif', ''];
const endC = ['#ifdef __cplusplus', '}', '#endif'];

/** `text` of `tutti/text.h`. */
function stemOf(capability: CapabilityDeclaration): string {
  return cPrefix(capability).replace(/^tutti_/, '');
}

/** The contract: types, the table, the macro that fills one. */
function contract(capability: CapabilityDeclaration): string {
  const { id, version, summary, functions } = capability;
  const prefix = cPrefix(capability);
  const upper = prefix.toUpperCase();
  const stem = stemOf(capability);
  const names = Object.keys(functions);
  const hash = ifaceHash(capability).toString(16).toUpperCase().padStart(16, '0');
  const places = names.map((name, i) => {
    const place = i === 0 ? '40' : `40 + ${i} * sizeof(void *)`;
    return `offsetof(${prefix}_t, ${snakeCase(name)}) == ${place}`;
  });
  const first = snakeCase(names[0] ?? '');
  return [
    ...comment({
      summary: `tutti/${stem}.h: the capability "${id}" ${version.major}.${version.minor}, generated from its declaration. ${inC(capability, summary)}`,
    }),
    `#ifndef ${upper}_H`,
    `#define ${upper}_H`,
    '',
    '#include "tutti/message.h"',
    '',
    ...beginC,
    ...comment({
      summary: 'Its id and its version, for TUTTI_OFFER and query, and the hash of its declaration.',
    }),
    `#define ${upper} "${id}"`,
    `#define ${upper}_MAJOR ${version.major}`,
    `#define ${upper}_MINOR ${version.minor}`,
    `#define ${upper}_HASH UINT64_C(0x${hash})`,
    '',
    ...cTypes(capability),
    ...cTable(capability),
    '',
    ...comment({
      summary: `A table of ${id}, for C: ${upper}_TABLE(.${first} = ${first}${names.length > 1 ? ', ...' : ''}).`,
    }),
    ...macro([
      `#define ${upper}_TABLE(...)`,
      `  {.table = {TUTTI_TABLE_HEAD(${prefix}_t, ${upper}_MAJOR, ${upper}_MINOR, ${upper}_HASH),`,
      `             ${prefix}_invoke},`,
      '   __VA_ARGS__}',
    ]),
    '',
    ...layoutAssertsOf(capability),
    ...assertion(places, id),
    '',
    ...endC,
    '',
    `#include "tutti/${stem}_calls.h" /* reading, writing and calling */`,
    '',
    '#endif',
    '',
  ].join('\n');
}

/** The machinery: readers and writers of messages, the thunk, and calls to a provider. */
function calls(capability: CapabilityDeclaration): string {
  const prefix = cPrefix(capability);
  const upper = prefix.toUpperCase();
  const stem = stemOf(capability);
  return [
    ...comment({
      summary: `tutti/${stem}_calls.h: generated with tutti/${stem}.h, which includes it: messages of ${capability.id}, and calls by message.`,
    }),
    `#ifndef ${upper}_CALLS_H`,
    `#define ${upper}_CALLS_H`,
    '',
    `#include "tutti/${stem}.h"`,
    '',
    ...beginC,
    ...cReaders(capability),
    ...cWriters(capability),
    ...cArguments(capability),
    ...cInvoke(capability),
    ...comment({
      summary: `Calls to a provider that tutti_host_t.query found: its typed function where the table holds one, else invoke with encoded arguments, for which \`host\` gives the memory.`,
    }),
    '',
    ...cClients(capability),
    ...endC,
    '#endif',
    '',
  ].join('\n');
}

/** A capability's C headers, below the folder that -I names. */
export function generateC(capability: CapabilityDeclaration): GeneratedFile[] {
  const stem = stemOf(capability);
  return [
    { path: `tutti/${stem}.h`, text: contract(capability) },
    { path: `tutti/${stem}_calls.h`, text: calls(capability) },
  ];
}
