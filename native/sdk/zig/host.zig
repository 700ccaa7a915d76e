//! What a plugin has of its host: memory, log, messages, and the call that is running.
const std = @import("std");
const abi = @import("abi.zig");
const client = @import("client.zig");

/// What a plugin can refuse with; each is the status of the same name.
pub const Error = error{
    InvalidArgument,
    OutOfMemory,
    Limit,
    Unsupported,
    State,
    Incompatible,
    Cancelled,
    Internal,
    /// Another plugin's, which was stopped at its boundary.
    Panic,
};

/// Where an instance stands: its host, and how many of its values the host has not released yet.
pub const Home = struct {
    raw: *const abi.Host,
    values: std.atomic.Value(u64) = .init(0),
};

/// The host of one instance; outlives it.
pub const Host = struct {
    home: *Home,

    /// Memory of the host, counted against this plugin's quota, for everything that the plugin keeps.
    pub fn allocator(self: Host) std.mem.Allocator {
        return .{ .ptr = self.home, .vtable = &.{ .alloc = alloc, .resize = resize, .remap = remap, .free = free } };
    }

    /// Writes one line to the host's log.
    pub fn log(self: Host, level: abi.LogLevel, line: []const u8) void {
        self.home.raw.log(self.home.raw, @intFromEnum(level), .of(line));
    }

    /// The provider of a capability that this plugin requires, such as `host.query(tutti.text)`; null where there is
    /// none. It may be used until this plugin stops, from `start` on.
    pub fn query(self: Host, comptime capability: type) ?capability.Client {
        const provider = client.Provider.find(self.home.raw, capability.Client.capability) orelse return null;
        return .{ .provider = provider };
    }

    /// A call of the plugin's own, for providers that are called outside of one: nobody cancels it, and nobody is told
    /// why it fails. `arena` is the caller's.
    pub fn ownCall(self: Host, arena: *std.heap.ArenaAllocator) Call {
        return .{ .host = self, .number = 0, .err = null, .arena = arena };
    }

    /// Sends a message to whoever listens to this plugin; `error.Limit` when the queue is full.
    pub fn post(self: Host, topic: []const u8, payload: []const u8) Error!void {
        if (self.home.raw.post(self.home.raw, .of(topic), .of(payload)) != abi.ok) return error.Limit;
    }

    fn alloc(context: *anyopaque, len: usize, alignment: std.mem.Alignment, _: usize) ?[*]u8 {
        const home: *Home = @ptrCast(@alignCast(context));
        if (alignment.toByteUnits() > 2 * @sizeOf(u64)) return null;
        return @ptrCast(home.raw.alloc(home.raw, len));
    }

    fn resize(_: *anyopaque, _: []u8, _: std.mem.Alignment, _: usize, _: usize) bool {
        return false;
    }

    fn remap(_: *anyopaque, _: []u8, _: std.mem.Alignment, _: usize, _: usize) ?[*]u8 {
        return null;
    }

    fn free(context: *anyopaque, memory: []u8, _: std.mem.Alignment, _: usize) void {
        const home: *Home = @ptrCast(@alignCast(context));
        home.raw.free(home.raw, memory.ptr, memory.len);
    }
};

/// One call of a plugin's function: what it may ask of the host, and where it says why it fails.
pub const Call = struct {
    host: Host,
    /// 0 where the host calls `save` or `restore`.
    number: u64,
    err: ?*abi.Error,
    arena: *std.heap.ArenaAllocator,

    /// Notes why the call fails, and where, and gives the error back to return it:
    /// `return call.fail(@src(), error.Limit, "too long")`.
    pub fn fail(self: Call, at: std.builtin.SourceLocation, err: anytype, why: []const u8) @TypeOf(err) {
        explain(self.err, why, at.line);
        return err;
    }

    /// Memory for as long as the call lasts, its result included; freed by the SDK.
    pub fn allocator(self: Call) std.mem.Allocator {
        return self.arena.allocator();
    }

    /// An empty text with room for `capacity` bytes, to fill and to return; `deinit` it when failing after all.
    pub fn text(self: Call, capacity: u64) Error!Text {
        return .{ .memory = try .init(self, capacity) };
    }

    /// Empty bytes with room for `capacity` of them, to fill and to return; `deinit` them when failing after all.
    pub fn bytes(self: Call, capacity: u64) Error!Bytes {
        return .{ .memory = try .init(self, capacity) };
    }

    /// True when the host wants this call to end: clean up and return `error.Cancelled`.
    pub fn isCancelled(self: Call) bool {
        return self.host.home.raw.cancelled(self.host.home.raw, self.number) != 0;
    }
};

