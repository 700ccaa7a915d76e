import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import {
  answerHead,
  answers,
  inlineBytes,
  longest,
  magics,
  type RequestKind,
  requestHead,
  requests,
  sharedLayout,
} from './protocol.ts';
import type { SharedMemory } from './shared-memory.ts';

/** What a request says besides its kind; 0 where it says nothing. `value` is given in two halves of 32 bits. */
export interface RequestFields {
  readonly library?: number;
  readonly instance?: number;
  readonly call?: number;
  readonly value?: number;
  readonly valueHigh?: number;
  readonly number?: number;
  readonly payload?: Uint8Array;
}

/** One frame of a child. Its bytes are valid only while the listener runs. */
export interface Answer {
  readonly kind: number;
  readonly answers: number;
  readonly value: bigint;
  readonly call: number;
  readonly status: number;
  readonly line: number;
  readonly problem: number;
  readonly typeId: number;
  readonly instance: number;
  readonly function: number;
  readonly message: string;
  readonly payload: Uint8Array | undefined;
  readonly events: Uint8Array | undefined;
}

export interface ChannelListener {
  answer(answer: Answer): void;
  /** The other end was closed, or sent what is no frame: nothing will come any more. */
  end(why: string | undefined): void;
}

const request = requestHead.offsets;
const answer = answerHead.offsets;
const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;
const half = 2 ** 32;

/** The host's end of the socket to one child: frames out, checked frames in. Nothing read from it is trusted. */
export class Channel {
  /** The longest payload that is read, in bytes; a frame that claims more is none. */
  limitBytes = 1 << 20;
  readonly #descriptor: number;
  readonly #socket: Socket;
  readonly #memory: SharedMemory;
  readonly #listener: ChannelListener;
  readonly #out = Buffer.alloc(requestHead.sizeBytes + inlineBytes);
  readonly #outView = new DataView(this.#out.buffer, this.#out.byteOffset, this.#out.length);
  #sent = 0;
  #received = 0;
  /** Bytes handed to the socket because the kernel's buffer was full. */
  #queued = 0;
  /** A frame of which a part has come. */
  #held: Buffer | undefined;
  #heldBytes = 0;
  #isEnded = false;

  constructor(descriptor: number, memory: SharedMemory, listener: ChannelListener) {
    this.#descriptor = descriptor;
    this.#memory = memory;
    this.#listener = listener;
    const buffer = Buffer.alloc(1 << 16);
    const onread = {
      buffer,
      callback: (length: number) => {
        this.#read(buffer.subarray(0, length));
        return true;
      },
    };
    this.#socket = new Socket({ fd: descriptor, readable: true, writable: true, onread });
    this.#socket.on('error', () => this.#end(undefined));
    this.#socket.on('end', () => this.#end(undefined));
    this.#socket.on('close', () => this.#end(undefined));
    this.#socket.resume();
    this.#socket.unref();
  }

  /** Keeps the process running while an answer is awaited. */
  ref(): void {
    this.#socket.ref();
  }

  unref(): void {
    this.#socket.unref();
  }

  /**
   * Sends a request. A payload that lies in the shared memory stays there, and its room goes with the request.
   *
   * @param mayShare whether a long payload may be copied to shared memory
   * @returns its sequence, and the place of its payload in shared memory, to be given back when it was answered
   */
  send(
    kind: RequestKind,
    fields: RequestFields,
    mayShare = true,
  ): { sequence: number; sharedAt: number | undefined } {
    const sequence = ++this.#sent;
    const view = this.#outView;
    const { payload, call = 0 } = fields;
    const length = payload?.length ?? 0;
    const isThere = payload?.buffer === this.#memory.bytes.buffer;
    let sharedAt = isThere ? payload?.byteOffset : undefined;
    if (!isThere && mayShare && length > inlineBytes) sharedAt = this.#memory.take(length);
    const isInline = payload !== undefined && sharedAt === undefined && length > 0;
    view.setUint32(request.magic, magics.request, true);
    view.setUint32(request.kind, requests[kind], true);
    view.setUint32(request.sequence, sequence % half, true);
    view.setUint32(request.sequence + 4, Math.floor(sequence / half), true);
    view.setUint32(request.library, fields.library ?? 0, true);
    view.setUint32(request.instance, fields.instance ?? 0, true);
    view.setUint32(request.call, call % half, true);
    view.setUint32(request.call + 4, Math.floor(call / half), true);
    view.setUint32(request.value, fields.value ?? 0, true);
    view.setUint32(request.value + 4, fields.valueHigh ?? 0, true);
    view.setUint32(request.number, fields.number ?? 0, true);
    view.setUint32(request.inline_len, isInline ? length : 0, true);
    view.setUint32(request.shared_at, sharedAt ?? 0, true);
    view.setUint32(request.shared_len, sharedAt === undefined ? 0 : length, true);
    if (payload !== undefined && sharedAt !== undefined && !isThere) {
      this.#memory.bytes.set(payload, sharedAt);
    }
    if (isInline && length > inlineBytes) {
      this.#write(
        Buffer.concat(
          [this.#out.subarray(0, requestHead.sizeBytes), payload],
          requestHead.sizeBytes + padded(length),
        ),
      );
    } else {
      if (isInline) this.#out.set(payload, requestHead.sizeBytes);
      this.#write(this.#out.subarray(0, requestHead.sizeBytes + (isInline ? padded(length) : 0)));
    }
    return { sequence, sharedAt };
  }

