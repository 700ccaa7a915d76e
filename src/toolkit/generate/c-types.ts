import {
  type CapabilityDeclaration,
  type CompositeKind,
  cPrefix,
  cTypeName,
  type EnumerationKind,
  type FlagsKind,
  type Kind,
  layoutOfKind,
  namedKinds,
  snakeCase,
} from '../../abi/index.ts';
import { compositeKinds, inlineType, isReference, isStruct, kindName, kindPhrase } from './c-kinds.ts';
import { inC } from './c-names.ts';
import { aligned, assertion, comment } from './c-text.ts';

/** `TUTTI_AUDIO_LAYOUT`, with which the constants of an enumeration or of flags begin. */
export function constantPrefix(capability: CapabilityDeclaration, name: string): string {
  return `${cPrefix(capability)}_${snakeCase(name)}`.toUpperCase();
}

function constants(capability: CapabilityDeclaration, kind: EnumerationKind | FlagsKind): string[] {
  const prefix = constantPrefix(capability, kind.name);
  const isFlags = kind.kind === 'flags';
  const numbers = Object.entries(isFlags ? kind.bits : kind.cases);
  return [
    ...comment({
      summary: `${snakeCase(kind.name)}: ${isFlags ? 'any of these, or-ed together' : 'one of these'}.`,
    }),
    ...aligned(
      numbers.map(([name, value]) => [
        `#define ${prefix}_${snakeCase(name).toUpperCase()} ${value}u`,
        inC(capability, kind.meanings[name] ?? ''),
      ]),
    ),
    `typedef uint32_t ${cTypeName(capability, kind.name)};`,
    '',
  ];
}

/** What a field's C type does not say of it. */
function fieldComment(kind: Kind, meaning: string | undefined): string {
  const isPlain = typeof kind === 'string' && kind !== 'bool' && !isReference(kind);
  const isNamed = typeof kind === 'object' && (kind.kind === 'enumeration' || kind.kind === 'flags');
  const phrase =
    isPlain || isNamed || (typeof kind === 'object' && kind.kind === 'record') ? '' : kindPhrase(kind);
  return [phrase === 'bool' ? '0 or 1' : phrase, meaning].filter(Boolean).join(': ');
}

function struct(capability: CapabilityDeclaration, kind: Exclude<CompositeKind, { kind: 'list' }>): string[] {
  const name = `${cPrefix(capability)}_${kindName(kind)}`;
  const type = (part: Kind) => inlineType(capability, part);
  const body = (): string[] => {
    switch (kind.kind) {
      case 'record':
        return aligned(
          Object.entries(kind.fields).map(([field, part]) => [
            `${type(part)} ${snakeCase(field)};`,
            inC(capability, fieldComment(part, kind.meanings[field])),
          ]),
          '  ',
        );
      case 'optional':
        return aligned(
          [
            ['uint8_t is_some;', '0 or 1'],
            [`${type(kind.some)} value;`, fieldComment(kind.some, 'zero when there is none')],
          ],
          '  ',
        );
      case 'result':
        return [
          '  uint8_t is_error; /* 0 or 1: which of the two follows */',
          '  union {',
          ...aligned(
            [
              [`${type(kind.ok)} value;`, fieldComment(kind.ok, undefined)],
              [`${type(kind.error)} error;`, fieldComment(kind.error, undefined)],
            ],
            '    ',
          ),
          '  } is;',
        ];
    }
  };
  return [
    ...comment({
      summary: `In messages: ${kind.kind === 'record' ? `the record ${kindName(kind)}` : kindPhrase(kind)}.`,
    }),
    `typedef struct ${name} {`,
    ...body(),
    `} ${name}_t;`,
    '',
  ];
}

/** The types of a capability, in the order in which C wants them. */
export function cTypes(capability: CapabilityDeclaration): string[] {
  const named = namedKinds(capability).filter((kind) => kind.kind !== 'record');
  return [
    ...named.flatMap((kind) => constants(capability, kind as EnumerationKind | FlagsKind)),
    ...compositeKinds(capability)
      .filter(isStruct)
      .flatMap((kind) => struct(capability, kind)),
  ];
}

/** Asserts that the compiler lays every struct out as messages have it. */
export function layoutAssertsOf(capability: CapabilityDeclaration): string[] {
  return compositeKinds(capability)
    .filter(isStruct)
    .flatMap((kind) => {
      const { sizeBytes, offsets } = layoutOfKind(kind);
      const type = cTypeName(capability, kindName(kind));
      const places = Object.entries(offsets).map(([part, offset]) => {
        // The two parts of a result share their place: a union's.
        const field = kind.kind === 'result' && part !== 'isError' ? 'is' : snakeCase(part);
        return `offsetof(${type}, ${field}) == ${offset}`;
      });
      const conditions = [...new Set([`sizeof(${type}) == ${sizeBytes}`, ...places])];
      return assertion(conditions, kindName(kind));
    });
}
