/** Whether a library can be unmapped again, judged from its file alone. */
export interface Unloadability {
  /** `unknown` when it depends on what the code does: a thread-local destructor that was registered, for one. */
  readonly verdict: 'yes' | 'no' | 'unknown';
  /** For `no` and `unknown`: sentences without a full stop, each naming one cause. */
  readonly reasons: readonly string[];
}

/** What a library's file tells without being loaded. */
export interface Inspection {
  readonly path: string;
  readonly format: 'ELF' | 'PE' | 'Mach-O';
  readonly os: 'linux' | 'windows' | 'macos';
  /** zig's word for the processor, such as `x86_64`; `machine 0x…` when unknown. */
  readonly arch: string;
  /** Of a universal Mach-O file: every processor that it has a slice for; what else is told is of one slice. */
  readonly archs?: readonly string[];
  /** For ELF, when the needed libraries tell. */
  readonly libc?: 'gnu' | 'musl';
  /** The oldest glibc that has every symbol version the library needs, such as `2.28`. */
  readonly needsGlibc?: string;
  /** The oldest macOS that the library was built for, such as `13.0`. */
  readonly needsMacos?: string;
  readonly isShared: boolean;
  /** Names that the library exports, sorted. */
  readonly exports: readonly string[];
  /** Libraries that it needs at load time, in file order. */
  readonly needed: readonly string[];
  /** Folders in which the loader looks for these first; `$ORIGIN` and `@loader_path` are the library's own. */
  readonly searched: readonly string[];
  /** Flags of the header by their names in the format: of the dynamic section, the Mach header, the DLL. */
  readonly flags: readonly string[];
  /** Functions that run while the library is loaded, those of the compiler's own start files not counted. */
  readonly initializers: number;
  readonly hasThreadLocals: boolean;
  /** Whether it can register destructors of thread-locals: one that was registered keeps an ELF library mapped. */
  readonly hasThreadLocalDestructors: boolean;
  /** Whether it imports a function that starts threads; not told of PE. */
  readonly canStartThreads: boolean;
  readonly hasExecutableStack: boolean;
  /** Whether the loader has to write into its code. */
  readonly hasTextRelocations: boolean;
  /** Whether the file itself forbids unmapping. */
  readonly isPinned: boolean;
  /** Symbols of which the process keeps exactly one, and with it the library; sorted. */
  readonly uniqueSymbols: readonly string[];
  readonly unloadable: Unloadability;
  /** What a careful host wants to know, as sentences without a full stop; none is a reason to refuse it. */
  readonly warnings: readonly string[];
  readonly sizeBytes: number;
}

/** What a reader of one format finds; the file's path and size and every judgement are added by the caller. */
export type FormatInspection = Omit<Inspection, 'path' | 'sizeBytes' | 'unloadable' | 'warnings'>;

/** What is true of a library of which only the header can be read. */
export const unread = {
  exports: [],
  needed: [],
  searched: [],
  flags: [],
  initializers: 0,
  hasThreadLocals: false,
  hasThreadLocalDestructors: false,
  canStartThreads: false,
  hasExecutableStack: false,
  hasTextRelocations: false,
  isPinned: false,
  uniqueSymbols: [],
} as const satisfies Partial<FormatInspection>;

/** The names of the bits that are set, lowest bit first; bits without a name are left out. */
export function namesOfFlags(flags: number, names: Readonly<Record<number, string>>): string[] {
  return Object.entries(names).flatMap(([bit, name]) => ((flags & Number(bit)) !== 0 ? [name] : []));
}
