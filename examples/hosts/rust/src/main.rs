//! Loads Tutti plugins with dlopen2, prints what they say, and whether they gave everything back.
mod abi;
mod books;

use core::ffi::{CStr, c_char};
use core::mem::MaybeUninit;
use core::ptr::null_mut;
use std::process::ExitCode;

use abi::{Error, Head, Host, Instance, OK, Owned, Plugin, STATUSES, Span, Text, Words};
use books::{Books, spoken};
use dlopen2::wrapper::{Container, WrapperApi};

// #region entry
/// The one symbol of a plugin. The container keeps the library loaded for as long as the function can be called.
#[derive(WrapperApi)]
struct Entry {
    tutti_plugin_entry_v1: unsafe extern "C" fn(host: *const Head, err: *mut Error) -> *const Plugin,
}
// #endregion entry

const VERSION_1_0: u32 = 1 << 16;

fn no_error() -> Error {
    Error { struct_size: size_of::<Error>() as u32, status: 0, line: 0, len: 0, msg: [0; 240] }
}

fn message_of(err: &Error) -> String {
    String::from_utf8_lossy(&err.msg[..err.len as usize]).into_owned()
}

/// Calls a function that gives nothing; a refusal is its message and its status.
fn succeeded(run: impl FnOnce(*mut Error) -> i32) -> Result<(), String> {
    let mut err = no_error();
    let status = run(&mut err);
    if status == OK {
        return Ok(());
    }
    Err(format!("{} ({})", message_of(&err), STATUSES[status as usize]))
}

// #region call
/// Calls a function that gives a value: copies it, and gives the memory back to whoever made it.
fn called(run: impl FnOnce(*mut Owned, *mut Error) -> i32) -> Result<Vec<u8>, String> {
    let mut given = MaybeUninit::<Owned>::uninit();
    succeeded(|err| run(given.as_mut_ptr(), err))?;
    // SAFETY: the function succeeded, so it filled the value; nobody uses it after its release.
    unsafe {
        let mut given = given.assume_init();
        let copy = if given.len == 0 {
            Vec::new()
        } else {
            core::slice::from_raw_parts(given.ptr, given.len as usize).to_vec()
        };
        (given.release)(&mut given);
        Ok(copy)
    }
}
// #endregion call

fn borrowed(bytes: &[u8]) -> Span {
    Span { ptr: bytes.as_ptr(), len: bytes.len() as u64 }
}

fn show(what: &str, outcome: Result<String, String>) {
    match outcome {
        Ok(value) => println!("  {what} is {value}"),
        Err(refusal) => println!("  {what} is refused: {refusal}"),
    }
}

fn number<const N: usize>(message: &[u8], at: usize) -> [u8; N] {
    message[at..at + N].try_into().expect("as many bytes as were cut")
}

fn counts(message: Vec<u8>) -> String {
    let [words, lines, bytes] = [0, 8, 16].map(|at| u64::from_le_bytes(number(&message, at)));
    format!("{words} words, {lines} lines, {bytes} bytes")
}

/// The items of a list of records: a word that lies elsewhere, and its count.
fn frequent(message: Vec<u8>) -> String {
    let [offset, count] = [0, 4].map(|at| u32::from_le_bytes(number(&message, at)) as usize);
    let items = (0..count).map(|index| {
        let at = offset + 16 * index;
        let [place, len] = [at, at + 4].map(|at| u32::from_le_bytes(number(&message, at)) as usize);
        let times = u64::from_le_bytes(number(&message, at + 8));
        format!("{} {times}", String::from_utf8_lossy(&message[place..place + len]))
    });
    items.collect::<Vec<_>>().join(", ")
}

/// One instance of a plugin, from create to destroy.
struct Running<'p> {
    plugin: &'p Plugin,
    instance: *mut Instance,
}

// Every call below passes the instance that `create` made, tables of its own plugin, and memory that outlives the call.
impl<'p> Running<'p> {
    fn create(plugin: &'p Plugin, host: &Host) -> Result<Self, String> {
        let mut instance = null_mut();
        succeeded(|err| unsafe { (plugin.create)(host, &mut instance, err) })?;
        Ok(Self { plugin, instance })
    }

    fn start(&self) -> Result<(), String> {
        succeeded(|err| unsafe { (self.plugin.start)(self.instance, err) })
    }

    fn stop(&self) -> Result<(), String> {
        succeeded(|err| unsafe { (self.plugin.stop)(self.instance, err) })
    }

    fn live(&self) -> u64 {
        self.plugin.live.map_or(0, |live| unsafe { live(self.instance) })
    }

