//! The capability `tutti.text` 1.0.

use core::ffi::CStr;

use crate::abi::{self, ErrorRecord, Head, Owned, Span, Status};
use crate::boundary::{Instance, guard};
use crate::error::Error;
use crate::{Call, Plugin, TextBuffer};

/// Its id.
pub const ID: &CStr = c"tutti.text";

/// What a provider of `tutti.text` does. Text that is not UTF-8 never gets here: it is refused before.
pub trait Text {
    /// Repeats `text` `count` times; 0 gives the empty text.
    fn repeat(&mut self, call: Call, text: &str, count: u32) -> Result<TextBuffer, Error>;
}

#[doc(hidden)]
pub const fn table<P: Plugin + Text>() -> abi::TextTable<Instance<P>> {
    let abi = Head::of::<abi::TextTable<Instance<P>>>(1, 0);
    abi::TextTable { table: abi::Table { abi, invoke: None }, repeat: repeat::<P> }
}

unsafe extern "C" fn repeat<P: Plugin + Text>(
    instance: *mut Instance<P>,
    number: u64,
    text: Span,
    count: u32,
    out: *mut Owned,
    err: *mut ErrorRecord,
) -> i32 {
    // SAFETY: the host passes what tutti.h promises: its instance, a span valid until this returns, and room for
    // the result and for the error.
    unsafe {
        guard(err, || {
            let Instance { host, plugin } = &mut *instance;
            let text = core::str::from_utf8(text.bytes())
                .map_err(|_| Error::new(Status::InvalidArgument, "the text is not valid UTF-8"))?;
            let result = plugin.repeat(Call { host: *host, number }, text, count)?;
            out.write(result.into_owned());
            Ok(())
        })
    }
}

impl Span {
    /// # Safety
    /// The bytes are valid for as long as `'a`.
    unsafe fn bytes<'a>(self) -> &'a [u8] {
        if self.ptr.is_null() {
            return &[];
        }
        // SAFETY: the same promise.
        unsafe { core::slice::from_raw_parts(self.ptr, self.len.0 as usize) }
    }
}
