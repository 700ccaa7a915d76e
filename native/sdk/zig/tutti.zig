//! Plugins in Zig. A plugin is a struct with `create` and one method for each function that it offers; the binding
//! of a capability (`text`) calls it. An error becomes a status: those of `Error` their own, every other one
//! TUTTI_E_INTERNAL with its name as the message. A Zig panic is no error: it ends the process that hosts the plugin.
//!
//! ```zig
//! comptime {
//!     tutti.plugin(Repeat, .{ .id = "org.tutti.repeat", .version = "1.0.0", .offers = &.{tutti.text} });
//! }
//! ```
const std = @import("std");
pub const abi = @import("abi.zig");

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
};

/// The host of one instance; outlives it.
pub const Host = struct {
    raw: *const abi.Host,

    /// Writes one line to the host's log.
    pub fn log(self: Host, level: abi.LogLevel, line: []const u8) void {
        self.raw.log(self.raw, @intFromEnum(level), .of(line));
    }
};

/// One call of a plugin's function: what it may ask of the host, and where it says why it fails.
pub const Call = struct {
    host: Host,
    number: u64,
    err: ?*abi.Error,

    /// Notes why the call fails, and where, and gives the error back to return it:
    /// `return call.fail(@src(), error.Limit, "too long")`.
    pub fn fail(self: Call, at: std.builtin.SourceLocation, err: anytype, message: []const u8) @TypeOf(err) {
        explain(self.err, message, at.line);
        return err;
    }

    /// An empty text with room for `capacity` bytes, to fill and to return; `deinit` it when failing after all.
    pub fn text(self: Call, capacity: u64) Error!Text {
        const memory = self.host.raw.alloc(self.host.raw, capacity) orelse {
            explain(self.err, "no memory for the result", 0);
            return error.OutOfMemory;
        };
        return .{ .host = self.host, .memory = @as([*]u8, @ptrCast(memory))[0..@intCast(capacity)], .len = 0 };
    }

    /// True when the host wants this call to end: clean up and return `error.Cancelled`.
    pub fn isCancelled(self: Call) bool {
        return self.host.raw.cancelled(self.host.raw, self.number) != 0;
    }
};

/// Text in memory of the host, of a capacity fixed from the start. Returned from a method, it is the host's.
pub const Text = struct {
    host: Host,
    memory: []u8,
    len: usize,

    pub fn isFull(self: Text) bool {
        return self.len == self.memory.len;
    }

    /// Asserts that there is room.
    pub fn append(self: *Text, more: []const u8) void {
        @memcpy(self.memory[self.len..][0..more.len], more);
        self.len += more.len;
    }

    pub fn deinit(self: Text) void {
        self.host.raw.free(self.host.raw, self.memory.ptr, self.memory.len);
    }

    fn give(self: Text, out: *abi.Owned) void {
        out.* = .{
            .type_id = abi.text_utf8,
            .ptr = self.memory.ptr,
            .len = self.len,
            .cap = self.memory.len,
            .release = release,
            .owner = @constCast(self.host.raw),
        };
    }

    fn release(value: *abi.Owned) callconv(.c) void {
        const host: *const abi.Host = @ptrCast(@alignCast(value.owner));
        host.free(host, value.ptr, value.cap);
    }
};

/// Offers tutti.text 1.0 with the methods of `P`:
/// `fn repeat(self: *P, call: Call, text: []const u8, count: u32) !Text`; the text is not yet known to be UTF-8.
pub fn text(comptime P: type) Offer {
    const binding = struct {
        const table: abi.TextTable = .{
            .table = .{ .abi = .of(abi.TextTable, 1, 0) },
            .repeat = repeat,
        };

        fn repeat(
            self: *abi.Instance,
            number: u64,
            words: abi.Span,
            count: u32,
            out: *abi.Owned,
            err: ?*abi.Error,
        ) callconv(.c) i32 {
            const instance: *Instance(P) = .of(self);
            const call: Call = .{ .host = instance.host, .number = number, .err = err };
            begin(err);
            const result = instance.plugin.repeat(call, words.slice(), count) catch |e| return statusOf(e, err);
            result.give(out);
            return abi.ok;
        }
    };
    return .{ .capability = "tutti.text", .table = &binding.table.table };
}

/// One capability that a plugin offers.
pub const Offer = struct { capability: [:0]const u8, table: *const abi.Table };

pub const Description = struct {
    id: [*:0]const u8,
    version: [*:0]const u8,
    offers: []const *const fn (comptime type) Offer,
};

