"""Loads Tutti plugins with ctypes, prints what they say, and whether they gave everything back."""

import struct
import sys
from ctypes import (
    CDLL, CFUNCTYPE, POINTER, Structure, addressof, byref, c_char, c_char_p, c_int32, c_uint16, c_uint32, c_uint64,
    c_void_p, cast, sizeof, string_at,
)

MAGIC = 0x49545554
STATUSES = [
    "TUTTI_OK", "TUTTI_E_INVALID_ARGUMENT", "TUTTI_E_NOMEM", "TUTTI_E_LIMIT", "TUTTI_E_UNSUPPORTED",
    "TUTTI_E_STATE", "TUTTI_E_INCOMPATIBLE", "TUTTI_E_CANCELLED", "TUTTI_E_INTERNAL", "TUTTI_E_PANIC",
]
OK = 0
LIMIT = 3
VERSION_1_0 = 1 << 16


# #region tables
class Head(Structure):
    """tutti_abi_t"""
    _fields_ = [
        ("magic", c_uint32), ("struct_size", c_uint32), ("major", c_uint16), ("minor", c_uint16),
        ("flags", c_uint32), ("iface_hash", c_uint64), ("build_id", c_uint64),
    ]


class Span(Structure):
    """tutti_span_t; `bytes` that it was made of must outlive it."""
    _fields_ = [("ptr", c_void_p), ("len", c_uint64)]


class Error(Structure):
    """tutti_error_t"""
    _fields_ = [
        ("struct_size", c_uint32), ("status", c_int32), ("line", c_uint32), ("len", c_uint32), ("msg", c_char * 240),
    ]

    def __init__(self):
        super().__init__(struct_size=sizeof(Error))


class Owned(Structure):
    """tutti_owned_t"""

    def take(self):
        """Copies the value, and gives the memory back to whoever made it."""
        content = string_at(self.ptr, self.len)
        self.release(byref(self))
        return content


Owned._fields_ = [
    ("struct_size", c_uint32), ("type_id", c_uint32), ("ptr", c_void_p), ("len", c_uint64), ("cap", c_uint64),
    ("token", c_uint64), ("release", CFUNCTYPE(None, POINTER(Owned))), ("owner", c_void_p),
]

Transition = CFUNCTYPE(c_int32, c_void_p, POINTER(Error))


class Host(Structure):
    """tutti_host_t"""
    _fields_ = [
        ("abi", Head),
        ("alloc", CFUNCTYPE(c_void_p, c_void_p, c_uint64)),
        ("free", CFUNCTYPE(None, c_void_p, c_void_p, c_uint64)),
        ("log", CFUNCTYPE(None, c_void_p, c_int32, Span)),
        ("query", CFUNCTYPE(c_void_p, c_void_p, c_char_p, c_uint32, POINTER(c_void_p))),
        ("cancelled", CFUNCTYPE(c_uint32, c_void_p, c_uint64)),
        ("post", CFUNCTYPE(c_int32, c_void_p, Span, Span)),
    ]


class Plugin(Structure):
    """tutti_plugin_t"""
    _fields_ = [
        ("abi", Head), ("id", c_char_p), ("version", c_char_p),
        ("create", CFUNCTYPE(c_int32, POINTER(Host), POINTER(c_void_p), POINTER(Error))),
        ("start", Transition),
        ("query", CFUNCTYPE(c_void_p, c_void_p, c_char_p, c_uint32)),
        ("quiesce", CFUNCTYPE(c_int32, c_void_p, c_uint32, POINTER(Error))),
        ("save", CFUNCTYPE(c_int32, c_void_p, c_uint32, POINTER(Owned), POINTER(Error))),
        ("restore", CFUNCTYPE(c_int32, c_void_p, c_uint32, Span, POINTER(Error))),
        ("stop", Transition), ("destroy", CFUNCTYPE(None, c_void_p)),
        ("live", CFUNCTYPE(c_uint64, c_void_p)), ("selftest", Transition),
    ]


Given = CFUNCTYPE(c_int32, c_void_p, c_uint64, POINTER(Owned), POINTER(Error))


class Text(Structure):
    """tutti_text_t"""
    _fields_ = [
        ("abi", Head), ("invoke", c_void_p),
        ("repeat", CFUNCTYPE(c_int32, c_void_p, c_uint64, Span, c_uint32, POINTER(Owned), POINTER(Error))),
    ]


class Words(Structure):
    """tutti_words_t"""
    _fields_ = [
        ("abi", Head), ("invoke", c_void_p),
        ("add", CFUNCTYPE(c_int32, c_void_p, c_uint64, Span, POINTER(Owned), POINTER(Error))),
        ("total", Given),
        ("most_frequent", CFUNCTYPE(c_int32, c_void_p, c_uint64, c_uint32, POINTER(Owned), POINTER(Error))),
        ("reset", CFUNCTYPE(c_int32, c_void_p, c_uint64, POINTER(Error))),
    ]
# #endregion tables


