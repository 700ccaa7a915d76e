/** What can go wrong with the store that plugins are loaded from. */
export const storeErrors = [
  {
    code: 'store-corrupt',
    title: 'A stored plugin is not what it was',
    cause:
      'The bytes of a library in the store no longer match its name: a disk fault, or a program that wrote to it.',
    fix: 'Remove the entry with `store.remove` and add the plugin again; `store.verify` names every such entry.',
  },
  {
    code: 'needed-beside',
    title: 'A library that the plugin needs lies beside it',
    cause:
      'The plugin finds a library that it needs by its own place ($ORIGIN, @loader_path, the folder of a DLL). A store keeps every library on its own, so the stored plugin would not find it, or find another one.',
    fix: 'Link that library into the plugin, or install it where the system looks for libraries.',
  },
  {
    code: 'store-unwritable',
    title: 'The store cannot be written to',
    cause: 'The folder of stored plugins does not let this user write, or its disk is full.',
    fix: 'Make it writable, or set TUTTI_STORE to a folder that is.',
  },
] as const;
