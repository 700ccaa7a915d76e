//! What `export!` is made of: the functions of the descriptor, each behind `guard`.

use core::ffi::{CStr, c_char};
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;
use core::sync::atomic::{AtomicBool, AtomicU64};

use crate::abi::{self, Descriptor, ErrorRecord, Head, Instance, Owned, Span, Status};
use crate::error::{Error, write};
use crate::host::Home;
use crate::{Host, Plugin, Quiesce, Selftest, Stateful, flags};

/// The instance that crosses, in memory of the host.
#[repr(C)]
pub(crate) struct Resident<P> {
    home: Home,
    plugin: ManuallyDrop<P>,
}

impl<P> Resident<P> {
    /// # Safety
    /// `instance` is one that `create::<P>` made.
    pub(crate) unsafe fn host(instance: *mut Instance) -> Host {
        // SAFETY: the same promise.
        unsafe { Host(NonNull::new_unchecked(&raw mut (*instance.cast::<Self>()).home)) }
    }

    /// # Safety
    /// `instance` is one that `create::<P>` made and nobody else uses during `'a`.
    pub(crate) unsafe fn of<'a>(instance: *mut Instance) -> (Host, &'a mut P) {
        // SAFETY: the same promise; the home is shared, and changes only atomically.
        unsafe {
            let resident = instance.cast::<Self>();
            (Host(NonNull::new_unchecked(&raw mut (*resident).home)), &mut (*resident).plugin)
        }
    }
}

/// Runs a plugin's code for the host: an error and a panic end here, as a status and a message.
///
/// # Safety
/// `err` is null or points to an error record whose `struct_size` is set.
pub(crate) unsafe fn guard(err: *mut ErrorRecord, run: impl FnOnce() -> Result<(), Error>) -> i32 {
    match catch(run) {
        Ok(Ok(())) => Status::Ok as i32,
        // SAFETY: the same promise.
        Ok(Err(error)) => unsafe { error.report(err) },
        // SAFETY: the same promise.
        Err((message, line)) => unsafe { write(err, Status::Panic, message.as_ref(), line) },
    }
}

#[cfg(not(feature = "std"))]
fn catch<T>(run: impl FnOnce() -> T) -> Result<T, (&'static str, u32)> {
    Ok(run())
}

#[cfg(feature = "std")]
fn catch<T>(run: impl FnOnce() -> T) -> Result<T, (String, u32)> {
    use std::cell::Cell;
    use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
    use std::sync::Once;

    thread_local! { static LINE: Cell<u32> = const { Cell::new(0) } }
    static HOOK: Once = Once::new();
    // The library's own hook: it notes the line. std's would print, and its thread data would keep the library mapped.
    HOOK.call_once(|| set_hook(Box::new(|info| LINE.set(info.location().map_or(0, |at| at.line())))));

    catch_unwind(AssertUnwindSafe(run)).map_err(|payload| {
        let message = match payload.downcast::<String>() {
            Ok(text) => *text,
            Err(payload) => match payload.downcast::<&'static str>() {
                Ok(text) => (*text).to_owned(),
                Err(payload) => {
                    // Dropping a payload of another type could panic again, outside of any guard.
                    core::mem::forget(payload);
                    "a panic whose payload is no text".to_owned()
                }
            },
        };
        (message, LINE.get())
    })
}

/// What the descriptor of plugin `P` holds where `P` says nothing about it.
pub trait Absent {
    const QUIESCE: Option<abi::Quiesce> = None;
    const SAVE: Option<abi::Save> = None;
    const RESTORE: Option<abi::Restore> = None;
    const SELFTEST: Option<abi::Transition> = None;
    const FLAGS: u32 = 0;
}

/// The optional functions of plugin `P`: its own constants, where it implements the trait, hide those of `Absent`.
pub struct Optional<P>(PhantomData<P>);

impl<P> Absent for Optional<P> {}

impl<P: Quiesce> Optional<P> {
    pub const QUIESCE: Option<abi::Quiesce> = Some(quiesce::<P>);
}

impl<P: Stateful> Optional<P> {
    pub const SAVE: Option<abi::Save> = Some(save::<P>);
    pub const RESTORE: Option<abi::Restore> = Some(restore::<P>);
    pub const FLAGS: u32 = flags::STATEFUL;
}

impl<P: Selftest> Optional<P> {
    pub const SELFTEST: Option<abi::Transition> = Some(selftest::<P>);
}

/// The descriptor of plugin `P`, without its optional functions; both texts end with NUL.
pub const fn descriptor<P: Plugin>(
    id: &'static str,
    version: &'static str,
    flags: u32,
    query: unsafe extern "C" fn(*mut Instance, *const c_char, u32) -> *const abi::Table,
) -> Descriptor {
    assert!(align_of::<Resident<P>>() <= 2 * align_of::<u64>(), "the host's memory is aligned like malloc's");
    assert!(flags & flags::THREAD_SAFE == 0, "a plugin in Rust is `&mut` in a call: one call at a time");
    Descriptor {
        abi: Head::of::<Descriptor>(abi::MAJOR, abi::MINOR).with_flags(flags),
        id: text(id),
        version: text(version),
        create: create::<P>,
        start: start::<P>,
        query,
        quiesce: None,
        save: None,
        restore: None,
        stop: stop::<P>,
        destroy: destroy::<P>,
        live: Some(live::<P>),
        selftest: None,
    }
}

