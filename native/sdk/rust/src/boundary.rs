//! What `export!` and the capabilities are made of: the functions that the host calls, each behind `guard`.

use core::ffi::{CStr, c_char};
use core::ptr::NonNull;

use crate::abi::{self, Descriptor, ErrorRecord, Head, Status};
use crate::error::{Error, write};
use crate::{Host, Plugin};

/// The instance that crosses, in memory of the host.
pub struct Instance<P> {
    pub(crate) host: Host,
    pub(crate) plugin: P,
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

/// The descriptor of plugin `P`; both texts end with NUL.
pub const fn descriptor<P: Plugin>(
    id: &'static str,
    version: &'static str,
    query: unsafe extern "C" fn(*mut Instance<P>, *const c_char, u32) -> *const abi::Table<Instance<P>>,
) -> Descriptor<Instance<P>> {
    assert!(align_of::<Instance<P>>() <= 2 * align_of::<u64>(), "the host's memory is aligned like malloc's");
    Descriptor {
        abi: Head::of::<Descriptor<Instance<P>>>(abi::MAJOR, abi::MINOR),
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
        live: None,
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
    out: *mut *mut Instance<P>,
    err: *mut ErrorRecord,
) -> i32 {
    const { assert!(size_of::<Instance<P>>() > 0) };
    // SAFETY: the host passes its own table, which outlives the instance, and room for the instance's address; the
    // block is as large as the instance, and freed again where nothing was put into it.
    unsafe {
        out.write(core::ptr::null_mut());
        let host = Host(NonNull::new_unchecked(host.cast_mut()));
        let size = size_of::<Instance<P>>() as u64;
        let memory = host.alloc(size).cast::<Instance<P>>();
        if memory.is_null() {
            return Error::new(Status::NoMemory, "no memory for the instance").report(err);
        }
        let status = guard(err, || {
            memory.write(Instance { host, plugin: P::create(host)? });
            Ok(())
        });
        if status == Status::Ok as i32 {
            out.write(memory)
        } else {
            host.free(memory.cast(), size)
        }
        status
    }
}

unsafe extern "C" fn start<P: Plugin>(instance: *mut Instance<P>, err: *mut ErrorRecord) -> i32 {
    // SAFETY: the host passes an instance that `create` made, and to one call at a time.
    unsafe { guard(err, || (*instance).plugin.start()) }
}

unsafe extern "C" fn stop<P: Plugin>(instance: *mut Instance<P>, err: *mut ErrorRecord) -> i32 {
    // SAFETY: the host passes an instance that `create` made, and to one call at a time.
    unsafe { guard(err, || (*instance).plugin.stop()) }
}

unsafe extern "C" fn destroy<P: Plugin>(instance: *mut Instance<P>) {
    // SAFETY: the host destroys an instance once and last. A panic in its Drop loses what was not dropped yet.
    unsafe {
        let host = (*instance).host;
        guard(core::ptr::null_mut(), || {
            instance.drop_in_place();
            Ok(())
        });
        host.free(instance.cast(), size_of::<Instance<P>>() as u64);
    }
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
        Error::new(Status::Incompatible, why).report(err);
        false
    }
}
