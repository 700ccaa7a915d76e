import type { StructName } from './layouts.ts';

/** The kinds of parameter that cross today. Text crosses as a borrowed span of UTF-8. */
export type ParameterType = 'string' | 'u32';

export interface FunctionDeclaration {
  readonly parameters: readonly { readonly name: string; readonly type: ParameterType }[];
  /** Owned by the host, who copies and releases it before the caller sees it. */
  readonly result: 'string';
}

/** A capability, declared once: every host builds its typed wrapper from this. */
export interface CapabilityDeclaration {
  readonly id: string;
  readonly version: { readonly major: number; readonly minor: number };
  /** The table's struct in `structs`; each function's name is a field of it. */
  readonly table: StructName;
  readonly functions: Readonly<Record<string, FunctionDeclaration>>;
}

type ValueOf = { string: string; u32: number };

type ArgumentsOf<P extends FunctionDeclaration['parameters']> = {
  -readonly [K in keyof P]: P[K] extends { type: infer T extends ParameterType } ? ValueOf[T] : never;
};

/** The typed functions of a capability: `{ repeat(text: string, count: number): string }`. */
export type CapabilityApi<C extends CapabilityDeclaration> = {
  readonly [Name in keyof C['functions']]: (
    ...args: ArgumentsOf<C['functions'][Name]['parameters']>
  ) => ValueOf[C['functions'][Name]['result']];
};

/** `tutti.text` 1.0, native/include/tutti/text.h. */
export const textCapability = {
  id: 'tutti.text',
  version: { major: 1, minor: 0 },
  table: 'text',
  functions: {
    repeat: {
      parameters: [
        { name: 'text', type: 'string' },
        { name: 'count', type: 'u32' },
      ],
      result: 'string',
    },
  },
} as const satisfies CapabilityDeclaration;

/** Every capability that Tutti declares. */
export const capabilities: readonly CapabilityDeclaration[] = [textCapability];

/** An argument as it may really come: text may be bytes, well-formed or not. */
export type Argument = string | number | Uint8Array;

const largestU32 = 0xffff_ffff;

/** Says what is wrong with arguments before they reach native code; undefined when nothing is. */
export function argumentProblem(
  declaration: FunctionDeclaration,
  args: readonly Argument[],
): string | undefined {
  const { parameters } = declaration;
  if (args.length !== parameters.length) {
    return `it takes ${parameters.length} arguments (${parameters.map((p) => p.name).join(', ')}): got ${args.length}`;
  }
  for (const [i, { name, type }] of parameters.entries()) {
    const value = args[i];
    if (type === 'string') {
      if (typeof value === 'number') return `"${name}" must be text: got ${value}`;
    } else if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > largestU32) {
      return `"${name}" must be a whole number from 0 to ${largestU32}: got ${typeof value === 'object' ? 'bytes' : JSON.stringify(value)}`;
    }
  }
  return undefined;
}

/** An argument as one line of a log shows it. */
export function formatArgument(value: Argument): string {
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  if (typeof value === 'number') return String(value);
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
}
