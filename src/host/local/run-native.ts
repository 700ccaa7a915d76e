import { type LibraryFunctionName, libraryFunctions } from '../native/library-functions.ts';
import { Turns } from './turns.ts';

/**
 * Calls of koffi's that are under way on other threads, for the whole process: koffi refuses the 257th, and other
 * users of koffi in the same process need some. libuv runs as many at once as it has threads (UV_THREADPOOL_SIZE).
 */
const asyncPlaces = new Turns(128);

/** Runs a function of native/host, on this thread or on another one. */
export type RunNative = (
  name: LibraryFunctionName,
  ...args: unknown[]
) => Promise<number | bigint | null | undefined>;

export const onThisThread: RunNative = async (name, ...args) => libraryFunctions()[name](...args);

export const onAnotherThread: RunNative = (name, ...args) =>
  asyncPlaces.take(
    () =>
      new Promise((resolve, reject) => {
        libraryFunctions()[name].async(...args, (error: unknown, result: number | bigint | null) =>
          error ? reject(error) : resolve(result),
        );
      }),
  );
