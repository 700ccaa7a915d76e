import { type HostErrorCode, hostErrors } from '../../../src/host/index.ts';

export const faultGroups = {
  ends: { title: 'It ends its process', source: 'ends.c' },
  stays: { title: 'It does not come back', source: 'never-returns.c' },
  memory: { title: 'It breaks a rule of memory', source: 'memory.c' },
  lies: { title: 'It states what is not so', source: 'lies.c' },
  fails: { title: 'It fails in a step of its life', source: 'fails.c' },
  threads: { title: 'It forgets a thread', source: 'threads.c' },
  order: { title: 'It changes its state out of order', source: 'out-of-order.c' },
  process: { title: 'It changes the process that it is a guest of', source: 'process.c' },
} as const;
export type FaultGroup = keyof typeof faultGroups;

/** The code of the error that a fault becomes; `none` where nothing fails and no error is due. */
export type Expected = HostErrorCode | 'none';

/** What a fault does to the process of the host itself: nothing in that process can hold it. */
export type Uncatchable =
  /** The process ends so: by a signal, or by an exit such as `exit 0`. */
  | { readonly kind: 'ends'; readonly how: string }
  /** The call never returns, and with it the thread of the host. */
  | { readonly kind: 'stays' }
  /** The process lives, and these facts about it are others than before. */
  | { readonly kind: 'changes'; readonly facts: readonly string[] };

export interface Fault {
  readonly id: string;
  readonly group: FaultGroup;
  /** One sentence for the page. */
  readonly what: string;
  /** In tests/faulty: a C file of host/, or what was written with an SDK and without its guard. */
  readonly source: string;
  /** What the compiler is told. */
  readonly defines: readonly string[];
  readonly childProcess: Expected;
  readonly inProcess: Expected | Uncatchable;
}

