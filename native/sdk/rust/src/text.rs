//! The capability `tutti.text` 1.0. Work on text.
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
pub const ID: &CStr = c"tutti.text";

/// What a provider of `tutti.text` does.
pub trait Text {
    /// Repeats a text.
    ///
    /// - `text`: what to repeat
    /// - `count`: how often; 0 gives the empty text
    /// - returns: the text, count times over
    /// - `TUTTI_E_INVALID_ARGUMENT` when text is not UTF-8
    /// - `TUTTI_E_LIMIT` when the length does not fit 64 bits
    /// - `TUTTI_E_NOMEM` when there is no memory for the result
    fn repeat(&mut self, call: Call, text: &str, count: u32) -> Result<TextBuffer, Error>;
}
