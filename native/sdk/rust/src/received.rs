use core::marker::PhantomData;
use core::ops::Deref;
use core::ptr;

use crate::abi::{self, Length, Owned};
use crate::list::List;
use crate::message::{Number, Value, decode};

/// What another plugin handed over: given back exactly once, by its own release.
pub(crate) struct Held(Owned);

impl Held {
    pub(crate) fn empty() -> Self {
        Self(Owned {
            struct_size: size_of::<Owned>() as u32,
            type_id: 0,
            ptr: ptr::null_mut(),
            len: Length(0),
            cap: 0,
            token: 0,
            release: None,
            owner: ptr::null_mut(),
        })
    }

    /// Where a function hands a value over.
    pub(crate) fn place(&mut self) -> *mut Owned {
        &raw mut self.0
    }

    /// The bytes, when a value of this type was handed over.
    pub(crate) fn bytes(&self, type_id: u32) -> Option<&[u8]> {
        let Self(owned) = self;
        let is_empty = owned.len.0 == 0;
        if owned.release.is_none() || owned.type_id != type_id || (owned.ptr.is_null() && !is_empty) {
            return None;
        }
        // SAFETY: valid until it is released, which this does when it is dropped.
        Some(if is_empty {
            &[]
        } else {
            unsafe { core::slice::from_raw_parts(owned.ptr, owned.len.0 as usize) }
        })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = self.0.release {
            // SAFETY: released here alone, with the record that its maker filled.
            unsafe { release(&raw mut self.0) }
        }
    }
}

/// Text that another plugin made. Its maker gets the memory back when this is dropped; that must be before the plugin
/// that holds it has stopped.
pub struct ReceivedText(Held);

impl ReceivedText {
    pub(crate) fn of(held: Held) -> Option<Self> {
        core::str::from_utf8(held.bytes(abi::TEXT_UTF8)?).ok()?;
        Some(Self(held))
    }
}

impl Deref for ReceivedText {
    type Target = str;

    fn deref(&self) -> &str {
        // SAFETY: checked when it arrived.
        unsafe { core::str::from_utf8_unchecked(self.0.bytes(abi::TEXT_UTF8).unwrap_or_default()) }
    }
}

/// Bytes that another plugin made; see [`ReceivedText`].
pub struct ReceivedBytes(Held);

impl ReceivedBytes {
    pub(crate) fn of(held: Held) -> Option<Self> {
        held.bytes(abi::BYTES)?;
        Some(Self(held))
    }
}

impl Deref for ReceivedBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.0.bytes(abi::BYTES).unwrap_or_default()
    }
}

/// A record, list, optional or result that another plugin made; see [`ReceivedText`]. `T` is named with `'static`, and
/// read for as long as this is held.
pub struct Received<T>(Held, PhantomData<T>);

impl<T: Kind> Received<T> {
    pub(crate) fn of(held: Held) -> Option<Self> {
        decode::<T::Of<'_>>(held.bytes(abi::MESSAGE)?, "").ok()?;
        Some(Self(held, PhantomData))
    }

    /// The value, which borrows from the message. Costs another walk over the whole of it: call this once.
    pub fn get(&self) -> T::Of<'_> {
        let value = self.0.bytes(abi::MESSAGE).and_then(|bytes| decode(bytes, "").ok());
        value.expect("it was checked when it arrived")
    }
}

/// A kind of value, whatever it borrows from: `WordCount<'static>` stands for every `WordCount<'a>`.
pub trait Kind {
    /// The same, borrowed for `'a`.
    type Of<'a>: Value<'a> + Copy + 'a;
}

macro_rules! kinds {
    ($($plain:ty),*) => { $(
        impl Kind for $plain {
            type Of<'a> = $plain;
        }
    )* };
}

kinds!(u8, i8, u16, i16, u32, i32, u64, i64, f32, f64, bool);

impl Kind for &'static str {
    type Of<'a> = &'a str;
}

impl<T: Number + 'static> Kind for &'static [T] {
    type Of<'a> = &'a [T];
}

impl<T: Kind + 'static> Kind for List<'static, T> {
    type Of<'a> = List<'a, T::Of<'a>>;
}

impl<T: Kind> Kind for Option<T> {
    type Of<'a> = Option<T::Of<'a>>;
}

impl<T: Kind, E: Kind> Kind for Result<T, E> {
    type Of<'a> = Result<T::Of<'a>, E::Of<'a>>;
}
