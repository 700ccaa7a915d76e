//! What the bindings of capabilities are made of: how arguments come in and results go out.

pub use core::ffi::CStr;
pub use core::mem::offset_of;
pub use core::ops::BitOr;

pub use crate::abi::{self, ErrorRecord, Head, Instance, Owned, Span};
pub use crate::client::{Capability, Field, Provider};
pub use crate::error::Error;
pub use crate::list::List;
pub use crate::message::{Reader, Value, Writer, decode};
pub use crate::received::{Kind, Received, ReceivedBytes, ReceivedText};
pub use crate::{BytesBuffer, Call, Plugin, TextBuffer};

use core::marker::PhantomData;

use crate::abi::Status;
use crate::boundary::{Resident, guard};
use crate::buffer::Memory;

const CALLED_BACK: Error =
    Error::of_sdk(Status::State, "this plugin waits for a provider and cannot be called meanwhile");

/// Runs one function of plugin `P`; refuses while another is under way, which a provider that it called could ask for.
///
/// # Safety
/// `instance` is one that `create::<P>` made and that no other thread uses now; `err` is null or a record of errors.
pub unsafe fn call<P>(
    instance: *mut Instance,
    number: u64,
    err: *mut ErrorRecord,
    run: impl FnOnce(&mut P, Call) -> Result<(), Error>,
) -> i32 {
    // SAFETY: the same promise.
    unsafe {
        guard(err, || {
            let _call = Resident::<P>::host(instance).enter().ok_or(CALLED_BACK)?;
            let (host, plugin) = Resident::<P>::of(instance);
            run(plugin, Call { host, number })
        })
    }
}

/// Runs `invoke`: what it refuses becomes a status, and a status stays one.
///
/// # Safety
/// `err` is null or a record of errors.
pub unsafe fn dispatch(err: *mut ErrorRecord, run: impl FnOnce() -> Result<i32, Error>) -> i32 {
    match run() {
        Ok(status) => status,
        // SAFETY: the same promise.
        Err(error) => unsafe { error.report(err) },
    }
}

/// The refusal of a function that the table does not have, which `why` says.
pub const fn missing(why: &'static str) -> Error {
    Error::of_sdk(Status::Unsupported, why)
}

/// The refusal of an argument, which `why` names.
pub const fn refused(why: &'static str) -> Error {
    Error::of_sdk(Status::InvalidArgument, why)
}

/// Text that was checked; `why` is said when it is not UTF-8.
///
/// # Safety
/// The span is valid for as long as `'a`.
pub unsafe fn text<'a>(span: Span, why: &'static str) -> Result<&'a str, Error> {
    // SAFETY: the same promise.
    core::str::from_utf8(unsafe { span.bytes() }).map_err(|_| refused(why))
}

/// A record, list, optional or result that was checked; `why` is said when it is malformed.
///
/// # Safety
/// The span is valid for as long as `'a`.
pub unsafe fn message<'a, T: Value<'a>>(span: Span, why: &'static str) -> Result<T, Error> {
    // SAFETY: the same promise.
    decode(unsafe { span.bytes() }, why)
}

/// Hands text over.
///
/// # Safety
/// `out` is room for it.
pub unsafe fn give_text(out: *mut Owned, text: TextBuffer) {
    // SAFETY: the same promise.
    unsafe { out.write(text.into_owned()) }
}

/// Hands bytes over.
///
/// # Safety
/// `out` is room for them.
pub unsafe fn give_bytes(out: *mut Owned, bytes: BytesBuffer) {
    // SAFETY: the same promise.
    unsafe { out.write(bytes.into_owned()) }
}

/// Room for a message of this kind, whose values all have as many bytes. Made before the plugin's method runs, so that
/// what the method changes is never lost for want of it.
pub fn room<'a, T: Value<'a>>(call: Call) -> Result<Room<T>, Error> {
    Ok(Room(Memory::new(call.host(), T::SIZE as u64)?, PhantomData))
}

/// Memory for a `T`.
pub struct Room<T>(Memory, PhantomData<T>);

/// Hands a value over as a message, in the room that was made for it.
///
/// # Safety
/// `out` is room for it.
pub unsafe fn fill<'a, T: Value<'a>>(out: *mut Owned, room: Room<T>, value: T) -> Result<(), Error> {
    let mut memory = room.0;
    Writer::fill(memory.zeroed(), &value)?;
    // SAFETY: the same promise.
    unsafe { out.write(memory.into_owned(abi::MESSAGE)) };
    Ok(())
}

/// Hands a record, list, optional or result over as a message.
///
/// # Safety
/// `out` is room for it.
pub unsafe fn give<'a, T: Value<'a>>(out: *mut Owned, call: Call, value: T) -> Result<(), Error> {
    let memory = Memory::new(call.host(), Writer::measure(&value)? as u64)?;
    // SAFETY: the same promise.
    unsafe { fill(out, Room(memory, PhantomData), value) }
}

/// The record of the arguments that `invoke` was given, `size` bytes inline; `why` is said when it is malformed.
///
/// # Safety
/// The span is valid for as long as `'a`.
pub unsafe fn arguments_of<'a>(arguments: Span, size: usize, why: &'static str) -> Result<Reader<'a>, Error> {
    // SAFETY: the same promise.
    Reader::begin(unsafe { arguments.bytes() }, size, why)
}

/// What a reference in the record of the arguments refers to: text, bytes or a message.
pub fn span(from: &Reader<'_>, at: usize) -> Result<Span, Error> {
    <&[u8]>::read(from, at).map(Span::of)
}

/// A bool that crossed as a byte.
pub fn truth_of(crossed: u8) -> Option<bool> {
    (crossed <= 1).then_some(crossed == 1)
}

/// A bool that was checked; `why` is said when it is neither 0 nor 1.
pub fn truth(crossed: u8, why: &'static str) -> Result<bool, Error> {
    truth_of(crossed).ok_or(refused(why))
}

/// Sets the scalar result of `invoke`.
///
/// # Safety
/// `scalar` is null or room for it.
pub unsafe fn store(scalar: *mut u64, value: u64) {
    if !scalar.is_null() {
        // SAFETY: the same promise.
        unsafe { scalar.write(value) }
    }
}