/// Exports the entry of the plugin `P`. It has `pub fn create(host: Host) !P`, and may have
/// `start(self: *P) !void`, `stop(self: *P) !void` and `destroy(self: *P) void`.
pub fn plugin(comptime P: type, comptime description: Description) void {
    const lifecycle = struct {
        const table: abi.Plugin = .{
            .abi = .of(abi.Plugin, abi.major, abi.minor),
            .id = description.id,
            .version = description.version,
            .create = create,
            .start = start,
            .query = query,
            .stop = stop,
            .destroy = destroy,
        };

        fn create(raw: *const abi.Host, out: *?*abi.Instance, err: ?*abi.Error) callconv(.c) i32 {
            out.* = null;
            begin(err);
            const memory = raw.alloc(raw, @sizeOf(Instance(P))) orelse {
                explain(err, "no memory for the instance", 0);
                return statusOf(error.OutOfMemory, err);
            };
            const instance: *Instance(P) = @ptrCast(@alignCast(memory));
            const made = P.create(.{ .raw = raw });
            instance.* = .{
                .host = .{ .raw = raw },
                .plugin = (if (@typeInfo(@TypeOf(made)) == .error_union) made catch |e| {
                    raw.free(raw, memory, @sizeOf(Instance(P)));
                    return statusOf(e, err);
                } else made),
            };
            out.* = @ptrCast(instance);
            return abi.ok;
        }

        fn start(self: *abi.Instance, err: ?*abi.Error) callconv(.c) i32 {
            if (!@hasDecl(P, "start")) return abi.ok;
            begin(err);
            Instance(P).of(self).plugin.start() catch |e| return statusOf(e, err);
            return abi.ok;
        }

        fn query(_: *abi.Instance, capability: [*:0]const u8, min_version: u32) callconv(.c) ?*const abi.Table {
            inline for (description.offers) |offerOf| {
                const offer = comptime offerOf(P);
                const isFound = std.mem.eql(u8, std.mem.span(capability), offer.capability);
                if (isFound and offer.table.abi.covers(min_version)) return offer.table;
            }
            return null;
        }

        fn stop(self: *abi.Instance, err: ?*abi.Error) callconv(.c) i32 {
            if (!@hasDecl(P, "stop")) return abi.ok;
            begin(err);
            Instance(P).of(self).plugin.stop() catch |e| return statusOf(e, err);
            return abi.ok;
        }

        fn destroy(self: *abi.Instance) callconv(.c) void {
            const instance: *Instance(P) = .of(self);
            const raw = instance.host.raw;
            if (@hasDecl(P, "destroy")) instance.plugin.destroy();
            raw.free(raw, instance, @sizeOf(Instance(P)));
        }

        fn enter(host: *const abi.Head, err: ?*abi.Error) callconv(.c) ?*const abi.Plugin {
            begin(err);
            if (host.magic != abi.magic) {
                explain(err, "the caller is not a Tutti host", 0);
            } else if (host.major != abi.major or host.minor < abi.minor) {
                explain(err, "this plugin was built for ABI 1.0 and needs a host of ABI 1", 0);
            } else return &table;
            _ = statusOf(error.Incompatible, err);
            return null;
        }
    };
    @export(&lifecycle.enter, .{ .name = "tutti_plugin_entry_v1" });
}

/// The instance that crosses, in memory of the host.
fn Instance(comptime P: type) type {
    return struct {
        host: Host,
        plugin: P,

        fn of(self: *abi.Instance) *@This() {
            return @ptrCast(@alignCast(self));
        }
    };
}

/// Empties the record, so that `statusOf` sees whether the plugin explained itself.
fn begin(err: ?*abi.Error) void {
    if (abi.writable(err)) |record| record.len = 0;
}

fn explain(err: ?*abi.Error, message: []const u8, line: u32) void {
    const record = abi.writable(err) orelse return;
    record.len = @intCast(@min(message.len, record.msg.len));
    @memcpy(record.msg[0..record.len], message[0..record.len]);
    record.line = line;
}

/// The status of a Zig error; one that was not explained is explained by its name.
fn statusOf(err: anyerror, record: ?*abi.Error) i32 {
    const status: i32 = switch (err) {
        error.InvalidArgument => 1,
        error.OutOfMemory => 2,
        error.Limit => 3,
        error.Unsupported => 4,
        error.State => 5,
        error.Incompatible => 6,
        error.Cancelled => 7,
        else => 8,
    };
    if (abi.writable(record)) |filled| {
        if (filled.len == 0) explain(record, @errorName(err), 0);
        filled.status = status;
    }
    return status;
}
