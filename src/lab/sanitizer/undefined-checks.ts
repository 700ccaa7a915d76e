import type { LinearMemory } from '../linear-memory.ts';
import type { Hook } from './access-checks.ts';
import type { Frame } from './finding.ts';
import type { MistakeKind } from './mistakes.ts';
import type { Reporter } from './reporter.ts';
import { isOwnFile } from './symbols.ts';

const prefix = '__ubsan_handle_';
/** After the source location, a handler's data holds descriptors of types. */
const locationBytes = 12;

const operators: Readonly<Record<string, string>> = { add: '+', sub: '-', mul: '*' };

/** An integer type as the compiler describes it. */
interface IntegerType {
  readonly name: string;
  readonly bits: number;
  readonly isSigned: boolean;
}

/** What the compiler's checks for undefined behaviour call: each knows its source location. */
export class UndefinedChecks {
  readonly #memory: LinearMemory;
  readonly #reporter: Reporter;
  /** What was told of the reader's own lines: the kind, and the address of the check's data. */
  readonly #told = new Set<string>();

  constructor(memory: LinearMemory, reporter: Reporter) {
    this.#memory = memory;
    this.#reporter = reporter;
  }

  /** The hook of a name such as `__ubsan_handle_add_overflow`; undefined for other names. */
  hook(name: string): Hook | undefined {
    if (!name.startsWith(prefix)) return undefined;
    const check = name.slice(prefix.length).replace(/_abort$/, '');
    return (data = 0, left = 0, right = 0) => this.#check(check, data >>> 0, left, right);
  }

  #check(check: string, data: number, left: number, right: number): undefined {
    const report = (kind: MistakeKind, message: string, isFatal = false): undefined => {
      // A loop asks again and again: to find where it stands each time would take longer than the loop.
      if (!isFatal && this.#told.has(`${kind} ${data}`)) return;
      const at = this.#place(data);
      if (at !== undefined) this.#told.add(`${kind} ${data}`);
      this.#reporter.report(kind, message, { at, isFatal });
    };
    const type = () => this.#type(data + locationBytes);
    const value = (bits: number) => this.#value(bits, type());
    switch (check) {
      case 'add_overflow':
      case 'sub_overflow':
      case 'mul_overflow': {
        const sign = operators[check.slice(0, 3)];
        return report(
          'integer-overflow',
          `${value(left)} ${sign} ${value(right)} does not fit ${type().name}`,
        );
      }
      case 'negate_overflow':
        return report('integer-overflow', `-(${value(left)}) does not fit ${type().name}`);
      case 'divrem_overflow':
        if (value(right) === 0n) return report('division-by-zero', `${value(left)} divided by 0`, true);
        return report('integer-overflow', `${value(left)} divided by -1 does not fit ${type().name}`, true);
      case 'shift_out_of_bounds': {
        const by = this.#value(right, this.#type(data + locationBytes + 4));
        return report('bad-shift', `${type().name} value ${value(left)} shifted by ${by} bits`);
      }
      case 'out_of_bounds': {
        const index = this.#value(left, this.#type(data + locationBytes + 4));
        return report('index-out-of-bounds', `index ${index} is out of bounds of ${type().name}`, true);
      }
      case 'type_mismatch_v1': {
        const pointer = left >>> 0;
        if (pointer === 0) return report('null-pointer', `a pointer to ${type().name} is NULL`, true);
        const alignment = 2 ** this.#memory.view.getUint8(data + locationBytes + 4);
        return report(
          'misaligned-access',
          `address 0x${pointer.toString(16)} of ${type().name} is no multiple of ${alignment}`,
        );
      }
      case 'pointer_overflow':
        if (left >>> 0 === 0)
          return report('null-pointer', `${right >>> 0} was added to a pointer that is NULL`);
        return report('wild-pointer', 'pointer arithmetic left the address space');
      case 'builtin_unreachable':
        return report('unreachable-reached', 'code marked as unreachable was reached', true);
      case 'missing_return':
        return report('unreachable-reached', 'a function that returns a value ended without one', true);
      case 'nonnull_arg':
        return report(
          'null-argument',
          `argument ${this.#memory.u32(data + 2 * locationBytes)} must not be NULL`,
        );
      case 'load_invalid_value':
        return report('bad-value', `${value(left)} is no value of ${type().name}`);
      case 'float_cast_overflow':
        return report('bad-conversion', 'a floating-point number does not fit the integer type');
      case 'vla_bound_not_positive':
        return report('index-out-of-bounds', `an array of ${value(left)} elements`, true);
      default:
        return report('trapped', `undefined behaviour: ${check.replaceAll('_', ' ')}`);
    }
  }

  /** The compiler's own place; the caller's where that is a header of the SDK. */
  #place(data: number): Frame | undefined {
    const file = this.#memory.cString(this.#memory.u32(data));
    if (!isOwnFile(file)) return undefined;
    const [line, column] = [this.#memory.u32(data + 4), this.#memory.u32(data + 8)];
    return { file, line, column, function: this.#reporter.place()?.function ?? '', isExact: true };
  }

  #type(at: number): IntegerType {
    const descriptor = this.#memory.u32(at);
    const info = this.#memory.u16(descriptor + 2);
    // As in `'size_t' (aka 'unsigned long')`: the name that the source uses.
    const name = this.#memory.cString(descriptor + 4).replace(/^'(.*?)'.*$/, '$1');
    return { name, bits: 1 << (info >> 1), isSigned: (info & 1) === 1 };
  }

  /** A handler is given small integers themselves, and the address of larger ones. */
  #value(given: number, { bits, isSigned }: IntegerType): bigint {
    const raw = bits > 32 ? this.#memory.view.getBigInt64(given >>> 0, true) : BigInt(given);
    return isSigned ? BigInt.asIntN(bits, raw) : BigInt.asUintN(bits, raw);
  }
}
