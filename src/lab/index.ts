/**
 * Runs plugins in the page. `openWasmPlugin(bytes)` gives an `Instance` of src/abi in state `created`:
 * `start()`, `use(textCapability).repeat('cool', 3)`, `close()`; `events` holds every call and block in order,
 * `formatEvent` and `ledgerOf` of src/abi show them.
 */
export { type OpenWasmOptions, openWasmPlugin } from './open-wasm-plugin.ts';
export { wasmDriver } from './wasm-driver.ts';
