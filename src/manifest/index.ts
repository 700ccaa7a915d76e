export { FIELDS, type Field, type KeyType, PLATFORM_FIELDS, type ValueType } from './field.ts';
export { describeField } from './field-description.ts';
export { FORMATS, type Format, type FormatName } from './format.ts';
export { type BuiltIndex, type IndexProblem, toIndex } from './index-of-manifests.ts';
export {
  createLockfile,
  type FindHashes,
  formatLockfile,
  type LibraryHashes,
  type LockedPlugin,
  type Lockfile,
  selectionOfLockfile,
} from './lockfile.ts';
export { checkLockfile, type LockfileCheck, type LockfileFault } from './lockfile-check.ts';
export { LOCKFILE_FIELDS } from './lockfile-field.ts';
export { LANGUAGES, type Language, type Manifest, TARGETS, type Target } from './manifest.ts';
export { findNearestSpelling } from './nearest-spelling.ts';
export { type ParsedLockfile, parseLockfile } from './parse-lockfile.ts';
export { type ParsedManifest, parseManifest } from './parse-manifest.ts';
export { formatProblem, type Problem, type ProblemCode } from './problem.ts';
export { generateLockfileSchema, generateSchema } from './schema.ts';
export { MAX_MANIFEST_DEPTH, MAX_MANIFEST_LENGTH } from './source-text.ts';
