//! Tutti plugins in Rust. A plugin is a type that implements [`Plugin`] and one trait for each capability it
//! offers, such as [`text::Text`]; [`export!`] makes the library's entry. Failing is returning an [`Error`]; a
//! panic is stopped at the boundary and becomes `TUTTI_E_PANIC` with its message and line.
#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs, unsafe_op_in_unsafe_fn)]

#[cfg(all(feature = "std", panic = "abort"))]
compile_error!("a plugin stops its panics at the boundary: build it with panic = \"unwind\"");

#[allow(missing_docs, reason = "the headers document it")]
pub mod abi;
#[doc(hidden)]
pub mod boundary;
mod error;
mod host;
pub mod text;

pub use abi::Status;
pub use error::Error;
pub use host::{Call, Host, TextBuffer};

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
}

/// Makes the library's entry: the plugin's type, its id and version, and the capabilities that it offers.
///
/// ```ignore
/// tutti_plugin::export!(Repeat, id: "org.tutti.repeat", version: "1.0.0", offers: [text]);
/// ```
#[macro_export]
macro_rules! export {
    ($plugin:ty, id: $id:literal, version: $version:literal, offers: [$($capability:ident),*]) => {
        /// The one symbol of a Tutti plugin.
        ///
        /// # Safety
        /// As tutti.h says: both pointers are valid or, for `err`, null.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn tutti_plugin_entry_v1(
            host: *const $crate::abi::Head,
            err: *mut $crate::abi::ErrorRecord,
        ) -> *const $crate::abi::Descriptor<$crate::boundary::Instance<$plugin>> {
            type Instance = $crate::boundary::Instance<$plugin>;
            unsafe extern "C" fn query(
                _: *mut Instance,
                capability: *const ::core::ffi::c_char,
                min_version: u32,
            ) -> *const $crate::abi::Table<Instance> {
                // SAFETY: the host passes a NUL-terminated id.
                let capability = unsafe { ::core::ffi::CStr::from_ptr(capability) };
                $(
                    let table = &const { &$crate::$capability::table::<$plugin>() }.table;
                    if capability == $crate::$capability::ID && table.abi.covers(min_version) {
                        return table;
                    }
                )*
                ::core::ptr::null()
            }
            static DESCRIPTOR: $crate::abi::Descriptor<Instance> = $crate::boundary::descriptor::<$plugin>(
                concat!($id, "\0"),
                concat!($version, "\0"),
                query,
            );
            // SAFETY: the host's pointers, as promised above.
            if unsafe { $crate::boundary::accepts(host, err) } { &DESCRIPTOR } else { ::core::ptr::null() }
        }
    };
}
