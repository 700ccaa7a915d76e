/** A wasm value type in a signature: `i` is i32, `I` is i64. */
const valueTypes: Record<string, number> = { i: 0x7f, I: 0x7e };

/**
 * Makes a function reference of a JavaScript function, so that it can stand in a plugin's table: a module of one
 * import and one export does it in every browser, without `WebAssembly.Function`.
 *
 * @param signature parameters and result, such as `iI:i` for (i32, i64) -> i32
 */
export function functionReference(run: (...args: never[]) => unknown, signature: string): unknown {
  const [parameters = '', results = ''] = signature.split(':');
  const encode = (types: string) => [types.length, ...Array.from(types, (type) => valueTypes[type] ?? 0x7f)];
  const type = [0x60, ...encode(parameters), ...encode(results)];
  const section = (id: number, bytes: number[]) => [id, bytes.length, ...bytes];
  const [e, f] = [0x65, 0x66];
  const bytes = Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, ...type]),
    ...section(2, [1, 1, e, 1, f, 0, 0]),
    ...section(7, [1, 1, f, 0, 0]),
  ]);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { e: { f: run } });
  return exports.f;
}
