/** What can go wrong when a plugin changes its state. */
export const lifecycleErrors = [
  {
    code: 'create-failed',
    title: 'The plugin could not be created',
    cause: "The plugin's create returned a status other than TUTTI_OK.",
    fix: "The message is the plugin's own; its documentation says more.",
  },
  {
    code: 'start-failed',
    title: 'The plugin could not be started',
    cause: "The plugin's start returned a status other than TUTTI_OK.",
    fix: "The message is the plugin's own; its documentation says more.",
  },
  {
    code: 'stop-failed',
    title: 'The plugin did not stop cleanly',
    cause:
      "The plugin's stop returned a status other than TUTTI_OK. The instance was destroyed all the same.",
    fix: 'Report it to its author: stop must succeed.',
  },
  {
    code: 'quiesce-failed',
    title: 'The plugin did not become quiet',
    cause:
      "The plugin's quiesce returned a status other than TUTTI_OK, or the deadline passed while calls were in flight.",
    fix: 'Allow more time, or stop the plugin: stop does not need a quiet one.',
  },
  {
    code: 'save-failed',
    title: 'The state could not be saved',
    cause:
      'The plugin has no save, or its save returned a status other than TUTTI_OK. Its state is as it was.',
    fix: "TUTTI_E_UNSUPPORTED: the plugin keeps no state that can be saved. Otherwise the message is the plugin's own.",
  },
  {
    code: 'restore-failed',
    title: 'The state could not be restored',
    cause: 'The plugin has no restore, or its restore returned a status other than TUTTI_OK.',
    fix: "Give it a state that this plugin saved, with the schema it was saved with. The message is the plugin's own.",
  },
  {
    code: 'selftest-failed',
    title: 'The plugin found itself at fault',
    cause: "The plugin's selftest returned a status other than TUTTI_OK.",
    fix: "The message is the plugin's own. Do not use it until its author knows why.",
  },
  {
    code: 'swap-failed',
    title: 'The update was rolled back',
    cause:
      'A step of the update failed before the new version served: opening it, moving the state over, starting it or the canary call. The old version goes on, and no call was lost.',
    fix: 'The message names the step and the reason, the cause is the error itself. `state: "drop"` starts the new version afresh when the old one can no longer save.',
  },
  {
    code: 'wrong-state',
    title: 'Not possible in this state',
    cause: 'The action is not in the lifecycle table for the current state, such as a call after stop.',
    fix: 'Follow the order create, start, call, stop, destroy.',
  },
  {
    code: 'transition-vetoed',
    title: 'A hook refused the transition',
    cause:
      'A hook that was registered for before this transition threw. Nothing of the plugin was called, and its state is as it was.',
    fix: 'The cause of the error is what the hook threw.',
  },
] as const;
