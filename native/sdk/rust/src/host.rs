use core::ptr::NonNull;

use crate::abi::{self, Length, Owned, Span, Status};
use crate::error::Error;

/// The host of one instance; outlives it.
#[derive(Clone, Copy)]
pub struct Host(pub(crate) NonNull<abi::Host>);

// SAFETY: what this type calls is [any-thread] in tutti.h.
unsafe impl Send for Host {}
// SAFETY: the same.
unsafe impl Sync for Host {}

impl Host {
    /// An empty text with room for `capacity` bytes in memory of the host: to fill, and to return.
    pub fn text(&self, capacity: u64) -> Result<TextBuffer, Error> {
        match NonNull::new(self.alloc(capacity)) {
            Some(ptr) => Ok(TextBuffer { host: *self, ptr, len: 0, capacity: capacity as usize }),
            None => Err(Error::new(Status::NoMemory, "no memory for the result")),
        }
    }

    /// Writes one line to the host's log; `level` is 0 for debug, 1 info, 2 warning, 3 error.
    pub fn log(&self, level: i32, line: &str) {
        let span = Span { ptr: line.as_ptr(), len: Length(line.len() as u64) };
        // SAFETY: the host outlives its instance, and copies the span before it returns.
        unsafe { (self.0.as_ref().log)(self.0.as_ptr(), level, span) }
    }

    pub(crate) fn alloc(&self, size: u64) -> *mut u8 {
        // SAFETY: the host outlives its instance.
        unsafe { (self.0.as_ref().alloc)(self.0.as_ptr(), size) }.cast()
    }

    /// # Safety
    /// `ptr` came from `alloc` with this `size`, and is not used afterwards.
    pub(crate) unsafe fn free(&self, ptr: *mut u8, size: u64) {
        // SAFETY: the same promise.
        unsafe { (self.0.as_ref().free)(self.0.as_ptr(), ptr.cast(), size) }
    }
}

/// One call of a plugin's function: what it may ask of the host.
#[derive(Clone, Copy)]
pub struct Call {
    pub(crate) host: Host,
    pub(crate) number: u64,
}

impl Call {
    /// An empty text with room for `capacity` bytes in memory of the host: to fill, and to return.
    #[track_caller]
    pub fn text(&self, capacity: u64) -> Result<TextBuffer, Error> {
        self.host.text(capacity)
    }

    /// True when the host wants this call to end: return an error with [`Status::Cancelled`].
    pub fn is_cancelled(&self) -> bool {
        // SAFETY: the host outlives its instance.
        unsafe { (self.host.0.as_ref().cancelled)(self.host.0.as_ptr(), self.number) != 0 }
    }
}

/// Text in memory of the host, of a capacity fixed from the start. Dropping it frees it; returning it from a
/// capability's function hands it over.
pub struct TextBuffer {
    host: Host,
    ptr: NonNull<u8>,
    len: usize,
    capacity: usize,
}

impl TextBuffer {
    /// Is there no room left?
    pub fn is_full(&self) -> bool {
        self.len == self.capacity
    }

    /// Appends `text`.
    ///
    /// # Panics
    /// When there is no room for it.
    pub fn push_str(&mut self, text: &str) {
        assert!(text.len() <= self.capacity - self.len, "the text is longer than its capacity");
        // SAFETY: there is room, and memory of the host is nobody else's.
        unsafe { self.ptr.as_ptr().add(self.len).copy_from_nonoverlapping(text.as_ptr(), text.len()) };
        self.len += text.len();
    }

    /// Moves the text into a value that the receiver releases.
    pub(crate) fn into_owned(self) -> Owned {
        let text = core::mem::ManuallyDrop::new(self);
        Owned {
            struct_size: size_of::<Owned>() as u32,
            type_id: abi::TEXT_UTF8,
            ptr: text.ptr.as_ptr(),
            len: Length(text.len as u64),
            cap: text.capacity as u64,
            token: 0,
            release,
            owner: text.host.0.as_ptr(),
        }
    }
}

impl Drop for TextBuffer {
    fn drop(&mut self) {
        // SAFETY: `ptr` came from this host's alloc with this size.
        unsafe { self.host.free(self.ptr.as_ptr(), self.capacity as u64) }
    }
}

unsafe extern "C" fn release(value: *mut Owned) {
    // SAFETY: the receiver passes a value that `into_owned` filled, once, while the host lives.
    unsafe {
        let value = &*value;
        ((*value.owner).free)(value.owner, value.ptr.cast(), value.cap)
    }
}
