//! tutti.h 1.0 in Zig: the same bytes, which the compiler checks at the end. Meaning, ownership, thread and state of
//! each function are in the header.
const std = @import("std");

pub const magic: u32 = 0x49545554;
pub const major: u16 = 1;
pub const minor: u16 = 0;

pub const ok: i32 = 0;

pub const bytes: u32 = 0;
pub const text_utf8: u32 = 1;
pub const message: u32 = 2;

/// TUTTI_PLUGIN_*: what a descriptor tells a host before anything runs.
pub const flags = struct {
    pub const no_unload: u32 = 1;
    pub const threads: u32 = 2;
    pub const thread_safe: u32 = 4;
    pub const stateful: u32 = 8;
    pub const proc_only: u32 = 16;
};

pub const LogLevel = enum(i32) { debug, info, warning, err };

/// tutti_abi_t
pub const Head = extern struct {
    magic: u32 = magic,
    struct_size: u32,
    major: u16,
    minor: u16,
    flags: u32 = 0,
    iface_hash: u64 = 0,
    build_id: u64 = 0,

    pub fn of(comptime T: type, table_major: u16, table_minor: u16) Head {
        return .{ .struct_size = @sizeOf(T), .major = table_major, .minor = table_minor };
    }

    /// The same head, for a table generated from the declaration with this hash.
    pub fn withHash(self: Head, hash: u64) Head {
        var head = self;
        head.iface_hash = hash;
        return head;
    }

    /// Is it the same major, and at least the minor, of TUTTI_VERSION(major, minor)?
    pub fn covers(self: Head, min_version: u32) bool {
        return self.major == min_version >> 16 and self.minor >= min_version & 0xFFFF;
    }
};

/// tutti_span_t; a pointer of 32 bits is followed by padding, which `align(8)` makes.
pub const Span = extern struct {
    ptr: ?[*]const u8,
    len: u64 align(8),

    pub fn of(borrowed: []const u8) Span {
        return .{ .ptr = borrowed.ptr, .len = borrowed.len };
    }

    pub fn slice(self: Span) []const u8 {
        const ptr = self.ptr orelse return "";
        return ptr[0..@intCast(self.len)];
    }
};

/// tutti_owned_t
pub const Owned = extern struct {
    struct_size: u32 = @sizeOf(Owned),
    type_id: u32,
    ptr: ?[*]u8,
    len: u64 align(8),
    cap: u64,
    token: u64 = 0,
    release: ?*const fn (*Owned) callconv(.c) void,
    owner: ?*anyopaque,
};

/// tutti_error_t
pub const Error = extern struct {
    struct_size: u32,
    status: i32,
    line: u32,
    len: u32,
    msg: [240]u8,
};

/// The caller's record, when there is one and it is long enough.
pub fn writable(err: ?*Error) ?*Error {
    const record = err orelse return null;
    return if (record.struct_size < @sizeOf(Error)) null else record;
}

/// tutti_host_t
pub const Host = extern struct {
    abi: Head,
    alloc: *const fn (*const Host, u64) callconv(.c) ?*anyopaque,
    free: *const fn (*const Host, ?*anyopaque, u64) callconv(.c) void,
    log: *const fn (*const Host, i32, Span) callconv(.c) void,
    query: *const fn (*const Host, [*:0]const u8, u32, *?*Instance) callconv(.c) ?*const Table,
    cancelled: *const fn (*const Host, u64) callconv(.c) u32,
    post: *const fn (*const Host, Span, Span) callconv(.c) i32,
};

/// tutti_instance_t
pub const Instance = opaque {};

/// tutti_table_t; what follows `invoke` stands at 40 on every target.
pub const Table = extern struct {
    abi: Head,
    invoke: ?*const Invoke = null,
};

/// invoke of tutti_table_t
pub const Invoke = fn (
    *const Table,
    *Instance,
    u64,
    u32,
    Span,
    ?*u64,
    *Owned,
    ?*Error,
) callconv(.c) i32;

/// tutti_plugin_t
pub const Plugin = extern struct {
    abi: Head,
    id: [*:0]const u8,
    version: [*:0]const u8,
    create: *const fn (*const Host, *?*Instance, ?*Error) callconv(.c) i32,
    start: *const fn (*Instance, ?*Error) callconv(.c) i32,
    query: *const fn (*Instance, [*:0]const u8, u32) callconv(.c) ?*const Table,
    quiesce: ?*const fn (*Instance, u32, ?*Error) callconv(.c) i32 = null,
    save: ?*const fn (*Instance, u32, *Owned, ?*Error) callconv(.c) i32 = null,
    restore: ?*const fn (*Instance, u32, Span, ?*Error) callconv(.c) i32 = null,
    stop: *const fn (*Instance, ?*Error) callconv(.c) i32,
    destroy: *const fn (*Instance) callconv(.c) void,
    live: ?*const fn (*Instance) callconv(.c) u64 = null,
    selftest: ?*const fn (*Instance, ?*Error) callconv(.c) i32 = null,
};

comptime {
    const pointer = @sizeOf(*anyopaque);
    const same = std.debug.assert;
    same(@sizeOf(Head) == 32);
    same(@sizeOf(Span) == 16 and @offsetOf(Span, "len") == 8);
    same(@sizeOf(Owned) == 40 + 2 * pointer);
    same(@offsetOf(Owned, "len") == 16 and @offsetOf(Owned, "release") == 40);
    same(@sizeOf(Error) == 256 and @offsetOf(Error, "msg") == 16);
    same(@offsetOf(Host, "alloc") == 32 and @sizeOf(Host) == 32 + 6 * pointer);
    same(@offsetOf(Plugin, "create") == 32 + 2 * pointer and @sizeOf(Plugin) == 32 + 12 * pointer);
    same(@sizeOf(Table) == 40 and @offsetOf(Table, "invoke") == 32);
}