// group, id, FAULT@STEP of its source, code in a child process, in process (a code, "! how it ends", "~ what is
// changed"), one sentence
const table = `
ends     null-pointer               NULL_POINTER               crashed              ! SIGSEGV            A call writes through a null pointer.
ends     wild-pointer               WILD_POINTER               crashed              ! SIGSEGV            A call writes to an address that is not mapped.
ends     wild-call                  WILD_CALL                  crashed              ! SIGSEGV            A call jumps to an address that is no code.
ends     read-only-memory           READ_ONLY                  crashed              ! SIGSEGV            A call writes to a constant.
ends     stack-overflow             STACK_OVERFLOW             crashed              ! SIGSEGV            A call recurses without end.
ends     trap                       TRAP                       crashed              ! SIGILL             A call reaches an instruction that is not one.
ends     abort                      ABORT                      crashed              ! SIGABRT            A call aborts, as a failed assertion does.
ends     exit-zero                  EXIT_ZERO                  crashed              ! exit 0             A call exits, with success.
ends     exit-three                 EXIT_THREE                 crashed              ! exit 3             A call exits with 3, without the exit handlers.
ends     exec                       EXEC                       crashed              ! exit 0             A call replaces its process by another program.
ends     raises-sigterm             RAISE_TERM                 crashed              ! SIGTERM            A call sends SIGTERM to its own process.
ends     raises-sigusr1             RAISE_USR1                 crashed              ! SIGSEGV or lives   A call sends SIGUSR1 to its own process.
ends     raises-sigkill             RAISE_KILL                 crashed              ! SIGKILL            A call sends SIGKILL to its own process.
ends     throws                     throws.cpp                 crashed              ! SIGABRT            A C++ exception leaves a call.
ends     panics                     panics                     crashed              ! SIGABRT            A Rust panic leaves a call.
ends     crashes-in-constructor     NULL_POINTER@LOAD          crashed              ! SIGSEGV            The library crashes while it is mapped, before its entry is asked.
ends     crashes-in-entry           NULL_POINTER@ENTRY         crashed              ! SIGSEGV            The entry crashes.
ends     crashes-in-create          NULL_POINTER@CREATE        crashed              ! SIGSEGV            create crashes.
ends     crashes-in-restore         NULL_POINTER@RESTORE       crashed              ! SIGSEGV            restore crashes.
ends     crashes-in-start           NULL_POINTER@START         crashed              ! SIGSEGV            start crashes.
ends     crashes-in-selftest        NULL_POINTER@SELFTEST      crashed              ! SIGSEGV            selftest crashes.
ends     crashes-in-query           NULL_POINTER@QUERY         crashed              ! SIGSEGV            query crashes.
ends     crashes-in-release         NULL_POINTER@RELEASE       crashed              ! SIGSEGV            The release of a result crashes.
ends     crashes-in-save            NULL_POINTER@SAVE          crashed              ! SIGSEGV            save crashes.
ends     crashes-in-quiesce         NULL_POINTER@QUIESCE       crashed              ! SIGSEGV            quiesce crashes.
ends     crashes-in-stop            NULL_POINTER@STOP          crashed              ! SIGSEGV            stop crashes.
ends     crashes-in-destroy         NULL_POINTER@DESTROY       crashed              ! SIGSEGV            destroy crashes.
ends     crashes-in-live            NULL_POINTER@LIVE          none                 ! SIGSEGV            live crashes.
ends     exits-in-create            EXIT_ZERO@CREATE           crashed              ! exit 0             create exits.

stays    waits                      WAITS                      call-timeout         ! stays              A call waits for what never comes.
stays    spins                      SPINS                      call-timeout         ! stays              A call computes without end.
stays    waits-deaf                 WAITS_DEAF                 call-timeout         ! stays              A call waits, deaf to every signal that a process may refuse.
stays    waits-in-constructor       WAITS@LOAD                 call-timeout         ! stays              The library waits while it is mapped.
stays    waits-in-entry             WAITS@ENTRY                call-timeout         ! stays              The entry waits.
stays    waits-in-create            WAITS@CREATE               crashed              ! stays              create waits.
stays    waits-in-restore           WAITS@RESTORE              crashed              ! stays              restore waits.
stays    waits-in-start             WAITS@START                crashed              ! stays              start waits.
stays    waits-in-save              WAITS@SAVE                 crashed              ! stays              save waits.
stays    waits-in-quiesce           WAITS@QUIESCE              crashed              ! stays              quiesce waits beyond its deadline.
stays    waits-in-stop              WAITS@STOP                 crashed              ! stays              stop waits.
stays    waits-in-destroy           WAITS@DESTROY              crashed              ! stays              destroy waits.

memory   host-memory-without-end    HOST_WITHOUT_END           call-failed          call-failed          A call takes memory of the host until there is none.
memory   block-of-any-size          HUGE_BLOCK                 call-failed          call-failed          A call asks the host for 16 exabytes.
memory   malloc-without-end         MALLOC_WITHOUT_END         crashed              ! SIGSEGV            A call takes memory of the system until there is none.
memory   leaks-blocks               LEAKS_BLOCKS               none                 none                 A call takes a block and never frees it.
memory   leaks-value                LEAKS_VALUE                none                 none                 The release of a result does nothing.
memory   leaks-malloc               LEAKS_MALLOC               none                 none                 A call takes memory of the system and never frees it.
memory   frees-twice                FREES_TWICE                none                 none                 A call frees a block twice.
memory   frees-wrong-size           FREES_WRONG_SIZE           none                 none                 A call frees a block with another size.
memory   frees-foreign              FREES_FOREIGN              none                 none                 A call frees what it never was given.
memory   freed-then-handed-over     FREED_THEN_HANDED_OVER     bad-result           bad-result           A call frees its result before it hands it over.
memory   unmapped-then-handed-over  UNMAPPED_THEN_HANDED_OVER  crashed              ! SIGSEGV            A call hands over memory of the system that is gone.
memory   static-handed-over         STATIC_HANDED_OVER         none                 none                 A call hands over its own static bytes, to be freed.
memory   released-by-free           RELEASED_BY_FREE           crashed              ! SIGABRT            The release of a result gives a block of the host to C's free.
memory   keeps-borrowed             KEEPS_BORROWED             none                 none                 A call reads an argument of an earlier call.
memory   writes-past-block          WRITES_PAST_BLOCK          none                 none                 A call writes one byte past a block.
memory   writes-before-block        WRITES_BEFORE_BLOCK        none                 none               A call writes one byte before a block.
memory   writes-past-error          WRITES_PAST_ERROR          crashed              ! SIGSEGV or SIGABRT  A call writes 64 KiB into the record of an error.

lies     no-result                  NO_RESULT                  bad-result           bad-result           A call says that it is done and hands over nothing.
lies     no-release                 NO_RELEASE                 bad-result           bad-result           A result has no release function.
lies     null-with-length           NULL_WITH_LENGTH           bad-result           bad-result           A result has bytes at a null pointer.
lies     past-capacity              PAST_CAPACITY              bad-result           bad-result           A result is longer than its capacity.
lies     huge-length                HUGE_LENGTH                bad-result           bad-result           A result claims 8 exabytes.
lies     not-utf8                   NOT_UTF8                   bad-result           bad-result           A text is not UTF-8.
lies     wrong-type                 WRONG_TYPE                 bad-result           bad-result           A result is of a type that the ABI does not have.
lies     unknown-status             UNKNOWN_STATUS             bad-result           bad-result           A call returns the status 77.
lies     negative-status            NEGATIVE_STATUS            bad-result           bad-result           A call returns the status -5.
lies     message-too-long           MESSAGE_TOO_LONG           call-failed          call-failed          The message of an error claims 4 GB.
lies     message-not-utf8           MESSAGE_NOT_UTF8           call-failed          call-failed          The message of an error is not UTF-8.
lies     table-without-magic        TABLE_WITHOUT_MAGIC        capability-missing   capability-missing   A table does not begin with TUTTI_MAGIC.
lies     table-too-short            TABLE_TOO_SHORT            capability-missing   capability-missing   A table is too short for its function.
lies     table-too-long             TABLE_TOO_LONG             capability-missing   capability-missing   A table claims a gigabyte.
lies     table-of-another-major     TABLE_OF_ANOTHER_MAJOR     capability-missing   capability-missing   A table is of another version than was asked for.
lies     table-of-another-hash      TABLE_OF_ANOTHER_HASH      capability-mismatch  capability-mismatch  A table was made of another declaration.
lies     table-without-function     TABLE_WITHOUT_FUNCTION     capability-missing   capability-missing   The function of a table is NULL.
lies     table-wild                 TABLE_WILD                 crashed              ! SIGSEGV            query returns an address that is not mapped.
lies     descriptor-wild            DESCRIPTOR_WILD            crashed              ! SIGSEGV            The entry returns an address that is not mapped.
lies     entry-refuses              ENTRY_REFUSES              abi-incompatible     abi-incompatible     The entry refuses this host, with its reason.
lies     entry-silent               ENTRY_SILENT               abi-incompatible     abi-incompatible     The entry refuses this host, without a reason.
lies     create-without-instance    CREATE_WITHOUT_INSTANCE    bad-result           bad-result           create says that it is done and makes nothing.
lies     create-unknown-status      CREATE_UNKNOWN_STATUS      bad-result           bad-result           create returns the status 77.
lies     live-for-ever              LIVE_FOR_EVER              none                 none                 live never comes to 0.

fails    create-fails               REFUSES@CREATE             create-failed        create-failed        create fails.
fails    restore-fails              REFUSES@RESTORE            restore-failed       restore-failed       restore fails.
fails    start-fails                REFUSES@START              start-failed         start-failed         start fails.
fails    selftest-fails             REFUSES@SELFTEST           selftest-failed      selftest-failed      selftest fails.
fails    call-fails                 REFUSES@CALL               call-failed          call-failed          A call fails.
fails    save-fails                 REFUSES@SAVE               save-failed          save-failed          save fails.
fails    quiesce-fails              REFUSES@QUIESCE            quiesce-failed       quiesce-failed       quiesce fails.
fails    stop-fails                 REFUSES@STOP               stop-failed          stop-failed          stop fails.
fails    start-unknown-status       UNKNOWN_STATUS@START       bad-result           bad-result           start returns the status 77.
fails    save-unknown-status        UNKNOWN_STATUS@SAVE        bad-result           bad-result           save returns the status 77.
fails    stop-unknown-status        UNKNOWN_STATUS@STOP        bad-result           bad-result           stop returns the status 77.

threads  forgets-thread             FORGETS                    none                 none                 A thread waits on when the instance is gone.
threads  tells-of-thread            TELLS_LIVE                 none                 none                 A thread waits on, and live says so.
threads  calls-host-after-stop      CALLS_HOST_AFTER_STOP      none                 none                 A thread calls the host after stop.
threads  calls-host-after-destroy   CALLS_HOST_AFTER_DESTROY   none                 none                 A thread goes on to call the host after destroy.
threads  thread-crashes             CRASHES                    crashed              ! SIGSEGV            A thread of the plugin crashes.

order    destroys-itself            DESTROYS_ITSELF            none                 none                 A call destroys its own instance.
order    stops-itself               STOPS_ITSELF               none                 none                 A call stops its own instance.
order    creates-another            CREATES_ANOTHER            none                 none                 A call creates an instance that nobody asked for.
order    asks-after-stop            ASKS_AFTER_STOP            none                 none                 stop asks the host for a table.
order    asks-in-destroy            ASKS_IN_DESTROY            none                 none                 destroy asks the host for a table.
order    passes-null                CALLS_WITH_NULL            none                 none                 A call passes null pointers with lengths to the host.

process  closes-descriptors         CLOSES_DESCRIPTORS         crashed              ! SIGABRT or lives   A call closes every descriptor above 2.
process  closes-all                 CLOSES_ALL                 crashed              ! SIGABRT            A call closes every descriptor.
process  writes-to-all              WRITES_TO_ALL              crashed              ! SIGSEGV            A call writes garbage to every descriptor.
process  opens-without-end          OPENS_WITHOUT_END          none                 ! exit 1             A call opens files until there are no descriptors.
process  prints                     PRINTS                     none                 ~ stdout             A call prints.
process  forks                      FORKS                      none                 ~ children           A call forks, and the fork stays.
process  forks-and-dies             FORKS_AND_DIES             crashed              ! SIGSEGV            A call forks, the fork stays, and the process crashes.
process  changes-folder             CHANGES_FOLDER             none                 ~ folder             A call changes the working folder.
process  changes-umask              CHANGES_UMASK              none                 ~ umask              A call changes the mask of new files.
process  changes-environment        CHANGES_ENVIRONMENT        none                 ! SIGSEGV            A call clears the environment.
process  handles-signals            HANDLES_SIGNALS            none                 ~ signals            A call handles every signal.
process  blocks-signals             BLOCKS_SIGNALS             none                 ~ signals            A call blocks every signal.
process  lowers-limits              LOWERS_LIMITS              none                 ~ limits           A call lowers the limits of its process.
`;

