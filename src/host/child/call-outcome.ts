import {
  decode,
  decodeScalar,
  type FunctionDeclaration,
  isScalar,
  layoutOf,
  typeProblem,
  type Value,
} from '../../abi/index.ts';
import { problemText } from '../native/problem-text.ts';
import type { CallOutcome } from '../road.ts';
import type { Answer } from './channel.ts';

const ownedBytes = layoutOf('owned', 8).sizeBytes;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** PROBLEM_* of native/host/child-protocol.h in words; undefined when the value may be used. */
export function problemOf({ problem, value }: Answer, limitBytes: number): string | undefined {
  return problemText(problem, value, limitBytes);
}

/** The result that an answer carries, as a value of its kind, or what is wrong with it. Shares no memory with it. */
function resultOf(
  kind: FunctionDeclaration['result'],
  { value, payload, typeId }: Answer,
): { readonly value: Value } | { readonly problem: string } {
  if (kind === 'none') return { value: undefined };
  if (isScalar(kind)) {
    const decoded = decodeScalar(kind, value);
    return decoded.ok ? decoded : { problem: decoded.problem };
  }
  if (payload === undefined) return { problem: `its record claims 0 bytes and has ${ownedBytes}` };
  const problem = typeProblem(kind, typeId);
  if (problem !== undefined) return { problem };
  if (kind === 'bytes') return { value: new Uint8Array(payload) };
  if (kind === 'string') {
    try {
      return { value: utf8.decode(payload) };
    } catch {
      return { problem: 'its text is not UTF-8' };
    }
  }
  const decoded = decode(kind, payload);
  return decoded.ok ? decoded : { problem: decoded.problem };
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
  if ('problem' in taken) return { status, message, line, problem: taken.problem };
  return { status, value: taken.value };
}
