//! What the bindings of capabilities are made of: how arguments come in and results go out.
const std = @import("std");
pub const abi = @import("abi.zig");
pub const message = @import("message.zig");
pub const Kind = message.Kind;
const client = @import("client.zig");
pub const Capability = client.Capability;
pub const Function = client.Function;
pub const Provider = client.Provider;
pub const Received = client.Received;
pub const Offer = @import("plugin.zig").Offer;
const host = @import("host.zig");
pub const Call = host.Call;
pub const Error = host.Error;
const Instance = @import("plugin.zig").Instance;

/// One call of plugin `P` while it runs.
pub fn Frame(comptime P: type) type {
    return struct {
        plugin: *P,
        home: *host.Home,
        number: u64,
        err: ?*abi.Error,
        arena: std.heap.ArenaAllocator,
        /// For the result, where its size is known beforehand.
        room: ?host.Memory = null,

        const Self = @This();

        pub fn begin(self: *abi.Instance, number: u64, err: ?*abi.Error) Self {
            const instance: *Instance(P) = .of(self);
            const home = &instance.home;
            host.begin(err);
            return .{
                .plugin = &instance.plugin,
                .home = home,
                .number = number,
                .err = err,
                .arena = .init(host.Host.allocator(.{ .home = home })),
            };
        }

        /// Frees what the call allocated and did not give.
        pub fn end(self: *Self) void {
            if (self.room) |unused| unused.deinit();
            self.arena.deinit();
        }

        pub fn call(self: *Self) host.Call {
            return .{ .host = .{ .home = self.home }, .number = self.number, .err = self.err, .arena = &self.arena };
        }

        pub fn fail(self: *Self, err: anyerror) i32 {
            return host.statusOf(err, self.err);
        }

        /// Refuses an argument.
        pub fn refuse(self: *Self, why: []const u8) i32 {
            host.explain(self.err, why, 0);
            return host.statusOf(error.InvalidArgument, self.err);
        }

        /// Hands text or bytes over.
        pub fn give(_: *Self, owned: anytype, out: *abi.Owned) i32 {
            owned.memory.give(if (@TypeOf(owned) == host.Text) abi.text_utf8 else abi.bytes, out);
            return abi.ok;
        }

        /// Makes room for a message of this kind, whose values all have as many bytes: before the plugin's method runs,
        /// so that what the method changes is never lost for want of it.
        pub fn makeRoom(self: *Self, comptime kind: Kind) host.Error!void {
            self.room = try .init(self.call(), kind.size());
        }

        /// Hands a record, list, optional or result over as a message.
        pub fn giveMessage(self: *Self, comptime kind: Kind, value: kind.Type(), out: *abi.Owned) i32 {
            if (self.room == null) {
                var counting: message.Writer = .{ .memory = null, .len = kind.size() };
                counting.write(kind, 0, value) catch return self.tooLong();
                self.room = host.Memory.init(self.call(), counting.len) catch |e| return self.fail(e);
            }
            var memory = self.room.?;
            @memset(memory.buffer, 0);
            memory.len = memory.buffer.len;
            var filling: message.Writer = .{ .memory = memory.buffer, .len = kind.size() };
            filling.write(kind, 0, value) catch unreachable;
            self.room = null;
            memory.give(abi.message, out);
            return abi.ok;
        }

        fn tooLong(self: *Self) i32 {
            host.explain(self.err, "the message is longer than 4 GiB", 0);
            return self.fail(error.Limit);
        }
    };
}

/// What a method gave, whether or not it can fail.
pub fn fallible(given: anytype) anyerror!Given(@TypeOf(given)) {
    return given;
}

fn Given(comptime T: type) type {
    return switch (@typeInfo(T)) {
        .error_union => |result| result.payload,
        else => T,
    };
}

/// A text that was checked; null when it is none.
pub fn textOf(span: abi.Span) ?[]const u8 {
    const text = span.slice();
    return if (std.unicode.utf8ValidateSlice(text)) text else null;
}

/// A record, list, optional or result that was checked; null when it is malformed.
pub fn decode(comptime kind: Kind, span: abi.Span) ?kind.Type() {
    return message.decode(kind, span.slice());
}

/// The arguments of `invoke`: a record of these kinds, in which a message is bytes. Null when it is malformed.
pub fn argumentsOf(comptime kinds: []const Kind, span: abi.Span) ?Arguments(kinds) {
    var from = message.Reader.begin(span.slice(), comptime message.sizeOf(kinds)) catch return null;
    var values: Arguments(kinds) = undefined;
    inline for (kinds, 0..) |kind, i|
        values[i] = from.read(kind, message.offsetIn(kinds, i)) catch return null;
    return values;
}

fn Arguments(comptime kinds: []const Kind) type {
    var types: [kinds.len]type = undefined;
    for (&types, kinds) |*T, kind| T.* = kind.Type();
    return @Tuple(&types);
}

/// Why `invoke` does not call a function.
pub fn refuse(err: ?*abi.Error, reason: host.Error, why: []const u8) i32 {
    host.begin(err);
    host.explain(err, why, 0);
    return host.statusOf(reason, err);
}

/// A scalar result extended to 64 bits.
pub fn register(value: anytype) u64 {
    return switch (@typeInfo(@TypeOf(value))) {
        .int => |int| if (int.signedness == .signed) @bitCast(@as(i64, value)) else value,
        .float => |float| @as(@Int(.unsigned, float.bits), @bitCast(value)),
        else => @compileError("not a number"),
    };
}
