//! The capability `tutti.state` 1.0. Looks into the state that save and restore carry from one version of a plugin to the next.
//!
//! Generated from its declaration by `npm run generate`: change that instead.

#[allow(unused_imports, reason = "not every capability has every kind")]
use tutti_plugin::binding::{self, *};

#[allow(unused_imports, reason = "not every capability has every kind")]
use super::*;

/// A provider of `tutti.state`, which `Host::query` finds, wherever it runs. What it refuses comes as an
/// [`Error`] with its status and its message.
#[derive(Clone, Copy)]
pub struct Client(Provider);

impl tutti_plugin::Client for Client {
    const CAPABILITY: Capability = Capability { id: ID, major: 1, minor: 0, hash: 0x5836_fcf8_2531_9a88 };

    fn of(provider: Provider) -> Self {
        Self(provider)
    }
}

impl Client {
    /// Describes the present state without saving it.
    pub fn describe(&self, call: Call) -> Result<StateInfo, Error> {
        let mut answer = self.0.answer("the result of tutti.state.describe is malformed");
        let (_, out, err) = answer.places();
        // SAFETY: the table is of this capability; what is passed is valid until the call returns.
        let status = unsafe {
            match self.0.function::<DescribeFunction>(offset_of!(Table, describe)) {
                Some(run) => run(self.0.instance(), call.number(), out, err),
                None => self.0.invoke(call, 0, 0, &[], &mut answer),
            }
        };
        answer.value(status)
    }

    /// Returns to the state of an instance that was just started.
    pub fn reset(&self, call: Call) -> Result<(), Error> {
        let mut answer = self.0.answer("the result of tutti.state.reset is malformed");
        let (_, _, err) = answer.places();
        // SAFETY: the table is of this capability; what is passed is valid until the call returns.
        let status = unsafe {
            match self.0.function::<ResetFunction>(offset_of!(Table, reset)) {
                Some(run) => run(self.0.instance(), call.number(), err),
                None => self.0.invoke(call, 1, 0, &[], &mut answer),
            }
        };
        answer.none(status)
    }

    /// Rewrites a saved state in the format of another schema. The present state stays as it is. Optional:
    /// `TUTTI_E_UNSUPPORTED` where it is left out.
    pub fn migrate(&self, call: Call, state: &[u8], from: u32, to: u32) -> Result<ReceivedBytes, Error> {
        let state = Span::of(state);
        let fields = [Field::bytes(0, state), Field::number(8, from), Field::number(12, to)];
        let mut answer = self.0.answer("the result of tutti.state.migrate is malformed");
        let (_, out, err) = answer.places();
        // SAFETY: the table is of this capability; what is passed is valid until the call returns.
        let status = unsafe {
            match self.0.function::<MigrateFunction>(offset_of!(Table, migrate)) {
                Some(run) => run(self.0.instance(), call.number(), state, from, to, out, err),
                None => self.0.invoke(call, 2, 16, &fields, &mut answer),
            }
        };
        answer.bytes(status)
    }
}
