/** What a library's file tells without being loaded. */
export interface Inspection {
  readonly path: string;
  readonly format: 'ELF' | 'PE' | 'Mach-O';
  readonly os: 'linux' | 'windows' | 'macos';
  /** zig's word for the processor, such as `x86_64`; `machine 0x…` when unknown. */
  readonly arch: string;
  /** For ELF, when the needed libraries tell. */
  readonly libc?: 'gnu' | 'musl';
  readonly isShared: boolean;
  /** Names that the library exports, sorted. */
  readonly exports: readonly string[];
  /** Libraries that it needs at load time, in file order. */
  readonly needed: readonly string[];
  readonly sizeBytes: number;
}

/** What a reader of one format finds; the file's path and size are added by the caller. */
export type FormatInspection = Omit<Inspection, 'path' | 'sizeBytes'>;