  close(): void {
    this.#isEnded = true;
    this.#socket.destroy();
  }

  /** Writes at once where the kernel has room, which saves the event loop's part; the rest is queued. */
  #write(bytes: Buffer): void {
    if (this.#isEnded) return;
    let written = 0;
    if (this.#queued === 0) {
      try {
        written = writeSync(this.#descriptor, bytes);
      } catch (error) {
        // A full buffer is no failure, and a closed one is told by the reading side.
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      }
      if (written === bytes.length) return;
    }
    const rest = Buffer.from(bytes.subarray(written));
    this.#queued += rest.length;
    this.#socket.write(rest, () => {
      this.#queued -= rest.length;
    });
  }

  #end(why: string | undefined): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#socket.destroy();
    this.#listener.end(why);
  }

  #read(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length && !this.#isEnded) {
      if (this.#held !== undefined) at += this.#fill(bytes, at);
      else {
        const size = this.#frameBytes(bytes, at);
        if (size === undefined) return;
        if (size <= bytes.length - at) {
          this.#take(bytes.subarray(at, at + size));
          at += size;
        } else {
          this.#held = Buffer.allocUnsafe(Math.max(size, answerHead.sizeBytes));
          this.#heldBytes = 0;
        }
      }
    }
  }

  /** Adds to the frame of which a part has come; returns how many bytes that took. */
  #fill(bytes: Buffer, at: number): number {
    const held = this.#held as Buffer;
    const wanted = this.#heldBytes < answerHead.sizeBytes ? answerHead.sizeBytes : held.length;
    const taken = bytes.copy(
      held,
      this.#heldBytes,
      at,
      Math.min(bytes.length, at + wanted - this.#heldBytes),
    );
    this.#heldBytes += taken;
    if (this.#heldBytes === answerHead.sizeBytes && held.length === answerHead.sizeBytes) {
      const size = this.#frameBytes(held, 0);
      if (size === undefined) return taken;
      if (size > held.length) {
        this.#held = Buffer.concat([held], size);
        return taken;
      }
    }
    if (this.#heldBytes === held.length) {
      this.#held = undefined;
      this.#take(held);
    }
    return taken;
  }

  /** The bytes of the frame that begins at `at`, or of its head while that is not whole; undefined: no frame. */
  #frameBytes(bytes: Buffer, at: number): number | undefined {
    if (bytes.length - at < answerHead.sizeBytes) return answerHead.sizeBytes;
    const message = bytes.readUInt32LE(at + answer.message_len);
    const inline = bytes.readUInt32LE(at + answer.inline_len);
    const events = bytes.readUInt32LE(at + answer.events_len);
    const isFrame =
      bytes.readUInt32LE(at + answer.magic) === magics.answer &&
      bytes.readUInt32LE(at + answer.sequence) === (this.#received + 1) % half &&
      message <= longest.message &&
      events <= longest.events &&
      inline <= this.limitBytes;
    if (isFrame) return answerHead.sizeBytes + padded(message) + padded(inline) + padded(events);
    this.#end('it wrote what is no answer to the host');
    return undefined;
  }

  #take(frame: Buffer): void {
    this.#received += 1;
    const word = (offset: number) => frame.readUInt32LE(offset);
    const long = (offset: number) => frame.readUInt32LE(offset) + frame.readUInt32LE(offset + 4) * half;
    const messageBytes = word(answer.message_len);
    const inline = word(answer.inline_len);
    const eventBytes = word(answer.events_len);
    const sharedAt = long(answer.shared_at);
    const sharedBytes = long(answer.shared_len);
    const area = sharedLayout.repliesAt;
    if (sharedBytes > 0 && (sharedAt < area || sharedAt + sharedBytes > sharedLayout.sizeBytes)) {
      this.#end('it named memory that it does not share with the host');
      return;
    }
    const kind = word(answer.kind);
    if (kind < answers.hello || kind > answers.events) {
      this.#end('it wrote an answer of no known kind');
      return;
    }
    const body = answerHead.sizeBytes;
    const from = body + padded(messageBytes);
    const hasPayload = word(answer.has_payload) === 1;
    const inPlace =
      sharedBytes > 0 ? this.#memory.bytes.subarray(sharedAt, sharedAt + sharedBytes) : undefined;
    const eventsAt = from + padded(inline);
    this.#listener.answer({
      kind,
      answers: long(answer.answers),
      value: frame.readBigUInt64LE(answer.value),
      call: long(answer.call),
      status: frame.readInt32LE(answer.status),
      line: word(answer.line),
      problem: word(answer.problem),
      typeId: word(answer.type_id),
      instance: word(answer.instance),
      function: word(answer.function),
      message: messageBytes > 0 ? frame.toString('utf8', body, body + messageBytes) : '',
      payload: hasPayload ? (inPlace ?? frame.subarray(from, from + inline)) : undefined,
      events: eventBytes > 0 ? frame.subarray(eventsAt, eventsAt + eventBytes) : undefined,
    });
    if (sharedBytes > 0 && !this.#isEnded) this.#memory.acknowledge(frame.readBigUInt64LE(answer.shared_end));
  }
}
