//! What of `tutti.h`, `tutti/text.h` and `tutti/words.h` this host uses.
use core::ffi::{c_char, c_void};

#[cfg(not(target_pointer_width = "64"))]
compile_error!("this host mirrors the tables as they are on 64-bit machines: build it for one");

pub const MAGIC: u32 = 0x4954_5554;

/// `TUTTI_STATUSES`, in order.
pub const STATUSES: [&str; 10] = [
    "TUTTI_OK",
    "TUTTI_E_INVALID_ARGUMENT",
    "TUTTI_E_NOMEM",
    "TUTTI_E_LIMIT",
    "TUTTI_E_UNSUPPORTED",
    "TUTTI_E_STATE",
    "TUTTI_E_INCOMPATIBLE",
    "TUTTI_E_CANCELLED",
    "TUTTI_E_INTERNAL",
    "TUTTI_E_PANIC",
];
pub const OK: i32 = 0;
pub const LIMIT: i32 = 3;

/// `tutti_abi_t`
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Head {
    pub magic: u32,
    pub struct_size: u32,
    pub major: u16,
    pub minor: u16,
    pub flags: u32,
    pub iface_hash: u64,
    pub build_id: u64,
}

/// `tutti_span_t`, on a 64-bit machine
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Span {
    pub ptr: *const u8,
    pub len: u64,
}

/// `tutti_owned_t`, on a 64-bit machine
#[repr(C)]
pub struct Owned {
    pub struct_size: u32,
    pub type_id: u32,
    pub ptr: *mut u8,
    pub len: u64,
    pub cap: u64,
    pub token: u64,
    pub release: unsafe extern "C" fn(*mut Owned),
    pub owner: *mut c_void,
}

/// `tutti_error_t`
#[repr(C)]
pub struct Error {
    pub struct_size: u32,
    pub status: i32,
    pub line: u32,
    pub len: u32,
    pub msg: [u8; 240],
}

/// `tutti_instance_t`
#[repr(C)]
pub struct Instance {
    _hidden: [u8; 0],
}

/// `tutti_host_t`
#[repr(C)]
pub struct Host {
    pub abi: Head,
    pub alloc: unsafe extern "C" fn(*const Host, u64) -> *mut c_void,
    pub free: unsafe extern "C" fn(*const Host, *mut c_void, u64),
    pub log: unsafe extern "C" fn(*const Host, i32, Span),
    pub query: unsafe extern "C" fn(*const Host, *const c_char, u32, *mut *mut Instance) -> *const c_void,
    pub cancelled: unsafe extern "C" fn(*const Host, u64) -> u32,
    pub post: unsafe extern "C" fn(*const Host, Span, Span) -> i32,
}

pub type Transition = unsafe extern "C" fn(*mut Instance, *mut Error) -> i32;

/// `tutti_plugin_t`
#[repr(C)]
pub struct Plugin {
    pub abi: Head,
    pub id: *const c_char,
    pub version: *const c_char,
    pub create: unsafe extern "C" fn(*const Host, *mut *mut Instance, *mut Error) -> i32,
    pub start: Transition,
    pub query: unsafe extern "C" fn(*mut Instance, *const c_char, u32) -> *const c_void,
    pub quiesce: Option<unsafe extern "C" fn(*mut Instance, u32, *mut Error) -> i32>,
    pub save: Option<unsafe extern "C" fn(*mut Instance, u32, *mut Owned, *mut Error) -> i32>,
    pub restore: Option<unsafe extern "C" fn(*mut Instance, u32, Span, *mut Error) -> i32>,
    pub stop: Transition,
    pub destroy: unsafe extern "C" fn(*mut Instance),
    pub live: Option<unsafe extern "C" fn(*mut Instance) -> u64>,
    pub selftest: Option<Transition>,
}

/// `tutti_text_t`
#[repr(C)]
pub struct Text {
    pub abi: Head,
    pub invoke: *const c_void,
    pub repeat: unsafe extern "C" fn(*mut Instance, u64, Span, u32, *mut Owned, *mut Error) -> i32,
}

/// `tutti_words_t`, as far as it is used here
#[repr(C)]
pub struct Words {
    pub abi: Head,
    pub invoke: *const c_void,
    pub add: unsafe extern "C" fn(*mut Instance, u64, Span, *mut Owned, *mut Error) -> i32,
    pub total: unsafe extern "C" fn(*mut Instance, u64, *mut Owned, *mut Error) -> i32,
    pub most_frequent: unsafe extern "C" fn(*mut Instance, u64, u32, *mut Owned, *mut Error) -> i32,
}