    fn table<T>(&self, capability: &CStr) -> Option<&'p T> {
        unsafe { (self.plugin.query)(self.instance, capability.as_ptr(), VERSION_1_0).cast::<T>().as_ref() }
    }

    fn use_text(&self, table: &Text) {
        let repeat = |text: &[u8], count| {
            let text = borrowed(text);
            let result =
                called(|out, err| unsafe { (table.repeat)(self.instance, 1, text, count, out, err) });
            result.map(|text| format!("\"{}\"", String::from_utf8_lossy(&text)))
        };
        show("repeat(\"cool\", 3)", repeat(b"cool", 3));
        show("repeat(\"cool\", 0)", repeat(b"cool", 0));
        show("repeat(<ff>, 1)", repeat(b"\xff", 1));
        show("repeat(\"cool\", 4294967295)", repeat(b"cool", u32::MAX));
    }

    fn use_words(&self, table: &Words) -> Result<(), String> {
        let text = borrowed(b"la mi la\nsol\n");
        let added = called(|out, err| unsafe { (table.add)(self.instance, 1, text, out, err) });
        show(r#"add("la mi la\nsol\n")"#, added.map(counts));
        let listed = called(|out, err| unsafe { (table.most_frequent)(self.instance, 1, 9, out, err) });
        show("most_frequent(9)", listed.map(frequent));
        if self.plugin.save.is_some() { self.hand_over() } else { Ok(()) }
    }

    // #region state
    /// Saves the state, and lets a second instance go on with it.
    fn hand_over(&self) -> Result<(), String> {
        let (Some(save), Some(restore)) = (self.plugin.save, self.plugin.restore) else { return Ok(()) };
        let saved = |schema| called(|out, err| unsafe { save(self.instance, schema, out, err) });
        show("save(2)", saved(2).map(|_| String::new()));
        let mut held = 0;
        let state = called(|out, err| unsafe {
            let status = save(self.instance, 1, out, err);
            held = self.live();
            status
        })?;
        println!("  save(1) is {} bytes; live is {held}", state.len());

        let books = Books::new(); // Each instance has a host table of its own.
        let next = Running::create(self.plugin, &books.host)?;
        let restored =
            |state: &[u8]| succeeded(|err| unsafe { restore(next.instance, 1, borrowed(state), err) });
        show("restore(1, <01>)", restored(&[1]).map(|()| String::new()));
        restored(&state)?;
        next.start()?;
        if let Some(words) = next.table::<Words>(c"tutti.words") {
            let total = called(|out, err| unsafe { (words.total)(next.instance, 1, out, err) });
            show("the restored total()", total.map(counts));
        }
        next.stop()?;
        drop(next);
        left_behind(&books);
        Ok(())
    }
    // #endregion state
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        unsafe { (self.plugin.destroy)(self.instance) }
    }
}

fn left_behind(books: &Books) {
    let (blocks, bytes) = books.left_behind();
    println!("  left behind: {blocks} blocks, {bytes} bytes");
}

fn text_at(text: *const c_char) -> String {
    // SAFETY: the texts of a descriptor end with NUL and live as long as its library.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

// #region open
/// Tells whether the plugin gave everything back.
fn run(file: &str) -> Result<bool, String> {
    // SAFETY: a plugin's entry is free of side effects, and has this signature.
    let library: Container<Entry> = unsafe { Container::load(file) }.map_err(|error| error.to_string())?;
    let mut err = no_error();
    if unsafe { library.tutti_plugin_entry_v1(&spoken(2), &mut err) }.is_null() {
        println!("a host of ABI 2 is refused: {}", message_of(&err));
    }

    let books = Books::new();
    // SAFETY: the descriptor lives as long as its library.
    let found = unsafe { library.tutti_plugin_entry_v1(&books.host.abi, &mut err).as_ref() };
    let plugin = found.ok_or_else(|| message_of(&err))?;
    println!("{} {}, flags {}", text_at(plugin.id), text_at(plugin.version), plugin.abi.flags);
    let running = Running::create(plugin, &books.host)?;
    running.start()?;
    if let Some(text) = running.table::<Text>(c"tutti.text") {
        running.use_text(text);
    }
    if let Some(words) = running.table::<Words>(c"tutti.words") {
        running.use_words(words)?;
    }
    println!("  live is {}", running.live());
    running.stop()?;
    drop(running);
    left_behind(&books);
    Ok(books.left_behind().0 == 0)
}
// #endregion open

fn main() -> ExitCode {
    let mut is_clean = true;
    for file in std::env::args().skip(1) {
        is_clean &= run(&file).unwrap_or_else(|why| {
            println!("Cannot use a plugin: {why}");
            false
        });
    }
    if is_clean { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
