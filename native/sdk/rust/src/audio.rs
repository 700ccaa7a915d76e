//! The capability `tutti.audio` 1.0. Turns samples into samples, block by block.
//!
//! Generated from its declaration by `npm run generate`: change that instead.

mod client;
mod table;

#[allow(unused_imports, reason = "not every capability has every kind")]
use tutti_plugin::binding::*;

#[allow(unused_imports, reason = "not every plugin calls others")]
pub use client::Client;
pub use table::*;

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

impl Kind for Layout {
    type Of<'a> = Layout;
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

impl Kind for Features {
    type Of<'a> = Features;
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

impl Kind for AudioFormat {
    type Of<'a> = AudioFormat;
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

impl Kind for Note {
    type Of<'a> = Note;
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

impl Kind for Refusal {
    type Of<'a> = Refusal;
}
