//! The capability `tutti.audio` 1.0. Turns samples into samples, block by block.
//!
//! Generated from its declaration by `npm run generate`: change that instead.

use core::marker::PhantomData;

#[allow(unused_imports, reason = "not every capability has every kind")]
use crate::binding::{self, *};

/// Its id.
pub const ID: &CStr = c"tutti.audio";

/// What a provider of `tutti.audio` does.
pub trait Audio {
    /// Sets the format of the samples that follow, and forgets those that came before.
    ///
    /// - `format`: how samples look from now on
    /// - `TUTTI_E_INVALID_ARGUMENT` when channels or sampleRate is 0
    /// - `TUTTI_E_UNSUPPORTED` when the plugin does not work in this format
    fn prepare(&mut self, call: Call, format: AudioFormat) -> Result<(), Error>;

    /// Processes one block of samples.
    ///
    /// - `samples`: whole frames in the prepared format, nominally -1 to 1
    /// - returns: as many samples, in the same format
    /// - `TUTTI_E_STATE` when prepare was not called
    /// - `TUTTI_E_INVALID_ARGUMENT` when samples is not a whole number of frames
    /// - `TUTTI_E_NOMEM` when there is no memory for the result
    fn process(&mut self, call: Call, samples: &[f32]) -> Result<impl AsRef<[f32]>, Error>;

    /// Tells by how much the output lags behind the input.
    ///
    /// - returns: frames; nothing before prepare
    fn latency_frames(&mut self, call: Call) -> Result<Option<u32>, Error>;
}

/// What a provider of `tutti.audio` may do besides.
pub trait Play: Audio {
    /// Plans notes to sound in later blocks: all of them or none.
    ///
    /// - `notes`: in any order
    /// - returns: how many notes are planned now, or why none of these were taken
    fn play(&mut self, call: Call, notes: List<'_, Note>) -> Result<Result<u32, Refusal>, Error>;
}

/// The cases of `layout`.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Frame after frame, each with one sample of every channel.
    Interleaved = 0,
    /// Channel after channel, each with all of its samples.
    Planar = 1,
}

impl Layout {
    pub(crate) fn of(bits: u32) -> Option<Self> {
        match bits {
            0 => Some(Self::Interleaved),
            1 => Some(Self::Planar),
            _ => None,
        }
    }

    pub(crate) fn bits(self) -> u32 {
        self as u32
    }
}

// SAFETY: a u32.
unsafe impl<'a> Value<'a> for Layout {
    const SIZE: usize = 4;
    const ALIGN: usize = 4;

    fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error> {
        Self::of(u32::read(from, at)?).ok_or(from.malformed())
    }

    fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error> {
        self.bits().write(to, at)
    }
}

/// Any of the flags of `features`; `default()` is none of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Features(u32);

impl Features {
    /// Process is called with a deadline, and may neither allocate nor wait.
    pub const REALTIME: Self = Self(1);
    /// Calls of process may differ in length.
    pub const VARIABLE_BLOCKS: Self = Self(2);
    /// An empty list may stand for silence.
    pub const SILENCE_AWARE: Self = Self(4);

    /// Are all of `flags` set?
    pub const fn contains(self, flags: Self) -> bool {
        self.0 & flags.0 == flags.0
    }

    pub(crate) fn of(bits: u32) -> Option<Self> {
        if bits & !7 == 0 { Some(Self(bits)) } else { None }
    }

    pub(crate) fn bits(self) -> u32 {
        self.0
    }
}

impl BitOr for Features {
    type Output = Self;

    fn bitor(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }
}

// SAFETY: a u32.
unsafe impl<'a> Value<'a> for Features {
    const SIZE: usize = 4;
    const ALIGN: usize = 4;

    fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error> {
        Self::of(u32::read(from, at)?).ok_or(from.malformed())
    }

    fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error> {
        self.bits().write(to, at)
    }
}

/// The record `audioFormat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AudioFormat {
    /// Frames a second.
    pub sample_rate: u32,
    /// Samples a frame, from 1.
    pub channels: u16,
    /// How the samples of several channels are ordered.
    pub layout: Layout,
    /// What the host will make use of.
    pub features: Features,
}

// SAFETY: as its C struct is laid out.
unsafe impl<'a> Value<'a> for AudioFormat {
    const SIZE: usize = 16;
    const ALIGN: usize = 4;

    fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error> {
        Ok(Self {
            sample_rate: Value::read(from, at + 0)?,
            channels: Value::read(from, at + 4)?,
            layout: Value::read(from, at + 8)?,
            features: Value::read(from, at + 12)?,
        })
    }

    fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error> {
        self.sample_rate.write(to, at + 0)?;
        self.channels.write(to, at + 4)?;
        self.layout.write(to, at + 8)?;
        self.features.write(to, at + 12)
    }
}

/// The record `note`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Note {
    /// When it begins, in frames since prepare.
    pub frame: u64,
    /// MIDI key number, 0 to 127.
    pub pitch: u8,
    /// How hard, from 0 to 1.
    pub velocity: f32,
}

// SAFETY: as its C struct is laid out.
unsafe impl<'a> Value<'a> for Note {
    const SIZE: usize = 16;
    const ALIGN: usize = 8;

    fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error> {
        Ok(Self {
            frame: Value::read(from, at + 0)?,
            pitch: Value::read(from, at + 8)?,
            velocity: Value::read(from, at + 12)?,
        })
    }

    fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error> {
        self.frame.write(to, at + 0)?;
        self.pitch.write(to, at + 8)?;
        self.velocity.write(to, at + 12)
    }
}

/// The cases of `refusal`.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Prepare was not called.
    NotPrepared = 0,
    /// A pitch is above 127.
    PitchOutOfRange = 1,
    /// A frame was processed before.
    InThePast = 2,
    /// More notes than the plugin can hold.
    TooManyNotes = 3,
}

impl Refusal {
    pub(crate) fn of(bits: u32) -> Option<Self> {
        match bits {
            0 => Some(Self::NotPrepared),
            1 => Some(Self::PitchOutOfRange),
            2 => Some(Self::InThePast),
            3 => Some(Self::TooManyNotes),
            _ => None,
        }
    }

    pub(crate) fn bits(self) -> u32 {
        self as u32
    }
}

// SAFETY: a u32.
unsafe impl<'a> Value<'a> for Refusal {
    const SIZE: usize = 4;
    const ALIGN: usize = 4;

    fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error> {
        Self::of(u32::read(from, at)?).ok_or(from.malformed())
    }

    fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error> {
        self.bits().write(to, at)
    }
}

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
