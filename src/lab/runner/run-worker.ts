import { runPlugin } from './run.ts';
import type { RunReply } from './run-client.ts';
import type { RunRequest } from './run-request.ts';

/** A run's worker: makes one run, tells each entry as it happens, and is ended then. */

const reply = (message: RunReply) => postMessage(message);

addEventListener('message', async ({ data }: MessageEvent<RunRequest>) => {
  try {
    const { trace: _told, ...result } = await runPlugin(data, (entry) => reply({ type: 'entry', entry }));
    reply({ type: 'result', result });
  } catch (error) {
    reply({ type: 'error', message: error instanceof Error ? error.message : String(error) });
  }
});
