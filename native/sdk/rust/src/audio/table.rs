//! The capability `tutti.audio` 1.0. Turns samples into samples, block by block.
//!
//! Generated from its declaration by `npm run generate`: change that instead.

use core::marker::PhantomData;

#[allow(unused_imports, reason = "not every capability has every kind")]
use tutti_plugin::binding::{self, *};

#[allow(unused_imports, reason = "not every capability has every kind")]
use super::*;

/// `prepare` of `tutti_audio_t`
pub type PrepareFunction = unsafe extern "C" fn(*mut Instance, u64, Span, *mut ErrorRecord) -> i32;

/// `process` of `tutti_audio_t`
pub type ProcessFunction =
    unsafe extern "C" fn(*mut Instance, u64, Span, *mut Owned, *mut ErrorRecord) -> i32;

/// `latency_frames` of `tutti_audio_t`
pub type LatencyFramesFunction =
    unsafe extern "C" fn(*mut Instance, u64, *mut Owned, *mut ErrorRecord) -> i32;

/// `play` of `tutti_audio_t`
pub type PlayFunction = unsafe extern "C" fn(*mut Instance, u64, Span, *mut Owned, *mut ErrorRecord) -> i32;

/// `tutti_audio_t`
#[repr(C)]
#[allow(missing_docs, reason = "the header documents it")]
pub struct Table {
    pub table: abi::Table,
    pub prepare: PrepareFunction,
    pub process: ProcessFunction,
    pub latency_frames: LatencyFramesFunction,
    pub play: Option<PlayFunction>,
}

/// The table of a provider, without its optional functions.
#[doc(hidden)]
pub const fn offer<P: Plugin + Audio>() -> Table {
    let abi = Head::of::<Table>(1, 0).with_hash(0x7227_53ea_ab3e_4a47);
    Table {
        table: abi::Table { abi, invoke: Some(invoke) },
        prepare: prepare::<P>,
        process: process::<P>,
        latency_frames: latency_frames::<P>,
        play: None,
    }
}

/// What the table holds where the plugin leaves an optional function out.
#[doc(hidden)]
#[allow(missing_docs, reason = "for export! alone")]
pub trait Absent {
    const PLAY: Option<PlayFunction> = None;
}

/// The optional functions that `P` has: its own constants hide those of `Absent`.
#[doc(hidden)]
pub struct Optional<P>(PhantomData<P>);

impl<P> Absent for Optional<P> {}

#[allow(missing_docs, reason = "for export! alone")]
impl<P: Plugin + Play> Optional<P> {
    pub const PLAY: Option<PlayFunction> = Some(play::<P>);
}

#[doc(hidden)]
#[macro_export]
macro_rules! __tutti_audio_table {
    ($plugin:ty) => {{
        use $crate::audio::Absent as _;
        $crate::audio::Table {
            play: $crate::audio::Optional::<$plugin>::PLAY,
            ..$crate::audio::offer::<$plugin>()
        }
    }};
}
#[doc(hidden)]
pub use crate::__tutti_audio_table as table;

unsafe extern "C" fn prepare<P: Plugin + Audio>(
    instance: *mut Instance,
    number: u64,
    format: Span,
    err: *mut ErrorRecord,
) -> i32 {
    // SAFETY: the host passes what tutti.h promises: its instance, arguments that are valid until this returns,
    // and room for the result and for the error.
    unsafe {
        binding::call::<P>(instance, number, err, |plugin, call| {
            let format = binding::message(format, "the format is malformed")?;
            plugin.prepare(call, format)
        })
    }
}

unsafe extern "C" fn process<P: Plugin + Audio>(
    instance: *mut Instance,
    number: u64,
    samples: Span,
    out: *mut Owned,
    err: *mut ErrorRecord,
) -> i32 {
    // SAFETY: the host passes what tutti.h promises: its instance, arguments that are valid until this returns,
    // and room for the result and for the error.
    unsafe {
        binding::call::<P>(instance, number, err, |plugin, call| {
            let samples = binding::message(samples, "the samples is malformed")?;
            let result = plugin.process(call, samples)?;
            binding::give(out, call, result.as_ref())
        })
    }
}

unsafe extern "C" fn latency_frames<P: Plugin + Audio>(
    instance: *mut Instance,
    number: u64,
    out: *mut Owned,
    err: *mut ErrorRecord,
) -> i32 {
    // SAFETY: the host passes what tutti.h promises: its instance, arguments that are valid until this returns,
    // and room for the result and for the error.
    unsafe {
        binding::call::<P>(instance, number, err, |plugin, call| {
            let room = binding::room::<Option<u32>>(call)?;
            binding::fill(out, room, plugin.latency_frames(call)?)
        })
    }
}

unsafe extern "C" fn play<P: Plugin + Play>(
    instance: *mut Instance,
    number: u64,
    notes: Span,
    out: *mut Owned,
    err: *mut ErrorRecord,
) -> i32 {
    // SAFETY: the host passes what tutti.h promises: its instance, arguments that are valid until this returns,
    // and room for the result and for the error.
    unsafe {
        binding::call::<P>(instance, number, err, |plugin, call| {
            let notes = binding::message(notes, "the notes is malformed")?;
            let room = binding::room::<Result<u32, Refusal>>(call)?;
            binding::fill(out, room, plugin.play(call, notes)?)
        })
    }
}

const MISSING: Error = binding::missing("this provider of tutti.audio has no such function");

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
                    let why = "the arguments of tutti.audio.prepare are malformed";
                    let from = &arguments_of(arguments, 8, why)?;
                    Ok((table.prepare)(instance, number, span(from, 0)?, err))
                }
                1 => {
                    let why = "the arguments of tutti.audio.process are malformed";
                    let from = &arguments_of(arguments, 8, why)?;
                    Ok((table.process)(instance, number, span(from, 0)?, out, err))
                }
                2 => Ok((table.latency_frames)(instance, number, out, err)),
                3 => {
                    let play = table.play.ok_or(MISSING)?;
                    let why = "the arguments of tutti.audio.play are malformed";
                    let from = &arguments_of(arguments, 8, why)?;
                    Ok(play(instance, number, span(from, 0)?, out, err))
                }
                _ => Err(MISSING),
            }
        })
    }
}
