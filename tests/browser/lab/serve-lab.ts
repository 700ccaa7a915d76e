import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { build } from 'vite';
import { buildLabAssets } from '../../../src/cli/project/lab/lab-assets.ts';
import { contentPolicy } from '../../../src/site/build/content-policy.ts';
import { workspaceAt } from '../../../src/toolkit/index.ts';

const root = join(import.meta.dirname, '../../..');

/** A server of the lab's test page, and what it does to a download. */
export interface LabServer {
  readonly url: string;
  /** Ends the connection of the next download of a part after so many bytes. */
  cutNextAfter(name: string, bytes: number): void;
  /** Paths that were asked for, with the range where one was. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Builds the test page with the compiler beside it and serves it as the site would be, under the site's policy. */
export async function serveLab(): Promise<LabServer> {
  const { dir } = await buildLabAssets(workspaceAt(root));
  // One for each of Playwright's workers: what one serves, another does not empty.
  const outDir = join(root, `build/tests/lab-page-${process.env.TEST_PARALLEL_INDEX ?? 0}`);
  await build({
    root: import.meta.dirname,
    base: './',
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: false, minify: false },
  });
  const page = sirv(outDir, { etag: true, maxAge: 3600 });
  const assets = sirv(dir, { etag: true, maxAge: 3600 });
  const requests: string[] = [];
  let cut: { name: string; bytes: number } | undefined;
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '/';
    requests.push(`${path}${request.headers.range ? ` ${request.headers.range}` : ''}`);
    response.setHeader('content-security-policy', contentPolicy([]));
    if (cut !== undefined && path.includes(cut.name)) {
      const { bytes } = cut;
      cut = undefined;
      endAfter(response, bytes);
    }
    if (!path.startsWith('/lab/')) return page(request, response);
    request.url = path.slice('/lab'.length);
    return assets(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    requests,
    cutNextAfter: (name, bytes) => {
      cut = { name, bytes };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Lets so many bytes of a response's body through, and breaks the connection. */
function endAfter(response: Parameters<Parameters<typeof createServer>[1] & object>[1], bytes: number): void {
  const write = response.write.bind(response);
  let left = bytes;
  response.write = (chunk: Uint8Array, ...rest: never[]): boolean => {
    if (left <= 0) return false;
    const part = chunk.subarray(0, left);
    left -= part.length;
    const isTaken = write(part, ...rest);
    if (left <= 0) setImmediate(() => response.destroy());
    return isTaken;
  };
}
