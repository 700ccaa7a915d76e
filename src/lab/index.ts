/**
 * Runs plugins in the page. `openWasmPlugin(bytes)` gives an `Instance` of src/abi in state `created`:
 * `start()`, `use(textCapability).repeat('cool', 3)`, `close()`; `events` holds every call and block in order,
 * `formatEvent` and `ledgerOf` of src/abi show them.
 *
 * The laboratory is built of four parts, each usable alone:
 *   - `startCompiler` loads clang into a worker, with progress, cached and verified; it builds, checks, completes,
 *     and lays structs out.
 *   - `startRun` runs a module in a fresh worker and streams its trace; it can be ended, and keeps its log.
 *   - `runPlugin` is the same run in the thread that asks; `Sanitizer` is its watch over a debug build.
 *   - `mistakes` is the catalogue of what it finds; `Finding` is one of them, with lines.
 */
export { type AssetManifest, type AssetPart, assetsUrl, manifestName } from './compiler/asset-manifest.ts';
export { LabLoadError, type LoadProgress } from './compiler/asset-store.ts';
export * from './compiler/compiler.ts';
export * from './compiler/compiler-arguments.ts';
export { type CompilerClient, type StartCompilerOptions, startCompiler } from './compiler/compiler-client.ts';
export type { Completion } from './compiler/completion.ts';
export type { Diagnostic, Fix, Position, Range, Severity } from './compiler/diagnostic.ts';
export { type LayoutTarget, layoutTargets, type RecordLayout } from './compiler/record-layout.ts';
export { readTar, writeTar } from './compiler/tar.ts';
export {
  type FileTree,
  type LlvmModule,
  type Tool,
  ToolCrash,
  type ToolResult,
  toolOf,
} from './compiler/tool.ts';
export { type OpenWasmOptions, openWasmPlugin } from './open-wasm-plugin.ts';
export { runPlugin } from './runner/run.ts';
export { type RunHandle, startRun } from './runner/run-client.ts';
export type { RunRequest, RunStep } from './runner/run-request.ts';
export type { FileCoverage, RunResult, TraceEntry } from './runner/trace.ts';
export { type Finding, FindingError, type FoundBlock, type Frame } from './sanitizer/finding.ts';
export type { SourcePlace } from './sanitizer/line-table.ts';
export { type Mistake, type MistakeKind, mistakeOf, mistakes } from './sanitizer/mistakes.ts';
export { Sanitizer, type SanitizerOptions } from './sanitizer/sanitizer.ts';
export type { Hostility } from './step/hostility.ts';
export { checksOfStep } from './step/own-check.ts';
export { type ParsedReadStep, type ParsedStep, parseReadStep, parseStep } from './step/parse-step.ts';
export type {
  ReadStep,
  Step,
  StepAction,
  StepAsset,
  StepCheck,
  StepMistake,
  StepStart,
  StepValue,
  StepVariant,
} from './step/step.ts';
export { formatStepProblem, type StepProblem } from './step/step-problem.ts';
export { checkRequestOf, runRequestOf } from './step/step-request.ts';
export { readerSource } from './step/step-source.ts';
export { judge, type Verdict } from './step/verdict.ts';
export { wasmDriver } from './wasm-driver.ts';
