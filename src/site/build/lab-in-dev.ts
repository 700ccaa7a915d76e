import type { AstroIntegration } from 'astro';
import sirv from 'sirv';

/**
 * Serves the compiler at /lab/ while pages are edited: a built site has it there as files.
 *
 * @param dir where `npm run dev` packed it
 */
export function labInDev(dir: string): AstroIntegration {
  return {
    name: 'tutti-lab-in-dev',
    hooks: {
      'astro:server:setup': ({ server }) => {
        server.middlewares.use('/lab', sirv(dir, { dev: true, etag: true }));
      },
    },
  };
}