const fn text(text: &'static str) -> *const c_char {
    match CStr::from_bytes_with_nul(text.as_bytes()) {
        Ok(text) => text.as_ptr(),
        Err(_) => panic!("an id or a version contains NUL"),
    }
}

unsafe extern "C" fn create<P: Plugin>(
    host: *const abi::Host,
    out: *mut *mut Instance,
    err: *mut ErrorRecord,
) -> i32 {
    // SAFETY: the host passes its own table, which outlives the instance, and room for the instance's address; the
    // block is as large as the instance, and freed again where nothing was put into it.
    unsafe {
        out.write(core::ptr::null_mut());
        let size = size_of::<Resident<P>>() as u64;
        let memory = ((*host).alloc)(host, size).cast::<Resident<P>>();
        let Some(resident) = NonNull::new(memory) else {
            return Error::of_sdk(Status::NoMemory, "no memory for the instance").report(err);
        };
        let home = Home {
            host: NonNull::new_unchecked(host.cast_mut()),
            values: AtomicU64::new(0),
            is_called: AtomicBool::new(false),
        };
        (&raw mut (*memory).home).write(home);
        let status = guard(err, || {
            let plugin = P::create(Host(resident.cast()))?;
            (&raw mut (*memory).plugin).write(ManuallyDrop::new(plugin));
            Ok(())
        });
        if status == Status::Ok as i32 {
            out.write(memory.cast())
        } else {
            ((*host).free)(host, memory.cast(), size)
        }
        status
    }
}

unsafe extern "C" fn start<P: Plugin>(instance: *mut Instance, err: *mut ErrorRecord) -> i32 {
    // SAFETY: the host passes an instance that `create` made, and to one call at a time.
    unsafe { guard(err, || Resident::<P>::of(instance).1.start()) }
}

unsafe extern "C" fn quiesce<P: Quiesce>(instance: *mut Instance, ms: u32, err: *mut ErrorRecord) -> i32 {
    // SAFETY: as for `start`.
    unsafe { guard(err, || Resident::<P>::of(instance).1.quiesce(ms)) }
}

unsafe extern "C" fn save<P: Stateful>(
    instance: *mut Instance,
    schema: u32,
    out: *mut Owned,
    err: *mut ErrorRecord,
) -> i32 {
    // SAFETY: as for `start`; the host passes room for the state.
    unsafe {
        guard(err, || {
            let (host, plugin) = Resident::<P>::of(instance);
            out.write(plugin.save(host, schema)?.into_owned());
            Ok(())
        })
    }
}

unsafe extern "C" fn restore<P: Stateful>(
    instance: *mut Instance,
    schema: u32,
    state: Span,
    err: *mut ErrorRecord,
) -> i32 {
    // SAFETY: as for `start`; the state is valid until this returns.
    unsafe { guard(err, || Resident::<P>::of(instance).1.restore(schema, state.bytes())) }
}

unsafe extern "C" fn stop<P: Plugin>(instance: *mut Instance, err: *mut ErrorRecord) -> i32 {
    // SAFETY: as for `start`.
    unsafe { guard(err, || Resident::<P>::of(instance).1.stop()) }
}

unsafe extern "C" fn destroy<P: Plugin>(instance: *mut Instance) {
    // SAFETY: the host destroys an instance once and last. A panic in its Drop loses what was not dropped yet.
    unsafe {
        let resident = instance.cast::<Resident<P>>();
        let host = (*resident).home.host.as_ptr();
        guard(core::ptr::null_mut(), || {
            ManuallyDrop::drop(&mut (*resident).plugin);
            Ok(())
        });
        ((*host).free)(host, resident.cast(), size_of::<Resident<P>>() as u64);
    }
}

unsafe extern "C" fn live<P: Plugin>(instance: *mut Instance) -> u64 {
    // SAFETY: as for `start`. A plugin that panics here did not say that nothing is left.
    unsafe {
        let (host, plugin) = Resident::<P>::of(instance);
        let mut own = 1;
        guard(core::ptr::null_mut(), || {
            own = plugin.live();
            Ok(())
        });
        host.values_out().saturating_add(own)
    }
}

unsafe extern "C" fn selftest<P: Selftest>(instance: *mut Instance, err: *mut ErrorRecord) -> i32 {
    // SAFETY: as for `start`.
    unsafe { guard(err, || Resident::<P>::of(instance).1.selftest()) }
}

/// Is the caller a host that this plugin can work with? If not, `err` says why.
///
/// # Safety
/// `host` points to the head of a table; `err` is null or points to an error record whose `struct_size` is set.
pub unsafe fn accepts(host: *const Head, err: *mut ErrorRecord) -> bool {
    // SAFETY: the same promise.
    unsafe {
        let why = if (*host).magic != abi::MAGIC {
            "the caller is not a Tutti host"
        } else if !(*host).covers(u32::from(abi::MAJOR) << 16 | u32::from(abi::MINOR)) {
            "this plugin was built for ABI 1.0 and needs a host of ABI 1"
        } else {
            return true;
        };
        Error::of_sdk(Status::Incompatible, why).report(err);
        false
    }
}
