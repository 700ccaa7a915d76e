//! Messages: how records, lists, optionals and results cross. What is read is checked whole before it is used.

use core::cell::Cell;

use crate::abi::Status;
use crate::error::Error;
use crate::list::{List, Source};

/// The largest alignment in a message, and that of its first byte.
pub const ALIGNMENT: usize = 8;

/// A value as it lies in a message: inline, with what it refers to elsewhere.
///
/// # Safety
/// `SIZE` and `ALIGN` are those of the value's C struct.
pub unsafe trait Value<'a>: Sized {
    /// Bytes inline.
    const SIZE: usize;
    /// Alignment of those bytes.
    const ALIGN: usize;

    /// Reads what lies inline at `at`, where `SIZE` bytes are, and what it refers to; both are checked.
    fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error>;

    /// Writes itself to `at`, where `SIZE` bytes were reserved, and what it refers to behind.
    fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error>;
}

/// A message that somebody else wrote, while it is checked.
pub struct Reader<'a> {
    message: &'a [u8],
    /// Bytes that references may still name: together never more than the message has, so that a small message cannot
    /// stand for a huge value.
    left: Cell<usize>,
    /// What is said when it is malformed.
    why: &'static str,
}

impl<'a> Reader<'a> {
    /// Begins the check of a message whose root has `size` bytes; `why` is said when it is malformed.
    pub fn begin(message: &'a [u8], size: usize, why: &'static str) -> Result<Self, Error> {
        let reader = Self { message, left: Cell::new(message.len()), why };
        if message.len() < size || !(message.as_ptr() as usize).is_multiple_of(ALIGNMENT) {
            return Err(reader.malformed());
        }
        reader.left.set(message.len() - size);
        Ok(reader)
    }

    /// Reads again what was checked before.
    pub(crate) fn of_checked(message: &'a [u8]) -> Self {
        Self { message, left: Cell::new(usize::MAX), why: "" }
    }

    /// The refusal of the message.
    pub fn malformed(&self) -> Error {
        Error::of_sdk(Status::InvalidArgument, self.why)
    }

    pub(crate) fn message(&self) -> &'a [u8] {
        self.message
    }

    /// What a reference at `at` refers to: where it begins, and how many items it has.
    fn referred(&self, at: usize, size: usize, align: usize) -> Result<(usize, usize), Error> {
        let place = u32::read(self, at)? as usize;
        let count = u32::read(self, at + 4)? as usize;
        if count == 0 && place == 0 {
            return Ok((0, 0));
        }
        let bytes = count.checked_mul(size).filter(|bytes| *bytes <= self.left.get());
        let end = bytes.and_then(|bytes| place.checked_add(bytes)).filter(|end| *end <= self.message.len());
        let (Some(bytes), Some(_), true) = (bytes, end, count > 0 && place.is_multiple_of(align)) else {
            return Err(self.malformed());
        };
        self.left.set(self.left.get() - bytes);
        Ok((place, count))
    }
}

/// Reads a message whose root is a `T`; `why` is said when it is malformed.
pub fn decode<'a, T: Value<'a>>(message: &'a [u8], why: &'static str) -> Result<T, Error> {
    T::read(&Reader::begin(message, T::SIZE, why)?, 0)
}

/// Where a message is written to; without memory it only counts.
pub struct Writer<'m> {
    memory: Option<&'m mut [u8]>,
    len: usize,
}

impl<'m> Writer<'m> {
    /// Bytes of the message whose root is `value`.
    pub fn measure<'a, T: Value<'a>>(value: &T) -> Result<usize, Error> {
        let mut counting = Writer { memory: None, len: T::SIZE };
        value.write(&mut counting, 0)?;
        Ok(counting.len)
    }

    /// Fills `memory`, which is zeroed and as long as `measure` said.
    pub fn fill<'a, T: Value<'a>>(memory: &'m mut [u8], value: &T) -> Result<(), Error> {
        value.write(&mut Writer { memory: Some(memory), len: T::SIZE }, 0)
    }

    /// Begins behind a root of `len` bytes.
    pub(crate) fn at(memory: Option<&'m mut [u8]>, len: usize) -> Self {
        Self { memory, len }
    }

    /// Bytes so far.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Reserves room for `count` items behind what is there, and writes the reference to it at `at`.
    pub(crate) fn refer(
        &mut self,
        at: usize,
        count: usize,
        size: usize,
        align: usize,
    ) -> Result<usize, Error> {
        let too_long = || Error::of_sdk(Status::Limit, "the message is longer than 4 GiB");
        if count == 0 {
            return Ok(self.len);
        }
        let place = self.len.next_multiple_of(align);
        let end = count.checked_mul(size).and_then(|bytes| place.checked_add(bytes)).ok_or_else(too_long)?;
        if u32::try_from(end).is_err() {
            return Err(too_long());
        }
        self.put(at, &(place as u32).to_le_bytes());
        self.put(at + 4, &(count as u32).to_le_bytes());
        self.len = end;
        Ok(place)
    }

