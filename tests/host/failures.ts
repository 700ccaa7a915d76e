import { HostError } from '../../src/host/index.ts';

/** What a failing action says: its code and its whole message, with changing paths replaced. */
export async function failureOf(
  run: () => unknown,
  path?: string,
): Promise<{ code: string; message: string }> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { code: error.code, message: path ? error.message.replaceAll(path, 'PATH') : error.message };
  }
  throw new Error('nothing failed');
}
