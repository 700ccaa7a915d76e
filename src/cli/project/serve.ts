import { createReadStream } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import sirv from 'sirv';
import { errorCode, ToolkitError } from '../../toolkit/index.ts';

export interface Serving {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';
const portsTried = 20;

/**
 * Serves a built site on loopback; an address that is not there gets the site's `404.html`.
 *
 * @param port when it is taken, the next free one above it is used
 * @throws ToolkitError `port-taken` when it and the ones above are all in use
 */
export async function serveSite(dir: string, port: number): Promise<Serving> {
  const answer = sirv(dir, {
    etag: true,
    onNoMatch(_request, response) {
      response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
      createReadStream(path.join(dir, '404.html'))
        .on('error', () => response.end('Not found'))
        .pipe(response);
    },
  });
  const server = createServer((request, response) => answer(request, response));
  const chosen = await listenFrom(server, port);
  return {
    url: `http://${loopback}:${chosen}/`,
    port: chosen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The first port from `port` on that nobody listens on; free when asked, so the next call may still lose it. */
export async function findFreePort(port: number): Promise<number> {
  const server = createServer();
  const chosen = await listenFrom(server, port);
  await new Promise((resolve) => server.close(resolve));
  return chosen;
}

/** What to say about the port; nothing when it is the one that was asked for. */
export function portNotice(asked: number, chosen: number): string | undefined {
  return asked === chosen ? undefined : `Port ${asked} is in use: serving on ${chosen} instead.`;
}

async function listenFrom(server: Server, port: number): Promise<number> {
  const last = Math.min(port + portsTried - 1, 65535);
  for (let tried = port; tried <= last; tried++) {
    if (await tryListen(server, tried)) return tried;
  }
  throw new ToolkitError(
    'port-taken',
    `Cannot serve the site: the ports ${port} to ${last} are all in use. Choose another with --port.`,
  );
}

function tryListen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => {
      server.off('listening', onListening);
      if (errorCode(error) === 'EADDRINUSE' || errorCode(error) === 'EACCES') resolve(false);
      else reject(error);
    };
    const onListening = () => {
      server.off('error', onError);
      resolve(true);
    };
    server.once('error', onError).once('listening', onListening).listen(port, loopback);
  });
}
