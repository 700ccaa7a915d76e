//! What the clients of other plugins are made of.

use core::ffi::CStr;
use core::ptr::{self, NonNull};

use crate::abi::{self, ErrorRecord, Instance, Invoke, Length, Owned, Span, Status};
use crate::buffer::Memory;
use crate::error::Error;
use crate::message::{Value, Writer, decode};
use crate::received::{Held, Kind, Received, ReceivedBytes, ReceivedText};
use crate::{Call, Host};

/// The client of a capability, such as [`crate::text::Client`]: [`Host::query`] finds its provider.
pub trait Client: Sized {
    /// Of which capability, and of which declaration.
    #[doc(hidden)]
    const CAPABILITY: Capability;

    /// A client of this provider.
    #[doc(hidden)]
    fn of(provider: Provider) -> Self;
}

/// Of which capability something is a client, and of which declaration.
#[allow(missing_docs, reason = "for the bindings alone")]
pub struct Capability {
    pub id: &'static CStr,
    pub major: u16,
    pub minor: u16,
    pub hash: u64,
}

/// The way to one provider.
#[derive(Clone, Copy)]
pub struct Provider {
    host: Host,
    table: NonNull<abi::Table>,
    invoke: Invoke,
    instance: *mut Instance,
}

impl Provider {
    /// The provider that the host wired to this plugin. A table of the same version that was generated from another
    /// declaration is none.
    pub(crate) fn find(host: Host, capability: &Capability) -> Option<Self> {
        let Capability { id, major, minor, hash } = *capability;
        let mut instance = ptr::null_mut();
        let version = u32::from(major) << 16 | u32::from(minor);
        // SAFETY: the host outlives its instance; a table that it gives is valid until this plugin is stopped.
        let table = unsafe { (host.raw().query)(host.raw(), id.as_ptr(), version, &raw mut instance) };
        let table = NonNull::new(table.cast_mut())?;
        // SAFETY: every table begins with its head.
        let head = unsafe { &*table.as_ptr().cast::<abi::Head>() };
        let is_other = head.iface_hash != 0 && head.iface_hash != hash && head.minor == minor;
        if is_other || (head.struct_size as usize) < size_of::<abi::Table>() {
            return None;
        }
        // SAFETY: the head says that `invoke` is there.
        let invoke = unsafe { table.as_ref().invoke }?;
        Some(Self { host, table, invoke, instance })
    }

    /// What to pass to the provider's functions.
    pub fn instance(&self) -> *mut Instance {
        self.instance
    }

    /// The function at `offset` of the table, where the table holds one.
    ///
    /// # Safety
    /// `F` is the type of the function that the capability has there.
    pub unsafe fn function<F>(&self, offset: usize) -> Option<F> {
        // SAFETY: the size of the table says how far it may be read.
        unsafe {
            let size = self.table.as_ref().abi.struct_size as usize;
            if size < offset + size_of::<F>() {
                return None;
            }
            self.table.as_ptr().cast::<u8>().add(offset).cast::<Option<F>>().read()
        }
    }

    /// Calls a function by its number, with the record of its arguments: `size` bytes inline.
    ///
    /// # Safety
    /// The fields are those of the capability; what they refer to is valid until this returns.
    pub unsafe fn invoke(
        &self,
        call: Call,
        function: u32,
        size: usize,
        fields: &[Field],
        answer: &mut Answer,
    ) -> i32 {
        let (scalar, out, err) = answer.places();
        // SAFETY: the same promise.
        unsafe {
            match arguments(self.host, size, fields) {
                Err(error) => error.report(err),
                Ok(memory) => {
                    let none = Span { ptr: ptr::null(), len: Length(0) };
                    let encoded = memory.as_ref().map_or(none, Memory::span);
                    let (table, number) = (self.table.as_ptr(), call.number());
                    (self.invoke)(table, self.instance, number, function, encoded, scalar, out, err)
                }
            }
        }
    }

    /// A composite argument as a message.
    pub fn encode<'a, T: Value<'a>>(&self, value: &T) -> Result<Encoded, Error> {
        let mut memory = room(self.host, Writer::measure(value)?)?;
        Writer::fill(memory.zeroed(), value)?;
        Ok(Encoded(memory))
    }

    /// Room for what a call gives; `why` is said when that is malformed.
    pub fn answer(&self, why: &'static str) -> Answer {
        Answer { host: self.host, why, scalar: 0, held: Held::empty(), err: ErrorRecord::empty() }
    }
}

fn room(host: Host, size: usize) -> Result<Memory, Error> {
    let no_room = || Error::of_sdk(Status::NoMemory, "no memory for the arguments");
    Memory::new(host, size as u64).map_err(|_| no_room())
}

