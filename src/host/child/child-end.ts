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
const exitReasons: Readonly<Record<number, string>> = {
  64: 'it was started with the wrong words',
  65: 'it could not give up what a plugin must not have',
  70: 'it was sent what is no request',
  71: 'it had no memory for a request',
  72: 'the plugin closed its connection to the host',
};

const signalReasons: Readonly<Record<string, string>> = {
  SIGXCPU: 'its limit of processor time was reached',
  SIGXFSZ: 'its limit of file size was reached',
};

/** What became of the process, and why where that is known. */
function ending({ signal, exitCode, why, lastWords }: ChildEnd): readonly [what: string, reason?: string] {
  if (why !== undefined) return ['was ended', why];
  if (signal === undefined) {
    const reason = exitReasons[exitCode ?? 0];
    return reason === undefined ? [`ended itself with exit code ${exitCode}`] : ['ended', reason];
  }
  const { address, isStackOverflow } = lastWords;
  if ((signal === 'SIGSEGV' || signal === 'SIGBUS') && address !== undefined) {
    if (isStackOverflow) return [`died by ${signal}`, 'its stack is full'];
    return [`died by ${signal} at address 0x${address.toString(16)}`];
  }
  const reason = signalReasons[signal];
  return reason === undefined ? [`died by ${signal}`] : [`died by ${signal}`, reason];
}

/**
 * The end as the second half of a sentence about the process.
 *
 * @param when such as "during call 3"
 */
export function describeEnd(end: ChildEnd, when?: string): string {
  const [what, reason] = ending(end);
  const at = when === undefined ? '' : ` ${when}`;
  const because = reason === undefined ? '' : `: ${reason}`;
  const said = end.lastLines === '' ? '' : `. It wrote: ${end.lastLines}`;
  return `${what}${at}${because}${said}`;
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
