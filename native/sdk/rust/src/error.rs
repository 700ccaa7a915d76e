use core::fmt;
use core::panic::Location;

use crate::Host;
use crate::abi::{ErrorRecord, Status};
use crate::host_vec::HostVec;

/// Why a plugin refuses: a status, a message, and the line it was made at. All three reach the caller, also where it was
/// another plugin that refused: its error passes through with `?`.
pub struct Error {
    status: Status,
    message: Message,
    line: u32,
}

enum Message {
    Static(&'static str),
    /// UTF-8.
    Received(HostVec<u8>),
}

impl Error {
    /// A refusal with `status`, which is not `Status::Ok`.
    #[track_caller]
    pub const fn new(status: Status, message: &'static str) -> Self {
        Self { status, message: Message::Static(message), line: Location::caller().line() }
    }

    /// A refusal by the SDK: at no line of the plugin.
    pub(crate) const fn of_sdk(status: Status, message: &'static str) -> Self {
        Self { status, message: Message::Static(message), line: 0 }
    }

    /// What another plugin refused with.
    pub(crate) fn received(host: Host, status: i32, record: &ErrorRecord) -> Self {
        let said = &record.msg[..record.msg.len().min(record.len as usize)];
        let valid = match core::str::from_utf8(said) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        let mut copy = HostVec::new(host);
        let message = match copy.extend_from_slice(&said[..valid]) {
            Ok(()) if valid > 0 => Message::Received(copy),
            Ok(()) => Message::Static("the provider did not say why"),
            Err(_) => Message::Static("the provider refused, and there is no memory for its words"),
        };
        Self { status: Status::of(status), message, line: record.line }
    }

    /// Its status.
    pub const fn status(&self) -> Status {
        self.status
    }

    /// Why.
    pub fn message(&self) -> &str {
        match &self.message {
            Message::Static(text) => text,
            Message::Received(text) => core::str::from_utf8(text).unwrap_or_default(),
        }
    }

    /// The line of the source that it was made at; 0 where that is not stated.
    pub const fn line(&self) -> u32 {
        self.line
    }

    /// Writes the error into the caller's record, and returns its status as it crosses.
    ///
    /// # Safety
    /// `record` is null or points to an error record whose `struct_size` is set.
    pub(crate) unsafe fn report(&self, record: *mut ErrorRecord) -> i32 {
        // SAFETY: the same promise.
        unsafe { write(record, self.status, self.message(), self.line) }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{:?} at line {}: {}", self.status, self.line, self.message())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.message())
    }
}

impl core::error::Error for Error {}

impl PartialEq for Error {
    fn eq(&self, other: &Self) -> bool {
        (self.status, self.line, self.message()) == (other.status, other.line, other.message())
    }
}

impl Eq for Error {}

/// # Safety
/// `record` is null or points to an error record whose `struct_size` is set.
pub(crate) unsafe fn write(record: *mut ErrorRecord, status: Status, message: &str, line: u32) -> i32 {
    // SAFETY: as promised; a record that is too short is not touched.
    let Some(record) = (unsafe { record.as_mut() }) else { return status as i32 };
    if record.struct_size as usize >= size_of::<ErrorRecord>() {
        let len = message.floor_char_boundary(record.msg.len());
        record.msg[..len].copy_from_slice(&message.as_bytes()[..len]);
        record.status = status as i32;
        record.line = line;
        record.len = len as u32;
    }
    status as i32
}