/// # Safety
/// What the fields refer to is valid.
unsafe fn arguments(host: Host, size: usize, fields: &[Field]) -> Result<Option<Memory>, Error> {
    if size == 0 {
        return Ok(None);
    }
    let mut counting = Writer::at(None, size);
    fields.iter().try_for_each(|field| field.write(&mut counting))?;
    let mut memory = room(host, counting.len())?;
    let mut filling = Writer::at(Some(memory.zeroed()), size);
    fields.iter().try_for_each(|field| field.write(&mut filling))?;
    Ok(Some(memory))
}

/// A composite argument while it is passed on.
pub struct Encoded(Memory);

impl Encoded {
    /// Its bytes.
    pub fn span(&self) -> Span {
        self.0.span()
    }
}

/// One field of the record of the arguments, and where it stands.
pub struct Field {
    at: usize,
    value: Passed,
}

enum Passed {
    Number { bits: u64, size: usize },
    Bytes { span: Span, align: usize },
}

impl Field {
    /// A scalar.
    pub fn number<T: Register>(at: usize, value: T) -> Self {
        Self { at, value: Passed::Number { bits: value.to_register(), size: size_of::<T>() } }
    }

    /// Text or bytes.
    pub fn bytes(at: usize, span: Span) -> Self {
        Self { at, value: Passed::Bytes { span, align: 1 } }
    }

    /// A message.
    pub fn message(at: usize, span: Span) -> Self {
        Self { at, value: Passed::Bytes { span, align: 8 } }
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Error> {
        match self.value {
            Passed::Number { bits, size } => to.put(self.at, &bits.to_le_bytes()[..size]),
            Passed::Bytes { span, align } => {
                // SAFETY: whoever made the field keeps what it refers to.
                let bytes = unsafe { span.bytes() };
                let place = to.refer(self.at, bytes.len(), 1, align)?;
                to.put(place, bytes);
            }
        }
        Ok(())
    }
}

/// A scalar as it crosses in 64 bits.
pub trait Register: Copy {
    /// Extended to 64 bits.
    fn to_register(self) -> u64;
    /// Its low bytes.
    fn of_register(bits: u64) -> Self;
}

macro_rules! registers {
    ($($integer:ty),*) => { $(
        impl Register for $integer {
            fn to_register(self) -> u64 {
                self as u64
            }

            fn of_register(bits: u64) -> Self {
                bits as Self
            }
        }
    )* };
}

registers!(u8, i8, u16, i16, u32, i32, u64, i64);

impl Register for f32 {
    fn to_register(self) -> u64 {
        u64::from(self.to_bits())
    }

    fn of_register(bits: u64) -> Self {
        Self::from_bits(bits as u32)
    }
}

impl Register for f64 {
    fn to_register(self) -> u64 {
        self.to_bits()
    }

    fn of_register(bits: u64) -> Self {
        Self::from_bits(bits)
    }
}

/// What one call gives. Whatever was handed over is given back, whatever becomes of it.
pub struct Answer {
    host: Host,
    why: &'static str,
    scalar: u64,
    held: Held,
    err: ErrorRecord,
}

impl Answer {
    /// Where the result goes (a typed function writes the low bytes of the first), and where an error goes.
    pub fn places(&mut self) -> (*mut u64, *mut Owned, *mut ErrorRecord) {
        (&raw mut self.scalar, self.held.place(), &raw mut self.err)
    }

    /// The end of a call that gives nothing.
    pub fn none(&self, status: i32) -> Result<(), Error> {
        if status == Status::Ok as i32 { Ok(()) } else { Err(Error::received(self.host, status, &self.err)) }
    }

    /// The end of a call that gives a number.
    pub fn scalar<T: Register>(&self, status: i32) -> Result<T, Error> {
        self.none(status)?;
        Ok(T::of_register(self.scalar))
    }

    /// The end of a call that gives what a number stands for, as `read` says.
    pub fn named<T: Register, U>(&self, status: i32, read: fn(T) -> Option<U>) -> Result<U, Error> {
        read(self.scalar(status)?).ok_or(self.malformed())
    }

    /// The end of a call that gives text.
    pub fn text(self, status: i32) -> Result<ReceivedText, Error> {
        self.none(status)?;
        let why = self.malformed();
        ReceivedText::of(self.held).ok_or(why)
    }

    /// The end of a call that gives bytes.
    pub fn bytes(self, status: i32) -> Result<ReceivedBytes, Error> {
        self.none(status)?;
        let why = self.malformed();
        ReceivedBytes::of(self.held).ok_or(why)
    }

    /// The end of a call that gives a message in which nothing is referred to.
    pub fn value<T: for<'a> Value<'a>>(&self, status: i32) -> Result<T, Error> {
        self.none(status)?;
        let bytes = self.held.bytes(abi::MESSAGE).ok_or(self.malformed())?;
        decode(bytes, self.why).map_err(|_| self.malformed())
    }

    /// The end of a call that gives any other message.
    pub fn message<T: Kind>(self, status: i32) -> Result<Received<T>, Error> {
        self.none(status)?;
        let why = self.malformed();
        Received::of(self.held).ok_or(why)
    }

    fn malformed(&self) -> Error {
        Error::of_sdk(Status::Internal, self.why)
    }
}
