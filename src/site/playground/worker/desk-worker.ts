import type { CallName, FromWorker, Question, ToWorker } from './messages.ts';
import { WorkBench } from './work-bench.ts';

// The worker's entry: takes questions in, and lets a later one overtake what is not said yet of an earlier one.

const bench = new WorkBench();
let newest = 0;

const post = (message: FromWorker) => self.postMessage(message);

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  const work = data.kind === 'ask' ? answer(data.id, data.question) : call(data.id, data.name, data.input);
  work.catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    post({ kind: 'failed', id: data.id, message });
  });
});

async function answer(id: number, question: Question): Promise<void> {
  newest = id;
  await turn();
  if (newest !== id) return;
  for (const part of bench.answer(question)) {
    post({ kind: 'part', id, ...part });
    await turn();
    if (newest !== id) return;
  }
}

async function call(id: number, name: CallName, input: unknown): Promise<void> {
  post({ kind: 'reply', id, output: await bench.call(name, input) });
}

/** Lets messages that wait come in first. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}
