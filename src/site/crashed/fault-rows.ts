import report from '../../../content/reports/lab-faults.json';
import type { HostErrorCode } from '../../abi/index.ts';
import type { MistakeKind } from '../../lab/index.ts';

/** What became of a mistaken plugin natively, with no sanitizer, in a child process of the host. */
export interface NativeLife {
  failure?: { code: HostErrorCode; message: string };
  results: string[];
  leakedBlocks: number;
  misuses: number;
}

/** One seeded mistake as `npm run lab:faults -- --write` saw it. Lines count in its file. */
export interface FaultRow {
  file: string;
  kind: MistakeKind;
  title: string;
  line: number;
  lab: { message: string; line?: number; isFatal: boolean; allocatedAt?: number; freedAt?: number };
  sanitizers: { wrote: string[] } | { reason: string };
  natively: NativeLife;
}

/** Every seeded mistake. */
export const faultRows = report.mistakes as unknown as readonly FaultRow[];

/** `gcc 12.2.0, glibc 2.36, linux x64`: where the native part was captured. */
export const faultMachine = `${report.machine.compiler}, ${report.machine.libc}, ${report.machine.platform}`;

/** What the calls of a seeded mistake should give: it repeats two texts three times. */
const rightResults = ['coolcoolcool', 'lalalalalala'];

export function isRight(results: readonly string[]): boolean {
  return results.join() === rightResults.join();
}