# #region services
class Books:
    """The host's table, and what its plugin holds."""

    QUOTA_BYTES = 1 << 20

    def __init__(self):
        self.blocks = {}
        self.host = Host(Head(MAGIC, sizeof(Host), 1, 0))
        for name, function in [
            ("alloc", self.alloc), ("free", self.free), ("log", self.log), ("query", lambda *_: None),
            ("cancelled", lambda *_: 0), ("post", lambda *_: LIMIT),
        ]:
            setattr(self.host, name, dict(Host._fields_)[name](function))

    def bytes(self):
        return sum(size for _, size in self.blocks.values())

    def alloc(self, _, size):
        if size > self.QUOTA_BYTES - self.bytes():
            return None
        block = (c_uint64 * (size // 8 + 3))()
        address = (addressof(block) + 15) // 16 * 16
        self.blocks[address] = (block, size)
        return address

    def free(self, _, block, size):
        if block is not None and self.blocks[block][1] == size:
            del self.blocks[block]

    def log(self, _, level, text):
        print(string_at(text.ptr, text.len).decode(), file=sys.stderr)
# #endregion services


class Refused(Exception):
    def __init__(self, status, error):
        super().__init__(f"{message_of(error)} ({STATUSES[status]})")


def message_of(error):
    return string_at(addressof(error) + Error.msg.offset, error.len).decode()


# #region call
def called(function, *arguments):
    """Calls a function of a table; returns the value that it gives, or raises its refusal."""
    error, result = Error(), Owned()
    status = function(*arguments, byref(result), byref(error))
    if status != OK:
        raise Refused(status, error)
    return result.take()


def succeeded(function, *arguments):
    """Calls a function that gives nothing."""
    error = Error()
    status = function(*arguments, byref(error))
    if status != OK:
        raise Refused(status, error)
# #endregion call


def left_behind(books):
    print(f"  left behind: {len(books.blocks)} blocks, {books.bytes()} bytes")


def borrowed(content):
    return Span(cast(c_char_p(content), c_void_p), len(content))


def show(what, run):
    try:
        print(f"  {what} is {run()}")
    except Refused as refusal:
        print(f"  {what} is refused: {refusal}")


def counts(message):
    return "{} words, {} lines, {} bytes".format(*struct.unpack("<QQQ", message))


def frequent(message):
    """The items of a list of records: a word that lies elsewhere, and its count."""
    offset, count = struct.unpack_from("<II", message)
    items = struct.iter_unpack("<IIQ", message[offset:offset + 16 * count])
    return ", ".join(f"{message[at:at + size].decode()} {times}" for at, size, times in items)


def use_text(table, instance):
    def repeat(text, count):
        return lambda: '"' + called(table.repeat, instance, 1, borrowed(text), count).decode() + '"'

    show('repeat("cool", 3)', repeat(b"cool", 3))
    show('repeat("cool", 0)', repeat(b"cool", 0))
    show("repeat(<ff>, 1)", repeat(b"\xff", 1))
    show('repeat("cool", 4294967295)', repeat(b"cool", 4294967295))


def use_words(table, plugin, instance):
    text = b"la mi la\nsol\n"
    show(r'add("la mi la\nsol\n")', lambda: counts(called(table.add, instance, 1, borrowed(text))))
    show("most_frequent(9)", lambda: frequent(called(table.most_frequent, instance, 1, 9)))
    if plugin.save:
        hand_over(plugin, instance)


# #region state
def hand_over(plugin, instance):
    """Saves the state of an instance, and lets a second one go on with it."""
    show("save(2)", lambda: called(plugin.save, instance, 2))
    state, error = Owned(), Error()
    if plugin.save(instance, 1, byref(state), byref(error)) != OK:
        raise Refused(error.status, error)
    print(f"  save(1) is {state.len} bytes; live is {plugin.live(instance)}")
    saved = state.take()

    books = Books()  # each instance has a host table of its own
    following = created(plugin, books.host)
    show("restore(1, <01>)", lambda: succeeded(plugin.restore, following, 1, borrowed(b"\x01")))
    succeeded(plugin.restore, following, 1, borrowed(saved))
    succeeded(plugin.start, following)
    words = cast(plugin.query(following, b"tutti.words", VERSION_1_0), POINTER(Words)).contents
    show("the restored total()", lambda: counts(called(words.total, following, 1)))
    succeeded(plugin.stop, following)
    plugin.destroy(following)
    left_behind(books)
# #endregion state


def created(plugin, host):
    instance = c_void_p()
    succeeded(plugin.create, byref(host), byref(instance))
    return instance


# #region open
def run(file):
    """Returns whether the plugin gave everything back."""
    entry = CDLL(file).tutti_plugin_entry_v1
    entry.restype = POINTER(Plugin)
    entry.argtypes = [POINTER(Head), POINTER(Error)]
    error = Error()
    if not entry(byref(Head(MAGIC, sizeof(Host), 2, 0)), byref(error)):
        print(f"a host of ABI 2 is refused: {message_of(error)}")

    books = Books()
    found = entry(byref(books.host.abi), byref(error))
    if not found:
        print(f"Cannot use a plugin: {message_of(error)}")
        return False
    plugin = found.contents
    print(f"{plugin.id.decode()} {plugin.version.decode()}, flags {plugin.abi.flags}")
    instance = created(plugin, books.host)
    succeeded(plugin.start, instance)
    text = plugin.query(instance, b"tutti.text", VERSION_1_0)
    words = plugin.query(instance, b"tutti.words", VERSION_1_0)
    if text:
        use_text(cast(text, POINTER(Text)).contents, instance)
    if words:
        use_words(cast(words, POINTER(Words)).contents, plugin, instance)
    print(f"  live is {plugin.live(instance) if plugin.live else 0}")
    succeeded(plugin.stop, instance)
    plugin.destroy(instance)
    left_behind(books)
    return not books.blocks
# #endregion open


if __name__ == "__main__":
    sys.exit(0 if all([run(file) for file in sys.argv[1:]]) else 1)
