//! `tutti.h` and `tutti/text.h` 1.0 in Rust: the same bytes, which the compiler checks at the end. Meaning,
//! ownership, thread and state of each function are in the headers.

use core::ffi::{c_char, c_void};
use core::mem::{offset_of, size_of};

pub const MAGIC: u32 = 0x4954_5554;
pub const MAJOR: u16 = 1;
pub const MINOR: u16 = 0;
pub const BYTES: u32 = 0;
pub const TEXT_UTF8: u32 = 1;
pub const MESSAGE: u32 = 2;

/// `tutti_status_t`
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Ok = 0,
    InvalidArgument = 1,
    NoMemory = 2,
    Limit = 3,
    Unsupported = 4,
    State = 5,
    Incompatible = 6,
    Cancelled = 7,
    Internal = 8,
    Panic = 9,
}

/// `tutti_abi_t`
#[repr(C)]
pub struct Head {
    pub magic: u32,
    pub struct_size: u32,
    pub major: u16,
    pub minor: u16,
    pub flags: u32,
    pub iface_hash: u64,
    pub build_id: u64,
}

impl Head {
    /// The head of a table of type `T`.
    pub const fn of<T>(major: u16, minor: u16) -> Self {
        Self {
            magic: MAGIC,
            struct_size: size_of::<T>() as u32,
            major,
            minor,
            flags: 0,
            iface_hash: 0,
            build_id: 0,
        }
    }

    /// Is it the same major, and at least the minor, of `TUTTI_VERSION(major, minor)`?
    pub fn covers(&self, min_version: u32) -> bool {
        u32::from(self.major) == min_version >> 16 && u32::from(self.minor) >= min_version & 0xFFFF
    }
}

/// `tutti_span_t`
#[repr(C, align(8))]
#[derive(Clone, Copy)]
pub struct Span {
    pub ptr: *const u8,
    pub len: Length,
}

/// A `uint64_t`, which stands at a multiple of 8 on every target.
#[repr(C, align(8))]
#[derive(Clone, Copy)]
pub struct Length(pub u64);

/// `tutti_owned_t`
#[repr(C)]
pub struct Owned {
    pub struct_size: u32,
    pub type_id: u32,
    pub ptr: *mut u8,
    pub len: Length,
    pub cap: u64,
    pub token: u64,
    pub release: unsafe extern "C" fn(*mut Owned),
    pub owner: *const Host,
}

/// `tutti_error_t`
#[repr(C)]
pub struct ErrorRecord {
    pub struct_size: u32,
    pub status: i32,
    pub line: u32,
    pub len: u32,
    pub msg: [u8; 240],
}

/// `tutti_table_t`; `I` is the instance of whoever provides it.
#[repr(C)]
pub struct Table<I> {
    pub abi: Head,
    pub invoke: Option<Invoke<I>>,
}

/// `invoke` of `tutti_table_t`
pub type Invoke<I> = unsafe extern "C" fn(
    *const Table<I>,
    *mut I,
    u64,
    u32,
    Span,
    *mut u64,
    *mut Owned,
    *mut ErrorRecord,
) -> i32;

/// `tutti_host_t`
#[repr(C)]
pub struct Host {
    pub abi: Head,
    pub alloc: unsafe extern "C" fn(*const Host, u64) -> *mut c_void,
    pub free: unsafe extern "C" fn(*const Host, *mut c_void, u64),
    pub log: unsafe extern "C" fn(*const Host, i32, Span),
    pub query:
        unsafe extern "C" fn(*const Host, *const c_char, u32, *mut *mut c_void) -> *const Table<c_void>,
    pub cancelled: unsafe extern "C" fn(*const Host, u64) -> u32,
    pub post: unsafe extern "C" fn(*const Host, Span, Span) -> i32,
}

/// `tutti_plugin_t`; `I` is the plugin's own instance.
#[repr(C)]
pub struct Descriptor<I> {
    pub abi: Head,
    pub id: *const c_char,
    pub version: *const c_char,
    pub create: unsafe extern "C" fn(*const Host, *mut *mut I, *mut ErrorRecord) -> i32,
    pub start: unsafe extern "C" fn(*mut I, *mut ErrorRecord) -> i32,
    pub query: unsafe extern "C" fn(*mut I, *const c_char, u32) -> *const Table<I>,
    pub quiesce: Option<unsafe extern "C" fn(*mut I, u32, *mut ErrorRecord) -> i32>,
    pub save: Option<unsafe extern "C" fn(*mut I, u32, *mut Owned, *mut ErrorRecord) -> i32>,
    pub restore: Option<unsafe extern "C" fn(*mut I, u32, Span, *mut ErrorRecord) -> i32>,
    pub stop: unsafe extern "C" fn(*mut I, *mut ErrorRecord) -> i32,
    pub destroy: unsafe extern "C" fn(*mut I),
    pub live: Option<unsafe extern "C" fn(*mut I) -> u64>,
    pub selftest: Option<unsafe extern "C" fn(*mut I, *mut ErrorRecord) -> i32>,
}

// SAFETY: a descriptor is read-only, and its two texts are static.
unsafe impl<I> Sync for Descriptor<I> {}

/// `tutti_text_t`
#[repr(C)]
pub struct TextTable<I> {
    pub table: Table<I>,
    pub repeat: unsafe extern "C" fn(*mut I, u64, Span, u32, *mut Owned, *mut ErrorRecord) -> i32,
}

const _: () = {
    const POINTER: usize = size_of::<*const u8>();
    assert!(size_of::<Head>() == 32);
    assert!(size_of::<Span>() == 16 && offset_of!(Span, len) == 8);
    assert!(size_of::<Owned>() == 40 + 2 * POINTER);
    assert!(offset_of!(Owned, len) == 16 && offset_of!(Owned, release) == 40);
    assert!(size_of::<ErrorRecord>() == 256 && offset_of!(ErrorRecord, msg) == 16);
    assert!(offset_of!(Host, alloc) == 32 && size_of::<Host>() == 32 + 6 * POINTER);
    assert!(offset_of!(Descriptor<()>, create) == 32 + 2 * POINTER);
    assert!(size_of::<Descriptor<()>>() == 32 + 12 * POINTER);
    assert!(size_of::<Table<()>>() == 40 && offset_of!(Table<()>, invoke) == 32);
    assert!(offset_of!(TextTable<()>, repeat) == 40);
};
