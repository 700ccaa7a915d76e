import { HostError } from '../../abi/index.ts';
import type { LastWords } from './shared-memory.ts';

/** How a child ended, and what it was doing. */
export interface ChildEnd {
  readonly signal: string | undefined;
  readonly exitCode: number | undefined;
  /** Why the host ended it; undefined when it ended by itself. */
  readonly why: string | undefined;
  readonly lastWords: LastWords;
  /** Id of the plugin that ran then. */
  readonly ranIn: string | undefined;
  /** The last lines that the process wrote to its standard error, without the final line break. */
  readonly lastLines: string;
}

/** Exit codes of native/host/child.c that say something. */
const exitCodes: Readonly<Record<number, string>> = {
  64: 'was started with the wrong words',
  65: 'could not give up what a plugin must not have',
  70: 'was sent what is no request',
  71: 'had no memory for a request',
  72: 'lost its connection to the host, which the plugin closed',
};

const signalMeanings: Readonly<Record<string, string>> = {
  SIGXCPU: ': its limit of processor time was reached',
  SIGXFSZ: ': its limit of file size was reached',
};

/** The end as the second half of a sentence about the process. */
export function describeEnd(end: ChildEnd, when?: string): string {
  const { signal, exitCode, why, lastWords, lastLines } = end;
  const said = `${when === undefined ? '' : ` ${when}`}${lastLines === '' ? '' : `. It wrote: ${lastLines}`}`;
  if (why !== undefined) return `was ended: ${why}${said}`;
  if (signal === undefined) {
    const known = exitCodes[exitCode ?? 0];
    return known === undefined ? `ended itself with exit code ${exitCode}${said}` : `${known}${said}`;
  }
  const { address, isStackOverflow } = lastWords;
  const isAccess = signal === 'SIGSEGV' || signal === 'SIGBUS';
  const at =
    !isAccess || address === undefined
      ? ''
      : isStackOverflow
        ? ': its stack is full'
        : ` at address 0x${address.toString(16)}`;
  return `died by ${signal}${at}${signalMeanings[signal] ?? ''}${said}`;
}

/** The child itself refused to open a library. */
export function refusedBy(path: string, why: string): HostError {
  return new HostError('child-failed', `Cannot load ${path}: its process says: ${why}`, { plugin: path });
}

/** Why something could not be done: the process is gone. */
export function crash(end: ChildEnd, plugin: string, what: string, during?: string): HostError {
  const { ranIn, lastWords, why } = end;
  const isOthers = ranIn !== undefined && ranIn !== plugin && why === undefined;
  const whose = isOthers ? `the process that it shares with plugin "${ranIn}"` : 'its process';
  const running = lastWords.call > 0 ? `during call ${lastWords.call}` : undefined;
  const when = isOthers ? (running ?? during) : (during ?? running);
  const text = `Cannot ${what}: ${whose} ${describeEnd(end, when)}. Open the plugin again, and report it to its author`;
  return new HostError('crashed', text, { plugin });
}
