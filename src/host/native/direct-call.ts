import {
  type BackendFunction,
  type CallRules,
  type FunctionDeclaration,
  type Kind,
  layoutInOrder,
  layoutOfKind,
  type NumberName,
  numberLists,
  scalars,
  type Value,
} from '../../abi/index.ts';
import { callLayout } from './call-block.ts';
import type { CallMemory, CallPlace } from './call-memory.ts';

/** Writes an argument to its place; false when it is not of its kind. */
type Put = (value: Value) => boolean;
type Run = (call: number) => number;

const beyondWord = 2 ** 32;

function isNumber(kind: Kind | 'none'): kind is NumberName {
  return typeof kind === 'string' && kind in numberLists;
}

/** A number that is not what was written is out of range, not whole or no number. */
function putOf(kind: NumberName, memory: CallMemory, at: number): Put {
  const numbers = memory.numbers<{ [index: number]: number | bigint }>(numberLists[kind]);
  const index = at / scalars[kind].sizeBytes;
  if (kind === 'u64' || kind === 'i64') {
    return (value) => {
      if (typeof value !== 'bigint') return false;
      numbers[index] = value;
      return numbers[index] === value;
    };
  }
  if (kind === 'f32' || kind === 'f64') {
    return (value) => {
      if (typeof value !== 'number') return false;
      numbers[index] = value;
      return true;
    };
  }
  return (value) => {
    if (typeof value !== 'number') return false;
    numbers[index] = value;
    return numbers[index] === value;
  };
}

function readOf(kind: NumberName | 'none', memory: CallMemory, base: number): () => Value {
  if (kind === 'none') return () => undefined;
  const numbers = memory.numbers<{ [index: number]: number | bigint }>(numberLists[kind]);
  const index = (base + callLayout.scalar) / scalars[kind].sizeBytes;
  return () => numbers[index];
}

/** What was given, without the arguments at the end that were not. */
function given(args: readonly Value[]): readonly Value[] {
  return args.slice(0, args.findLastIndex((value) => value !== undefined) + 1);
}

/**
 * A function of up to three numbers that returns a number or nothing, as a closure of its own: it writes the
 * arguments where they will be read, makes one native call, and reads the result. Everything else (wrong
 * arguments, a wrong state, a status, events) is left to the rules.
 *
 * @param aim points a place at the function
 * @returns undefined for any other function, or when there is no place left
 */
export function directCall(
  declaration: FunctionDeclaration,
  memory: CallMemory,
  run: Run,
  rules: CallRules,
  aim: (place: CallPlace, argumentsBytes: number) => BackendFunction,
): ((...args: Value[]) => Value) | undefined {
  const { parameters, result } = declaration;
  const kinds = parameters.map(({ type }) => type);
  if (kinds.length > 3 || !kinds.every(isNumber) || !(result === 'none' || isNumber(result)))
    return undefined;
  const place = memory.ownPlace();
  if (place === undefined) return undefined;
  const { offsets, sizeBytes } = layoutInOrder(kinds.map((kind, i) => [String(i), layoutOfKind(kind)]));
  const made = aim(place, sizeBytes);
  const [p = yes, q = yes, r = yes] = kinds.map((kind, i) =>
    putOf(kind, memory, place.argumentsAt + (offsets[i] as number)),
  );
  const read = readOf(result, memory, place.base);
  const { u32 } = memory;
  const { gate } = rules;
  const { address } = place;
  const numberAt = (place.base + callLayout.number) / 4;
  const eventsAt = (place.base + callLayout.events) / 4;
  /** Runs the call whose arguments are written. */
  const make = (): Value => {
    const call = ++gate.last;
    u32[numberAt] = call;
    if (call >= beyondWord) u32[numberAt + 1] = call / beyondWord;
    const status = run(address);
    if (status !== 0 || u32[eventsAt] !== 0) return rules.settle(made, call, status);
    return read();
  };
  switch (kinds.length) {
    case 0:
      return (...more) => (gate.isOpen && more.length === 0 ? make() : rules.call(more));
    case 1:
      return (a, ...more) =>
        gate.isOpen && more.length === 0 && p(a) ? make() : rules.call(given([a, ...more]));
    case 2:
      return (a, b, ...more) =>
        gate.isOpen && more.length === 0 && p(a) && q(b) ? make() : rules.call(given([a, b, ...more]));
    default:
      return (a, b, c, ...more) =>
        gate.isOpen && more.length === 0 && p(a) && q(b) && r(c)
          ? make()
          : rules.call(given([a, b, c, ...more]));
  }
}

const yes: Put = () => true;
