//! The capability `tutti.audio` 1.0. Turns samples into samples, block by block.
//!
//! Generated from its declaration by `npm run generate`: change that instead.

#[allow(unused_imports, reason = "not every capability has every kind")]
use tutti_plugin::binding::{self, *};

#[allow(unused_imports, reason = "not every capability has every kind")]
use super::*;

/// A provider of `tutti.audio`, which `Host::query` finds, wherever it runs. What it refuses comes as an
/// [`Error`] with its status and its message.
#[derive(Clone, Copy)]
pub struct Client(Provider);

impl tutti_plugin::Client for Client {
    const CAPABILITY: Capability = Capability { id: ID, major: 1, minor: 0, hash: 0x7227_53ea_ab3e_4a47 };

    fn of(provider: Provider) -> Self {
        Self(provider)
    }
}

impl Client {
    /// Sets the format of the samples that follow, and forgets those that came before.
    pub fn prepare(&self, call: Call, format: AudioFormat) -> Result<(), Error> {
        let format = self.0.encode(&format)?;
        let fields = [Field::message(0, format.span())];
        let mut answer = self.0.answer("the result of tutti.audio.prepare is malformed");
        let (_, _, err) = answer.places();
        // SAFETY: the table is of this capability; what is passed is valid until the call returns.
        let status = unsafe {
            match self.0.function::<PrepareFunction>(offset_of!(Table, prepare)) {
                Some(run) => run(self.0.instance(), call.number(), format.span(), err),
                None => self.0.invoke(call, 0, 8, &fields, &mut answer),
            }
        };
        answer.none(status)
    }

    /// Processes one block of samples.
    pub fn process(&self, call: Call, samples: &[f32]) -> Result<Received<&'static [f32]>, Error> {
        let samples = self.0.encode(&samples)?;
        let fields = [Field::message(0, samples.span())];
        let mut answer = self.0.answer("the result of tutti.audio.process is malformed");
        let (_, out, err) = answer.places();
        // SAFETY: the table is of this capability; what is passed is valid until the call returns.
        let status = unsafe {
            match self.0.function::<ProcessFunction>(offset_of!(Table, process)) {
                Some(run) => run(self.0.instance(), call.number(), samples.span(), out, err),
                None => self.0.invoke(call, 1, 8, &fields, &mut answer),
            }
        };
        answer.message(status)
    }

    /// Tells by how much the output lags behind the input.
    pub fn latency_frames(&self, call: Call) -> Result<Option<u32>, Error> {
        let mut answer = self.0.answer("the result of tutti.audio.latencyFrames is malformed");
        let (_, out, err) = answer.places();
        // SAFETY: the table is of this capability; what is passed is valid until the call returns.
        let status = unsafe {
            match self.0.function::<LatencyFramesFunction>(offset_of!(Table, latency_frames)) {
                Some(run) => run(self.0.instance(), call.number(), out, err),
                None => self.0.invoke(call, 2, 0, &[], &mut answer),
            }
        };
        answer.value(status)
    }

    /// Plans notes to sound in later blocks: all of them or none. Optional: `TUTTI_E_UNSUPPORTED` where it is
    /// left out.
    pub fn play(&self, call: Call, notes: List<'_, Note>) -> Result<Result<u32, Refusal>, Error> {
        let notes = self.0.encode(&notes)?;
        let fields = [Field::message(0, notes.span())];
        let mut answer = self.0.answer("the result of tutti.audio.play is malformed");
        let (_, out, err) = answer.places();
        // SAFETY: the table is of this capability; what is passed is valid until the call returns.
        let status = unsafe {
            match self.0.function::<PlayFunction>(offset_of!(Table, play)) {
                Some(run) => run(self.0.instance(), call.number(), notes.span(), out, err),
                None => self.0.invoke(call, 3, 8, &fields, &mut answer),
            }
        };
        answer.value(status)
    }
}
