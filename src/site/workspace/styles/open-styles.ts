import address from './open.css?url';

/**
 * Loads what the workspace looks like once it is open. A stylesheet that a script imports would be named by the page,
 * and be loaded by those who only read.
 *
 * @throws Error whose message says what to do
 */
export function openStyles(): Promise<void> {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = address;
  return new Promise((resolve, reject) => {
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => {
      link.remove();
      reject(new Error('Cannot load the workspace: there is no connection. Press again when there is one.'));
    });
    document.head.append(link);
  });
}
