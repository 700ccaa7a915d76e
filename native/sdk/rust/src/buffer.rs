use core::mem::ManuallyDrop;
use core::ptr::NonNull;
use core::sync::atomic::Ordering;

use crate::Host;
use crate::abi::{self, Length, Owned, Span, Status};
use crate::error::Error;

/// Memory of the host, of a capacity fixed from the start; the first `len` bytes are written.
pub(crate) struct Memory {
    host: Host,
    ptr: NonNull<u8>,
    len: usize,
    capacity: usize,
}

impl Memory {
    pub(crate) fn new(host: Host, capacity: u64) -> Result<Self, Error> {
        let too_large = || Error::of_sdk(Status::NoMemory, "no memory for the result");
        let fitting = usize::try_from(capacity).map_err(|_| too_large())?;
        let ptr = NonNull::new(host.alloc(capacity)).ok_or_else(too_large)?;
        Ok(Self { host, ptr, len: 0, capacity: fitting })
    }

    /// All of it, as zeroes, to be written in any order.
    pub(crate) fn zeroed(&mut self) -> &mut [u8] {
        // SAFETY: the memory is nobody else's, and written just before it is read.
        unsafe {
            self.ptr.as_ptr().write_bytes(0, self.capacity);
            self.len = self.capacity;
            core::slice::from_raw_parts_mut(self.ptr.as_ptr(), self.len)
        }
    }

    /// What is written.
    pub(crate) fn span(&self) -> Span {
        Span { ptr: self.ptr.as_ptr(), len: Length(self.len as u64) }
    }

    fn room(&self) -> usize {
        self.capacity - self.len
    }

    #[track_caller]
    fn push(&mut self, bytes: &[u8], full: &str) {
        assert!(bytes.len() <= self.room(), "{full}");
        // SAFETY: there is room, and memory of the host is nobody else's.
        unsafe { self.ptr.as_ptr().add(self.len).copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
        self.len += bytes.len();
    }

    /// Moves it into a value that the receiver releases.
    pub(crate) fn into_owned(self, type_id: u32) -> Owned {
        let memory = ManuallyDrop::new(self);
        memory.host.values().fetch_add(1, Ordering::Relaxed);
        Owned {
            struct_size: size_of::<Owned>() as u32,
            type_id,
            ptr: memory.ptr.as_ptr(),
            len: Length(memory.len as u64),
            cap: memory.capacity as u64,
            token: 0,
            release: Some(release),
            owner: memory.host.0.as_ptr().cast(),
        }
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        // SAFETY: `ptr` came from this host's alloc with this size.
        unsafe { self.host.free(self.ptr.as_ptr(), self.capacity as u64) }
    }
}

// SAFETY: the host's memory belongs to no thread.
unsafe impl Send for Memory {}

unsafe extern "C" fn release(value: *mut Owned) {
    // SAFETY: the receiver passes a value that `into_owned` filled, once, while the instance lives.
    unsafe {
        let value = &*value;
        let host = Host(NonNull::new_unchecked(value.owner.cast()));
        host.free(value.ptr, value.cap);
        host.values().fetch_sub(1, Ordering::Release);
    }
}

/// Text in memory of the host, of a capacity fixed from the start. Dropping it frees it; returning it from a
/// capability's function hands it over.
pub struct TextBuffer(Memory);

impl TextBuffer {
    pub(crate) fn new(host: Host, capacity: u64) -> Result<Self, Error> {
        Memory::new(host, capacity).map(Self)
    }

    /// Is there no room left?
    pub fn is_full(&self) -> bool {
        self.0.room() == 0
    }

    /// Appends `text`.
    ///
    /// # Panics
    /// When there is no room for it.
    #[track_caller]
    pub fn push_str(&mut self, text: &str) {
        self.0.push(text.as_bytes(), "the text is longer than its capacity");
    }

    pub(crate) fn into_owned(self) -> Owned {
        self.0.into_owned(abi::TEXT_UTF8)
    }
}

/// Bytes in memory of the host, of a capacity fixed from the start. Dropping them frees them; returning them from a
/// capability's function or from `save` hands them over.
pub struct BytesBuffer(Memory);

impl BytesBuffer {
    pub(crate) fn new(host: Host, capacity: u64) -> Result<Self, Error> {
        Memory::new(host, capacity).map(Self)
    }

    /// Is there no room left?
    pub fn is_full(&self) -> bool {
        self.0.room() == 0
    }

    /// Appends `bytes`.
    ///
    /// # Panics
    /// When there is no room for them.
    #[track_caller]
    pub fn push(&mut self, bytes: &[u8]) {
        self.0.push(bytes, "the bytes are longer than their capacity");
    }

    pub(crate) fn into_owned(self) -> Owned {
        self.0.into_owned(abi::BYTES)
    }
}
