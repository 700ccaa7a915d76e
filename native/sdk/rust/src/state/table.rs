//! The capability `tutti.state` 1.0. Looks into the state that save and restore carry from one version of a plugin to the next.
//!
//! Generated from its declaration by `npm run generate`: change that instead.

use core::marker::PhantomData;

#[allow(unused_imports, reason = "not every capability has every kind")]
use tutti_plugin::binding::{self, *};

#[allow(unused_imports, reason = "not every capability has every kind")]
use super::*;

/// `describe` of `tutti_state_t`
pub type DescribeFunction = unsafe extern "C" fn(*mut Instance, u64, *mut Owned, *mut ErrorRecord) -> i32;

/// `reset` of `tutti_state_t`
pub type ResetFunction = unsafe extern "C" fn(*mut Instance, u64, *mut ErrorRecord) -> i32;

/// `migrate` of `tutti_state_t`
pub type MigrateFunction =
    unsafe extern "C" fn(*mut Instance, u64, Span, u32, u32, *mut Owned, *mut ErrorRecord) -> i32;

/// `tutti_state_t`
#[repr(C)]
#[allow(missing_docs, reason = "the header documents it")]
pub struct Table {
    pub table: abi::Table,
    pub describe: DescribeFunction,
    pub reset: ResetFunction,
    pub migrate: Option<MigrateFunction>,
}

/// The table of a provider, without its optional functions.
#[doc(hidden)]
pub const fn offer<P: Plugin + State>() -> Table {
    let abi = Head::of::<Table>(1, 0).with_hash(0x5836_fcf8_2531_9a88);
    Table {
        table: abi::Table { abi, invoke: Some(invoke) },
        describe: describe::<P>,
        reset: reset::<P>,
        migrate: None,
    }
}

/// What the table holds where the plugin leaves an optional function out.
#[doc(hidden)]
#[allow(missing_docs, reason = "for export! alone")]
pub trait Absent {
    const MIGRATE: Option<MigrateFunction> = None;
}

/// The optional functions that `P` has: its own constants hide those of `Absent`.
#[doc(hidden)]
pub struct Optional<P>(PhantomData<P>);

impl<P> Absent for Optional<P> {}

#[allow(missing_docs, reason = "for export! alone")]
impl<P: Plugin + Migrate> Optional<P> {
    pub const MIGRATE: Option<MigrateFunction> = Some(migrate::<P>);
}

#[doc(hidden)]
#[macro_export]
macro_rules! __tutti_state_table {
    ($plugin:ty) => {{
        use $crate::state::Absent as _;
        $crate::state::Table {
            migrate: $crate::state::Optional::<$plugin>::MIGRATE,
            ..$crate::state::offer::<$plugin>()
        }
    }};
}
#[doc(hidden)]
pub use crate::__tutti_state_table as table;

unsafe extern "C" fn describe<P: Plugin + State>(
    instance: *mut Instance,
    number: u64,
    out: *mut Owned,
    err: *mut ErrorRecord,
) -> i32 {
    // SAFETY: the host passes what tutti.h promises: its instance, arguments that are valid until this returns,
    // and room for the result and for the error.
    unsafe {
        binding::call::<P>(instance, number, err, |plugin, call| {
            let room = binding::room::<StateInfo>(call)?;
            binding::fill(out, room, plugin.describe(call)?)
        })
    }
}

unsafe extern "C" fn reset<P: Plugin + State>(
    instance: *mut Instance,
    number: u64,
    err: *mut ErrorRecord,
) -> i32 {
    // SAFETY: the host passes what tutti.h promises: its instance, arguments that are valid until this returns,
    // and room for the result and for the error.
    unsafe { binding::call::<P>(instance, number, err, |plugin, call| plugin.reset(call)) }
}

unsafe extern "C" fn migrate<P: Plugin + Migrate>(
    instance: *mut Instance,
    number: u64,
    state: Span,
    from: u32,
    to: u32,
    out: *mut Owned,
    err: *mut ErrorRecord,
) -> i32 {
    // SAFETY: the host passes what tutti.h promises: its instance, arguments that are valid until this returns,
    // and room for the result and for the error.
    unsafe {
        binding::call::<P>(instance, number, err, |plugin, call| {
            let state = state.bytes();
            binding::give_bytes(out, plugin.migrate(call, state, from, to)?);
            Ok(())
        })
    }
}

const MISSING: Error = binding::missing("this provider of tutti.state has no such function");

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
                0 => Ok((table.describe)(instance, number, out, err)),
                1 => Ok((table.reset)(instance, number, err)),
                2 => {
                    let migrate = table.migrate.ok_or(MISSING)?;
                    let why = "the arguments of tutti.state.migrate are malformed";
                    let from = &arguments_of(arguments, 16, why)?;
                    Ok(migrate(
                        instance,
                        number,
                        span(from, 0)?,
                        u32::read(from, 8)?,
                        u32::read(from, 12)?,
                        out,
                        err,
                    ))
                }
                _ => Err(MISSING),
            }
        })
    }
}
