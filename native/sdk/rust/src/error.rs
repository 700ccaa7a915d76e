use core::panic::Location;

use crate::abi::{ErrorRecord, Status};

/// Why a plugin refuses: a status, a message, and the line it was made at. All three reach the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    status: Status,
    message: &'static str,
    line: u32,
}

impl Error {
    /// A refusal with `status`, which is not `Status::Ok`.
    #[track_caller]
    pub const fn new(status: Status, message: &'static str) -> Self {
        Self { status, message, line: Location::caller().line() }
    }

    /// A refusal by the SDK: at no line of the plugin.
    pub(crate) const fn of_sdk(status: Status, message: &'static str) -> Self {
        Self { status, message, line: 0 }
    }

    /// Its status.
    pub const fn status(&self) -> Status {
        self.status
    }

    /// Writes the error into the caller's record, and returns its status as it crosses.
    ///
    /// # Safety
    /// `record` is null or points to an error record whose `struct_size` is set.
    pub(crate) unsafe fn report(&self, record: *mut ErrorRecord) -> i32 {
        // SAFETY: the same promise.
        unsafe { write(record, self.status, self.message, self.line) }
    }
}

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
