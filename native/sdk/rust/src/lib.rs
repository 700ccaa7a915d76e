//! Tutti plugins in Rust. A plugin is a type that implements [`Plugin`] and one trait for each capability it
//! offers, such as [`text::Text`]; [`export!`] makes the library's entry. Failing is returning an [`Error`]; a
//! panic is stopped at the boundary and becomes `TUTTI_E_PANIC` with its message and line.
//!
//! What a plugin may do besides is a trait of its own: [`Stateful`], [`Quiesce`], [`Selftest`]. One that it does not
//! implement is no function of its descriptor.
#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs, unsafe_op_in_unsafe_fn)]

#[cfg(all(feature = "std", panic = "abort"))]
compile_error!("a plugin stops its panics at the boundary: build it with panic = \"unwind\"");
#[cfg(target_endian = "big")]
compile_error!("messages are little-endian, and so is every target of Tutti");

// Generated bindings name this crate as those outside of it do.
extern crate self as tutti_plugin;

#[allow(missing_docs, reason = "the header documents it")]
pub mod abi;
#[doc(hidden)]
pub mod binding;
#[doc(hidden)]
#[allow(missing_docs, reason = "for export! alone")]
pub mod boundary;
mod buffer;
mod client;
mod error;
pub mod flags;
mod host;
mod host_vec;
mod list;
#[doc(hidden)]
pub mod message;
mod received;

pub mod audio;
pub mod state;
pub mod text;
pub mod words;

pub use abi::Status;
pub use buffer::{BytesBuffer, TextBuffer};
pub use client::Client;
pub use error::Error;
pub use host::{Call, Host};
pub use host_vec::HostVec;
pub use list::List;
pub use received::{Received, ReceivedBytes, ReceivedText};

/// A plugin. The instance is made by `create` and dropped when the host destroys it.
pub trait Plugin: Sized {
    /// Makes an instance; starts nothing.
    fn create(host: Host) -> Result<Self, Error>;

    /// Makes the instance ready for calls.
    fn start(&mut self) -> Result<(), Error> {
        Ok(())
    }

    /// Ends all activity: joins every thread.
    fn stop(&mut self) -> Result<(), Error> {
        Ok(())
    }

    /// Counts what still ties the library to memory: threads, and tables of other plugins that are still held. Values
    /// that were handed over are counted by the SDK.
    fn live(&mut self) -> u64 {
        0
    }
}

/// A plugin whose state outlives it. Its descriptor says so: `TUTTI_PLUGIN_STATEFUL`.
pub trait Stateful: Plugin {
    /// Saves the state in the format `schema`, into memory of `host`. No call is in flight.
    fn save(&mut self, host: Host, schema: u32) -> Result<BytesBuffer, Error>;

    /// Takes over a state that `save` of this or an earlier version made; called before `start`.
    fn restore(&mut self, schema: u32, state: &[u8]) -> Result<(), Error>;
}

/// A plugin with work of its own that must be finished before it is stopped.
pub trait Quiesce: Plugin {
    /// Finishes what is in flight; fails with [`Status::Limit`] when `deadline_ms` milliseconds were not enough.
    fn quiesce(&mut self, deadline_ms: u32) -> Result<(), Error>;
}

/// A plugin that can check its own working.
pub trait Selftest: Plugin {
    /// Checks; may take a second, changes nothing.
    fn selftest(&mut self) -> Result<(), Error>;
}

/// Makes the library's entry: the plugin's type, its id and version, the capabilities that it offers, and the
/// [`flags`] that a host should know before it loads it. A capability that was generated elsewhere is named with its path,
/// such as `crate::org_acme_own`.
///
/// ```ignore
/// tutti_plugin::export!(Repeat, id: "org.tutti.repeat", version: "1.0.0", offers: [text]);
/// ```
#[macro_export]
macro_rules! export {
    (
        $plugin:ty, id: $id:literal, version: $version:literal, offers: [$($($capability:ident)::+),* $(,)?]
        $(, flags: $flags:expr)? $(,)?
    ) => {
        /// The one symbol of a Tutti plugin.
        ///
        /// # Safety
        /// As tutti.h says: both pointers are valid or, for `err`, null.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn tutti_plugin_entry_v1(
            host: *const $crate::abi::Head,
            err: *mut $crate::abi::ErrorRecord,
        ) -> *const $crate::abi::Descriptor {
            #[allow(unused_imports, reason = "for what the plugin does not have")]
            use $crate::boundary::Absent as _;
            type Optional = $crate::boundary::Optional<$plugin>;
            unsafe extern "C" fn query(
                _: *mut $crate::abi::Instance,
                capability: *const ::core::ffi::c_char,
                min_version: u32,
            ) -> *const $crate::abi::Table {
                // SAFETY: the host passes a NUL-terminated id.
                let capability = unsafe { ::core::ffi::CStr::from_ptr(capability) };
                #[allow(unused_imports, reason = "those of Tutti; others are named with their path")]
                use $crate::{audio, state, text, words};
                $({
                    static TABLE: $($capability)::+::Table = $($capability)::+::table!($plugin);
                    if capability == $($capability)::+::ID && TABLE.table.abi.covers(min_version) {
                        return &raw const TABLE.table;
                    }
                })*
                ::core::ptr::null()
            }
            static DESCRIPTOR: $crate::abi::Descriptor = $crate::abi::Descriptor {
                quiesce: Optional::QUIESCE,
                save: Optional::SAVE,
                restore: Optional::RESTORE,
                selftest: Optional::SELFTEST,
                ..$crate::boundary::descriptor::<$plugin>(
                    concat!($id, "\0"),
                    concat!($version, "\0"),
                    Optional::FLAGS $(| $flags)?,
                    query,
                )
            };
            // SAFETY: the host's pointers, as promised above.
            if unsafe { $crate::boundary::accepts(host, err) } { &DESCRIPTOR } else { ::core::ptr::null() }
        }
    };
}
