//! What a descriptor tells a host before anything runs: `TUTTI_PLUGIN_*`. `STATEFUL` is set for whoever implements
//! [`Stateful`](crate::Stateful).

/// The library must stay mapped after destroy.
pub const NO_UNLOAD: u32 = 1;
/// Starts threads of its own; stop joins them all.
pub const THREADS: u32 = 2;
pub(crate) const THREAD_SAFE: u32 = 4;
pub(crate) const STATEFUL: u32 = 8;
/// Must run in a process of its own.
pub const PROC_ONLY: u32 = 16;
