//! The capability `tutti.text` 1.0. Work on text.
//!
//! Generated from its declaration by `npm run generate`: change that instead.

#[allow(unused_imports, reason = "not every capability has every kind")]
use tutti_plugin::binding::{self, *};

#[allow(unused_imports, reason = "not every capability has every kind")]
use super::*;

/// `repeat` of `tutti_text_t`
pub type RepeatFunction =
    unsafe extern "C" fn(*mut Instance, u64, Span, u32, *mut Owned, *mut ErrorRecord) -> i32;

/// `tutti_text_t`
#[repr(C)]
#[allow(missing_docs, reason = "the header documents it")]
pub struct Table {
    pub table: abi::Table,
    pub repeat: RepeatFunction,
}

/// The table of a provider, without its optional functions.
#[doc(hidden)]
pub const fn offer<P: Plugin + Text>() -> Table {
    let abi = Head::of::<Table>(1, 0).with_hash(0x608b_d071_8ede_0f46);
    Table { table: abi::Table { abi, invoke: Some(invoke) }, repeat: repeat::<P> }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __tutti_text_table {
    ($plugin:ty) => {
        $crate::text::offer::<$plugin>()
    };
}
#[doc(hidden)]
pub use crate::__tutti_text_table as table;

unsafe extern "C" fn repeat<P: Plugin + Text>(
    instance: *mut Instance,
    number: u64,
    text: Span,
    count: u32,
    out: *mut Owned,
    err: *mut ErrorRecord,
) -> i32 {
    // SAFETY: the host passes what tutti.h promises: its instance, arguments that are valid until this returns,
    // and room for the result and for the error.
    unsafe {
        binding::call::<P>(instance, number, err, |plugin, call| {
            let text = binding::text(text, "the text is not valid UTF-8")?;
            binding::give_text(out, plugin.repeat(call, text, count)?);
            Ok(())
        })
    }
}

const MISSING: Error = binding::missing("this provider of tutti.text has no such function");

unsafe extern "C" fn invoke(
    table: *const abi::Table,
    instance: *mut Instance,
    number: u64,
    function: u32,
    arguments: Span,
    _: *mut u64,
    out: *mut Owned,
    err: *mut ErrorRecord,
) -> i32 {
    // SAFETY: the host passes the table that it read this function from, and what tutti.h promises.
    unsafe {
        dispatch(err, || {
            let table = &*table.cast::<Table>();
            match function {
                0 => {
                    let why = "the arguments of tutti.text.repeat are malformed";
                    let from = &arguments_of(arguments, 12, why)?;
                    Ok((table.repeat)(instance, number, span(from, 0)?, u32::read(from, 8)?, out, err))
                }
                _ => Err(MISSING),
            }
        })
    }
}
