export {
  type Artifact,
  artifactFile,
  type BuildOptions,
  buildPlugin,
  buildServices,
  forgetBuild,
  servicesFile,
} from './build.ts';
export { fingerprintOf } from './build-record.ts';
export { type ApartOptions, runChecksApart } from './checks-apart.ts';
export { type ChildOptions, type ChildResult, runChild } from './child-command.ts';
export { findCargo } from './crate.ts';
export { filesBelow } from './file-tree.ts';
export { findLibrary } from './find-library.ts';
export { type Binding, bindings, generatedFiles } from './generate/bindings.ts';
export type { GeneratedFile, Generator } from './generate/generator.ts';
export { readDeclarations } from './generate/read-declarations.ts';
export { staleFiles, type WrittenFile, writeGenerated } from './generate/write-generated.ts';
export { nativeDriver } from './native-driver.ts';
export {
  errorCode,
  folderError,
  prepareFolder,
  putInPlace,
  temporaryBeside,
  writeWhole,
} from './output-file.ts';
export { manifestName, type PluginFolder, readPluginFolder } from './plugin-folder.ts';
export { buildPrebuilt, prebuiltFiles } from './prebuilt.ts';
export {
  type CapturedCommand,
  type CaptureOptions,
  captureReport,
  type ExampleReport,
  exampleName,
  type ReportedCheck,
  readReport,
  reportFile,
} from './report.ts';
export { languageTitles } from './sdk.ts';
export {
  type Machine,
  type NativeTarget,
  nativeTarget,
  nativeTargets,
  type Target,
  thisMachine,
} from './target.ts';
export { readTextFile, type TextFile } from './text-file.ts';
export { findToolchain, type Toolchain, type ToolchainSearch } from './toolchain.ts';
export { ToolkitError, type ToolkitErrorCode } from './toolkit-error.ts';
export { packageDir, shownPath, type Workspace, workspaceAt } from './workspace.ts';
