//! The capability `tutti.words` 1.0. Counts words over any number of texts.
//!
//! Generated from its declaration by `npm run generate`: change that instead.

#[allow(unused_imports, reason = "not every capability has every kind")]
use tutti_plugin::binding::{self, *};

#[allow(unused_imports, reason = "not every capability has every kind")]
use super::*;

/// A provider of `tutti.words`, which `Host::query` finds, wherever it runs. What it refuses comes as an
/// [`Error`] with its status and its message.
#[derive(Clone, Copy)]
pub struct Client(Provider);

impl tutti_plugin::Client for Client {
    const CAPABILITY: Capability = Capability { id: ID, major: 1, minor: 0, hash: 0x019f_f837_e6ef_f2fb };

    fn of(provider: Provider) -> Self {
        Self(provider)
    }
}

impl Client {
    /// Counts one more text. A word ends with its text.
    pub fn add(&self, call: Call, text: &str) -> Result<Counts, Error> {
        let text = Span::of(text.as_bytes());
        let fields = [Field::bytes(0, text)];
        let mut answer = self.0.answer("the result of tutti.words.add is malformed");
        let (_, out, err) = answer.places();
        // SAFETY: the table is of this capability; what is passed is valid until the call returns.
        let status = unsafe {
            match self.0.function::<AddFunction>(offset_of!(Table, add)) {
                Some(run) => run(self.0.instance(), call.number(), text, out, err),
                None => self.0.invoke(call, 0, 8, &fields, &mut answer),
            }
        };
        answer.value(status)
    }

    /// Tells what was counted since the start or the last reset.
    pub fn total(&self, call: Call) -> Result<Counts, Error> {
        let mut answer = self.0.answer("the result of tutti.words.total is malformed");
        let (_, out, err) = answer.places();
        // SAFETY: the table is of this capability; what is passed is valid until the call returns.
        let status = unsafe {
            match self.0.function::<TotalFunction>(offset_of!(Table, total)) {
                Some(run) => run(self.0.instance(), call.number(), out, err),
                None => self.0.invoke(call, 1, 0, &[], &mut answer),
            }
        };
        answer.value(status)
    }

    /// Lists the words that came most often; of equally frequent ones the smaller by bytes first.
    pub fn most_frequent(
        &self,
        call: Call,
        limit: u32,
    ) -> Result<Received<List<'static, WordCount<'static>>>, Error> {
        let fields = [Field::number(0, limit)];
        let mut answer = self.0.answer("the result of tutti.words.mostFrequent is malformed");
        let (_, out, err) = answer.places();
        // SAFETY: the table is of this capability; what is passed is valid until the call returns.
        let status = unsafe {
            match self.0.function::<MostFrequentFunction>(offset_of!(Table, most_frequent)) {
                Some(run) => run(self.0.instance(), call.number(), limit, out, err),
                None => self.0.invoke(call, 2, 4, &fields, &mut answer),
            }
        };
        answer.message(status)
    }

    /// Forgets everything that was counted.
    pub fn reset(&self, call: Call) -> Result<(), Error> {
        let mut answer = self.0.answer("the result of tutti.words.reset is malformed");
        let (_, _, err) = answer.places();
        // SAFETY: the table is of this capability; what is passed is valid until the call returns.
        let status = unsafe {
            match self.0.function::<ResetFunction>(offset_of!(Table, reset)) {
                Some(run) => run(self.0.instance(), call.number(), err),
                None => self.0.invoke(call, 3, 0, &[], &mut answer),
            }
        };
        answer.none(status)
    }
}
