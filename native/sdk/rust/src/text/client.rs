//! The capability `tutti.text` 1.0. Work on text.
//!
//! Generated from its declaration by `npm run generate`: change that instead.

#[allow(unused_imports, reason = "not every capability has every kind")]
use tutti_plugin::binding::{self, *};

#[allow(unused_imports, reason = "not every capability has every kind")]
use super::*;

/// A provider of `tutti.text`, which `Host::query` finds, wherever it runs. What it refuses comes as an
/// [`Error`] with its status and its message.
#[derive(Clone, Copy)]
pub struct Client(Provider);

impl tutti_plugin::Client for Client {
    const CAPABILITY: Capability = Capability { id: ID, major: 1, minor: 0, hash: 0x608b_d071_8ede_0f46 };

    fn of(provider: Provider) -> Self {
        Self(provider)
    }
}

impl Client {
    /// Repeats a text.
    pub fn repeat(&self, call: Call, text: &str, count: u32) -> Result<ReceivedText, Error> {
        let text = Span::of(text.as_bytes());
        let fields = [Field::bytes(0, text), Field::number(8, count)];
        let mut answer = self.0.answer("the result of tutti.text.repeat is malformed");
        let (_, out, err) = answer.places();
        // SAFETY: the table is of this capability; what is passed is valid until the call returns.
        let status = unsafe {
            match self.0.function::<RepeatFunction>(offset_of!(Table, repeat)) {
                Some(run) => run(self.0.instance(), call.number(), text, count, out, err),
                None => self.0.invoke(call, 0, 12, &fields, &mut answer),
            }
        };
        answer.text(status)
    }
}
