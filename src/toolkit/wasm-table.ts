/** Section 4 of a wasm module: its tables. */
const tableSection = 4;
const preambleBytes = 8;

/**
 * Lifts the upper limit of a module's table, so that a host can add its own functions to it. Zig's
 * compiler driver cannot ask the linker for that; everything else of the module stays as it is.
 *
 * @see https://webassembly.github.io/spec/core/binary/modules.html#table-section
 */
export function withGrowableTable(module: Uint8Array): Uint8Array {
  for (let at = preambleBytes; at < module.length; ) {
    const id = module[at];
    const size = readUnsigned(module, at + 1);
    const end = size.next + size.value;
    if (id === tableSection) return liftLimit(module, at, size.next, end);
    at = end;
  }
  return module;
}

function liftLimit(module: Uint8Array, start: number, content: number, end: number): Uint8Array {
  const count = readUnsigned(module, content);
  const flagsAt = count.next + 1;
  if (count.value !== 1 || module[flagsAt] !== 1) return module;
  const least = readUnsigned(module, flagsAt + 1);
  const section = [...module.subarray(content, flagsAt), 0, ...module.subarray(flagsAt + 1, least.next)];
  return Uint8Array.from([
    ...module.subarray(0, start),
    ...[tableSection, ...unsigned(section.length), ...section],
    ...module.subarray(end),
  ]);
}

function readUnsigned(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let next = at, shift = 0; next < bytes.length; next++, shift += 7) {
    const byte = bytes[next] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, next: next + 1 };
  }
  throw new RangeError('the wasm module ends inside a number');
}

function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(Math.floor(value / 128))];
}
