/** What can go wrong with the place a plugin runs in. */
export const isolationErrors = [
  {
    code: 'trapped',
    title: 'The plugin trapped',
    cause:
      'In the page, the code reached an instruction that WebAssembly stops: an access outside memory, unreachable code, or a stack that is full. Natively this would have crashed the process.',
    fix: 'Look at the last call of the trace.',
  },
  {
    code: 'crashed',
    title: 'The process of the plugin died',
    cause:
      'The plugin runs in a process of its own, which ended by a signal or an exit that nobody asked for. Only this plugin is lost.',
    fix: 'The message names the signal or the exit code and the call that ran. Open the plugin again, and report it to its author.',
  },
  {
    code: 'child-failed',
    title: 'The process for the plugin could not be used',
    cause: 'The process that hosts the plugin did not start, or broke its protocol with the host.',
    fix: 'The message says at which step. Check that the package is complete and that processes may be started here.',
  },
  {
    code: 'isolation-unavailable',
    title: 'This isolation does not exist here',
    cause: 'The platform has no prebuilt child host, or the plugin must not be run as was asked for.',
    fix: 'Choose another isolation, or build the child host for this platform.',
  },
  {
    code: 'not-in-process',
    title: 'The plugin does not run in this process',
    cause:
      'Synchronous calls and views of native memory exist only for a plugin that was opened with the isolation inProcess.',
    fix: 'Use the functions that return promises, or open the plugin in process if you trust it.',
  },
  {
    code: 'restarting',
    title: 'The plugin is being restarted',
    cause:
      'The supervised plugin faulted, and no other stands ready yet: its call was told not to wait, or waited as long as it may.',
    fix: 'Call again a little later, or let calls wait: options.whileRestarting of supervise.',
  },
  {
    code: 'quarantined',
    title: 'The plugin is quarantined',
    cause:
      'A library with this very content faulted too often in too short a time. It is not opened again, under any name.',
    fix: 'Update the plugin: another content is another plugin. Or lift the quarantine with `liftQuarantine`, as the message says.',
  },
] as const;
