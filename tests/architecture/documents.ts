import { posix } from 'node:path';

/** Says of each relative link in a Markdown file that leads to no file or folder of the project. */
export function findDeadLinks(path: string, text: string, files: readonly string[]): string[] {
  const links = [...text.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link);
  return links
    .map((link) => ({ link, target: posix.join(posix.dirname(path), link) }))
    .filter(({ target }) => !files.some((file) => file === target || file.startsWith(`${target}/`)))
    .map(({ link }) => `${path} links to ${link}, which is not there`);
}

/** Says of each `npm run <script>` in a text that package.json does not have it. */
export function findUnknownScripts(path: string, text: string, scripts: readonly string[]): string[] {
  const named = [...text.matchAll(/\bnpm run ([a-z:-]+)/g)].map(([, script = '']) => script);
  return named
    .filter((script) => !scripts.includes(script))
    .map((script) => `${path} says npm run ${script}, and package.json has no such script`);
}

/** Says of each action of a workflow that is not pinned to a commit. */
export function findLooseActions(path: string, text: string): string[] {
  const actions = [...text.matchAll(/uses: *(\S+)/g)].map(([, action = '']) => action);
  return actions
    .filter((action) => !/@[0-9a-f]{40}$/.test(action))
    .map((action) => `${path} uses ${action}, which is not pinned to a commit`);
}
