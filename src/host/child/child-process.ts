import type { ChildProcess as SystemProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { HostError } from '../../abi/index.ts';
import { attend, rest } from './attention.ts';
import { type Answer, Channel, type RequestFields } from './channel.ts';
import { type ChildEnd, describeEnd } from './child-end.ts';
import { answers, protocolVersion, type RequestKind } from './protocol.ts';
import type { SharedMemory } from './shared-memory.ts';
import { type ChildLimits, type StartedProcess, startProcess } from './start-process.ts';

export type { ChildLimits } from './start-process.ts';

/** Who hears of what a child does on its own. */
export interface ChildListener {
  /** Id of the plugin. */
  readonly id: string;
  /** An answer or a frame of its own that holds events. */
  events(answer: Answer): void;
  outcall(answer: Answer): void;
  /** The process is gone, without having been closed. */
  gone(end: ChildEnd): void;
}

interface Pending {
  readonly sharedAt: number | undefined;
  readonly settle: (answer: Answer) => void;
  readonly fail: (end: ChildEnd) => void;
}

const helloMs = 10_000;
/** How long a process that is gone may take to deliver what it wrote before, and one that hung up to go. */
const lateMs = 100;
const mostStderrBytes = 4096;
/** A process that plugins run in, and the requests that it has not answered. */
export class ChildProcess {
  /** Resolves when the process is gone, whoever ended it. */
  readonly ended: Promise<ChildEnd>;
  readonly memory: SharedMemory;
  readonly #process: SystemProcess;
  readonly #channel: Channel;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<number, ChildListener>();
  readonly #libraries = new Set<number>();
  #stderr = '';
  #why: string | undefined;
  #end: ChildEnd | undefined;
  #isClosing = false;
  #hello: (() => void) | undefined;

  /**
   * Starts a process and waits until it is ready.
   *
   * @param platform this machine's unless told, for tests
   * @throws HostError isolation-unavailable, services-missing, child-failed
   * @remarks 2-8 ms
   */
  static async start(limits: ChildLimits = {}, platform?: NodeJS.Platform): Promise<ChildProcess> {
    const child = new ChildProcess(startProcess(limits, platform));
    const timeout = setTimeout(() => child.terminate(`it was not ready after ${helloMs} ms`), helloMs);
    const isReady = await Promise.race([
      new Promise<true>((resolve) => {
        child.#hello = () => resolve(true);
      }),
      child.ended.then(() => false),
    ]);
    clearTimeout(timeout);
    if (isReady) {
      child.#settle();
      return child;
    }
    const end = await child.ended;
    throw new HostError('child-failed', `Cannot start a process for plugins: it ${describeEnd(end)}`);
  }

  private constructor(started: StartedProcess) {
    this.memory = started.memory;
    this.#process = started.process;
    this.#channel = new Channel(started.socket, this.memory, {
      answer: (answer) => this.#answer(answer),
      end: (why) => this.#hungUp(why),
    });
    this.#channel.ref();
    this.ended = this.#watch();
  }

  /** The process's number; 0 when it did not start. */
  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Whether nothing can be opened or asked here any more. */
  get isGone(): boolean {
    return this.#isClosing || this.#end !== undefined;
  }

  /** Sends a request. `settle` gets the answer, whose bytes it must read before it returns; or `fail` is called. */
  request(
    kind: RequestKind,
    fields: RequestFields,
    settle: (answer: Answer) => void,
    fail: (end: ChildEnd) => void,
  ): void {
    if (this.#end !== undefined) {
      fail(this.#end);
      return;
    }
    const { sequence, sharedAt } = this.#channel.send(kind, fields);
    if (this.#pending.size === 0) this.#channel.ref();
    this.#pending.set(sequence, { sharedAt, settle, fail });
    attend();
  }

  /** Sends a request that has no answer; all of it goes through the socket. */
  tell(kind: RequestKind, fields: RequestFields): void {
    if (this.#end === undefined) this.#channel.send(kind, fields, false);
  }

  /** Takes a number for a library, kept until `closeLibrary`. */
  openLibrary(): number {
    const number = firstFree(this.#libraries);
    this.#libraries.add(number);
    return number;
  }

  closeLibrary(number: number): void {
    this.#libraries.delete(number);
  }

  /** Takes a number for an instance, kept until `leave`. Payloads of up to `limitBytes` are read. */
  join(listener: ChildListener, limitBytes: number): number {
    const number = firstFree(this.#listeners);
    this.#listeners.set(number, listener);
    this.#channel.limitBytes = Math.max(this.#channel.limitBytes, limitBytes);
    return number;
  }

  leave(instance: number): void {
    this.#listeners.delete(instance);
  }

  /** Whether nothing is open here. */
  get isEmpty(): boolean {
    return this.#listeners.size === 0 && this.#libraries.size === 0;
  }

  /** Whether no other instance lives here. */
  isOnly(instance: number): boolean {
    return this.#listeners.size === 1 && this.#listeners.has(instance) && this.#libraries.size === 1;
  }

  /** Ends the process, and what it forked, at once. */
  terminate(why: string): void {
    if (this.#end !== undefined || this.#why !== undefined) return;
    this.#why = why;
    this.#kill();
  }

  /** Lets the process go and waits until it is gone. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#why ??= 'the host closed it';
    this.#channel.close();
    const late = setTimeout(() => this.#kill(), lateMs);
    await this.ended;
    clearTimeout(late);
  }

  #kill(): void {
    if (this.pid === 0) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // The whole group is gone already.
    }
  }

  #answer(answer: Answer): void {
    if (answer.kind === answers.hello) {
      if (Number(answer.value) !== protocolVersion) {
        this.terminate(`it speaks protocol ${answer.value}, and the host ${protocolVersion}`);
      } else this.#hello?.();
      return;
    }
    if (answer.events !== undefined) this.#listeners.get(answer.instance)?.events(answer);
    if (answer.kind === answers.outcall) this.#listeners.get(answer.instance)?.outcall(answer);
    if (answer.kind !== answers.reply) return;
    const pending = this.#pending.get(answer.answers);
    if (pending === undefined) {
      this.terminate('it answered what was not asked');
      return;
    }
    this.#pending.delete(answer.answers);
    rest(1);
    if (pending.sharedAt !== undefined) this.memory.give(pending.sharedAt);
    if (this.#pending.size === 0) this.#channel.unref();
    pending.settle(answer);
  }

  /** Nothing is asked any more: the process alone does not keep the host running. */
  #settle(): void {
    this.#channel.unref();
    this.#process.unref();
    (this.#process.stderr as Socket | null)?.unref();
  }

  #hungUp(why: string | undefined): void {
    if (why !== undefined) {
      this.terminate(why);
      return;
    }
    if (this.#pending.size > 0) this.#process.ref();
    // A process that ends hangs up first; one that does neither end nor talk is no use.
    const late = setTimeout(() => this.terminate('it closed its connection to the host'), lateMs);
    void this.ended.then(() => clearTimeout(late));
  }

  async #watch(): Promise<ChildEnd> {
    const { stderr } = this.#process;
    stderr?.setEncoding('utf8');
    stderr?.on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-mostStderrBytes);
    });
    const status = await new Promise<{ signal?: string; exitCode?: number }>((resolve) => {
      this.#process.once('error', (error) => {
        this.#why ??= `the system did not start it: ${error.message}`;
        resolve({});
      });
      this.#process.once('exit', (code, signal) => {
        resolve(signal === null ? { exitCode: code ?? 0 } : { signal });
      });
    });
    this.#kill();
    if (stderr !== null && !stderr.destroyed) {
      // What it wrote last comes after its end; what escaped from its group may hold the pipe open.
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, lateMs);
        stderr.once('close', () => {
          clearTimeout(late);
          resolve();
        });
      });
      stderr.destroy();
    }
    this.#channel.close();
    const lastWords = this.memory.lastWords();
    const end: ChildEnd = {
      signal: status.signal,
      exitCode: status.exitCode,
      why: this.#why,
      lastWords,
      ranIn: this.#listeners.get(lastWords.instance)?.id,
      lastLines: this.#stderr.trim().split('\n').slice(-5).join('\n').replace(/\.$/, ''),
    };
    this.#end = end;
    for (const { fail } of this.#pending.values()) fail(end);
    rest(this.#pending.size);
    this.#pending.clear();
    for (const listener of [...this.#listeners.values()]) listener.gone(end);
    this.memory.close();
    return end;
  }
}

function firstFree(taken: { has(number: number): boolean }): number {
  let number = 0;
  while (taken.has(number)) number++;
  return number;
}

/** Starts a process ahead of time, so that a plugin that is opened in it later starts at once. */
export function prepareChild(limits?: ChildLimits): Promise<ChildProcess> {
  return ChildProcess.start(limits);
}
