/** Begins the fragment of a link that holds a plugin's text; the number is of the form within. */
export const SHARE_PREFIX = 'plugin=1.';

/** Whether a fragment (without `#`) claims to hold a text; others name a heading. */
export function isShareFragment(fragment: string): boolean {
  return fragment.startsWith('plugin=');
}