/// Memory of the host, of a capacity fixed from the start; the first `len` bytes are written.
pub const Memory = struct {
    home: *Home,
    buffer: []u8,
    len: usize = 0,

    pub fn init(call: Call, capacity: u64) Error!Memory {
        return initFor(call, capacity, "no memory for the result");
    }

    /// `why` is said when there is none.
    pub fn initFor(call: Call, capacity: u64, why: []const u8) Error!Memory {
        const home = call.host.home;
        if (std.math.cast(usize, capacity)) |len| {
            if (home.raw.alloc(home.raw, capacity)) |memory|
                return .{ .home = home, .buffer = @as([*]u8, @ptrCast(memory))[0..len] };
        }
        explain(call.err, why, 0);
        return error.OutOfMemory;
    }

    pub fn append(self: *Memory, more: []const u8) void {
        @memcpy(self.buffer[self.len..][0..more.len], more);
        self.len += more.len;
    }

    pub fn deinit(self: Memory) void {
        self.home.raw.free(self.home.raw, self.buffer.ptr, self.buffer.len);
    }

    /// Moves it into a value that the receiver releases.
    pub fn give(self: Memory, type_id: u32, out: *abi.Owned) void {
        _ = self.home.values.fetchAdd(1, .monotonic);
        out.* = .{
            .type_id = type_id,
            .ptr = self.buffer.ptr,
            .len = self.len,
            .cap = self.buffer.len,
            .release = release,
            .owner = self.home,
        };
    }

    fn release(value: *abi.Owned) callconv(.c) void {
        const home: *Home = @ptrCast(@alignCast(value.owner));
        home.raw.free(home.raw, value.ptr, value.cap);
        _ = home.values.fetchSub(1, .release);
    }
};

/// Text in memory of the host, of a capacity fixed from the start. Returned from a method, it is the host's.
pub const Text = struct {
    memory: Memory,

    pub fn isFull(self: Text) bool {
        return self.memory.len == self.memory.buffer.len;
    }

    /// Asserts that there is room.
    pub fn append(self: *Text, more: []const u8) void {
        self.memory.append(more);
    }

    pub fn deinit(self: Text) void {
        self.memory.deinit();
    }
};

/// Bytes in memory of the host, of a capacity fixed from the start. Returned from a method, they are the host's.
pub const Bytes = struct {
    memory: Memory,

    pub fn isFull(self: Bytes) bool {
        return self.memory.len == self.memory.buffer.len;
    }

    /// Asserts that there is room.
    pub fn append(self: *Bytes, more: []const u8) void {
        self.memory.append(more);
    }

    pub fn deinit(self: Bytes) void {
        self.memory.deinit();
    }
};

/// Empties the record, so that `statusOf` sees whether the plugin explained itself.
pub fn begin(err: ?*abi.Error) void {
    if (abi.writable(err)) |record| record.len = 0;
}

pub fn explain(err: ?*abi.Error, why: []const u8, line: u32) void {
    const record = abi.writable(err) orelse return;
    record.len = @intCast(@min(why.len, record.msg.len));
    @memcpy(record.msg[0..record.len], why[0..record.len]);
    record.line = line;
}

/// The error of a status that another plugin refused with.
pub fn errorOf(status: i32) Error {
    return switch (status) {
        1 => error.InvalidArgument,
        2 => error.OutOfMemory,
        3 => error.Limit,
        4 => error.Unsupported,
        5 => error.State,
        6 => error.Incompatible,
        7 => error.Cancelled,
        9 => error.Panic,
        else => error.Internal,
    };
}

/// The status of a Zig error; one that was not explained is explained by its name.
pub fn statusOf(err: anyerror, record: ?*abi.Error) i32 {
    const status: i32 = switch (err) {
        error.InvalidArgument => 1,
        error.OutOfMemory => 2,
        error.Limit => 3,
        error.Unsupported => 4,
        error.State => 5,
        error.Incompatible => 6,
        error.Cancelled => 7,
        error.Panic => 9,
        else => 8,
    };
    if (abi.writable(record)) |filled| {
        if (filled.len == 0) explain(record, @errorName(err), 0);
        filled.status = status;
    }
    return status;
}
