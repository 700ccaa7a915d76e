import {
  type Decoded,
  decodeOwned,
  decodeScalar,
  type FunctionDeclaration,
  isScalar,
  layoutOf,
} from '../../abi/index.ts';
import { problemText } from '../native/problem-text.ts';
import type { CallOutcome } from '../road.ts';
import type { Answer } from './channel.ts';

const ownedBytes = layoutOf('owned', 8).sizeBytes;

/** PROBLEM_* of native/host/child-protocol.h in words; undefined when the value may be used. */
export function problemOf({ problem, value }: Answer, limitBytes: number): string | undefined {
  return problemText(problem, value, limitBytes);
}

/** The result that an answer carries, as a value of its kind, or what is wrong with it. Shares no memory with it. */
function resultOf(kind: FunctionDeclaration['result'], { value, payload, typeId }: Answer): Decoded {
  if (kind === 'none') return { ok: true, value: undefined };
  if (isScalar(kind)) return decodeScalar(kind, value);
  if (payload === undefined) return { ok: false, problem: `its record claims 0 bytes and has ${ownedBytes}` };
  return decodeOwned(kind, typeId, kind === 'bytes' ? new Uint8Array(payload) : payload);
}

/** Reads the answer to a call. */
export function callOutcome(
  { result }: FunctionDeclaration,
  answer: Answer,
  limitBytes: number,
): CallOutcome {
  const { status, message, line } = answer;
  if (status !== 0) return { status, message, line };
  const problem = problemOf(answer, limitBytes);
  if (problem !== undefined) return { status, message, line, problem };
  const taken = resultOf(result, answer);
  if (!taken.ok) return { status, message, line, problem: taken.problem };
  return { status, value: taken.value };
}
