import { expectTypeOf, test } from 'vitest';
import type {
  AsyncCapabilityApi,
  audioCapability,
  CallOptions,
  CapabilityApi,
  CapabilityDeclaration,
  Kind,
  stateCapability,
  textCapability,
  Value,
  ValueOf,
  wordsCapability,
} from '../../../src/abi/index.ts';
import { enumeration, list, optional, record } from '../../../src/abi/index.ts';

interface Counts {
  readonly words: bigint;
  readonly lines: bigint;
  readonly bytes: bigint;
}

test('a declaration gives the types of its functions', () => {
  type Text = CapabilityApi<typeof textCapability>;
  expectTypeOf<Text['repeat']>().toEqualTypeOf<(text: string, count: number) => string>();

  type Words = CapabilityApi<typeof wordsCapability>;
  expectTypeOf<Words['add']>().toEqualTypeOf<(text: string) => Counts>();
  expectTypeOf<Words['total']>().toEqualTypeOf<() => Counts>();
  expectTypeOf<Words['mostFrequent']>().toEqualTypeOf<
    (limit: number) => readonly { readonly word: string; readonly count: bigint }[]
  >();
  expectTypeOf<Words['reset']>().toEqualTypeOf<() => undefined>();
});

test('an optional function is a member that may be undefined', () => {
  type State = CapabilityApi<typeof stateCapability>;
  expectTypeOf<State['migrate']>().toEqualTypeOf<
    ((state: Uint8Array, from: number, to: number) => Uint8Array) | undefined
  >();
  expectTypeOf<State['describe']>().not.toBeNullable();
});

test('every composite kind has its type', () => {
  type Audio = CapabilityApi<typeof audioCapability>;
  expectTypeOf<Audio['prepare']>().toEqualTypeOf<
    (format: {
      readonly sampleRate: number;
      readonly channels: number;
      readonly layout: 'interleaved' | 'planar';
      readonly features: readonly ('realtime' | 'variableBlocks' | 'silenceAware')[];
    }) => undefined
  >();
  expectTypeOf<Audio['process']>().toEqualTypeOf<(samples: Float32Array) => Float32Array>();
  expectTypeOf<Audio['latencyFrames']>().toEqualTypeOf<() => number | undefined>();
  expectTypeOf<Parameters<NonNullable<Audio['play']>>[0]>().toEqualTypeOf<
    readonly { readonly frame: bigint; readonly pitch: number; readonly velocity: number }[]
  >();
  expectTypeOf<ReturnType<NonNullable<Audio['play']>>>().toEqualTypeOf<
    | { readonly ok: true; readonly value: number }
    | {
        readonly ok: false;
        readonly error: 'notPrepared' | 'pitchOutOfRange' | 'inThePast' | 'tooManyNotes';
      }
  >();
});

test('the asynchronous functions return promises and take options last', () => {
  type Text = AsyncCapabilityApi<typeof textCapability>;
  expectTypeOf<Text['repeat']>().toEqualTypeOf<
    (text: string, count: number, options?: CallOptions) => Promise<string>
  >();
  type State = AsyncCapabilityApi<typeof stateCapability>;
  expectTypeOf<State['reset']>().toEqualTypeOf<(options?: CallOptions) => Promise<undefined>>();
  expectTypeOf<State['migrate']>().toEqualTypeOf<
    ((state: Uint8Array, from: number, to: number, options?: CallOptions) => Promise<Uint8Array>) | undefined
  >();
});

test('kinds within kinds keep their types, and an unknown kind is any value', () => {
  const nested = list(record('row', { cell: optional(list(enumeration('colour', { red: 0, blue: 2 }))) }));
  expectTypeOf<ValueOf<typeof nested>>().toEqualTypeOf<
    readonly { readonly cell: readonly ('red' | 'blue')[] | undefined }[]
  >();
  expectTypeOf<ValueOf<Kind>>().toEqualTypeOf<Value>();
  expectTypeOf<CapabilityApi<CapabilityDeclaration>[string]>().toEqualTypeOf<(...args: Value[]) => Value>();
});
