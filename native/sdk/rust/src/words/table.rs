//! The capability `tutti.words` 1.0. Counts words over any number of texts.
//!
//! Generated from its declaration by `npm run generate`: change that instead.

#[allow(unused_imports, reason = "not every capability has every kind")]
use tutti_plugin::binding::{self, *};

#[allow(unused_imports, reason = "not every capability has every kind")]
use super::*;

/// `add` of `tutti_words_t`
pub type AddFunction = unsafe extern "C" fn(*mut Instance, u64, Span, *mut Owned, *mut ErrorRecord) -> i32;

/// `total` of `tutti_words_t`
pub type TotalFunction = unsafe extern "C" fn(*mut Instance, u64, *mut Owned, *mut ErrorRecord) -> i32;

/// `most_frequent` of `tutti_words_t`
pub type MostFrequentFunction =
    unsafe extern "C" fn(*mut Instance, u64, u32, *mut Owned, *mut ErrorRecord) -> i32;

/// `reset` of `tutti_words_t`
pub type ResetFunction = unsafe extern "C" fn(*mut Instance, u64, *mut ErrorRecord) -> i32;

/// `tutti_words_t`
#[repr(C)]
#[allow(missing_docs, reason = "the header documents it")]
pub struct Table {
    pub table: abi::Table,
    pub add: AddFunction,
    pub total: TotalFunction,
    pub most_frequent: MostFrequentFunction,
    pub reset: ResetFunction,
}

/// The table of a provider, without its optional functions.
#[doc(hidden)]
pub const fn offer<P: Plugin + Words>() -> Table {
    let abi = Head::of::<Table>(1, 0).with_hash(0x019f_f837_e6ef_f2fb);
    Table {
        table: abi::Table { abi, invoke: Some(invoke) },
        add: add::<P>,
        total: total::<P>,
        most_frequent: most_frequent::<P>,
        reset: reset::<P>,
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __tutti_words_table {
    ($plugin:ty) => {
        $crate::words::offer::<$plugin>()
    };
}
#[doc(hidden)]
pub use crate::__tutti_words_table as table;

unsafe extern "C" fn add<P: Plugin + Words>(
    instance: *mut Instance,
    number: u64,
    text: Span,
    out: *mut Owned,
    err: *mut ErrorRecord,
) -> i32 {
    // SAFETY: the host passes what tutti.h promises: its instance, arguments that are valid until this returns,
    // and room for the result and for the error.
    unsafe {
        binding::call::<P>(instance, number, err, |plugin, call| {
            let text = binding::text(text, "the text is not valid UTF-8")?;
            let room = binding::room::<Counts>(call)?;
            binding::fill(out, room, plugin.add(call, text)?)
        })
    }
}

unsafe extern "C" fn total<P: Plugin + Words>(
    instance: *mut Instance,
    number: u64,
    out: *mut Owned,
    err: *mut ErrorRecord,
) -> i32 {
    // SAFETY: the host passes what tutti.h promises: its instance, arguments that are valid until this returns,
    // and room for the result and for the error.
    unsafe {
        binding::call::<P>(instance, number, err, |plugin, call| {
            let room = binding::room::<Counts>(call)?;
            binding::fill(out, room, plugin.total(call)?)
        })
    }
}

unsafe extern "C" fn most_frequent<P: Plugin + Words>(
    instance: *mut Instance,
    number: u64,
    limit: u32,
    out: *mut Owned,
    err: *mut ErrorRecord,
) -> i32 {
    // SAFETY: the host passes what tutti.h promises: its instance, arguments that are valid until this returns,
    // and room for the result and for the error.
    unsafe {
        binding::call::<P>(instance, number, err, |plugin, call| {
            let result = plugin.most_frequent(call, limit)?;
            binding::give(out, call, List::from(result.as_ref()))
        })
    }
}

unsafe extern "C" fn reset<P: Plugin + Words>(
    instance: *mut Instance,
    number: u64,
    err: *mut ErrorRecord,
) -> i32 {
    // SAFETY: the host passes what tutti.h promises: its instance, arguments that are valid until this returns,
    // and room for the result and for the error.
    unsafe { binding::call::<P>(instance, number, err, |plugin, call| plugin.reset(call)) }
}

const MISSING: Error = binding::missing("this provider of tutti.words has no such function");

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
                    let why = "the arguments of tutti.words.add are malformed";
                    let from = &arguments_of(arguments, 8, why)?;
                    Ok((table.add)(instance, number, span(from, 0)?, out, err))
                }
                1 => Ok((table.total)(instance, number, out, err)),
                2 => {
                    let why = "the arguments of tutti.words.mostFrequent are malformed";
                    let from = &arguments_of(arguments, 4, why)?;
                    Ok((table.most_frequent)(instance, number, u32::read(from, 0)?, out, err))
                }
                3 => Ok((table.reset)(instance, number, err)),
                _ => Err(MISSING),
            }
        })
    }
}
