import type { StatusName } from './statuses.ts';

/** Every failure that a host reports: its code, and for its reference page what it means and what to do. */
export const hostErrors = [
  {
    code: 'file-missing',
    title: 'The library does not exist',
    cause: 'No file stands at the path that was given.',
    fix: 'Check the path, and build the plugin first.',
  },
  {
    code: 'file-unreadable',
    title: 'The library cannot be read',
    cause: 'The path names a folder, or the file may not be read by this user.',
    fix: 'Name the library file itself, and check its permissions.',
  },
  {
    code: 'file-truncated',
    title: 'The library is cut off',
    cause:
      'The file ends before the parts that its own header promises. A copy or a download was interrupted.',
    fix: 'Copy or build the file again; write it under a temporary name and rename it.',
  },
  {
    code: 'not-a-library',
    title: 'The file is not a shared library',
    cause: 'The first bytes are not those of ELF, PE or Mach-O, or it is a program or an object file.',
    fix: 'Build with -shared, and name the .so, .dylib or .dll file.',
  },
  {
    code: 'foreign-platform',
    title: 'The library is for another platform',
    cause: 'The file was built for another operating system or another processor.',
    fix: 'Build it for this machine: `tutti build` does by default.',
  },
  {
    code: 'not-a-plugin',
    title: 'The library is not a Tutti plugin',
    cause: 'It does not export tutti_plugin_entry_v1.',
    fix: 'End the plugin with TUTTI_PLUGIN, and export the entry.',
  },
  {
    code: 'library-refused',
    title: 'The system would not load the library',
    cause: 'The dynamic loader refused it: a library that it needs is missing, or needs a newer system.',
    fix: 'The message quotes the loader: install what it names, or build for an older system.',
  },
  {
    code: 'services-missing',
    title: 'The host services are not built',
    cause: 'The small native library of host services is missing for this platform.',
    fix: 'In a clone, run `npm start` or `npm run build` once.',
  },
  {
    code: 'abi-incompatible',
    title: 'The plugin and the host speak different ABIs',
    cause: 'The plugin was built for another major version, or for a later minor one than the host offers.',
    fix: 'Build the plugin against the headers of this host, or update the host.',
  },
  {
    code: 'bad-descriptor',
    title: "The plugin's descriptor is not valid",
    cause:
      'The entry returned a table without the magic number, too short, or without a function that every plugin has.',
    fix: 'Fill the descriptor with TUTTI_PLUGIN of the SDK.',
  },
  {
    code: 'create-failed',
    title: 'The plugin could not be created',
    cause: "The plugin's create returned a status other than TUTTI_OK.",
    fix: "The message is the plugin's own; its documentation says more.",
  },
  {
    code: 'start-failed',
    title: 'The plugin could not be started',
    cause: "The plugin's start returned a status other than TUTTI_OK.",
    fix: "The message is the plugin's own; its documentation says more.",
  },
  {
    code: 'stop-failed',
    title: 'The plugin did not stop cleanly',
    cause:
      "The plugin's stop returned a status other than TUTTI_OK. The instance was destroyed all the same.",
    fix: 'Report it to its author: stop must succeed.',
  },
  {
    code: 'wrong-state',
    title: 'Not possible in this state',
    cause: 'The action is not in the lifecycle table for the current state, such as a call after stop.',
    fix: 'Follow the order create, start, call, stop, destroy.',
  },
  {
    code: 'capability-missing',
    title: 'The plugin does not offer this capability',
    cause: "The plugin's query returned NULL for this id and version.",
    fix: 'Check the id and the version; tutti.json lists what the plugin provides.',
  },
  {
    code: 'bad-argument',
    title: 'The call has wrong arguments',
    cause: 'The arguments do not fit the declaration. The plugin was not called.',
    fix: 'Pass what the declaration asks for.',
  },
  {
    code: 'call-failed',
    title: 'The plugin refused the call',
    cause: 'The function returned a status other than TUTTI_OK. Nothing was handed over.',
    fix: 'The status and the message say why.',
  },
  {
    code: 'bad-result',
    title: 'The plugin handed over something else',
    cause:
      'The owned value is not valid: no release function, a null pointer with a length, a length beyond the limit, text that is not UTF-8, or an unknown status.',
    fix: 'Report it to its author. The instance is faulted: no call will follow.',
  },
  {
    code: 'trapped',
    title: 'The plugin trapped',
    cause:
      'In the page, the code reached an instruction that WebAssembly stops: an access outside memory, unreachable code, or a stack that is full. Natively this would have crashed the process.',
    fix: 'Look at the last call of the trace.',
  },
] as const;

export type HostErrorCode = (typeof hostErrors)[number]['code'];

export interface HostErrorDetails {
  /** Id of the plugin, or the path of its library before the id is known. */
  readonly plugin?: string;
  readonly status?: StatusName;
  /** Line of the plugin's source. */
  readonly line?: number;
  readonly cause?: unknown;
}

/** What every host throws: `code` is for programs, `message` for people. */
export class HostError extends Error {
  override readonly name = 'HostError';
  readonly code: HostErrorCode;
  readonly plugin: string | undefined;
  readonly status: StatusName | undefined;
  readonly line: number | undefined;

  constructor(code: HostErrorCode, message: string, details: HostErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.plugin = details.plugin;
    this.status = details.status;
    this.line = details.line;
  }
}
