import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { HostError } from '../../abi/index.ts';
import { childPath } from '../native/services-library.ts';
import { closeDescriptor, SharedMemory, socketPair } from './shared-memory.ts';

/** What a child may use, the plugins in it together. 0 = as much as the system gives. */
export interface ChildLimits {
  /** Memory of any kind, code included, in bytes; 1 GiB unless told. Not kept by macOS. */
  readonly addressSpaceBytes?: number;
  /** Processor time over its whole life, in seconds; 0 unless told. */
  readonly cpuSeconds?: number;
  /** Descriptors open at once; 64 unless told. */
  readonly openFiles?: number;
  /** Length of any file it writes, in bytes; 16 MiB unless told. */
  readonly fileBytes?: number;
}

/** What of the environment a plugin may see. */
const environment = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
];

/** What a host holds of a process that was just started. */
export interface StartedProcess {
  readonly process: ChildProcess;
  readonly memory: SharedMemory;
  /** Our end of the socket, a descriptor. */
  readonly socket: number;
}

/**
 * Starts the program of the child.
 *
 * @param platform this machine's unless told, for tests
 * @throws HostError isolation-unavailable, services-missing, child-failed
 */
export function startProcess(
  limits: ChildLimits,
  platform: NodeJS.Platform = process.platform,
): StartedProcess {
  const program = requireChild(platform);
  let memory: SharedMemory | undefined;
  try {
    memory = new SharedMemory();
    const [socket, theirs] = socketPair();
    const { addressSpaceBytes = 2 ** 30, cpuSeconds = 0, openFiles = 64, fileBytes = 2 ** 24 } = limits;
    const words = [process.pid, addressSpaceBytes, cpuSeconds, openFiles, fileBytes].map(String);
    const child = spawn(program, words, {
      stdio: ['ignore', 'ignore', 'pipe', theirs, memory.descriptor],
      env: Object.fromEntries(
        environment.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
      ),
      // A group of its own, so that what a plugin forks ends with it.
      detached: true,
    });
    closeDescriptor(theirs);
    closeDescriptor(memory.descriptor);
    return { process: child, memory, socket };
  } catch (cause) {
    if (memory !== undefined) closeDescriptor(memory.descriptor);
    memory?.close();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HostError('child-failed', `Cannot start a process for plugins: ${why}`, { cause });
  }
}

/** The program of the child. @throws HostError isolation-unavailable, services-missing */
function requireChild(platform: NodeJS.Platform): string {
  if (platform === 'win32') {
    const text =
      'Cannot run a plugin in a process of its own: on Windows there is no child host, since it needs POSIX sockets and limits. Open it with the isolation "async" or "inProcess" if you trust it';
    throw new HostError('isolation-unavailable', text);
  }
  const program = childPath();
  if (existsSync(program)) return program;
  const fix = 'In a clone, run "npm start" or "npm run build" once';
  throw new HostError(
    'services-missing',
    `Cannot find the program that plugins run in at ${program}. ${fix}`,
  );
}
