/** One file that the compiler is made of, as it is served: gzip, named after its contents. */
export interface AssetPart {
  /** What it is called inside, such as `llvm.core.wasm`. */
  readonly name: string;
  /** Its file, relative to the manifest. */
  readonly file: string;
  /** Bytes to download. */
  readonly lengthBytes: number;
  /** Bytes of what is packed in it. */
  readonly rawBytes: number;
  /** SHA-256 of the downloaded bytes, as hexadecimal digits. */
  readonly sha256: string;
  /** `c`: needed always; `c++`: only for C++. */
  readonly group: 'c' | 'c++';
}

/** Everything that a compiler is loaded from; `build` writes it. */
export interface AssetManifest {
  /** Version of the package that the compiler comes from. */
  readonly version: string;
  /** The compiler's script, relative to the manifest. */
  readonly script: string;
  readonly parts: readonly AssetPart[];
  /** Licences of what is served, relative to the manifest. */
  readonly notices: readonly string[];
}

export const manifestName = 'manifest.json';

/** Where the assets lie below the root of a site. @param siteRoot address of the root, with a final slash */
export function assetsUrl(siteRoot: string): string {
  return new URL('lab/', siteRoot).href;
}

/** Names of the parts that are not the compiler's own. */
export const partNames = { resources: 'llvm-resources.tar', sdk: 'sdk.tar', cpp: 'cpp.tar' } as const;
