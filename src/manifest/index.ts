export { FIELDS, type Field, type KeyType, type ValueType } from './field.ts';
export { FORMATS, type Format, type FormatName } from './format.ts';
export { type BuiltIndex, type IndexProblem, toIndex } from './index-of-manifests.ts';
export { LANGUAGES, type Language, type Manifest, TARGETS, type Target } from './manifest.ts';
export { type ParsedManifest, parseManifest } from './parse-manifest.ts';
export { formatProblem, type Problem, type ProblemCode } from './problem.ts';
export { generateSchema } from './schema.ts';
export { MAX_MANIFEST_DEPTH, MAX_MANIFEST_LENGTH } from './source-text.ts';
