import type { StatusName } from '../statuses.ts';
import type { Kind, ValueOf } from './kinds.ts';
import type { Value } from './value.ts';

export interface ParameterDeclaration {
  /** camelCase; snake_case in C, C++, Rust and Zig. */
  readonly name: string;
  readonly type: Kind;
  /** What it is and in what unit; a phrase without a full stop. */
  readonly meaning: string;
}

export interface FunctionDeclaration {
  /** What it does: a sentence. */
  readonly meaning: string;
  /** The capability's version that brought it, such as `1.0`. */
  readonly since: string;
  /** Whether a provider may leave it out. */
  readonly isOptional?: boolean;
  /** When it returns which status, beyond what every function may return. */
  readonly statuses?: Readonly<Partial<Record<StatusName, string>>>;
  readonly parameters: readonly ParameterDeclaration[];
  /** `none` = the function returns only whether it succeeded. */
  readonly result: Kind | 'none';
  readonly resultMeaning?: string;
}

/**
 * A capability, declared once: every host builds its typed wrapper from this, and the generator its headers,
 * bindings and reference page. A function's place in the table is its place here; new ones come last.
 */
export interface CapabilityDeclaration {
  /** Such as `tutti.text`. */
  readonly id: string;
  readonly version: { readonly major: number; readonly minor: number };
  /** What it is for: a sentence. */
  readonly summary: string;
  readonly functions: Readonly<Record<string, FunctionDeclaration>>;
}

type Parameters = FunctionDeclaration['parameters'];

export type ArgumentsOf<P extends Parameters> = {
  -readonly [I in keyof P]: P[I] extends { type: infer K extends Kind } ? ValueOf<K> : never;
};

export type ResultOf<F extends FunctionDeclaration> = F['result'] extends Kind
  ? ValueOf<F['result']>
  : F['result'] extends 'none'
    ? undefined
    : Value;

/** An optional function is a member that may be undefined. */
type Member<F extends FunctionDeclaration, Call> = F extends { readonly isOptional: true }
  ? Call | undefined
  : Call;

/** The typed functions of a capability: `{ repeat(text: string, count: number): string }`. */
export type CapabilityApi<C extends CapabilityDeclaration> = {
  readonly [Name in keyof C['functions']]: Member<
    C['functions'][Name],
    (...args: ArgumentsOf<C['functions'][Name]['parameters']>) => ResultOf<C['functions'][Name]>
  >;
};

/** What one call may be told besides its arguments. */
export interface CallOptions {
  /** Cancels the call: the plugin is asked to end it, and the promise rejects. */
  readonly signal?: AbortSignal;
  /** Milliseconds from now until the call counts as cancelled. */
  readonly deadlineMs?: number;
}

/** The same functions, each returning a promise and taking a last, optional `CallOptions`. */
export type AsyncCapabilityApi<C extends CapabilityDeclaration> = {
  readonly [Name in keyof C['functions']]: Member<
    C['functions'][Name],
    (
      ...args: [...ArgumentsOf<C['functions'][Name]['parameters']>, options?: CallOptions]
    ) => Promise<ResultOf<C['functions'][Name]>>
  >;
};

/** A capability's function by name; undefined when none is declared. */
export function functionNamed(
  capability: CapabilityDeclaration,
  name: string,
): FunctionDeclaration | undefined {
  return Object.hasOwn(capability.functions, name) ? capability.functions[name] : undefined;
}

/** A function's place in its capability's table, from 0. */
export function functionIndex(capability: CapabilityDeclaration, name: string): number {
  return Object.keys(capability.functions).indexOf(name);
}
