//! The capability `tutti.state` 1.0. Looks into the state that save and restore carry from one version of a plugin to the next.
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
pub const ID: &CStr = c"tutti.state";

/// What a provider of `tutti.state` does.
pub trait State {
    /// Describes the present state without saving it.
    ///
    /// - returns: what the state holds
    fn describe(&mut self, call: Call) -> Result<StateInfo, Error>;

    /// Returns to the state of an instance that was just started.
    fn reset(&mut self, call: Call) -> Result<(), Error>;
}

/// What a provider of `tutti.state` may do besides.
pub trait Migrate: State {
    /// Rewrites a saved state in the format of another schema. The present state stays as it is.
    ///
    /// - `state`: what save wrote
    /// - `from`: its schema
    /// - `to`: the schema to write
    /// - returns: a state for restore with schema `to`
    /// - `TUTTI_E_INVALID_ARGUMENT` when state is not one that schema `from` describes
    /// - `TUTTI_E_UNSUPPORTED` when one of the schemas is not known
    /// - `TUTTI_E_NOMEM` when there is no memory for the result
    fn migrate(&mut self, call: Call, state: &[u8], from: u32, to: u32) -> Result<BytesBuffer, Error>;
}

/// The record `stateInfo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateInfo {
    /// Version of the format that save writes now.
    pub schema: u32,
    /// How many things the state holds.
    pub entries: u64,
    /// Bytes that save would write now.
    pub size_bytes: u64,
}

// SAFETY: as its C struct is laid out.
unsafe impl<'a> Value<'a> for StateInfo {
    const SIZE: usize = 24;
    const ALIGN: usize = 8;

    fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error> {
        Ok(Self {
            schema: Value::read(from, at + 0)?,
            entries: Value::read(from, at + 8)?,
            size_bytes: Value::read(from, at + 16)?,
        })
    }

    fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error> {
        self.schema.write(to, at + 0)?;
        self.entries.write(to, at + 8)?;
        self.size_bytes.write(to, at + 16)
    }
}

impl Kind for StateInfo {
    type Of<'a> = StateInfo;
}