    pub(crate) fn put(&mut self, at: usize, bytes: &[u8]) {
        if let Some(memory) = &mut self.memory {
            memory[at..at + bytes.len()].copy_from_slice(bytes);
        }
    }
}

/// A number.
///
/// # Safety
/// Its bytes in memory are those in a message, and every pattern of bits is a value.
pub unsafe trait Number: Copy + for<'a> Value<'a> {}

macro_rules! numbers {
    ($($number:ty),*) => { $(
        // SAFETY: a number.
        unsafe impl<'a> Value<'a> for $number {
            const SIZE: usize = size_of::<$number>();
            const ALIGN: usize = size_of::<$number>();

            fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error> {
                let mut bytes = [0; size_of::<$number>()];
                bytes.copy_from_slice(&from.message[at..at + size_of::<$number>()]);
                Ok(Self::from_le_bytes(bytes))
            }

            fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error> {
                to.put(at, &self.to_le_bytes());
                Ok(())
            }
        }

        // SAFETY: on a little-endian machine, which every target is.
        unsafe impl Number for $number {}
    )* };
}

numbers!(u8, i8, u16, i16, u32, i32, u64, i64, f32, f64);

// SAFETY: a byte; no number.
unsafe impl<'a> Value<'a> for bool {
    const SIZE: usize = 1;
    const ALIGN: usize = 1;

    fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error> {
        match from.message[at] {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(from.malformed()),
        }
    }

    fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error> {
        u8::from(*self).write(to, at)
    }
}

// SAFETY: a reference is two u32.
unsafe impl<'a> Value<'a> for &'a str {
    const SIZE: usize = 8;
    const ALIGN: usize = 4;

    fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error> {
        core::str::from_utf8(<&[u8]>::read(from, at)?).map_err(|_| from.malformed())
    }

    fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error> {
        self.as_bytes().write(to, at)
    }
}

// SAFETY: a reference is two u32.
unsafe impl<'a, T: Number> Value<'a> for &'a [T] {
    const SIZE: usize = 8;
    const ALIGN: usize = 4;

    fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error> {
        let (place, count) = from.referred(at, T::SIZE, T::ALIGN)?;
        // SAFETY: in bounds; aligned, since a message begins at a multiple of 8; every pattern of bits is a number.
        Ok(unsafe { core::slice::from_raw_parts(from.message.as_ptr().add(place).cast(), count) })
    }

    fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error> {
        let place = to.refer(at, self.len(), T::SIZE, T::ALIGN)?;
        // SAFETY: numbers have no padding.
        let bytes = unsafe { core::slice::from_raw_parts(self.as_ptr().cast::<u8>(), size_of_val(*self)) };
        to.put(place, bytes);
        Ok(())
    }
}

// SAFETY: a reference is two u32.
unsafe impl<'a, T: Value<'a> + Copy> Value<'a> for List<'a, T> {
    const SIZE: usize = 8;
    const ALIGN: usize = 4;

    fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error> {
        let (place, count) = from.referred(at, T::SIZE, T::ALIGN)?;
        for index in 0..count {
            T::read(from, place + index * T::SIZE)?;
        }
        Ok(List(Source::Message { message: from.message(), place, count }))
    }

    fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error> {
        let place = to.refer(at, self.len(), T::SIZE, T::ALIGN)?;
        self.iter().enumerate().try_for_each(|(index, item)| item.write(to, place + index * T::SIZE))
    }
}

/// The inline size of a tag and behind it a value of this size and alignment.
const fn tagged(size: usize, align: usize) -> usize {
    (align + size).next_multiple_of(align)
}

const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

// SAFETY: { u8, T } in C.
unsafe impl<'a, T: Value<'a>> Value<'a> for Option<T> {
    const SIZE: usize = tagged(T::SIZE, T::ALIGN);
    const ALIGN: usize = T::ALIGN;

    fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error> {
        if bool::read(from, at)? { T::read(from, at + T::ALIGN).map(Some) } else { Ok(None) }
    }

    fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error> {
        self.is_some().write(to, at)?;
        self.as_ref().map_or(Ok(()), |value| value.write(to, at + T::ALIGN))
    }
}

// SAFETY: { u8, union { T, E } } in C.
unsafe impl<'a, T: Value<'a>, E: Value<'a>> Value<'a> for Result<T, E> {
    const SIZE: usize = tagged(larger(T::SIZE, E::SIZE), Self::ALIGN);
    const ALIGN: usize = larger(T::ALIGN, E::ALIGN);

    fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error> {
        if bool::read(from, at)? {
            E::read(from, at + Self::ALIGN).map(Err)
        } else {
            T::read(from, at + Self::ALIGN).map(Ok)
        }
    }

    fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error> {
        self.is_err().write(to, at)?;
        match self {
            Ok(value) => value.write(to, at + Self::ALIGN),
            Err(error) => error.write(to, at + Self::ALIGN),
        }
    }
}
