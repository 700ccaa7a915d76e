//! What the host offers to one instance, and what that instance holds.
use core::cell::{Cell, RefCell};
use core::ffi::{c_char, c_void};
use std::alloc::{Layout, alloc, dealloc};
use std::collections::HashMap;

use crate::abi::{Head, Host, Instance, LIMIT, MAGIC, Span};

const QUOTA_BYTES: u64 = 1 << 20;

/// The host's table first: the plugin gets its address.
#[repr(C)]
pub struct Books {
    pub host: Host,
    blocks: RefCell<HashMap<usize, Layout>>,
    bytes: Cell<u64>,
}

pub const fn spoken(major: u16) -> Head {
    let struct_size = size_of::<Host>() as u32;
    Head { magic: MAGIC, struct_size, major, minor: 0, flags: 0, iface_hash: 0, build_id: 0 }
}

impl Books {
    /// Boxed: its address must not change while the plugin has it.
    pub fn new() -> Box<Self> {
        let host = Host { abi: spoken(1), alloc: give, free: take, log, query, cancelled, post };
        Box::new(Self { host, blocks: RefCell::default(), bytes: Cell::new(0) })
    }

    /// Blocks and bytes that the plugin has not freed.
    pub fn left_behind(&self) -> (usize, u64) {
        (self.blocks.borrow().len(), self.bytes.get())
    }

    /// # Safety
    /// `host` is the table of books that are alive.
    unsafe fn of<'a>(host: *const Host) -> &'a Self {
        // SAFETY: as promised; the table is the first field.
        unsafe { &*host.cast() }
    }
}

unsafe extern "C" fn give(host: *const Host, size: u64) -> *mut c_void {
    // SAFETY: the plugin passes the host that it was given.
    let books = unsafe { Books::of(host) };
    if size > QUOTA_BYTES - books.bytes.get() {
        return core::ptr::null_mut();
    }
    let Ok(layout) = Layout::from_size_align(size.max(1) as usize, 16) else { return core::ptr::null_mut() };
    // SAFETY: the size is not 0.
    let block = unsafe { alloc(layout) };
    if !block.is_null() {
        books.blocks.borrow_mut().insert(block as usize, layout);
        books.bytes.set(books.bytes.get() + size);
    }
    block.cast()
}

unsafe extern "C" fn take(host: *const Host, block: *mut c_void, size: u64) {
    // SAFETY: the plugin passes the host that it was given.
    let books = unsafe { Books::of(host) };
    if let Some(layout) = books.blocks.borrow_mut().remove(&(block as usize)) {
        books.bytes.set(books.bytes.get() - size);
        // SAFETY: it is in the books, so `give` made it with this layout.
        unsafe { dealloc(block.cast(), layout) }
    }
}

unsafe extern "C" fn log(_: *const Host, _: i32, text: Span) {
    // SAFETY: the plugin lends it until this returns.
    let text = unsafe { core::slice::from_raw_parts(text.ptr, text.len as usize) };
    eprintln!("{}", String::from_utf8_lossy(text));
}

unsafe extern "C" fn query(
    _: *const Host,
    _: *const c_char,
    _: u32,
    provider: *mut *mut Instance,
) -> *const c_void {
    // SAFETY: the plugin passes room for the answer.
    unsafe { provider.write(core::ptr::null_mut()) };
    core::ptr::null()
}

unsafe extern "C" fn cancelled(_: *const Host, _: u64) -> u32 {
    0
}

unsafe extern "C" fn post(_: *const Host, _: Span, _: Span) -> i32 {
    LIMIT
}
