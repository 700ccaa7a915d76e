//! `tutti.h` 1.0 in Rust: the same bytes, which the compiler checks at the end. Meaning, ownership, thread and state
//! of each function are in the header.

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

impl Status {
    /// The status that crossed as this number: never `Ok`, and `Internal` for one that there is not.
    pub(crate) fn of(number: i32) -> Self {
        use Status::*;
        let all =
            [InvalidArgument, NoMemory, Limit, Unsupported, State, Incompatible, Cancelled, Internal, Panic];
        all.into_iter().find(|status| *status as i32 == number).unwrap_or(Internal)
    }
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

    /// The same head, with `flags` of a descriptor.
    pub const fn with_flags(self, flags: u32) -> Self {
        Self { flags, ..self }
    }

    /// The same head, for a table generated from the declaration with this hash.
    pub const fn with_hash(self, iface_hash: u64) -> Self {
        Self { iface_hash, ..self }
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

impl Span {
    /// Borrows `bytes` to the other side.
    pub fn of(bytes: &[u8]) -> Self {
        Self { ptr: bytes.as_ptr(), len: Length(bytes.len() as u64) }
    }

    /// # Safety
    /// The bytes are valid for as long as `'a`.
    pub unsafe fn bytes<'a>(self) -> &'a [u8] {
        if self.ptr.is_null() {
            return &[];
        }
        // SAFETY: the same promise.
        unsafe { core::slice::from_raw_parts(self.ptr, self.len.0 as usize) }
    }
}

/// `tutti_owned_t`
#[repr(C)]
pub struct Owned {
    pub struct_size: u32,
    pub type_id: u32,
    pub ptr: *mut u8,
    pub len: Length,
    pub cap: u64,
    pub token: u64,
    pub release: Option<unsafe extern "C" fn(*mut Owned)>,
    pub owner: *mut c_void,
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

impl ErrorRecord {
    /// An empty record, for a provider to fill.
    pub fn empty() -> Self {
        Self { struct_size: size_of::<Self>() as u32, status: 0, line: 0, len: 0, msg: [0; 240] }
    }
}

/// `tutti_instance_t`: the running plugin; its contents are its own.
#[repr(C)]
pub struct Instance {
    _hidden: [u8; 0],
}

/// `tutti_table_t`
#[repr(C)]
pub struct Table {
    pub abi: Head,
    pub invoke: Option<Invoke>,
}

/// `invoke` of `tutti_table_t`
pub type Invoke = unsafe extern "C" fn(
    *const Table,
    *mut Instance,
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
    pub query: unsafe extern "C" fn(*const Host, *const c_char, u32, *mut *mut Instance) -> *const Table,
    pub cancelled: unsafe extern "C" fn(*const Host, u64) -> u32,
    pub post: unsafe extern "C" fn(*const Host, Span, Span) -> i32,
}

/// `quiesce` of `tutti_plugin_t`
pub type Quiesce = unsafe extern "C" fn(*mut Instance, u32, *mut ErrorRecord) -> i32;
/// `save` of `tutti_plugin_t`
pub type Save = unsafe extern "C" fn(*mut Instance, u32, *mut Owned, *mut ErrorRecord) -> i32;
/// `restore` of `tutti_plugin_t`
pub type Restore = unsafe extern "C" fn(*mut Instance, u32, Span, *mut ErrorRecord) -> i32;
/// `start`, `stop` and `selftest` of `tutti_plugin_t`
pub type Transition = unsafe extern "C" fn(*mut Instance, *mut ErrorRecord) -> i32;

/// `tutti_plugin_t`
#[repr(C)]
pub struct Descriptor {
    pub abi: Head,
    pub id: *const c_char,
    pub version: *const c_char,
    pub create: unsafe extern "C" fn(*const Host, *mut *mut Instance, *mut ErrorRecord) -> i32,
    pub start: Transition,
    pub query: unsafe extern "C" fn(*mut Instance, *const c_char, u32) -> *const Table,
    pub quiesce: Option<Quiesce>,
    pub save: Option<Save>,
    pub restore: Option<Restore>,
    pub stop: Transition,
    pub destroy: unsafe extern "C" fn(*mut Instance),
    pub live: Option<unsafe extern "C" fn(*mut Instance) -> u64>,
    pub selftest: Option<Transition>,
}

// SAFETY: a descriptor is read-only, and its two texts are static.
unsafe impl Sync for Descriptor {}

const _: () = {
    const POINTER: usize = size_of::<*const u8>();
    assert!(size_of::<Head>() == 32);
    assert!(size_of::<Span>() == 16 && offset_of!(Span, len) == 8);
    assert!(size_of::<Owned>() == 40 + 2 * POINTER);
    assert!(offset_of!(Owned, len) == 16 && offset_of!(Owned, release) == 40);
    assert!(size_of::<ErrorRecord>() == 256 && offset_of!(ErrorRecord, msg) == 16);
    assert!(offset_of!(Host, alloc) == 32 && size_of::<Host>() == 32 + 6 * POINTER);
    assert!(offset_of!(Descriptor, create) == 32 + 2 * POINTER);
    assert!(size_of::<Descriptor>() == 32 + 12 * POINTER);
    assert!(size_of::<Table>() == 40 && offset_of!(Table, invoke) == 32);
};
