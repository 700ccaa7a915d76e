import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import sirv from 'sirv';
import { dist, prefix } from './site.ts';

/** Serves dist/ as a static host would: at the root, and the same files again below a prefix. */
const serve = sirv(dist, { dev: true, etag: true });

const server = createServer((request, response) => {
  if (request.url?.startsWith(`${prefix}/`)) request.url = request.url.slice(prefix.length);
  serve(request, response, () => {
    response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(readFileSync(`${dist}/404.html`));
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') console.log(`Serving dist at http://127.0.0.1:${address.port}`);
});
