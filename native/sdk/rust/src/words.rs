//! The capability `tutti.words` 1.0. Counts words over any number of texts.
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
pub const ID: &CStr = c"tutti.words";

/// What a provider of `tutti.words` does.
pub trait Words {
    /// Counts one more text. A word ends with its text.
    ///
    /// - `text`: what to count
    /// - returns: what this text alone holds
    /// - `TUTTI_E_INVALID_ARGUMENT` when text is not UTF-8
    /// - `TUTTI_E_NOMEM` when there is no memory for its words; nothing of the text is counted then
    fn add(&mut self, call: Call, text: &str) -> Result<Counts, Error>;

    /// Tells what was counted since the start or the last reset.
    ///
    /// - returns: the sum over all texts
    fn total(&mut self, call: Call) -> Result<Counts, Error>;

    /// Lists the words that came most often; of equally frequent ones the smaller by bytes first.
    ///
    /// - `limit`: how many words at most
    /// - returns: the words and their counts, most frequent first
    /// - `TUTTI_E_NOMEM` when there is no memory for the list
    fn most_frequent(&mut self, call: Call, limit: u32) -> Result<impl AsRef<[WordCount<'_>]>, Error>;

    /// Forgets everything that was counted.
    fn reset(&mut self, call: Call) -> Result<(), Error>;
}

/// The record `counts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Runs of bytes that are not ASCII white space.
    pub words: u64,
    /// Line feeds.
    pub lines: u64,
    /// Bytes of UTF-8.
    pub bytes: u64,
}

// SAFETY: as its C struct is laid out.
unsafe impl<'a> Value<'a> for Counts {
    const SIZE: usize = 24;
    const ALIGN: usize = 8;

    fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error> {
        Ok(Self {
            words: Value::read(from, at + 0)?,
            lines: Value::read(from, at + 8)?,
            bytes: Value::read(from, at + 16)?,
        })
    }

    fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error> {
        self.words.write(to, at + 0)?;
        self.lines.write(to, at + 8)?;
        self.bytes.write(to, at + 16)
    }
}

impl Kind for Counts {
    type Of<'a> = Counts;
}

/// The record `wordCount`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordCount<'a> {
    /// As it was spelled.
    pub word: &'a str,
    /// How often it came.
    pub count: u64,
}

// SAFETY: as its C struct is laid out.
unsafe impl<'a> Value<'a> for WordCount<'a> {
    const SIZE: usize = 16;
    const ALIGN: usize = 8;

    fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error> {
        Ok(Self { word: Value::read(from, at + 0)?, count: Value::read(from, at + 8)? })
    }

    fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error> {
        self.word.write(to, at + 0)?;
        self.count.write(to, at + 8)
    }
}

impl Kind for WordCount<'static> {
    type Of<'a> = WordCount<'a>;
}
