import { decode, encode, layoutOfKind } from '../../../../src/abi/index.ts';
import { ticketsCapability } from '../../how-to/plugins/tickets/tickets.ts';

// #region encode
const ticket = ticketsCapability.functions.issue.result;
const message = encode(ticket, { number: 7n, desk: 'B2' });
// #endregion encode

/** Eight bytes a line, with their offsets. */
function show(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += 8) {
    const line = [...bytes.subarray(at, at + 8)].map((byte) => byte.toString(16).padStart(2, '0'));
    console.log(String(at).padStart(2), line.join(' '));
  }
}
show(message);

// #region layout
const { sizeBytes, alignment, offsets } = layoutOfKind(ticket);
console.log({ sizeBytes, alignment, offsets });
// #endregion layout

// #region decode
console.log(decode(ticket, message));
const beyond = Uint8Array.from(message);
beyond[8] = 200; // where desk begins
console.log(decode(ticket, beyond));
// #endregion decode