const codes = new Set<string>(['none', ...hostErrors.map(({ code }) => code)]);

function codeOf(text: string): Expected {
  if (!codes.has(text)) throw new TypeError(`"${text}" is no code of a host error`);
  return text as Expected;
}

function inProcessOf(text: string): Fault['inProcess'] {
  if (text === '! stays') return { kind: 'stays' };
  if (text.startsWith('! ')) return { kind: 'ends', how: text.slice(2) };
  if (text.startsWith('~ ')) return { kind: 'changes', facts: text.slice(2).split(' ') };
  return codeOf(text);
}

function faultOf(line: string): Fault {
  const [group = '', id = '', fault = '', child = '', inProcess = '', what = ''] = line.split(/ {2,}/);
  if (!(group in faultGroups)) throw new TypeError(`"${group}" is no group of faults: ${line}`);
  const [name = '', step] = fault.split('@');
  const isOfSdk = !/^[A-Z]/.test(name);
  return {
    id,
    group: group as FaultGroup,
    what,
    source: isOfSdk ? `unguarded/${name}` : `host/${faultGroups[group as FaultGroup].source}`,
    defines: isOfSdk ? [] : [`FAULT=${name}`, ...(step ? [`AT=IN_${step}`] : [])],
    childProcess: codeOf(child),
    inProcess: inProcessOf(inProcess),
  };
}

/** Every fault of the corpus, and what a host must make of it in a child process and in its own. */
export const faults: readonly Fault[] = table
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map(faultOf);
