use core::ops::{Deref, DerefMut};
use core::ptr::NonNull;

use crate::Host;
use crate::abi::Status;
use crate::error::Error;

/// A vector in memory of the host, counted against the plugin's quota; needs no allocator of Rust's. What would grow it
/// fails with [`Status::NoMemory`] instead of ending the process, and then nothing has changed.
pub struct HostVec<T: Copy> {
    host: Host,
    ptr: NonNull<T>,
    len: usize,
    capacity: usize,
}

impl<T: Copy> HostVec<T> {
    /// An empty vector; allocates nothing.
    pub const fn new(host: Host) -> Self {
        const { assert!(size_of::<T>() > 0 && align_of::<T>() <= 2 * align_of::<u64>()) };
        Self { host, ptr: NonNull::dangling(), len: 0, capacity: 0 }
    }

    /// An empty vector with room for `capacity` items.
    pub fn with_capacity(host: Host, capacity: usize) -> Result<Self, Error> {
        let mut items = Self::new(host);
        items.reserve(capacity)?;
        Ok(items)
    }

    /// Makes room for `more` items besides those that are there.
    pub fn reserve(&mut self, more: usize) -> Result<(), Error> {
        if more <= self.capacity - self.len {
            return Ok(());
        }
        let no_memory = || Error::of_sdk(Status::NoMemory, "no memory for the plugin's data");
        let needed = self.len.checked_add(more).ok_or_else(no_memory)?;
        let capacity = needed.max(self.capacity.saturating_add(self.capacity / 2));
        let size = capacity.checked_mul(size_of::<T>()).ok_or_else(no_memory)?;
        let grown = NonNull::new(self.host.alloc(size as u64).cast::<T>()).ok_or_else(no_memory)?;
        // SAFETY: both blocks hold `len` items and do not overlap; the old one is not used afterwards.
        unsafe {
            grown.copy_from_nonoverlapping(self.ptr, self.len);
            self.free();
        }
        self.ptr = grown;
        self.capacity = capacity;
        Ok(())
    }

    /// Appends an item.
    pub fn push(&mut self, item: T) -> Result<(), Error> {
        self.extend_from_slice(&[item])
    }

    /// Appends items.
    pub fn extend_from_slice(&mut self, items: &[T]) -> Result<(), Error> {
        self.reserve(items.len())?;
        // SAFETY: there is room, and memory of the host is nobody else's.
        unsafe { self.ptr.as_ptr().add(self.len).copy_from_nonoverlapping(items.as_ptr(), items.len()) };
        self.len += items.len();
        Ok(())
    }

    /// Keeps the first `len` items.
    pub fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// # Safety
    /// The block is not used afterwards.
    unsafe fn free(&mut self) {
        if self.capacity > 0 {
            let size = (self.capacity * size_of::<T>()) as u64;
            // SAFETY: the block came from this host's alloc with this size.
            unsafe { self.host.free(self.ptr.as_ptr().cast(), size) }
        }
    }
}

impl<T: Copy> Deref for HostVec<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        // SAFETY: `len` items are written.
        unsafe { core::slice::from_raw_parts(self.ptr.as_ptr(), self.len) }
    }
}

impl<T: Copy> DerefMut for HostVec<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        // SAFETY: `len` items are written, and `self` is borrowed alone.
        unsafe { core::slice::from_raw_parts_mut(self.ptr.as_ptr(), self.len) }
    }
}

impl<T: Copy> AsRef<[T]> for HostVec<T> {
    fn as_ref(&self) -> &[T] {
        self
    }
}

impl<T: Copy> Drop for HostVec<T> {
    fn drop(&mut self) {
        // SAFETY: dropped once and last.
        unsafe { self.free() }
    }
}

// SAFETY: the host's memory belongs to no thread.
unsafe impl<T: Copy + Send> Send for HostVec<T> {}
// SAFETY: shared, it is only read.
unsafe impl<T: Copy + Sync> Sync for HostVec<T> {}
