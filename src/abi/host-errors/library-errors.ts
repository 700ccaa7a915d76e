/** What can be wrong with a library before anything of it runs. */
export const libraryErrors = [
  {
    code: 'file-missing',
    title: 'The library does not exist',
    cause: 'No file stands at the path that was given.',
    fix: 'Check the path, and build the plugin first.',
  },
  {
    code: 'file-unreadable',
    title: 'The library cannot be read',
    cause: 'The path names a folder, or the file may not be read by this user.',
    fix: 'Name the library file itself, and check its permissions.',
  },
  {
    code: 'file-truncated',
    title: 'The library is cut off',
    cause:
      'The file ends before the parts that its own header promises. A copy or a download was interrupted.',
    fix: 'Copy or build the file again; write it under a temporary name and rename it.',
  },
  {
    code: 'file-damaged',
    title: 'The library contradicts itself',
    cause:
      'A table in the file leads back to itself, or claims more than any honest file of its size could hold.',
    fix: 'Copy or build the file again. If it came from someone else, do not trust it.',
  },
  {
    code: 'not-a-library',
    title: 'The file is not a shared library',
    cause: 'The first bytes are not those of ELF, PE or Mach-O, or it is a program or an object file.',
    fix: 'Build with -shared, and name the .so, .dylib or .dll file.',
  },
  {
    code: 'foreign-platform',
    title: 'The library is for another platform',
    cause: 'The file was built for another operating system or another processor.',
    fix: 'Build it for this machine: `tutti build` does by default.',
  },
  {
    code: 'not-a-plugin',
    title: 'The library is not a Tutti plugin',
    cause: 'It does not export tutti_plugin_entry_v1.',
    fix: 'End the plugin with TUTTI_PLUGIN, and export the entry.',
  },
  {
    code: 'executable-stack',
    title: 'The library asks for an executable stack',
    cause:
      'Its file asks for a stack from which code can be executed. The loader would make the stacks of the whole process so, and no host wants that.',
    fix: 'Link with `-Wl,-z,noexecstack`. Assembly sources need a `.note.GNU-stack` section.',
  },
  {
    code: 'system-too-old',
    title: 'The library needs a newer system',
    cause: 'It needs symbols of a glibc that is newer than the one of this machine.',
    fix: 'Build it with `tutti build`, which asks for glibc 2.28, or on an older system.',
  },
  {
    code: 'needed-missing',
    title: 'A library that the plugin needs is missing',
    cause:
      "The file names a library that is neither where the file says, nor in the system's folders, nor loaded already.",
    fix: 'Install the library that the message names, or link it into the plugin.',
  },
  {
    code: 'library-refused',
    title: 'The system would not load the library',
    cause: 'The dynamic loader refused it: a library that it needs is missing, or needs a newer system.',
    fix: 'The message quotes the loader: install what it names, or build for an older system.',
  },
  {
    code: 'services-missing',
    title: 'The host services are not built',
    cause: 'The small native library of host services is missing for this platform.',
    fix: 'In a clone, run `npm start` or `npm run build` once.',
  },
  {
    code: 'abi-incompatible',
    title: 'The plugin and the host speak different ABIs',
    cause: 'The plugin was built for another major version, or for a later minor one than the host offers.',
    fix: 'Build the plugin against the headers of this host, or update the host.',
  },
  {
    code: 'bad-descriptor',
    title: "The plugin's descriptor is not valid",
    cause:
      'The entry returned a table without the magic number, too short, or without a function that every plugin has.',
    fix: 'Fill the descriptor with TUTTI_PLUGIN of the SDK.',
  },
] as const;
