use core::ptr::NonNull;
use core::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::abi::{self, Span, Status};
use crate::buffer::{BytesBuffer, TextBuffer};
use crate::client::{Client, Provider};
use crate::error::Error;

/// Where an instance stands: its host, and how many of its values the host has not released yet.
pub struct Home {
    pub(crate) host: NonNull<abi::Host>,
    pub(crate) values: AtomicU64,
    /// Whether a call is under way: there is one at a time, unless a provider that it called calls back.
    pub(crate) is_called: AtomicBool,
}

/// A call while it is under way.
pub(crate) struct Entered(Host);

impl Drop for Entered {
    fn drop(&mut self) {
        self.0.home().is_called.store(false, Ordering::Relaxed);
    }
}

/// The host of one instance; outlives it.
#[derive(Clone, Copy)]
pub struct Host(pub(crate) NonNull<Home>);

// SAFETY: what this type calls is [any-thread] in tutti.h, and the count is atomic.
unsafe impl Send for Host {}
// SAFETY: the same.
unsafe impl Sync for Host {}

impl Host {
    /// An empty text with room for `capacity` bytes in memory of the host: to fill, and to return.
    pub fn text(&self, capacity: u64) -> Result<TextBuffer, Error> {
        TextBuffer::new(*self, capacity)
    }

    /// Empty bytes with room for `capacity` of them in memory of the host: to fill, and to return.
    pub fn bytes(&self, capacity: u64) -> Result<BytesBuffer, Error> {
        BytesBuffer::new(*self, capacity)
    }

    /// Writes one line to the host's log; `level` is 0 for debug, 1 info, 2 warning, 3 error.
    pub fn log(&self, level: i32, line: &str) {
        // SAFETY: the host outlives its instance, and copies the span before it returns.
        unsafe { (self.raw().log)(self.raw(), level, Span::of(line.as_bytes())) }
    }

    /// The provider of a capability that this plugin requires, such as `host.query::<text::Client>()`; `None` where
    /// there is none. It may be used until this plugin stops, from `start` on.
    pub fn query<C: Client>(&self) -> Option<C> {
        Provider::find(*self, &C::CAPABILITY).map(C::of)
    }

    /// A call of the plugin's own, for providers that are called outside of one: nobody cancels it.
    pub fn own_call(&self) -> Call {
        Call { host: *self, number: 0 }
    }

    /// Sends a message to whoever listens to this plugin.
    ///
    /// # Errors
    /// [`Status::Limit`] when the queue is full: the message is dropped and counted.
    #[track_caller]
    pub fn post(&self, topic: &str, payload: &[u8]) -> Result<(), Error> {
        // SAFETY: the host outlives its instance, and copies the spans before it returns.
        let status = unsafe { (self.raw().post)(self.raw(), Span::of(topic.as_bytes()), Span::of(payload)) };
        if status == Status::Ok as i32 {
            return Ok(());
        }
        Err(Error::new(Status::Limit, "the host's queue of messages is full"))
    }

    pub(crate) fn alloc(&self, size: u64) -> *mut u8 {
        // SAFETY: the host outlives its instance.
        unsafe { (self.raw().alloc)(self.raw(), size) }.cast()
    }

    /// # Safety
    /// `ptr` came from `alloc` with this `size`, and is not used afterwards.
    pub(crate) unsafe fn free(&self, ptr: *mut u8, size: u64) {
        // SAFETY: the same promise.
        unsafe { (self.raw().free)(self.raw(), ptr.cast(), size) }
    }

    pub(crate) fn values(&self) -> &AtomicU64 {
        &self.home().values
    }

    fn home(&self) -> &Home {
        // SAFETY: the home lies in the instance's memory, which is freed last.
        unsafe { self.0.as_ref() }
    }

    /// Begins a call; `None` where one is under way on this thread, whose `&mut` must stay the only one.
    pub(crate) fn enter(self) -> Option<Entered> {
        let is_called = &self.home().is_called;
        if is_called.load(Ordering::Relaxed) {
            return None;
        }
        is_called.store(true, Ordering::Relaxed);
        Some(Entered(self))
    }

    /// How many values made here the host has not released yet.
    pub(crate) fn values_out(&self) -> u64 {
        self.values().load(Ordering::Acquire)
    }

    pub(crate) fn raw(&self) -> &abi::Host {
        // SAFETY: the home lies in the instance's memory, and the host outlives that.
        unsafe { self.0.as_ref().host.as_ref() }
    }
}

/// One call of a plugin's function: what it may ask of the host.
#[derive(Clone, Copy)]
pub struct Call {
    pub(crate) host: Host,
    pub(crate) number: u64,
}

impl Call {
    /// The host that makes the call.
    pub fn host(&self) -> Host {
        self.host
    }

    /// Its number, which the host cancels it by.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// An empty text with room for `capacity` bytes in memory of the host: to fill, and to return.
    pub fn text(&self, capacity: u64) -> Result<TextBuffer, Error> {
        self.host.text(capacity)
    }

    /// Empty bytes with room for `capacity` of them in memory of the host: to fill, and to return.
    pub fn bytes(&self, capacity: u64) -> Result<BytesBuffer, Error> {
        self.host.bytes(capacity)
    }

    /// True when the host wants this call to end: return an error with [`Status::Cancelled`].
    pub fn is_cancelled(&self) -> bool {
        // SAFETY: the host outlives its instance.
        unsafe { (self.host.raw().cancelled)(self.host.raw(), self.number) != 0 }
    }
}
