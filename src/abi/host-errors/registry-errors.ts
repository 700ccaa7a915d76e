/** What can go wrong with many plugins at once. */
export const registryErrors = [
  {
    code: 'folder-unreadable',
    title: 'The folder of plugins cannot be read',
    cause: 'There is no such folder, it is a file, or this user may not read it.',
    fix: 'Name a folder with a tutti.json, or one that holds such folders.',
  },
  {
    code: 'manifest-invalid',
    title: 'A manifest is not right',
    cause: 'A tutti.json has problems, or two of them claim to be the same release.',
    fix: 'The message lists every problem with its file and line.',
  },
  {
    code: 'unresolved',
    title: 'The plugins do not play together',
    cause: 'No selection of releases meets everything that was asked. The message is the proof in words.',
    fix: 'The message says what would help; the error holds the proof and the fixes as data.',
  },
  {
    code: 'library-missing',
    title: 'A selected plugin has no library for this machine',
    cause: "The plugin's manifest names no library for this machine's target, and none was found otherwise.",
    fix: 'Build it, and name the library in `entry` of its tutti.json under the target.',
  },
  {
    code: 'lock-mismatch',
    title: 'A library is another one than was locked',
    cause: 'The lockfile holds the hash of the library, and the file that was found has other bytes.',
    fix: 'If the change is wanted, lock again; if not, do not load it.',
  },
  {
    code: 'other-plugin',
    title: 'A library is not the plugin that its manifest says',
    cause: 'The id in the descriptor of the library is another one than in its tutti.json.',
    fix: 'Put the right library beside the manifest, or build it again.',
  },
  {
    code: 'provider-lost',
    title: 'A provider of the plugin is gone',
    cause: 'The plugin requires a capability of another one, which faulted. It was stopped, as configured.',
    fix: 'The cause of the error is what befell the provider.',
  },
] as const;
