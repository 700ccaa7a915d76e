//! What the clients of other plugins are made of.
const std = @import("std");
const abi = @import("abi.zig");
const host = @import("host.zig");
const message = @import("message.zig");
const Kind = message.Kind;

/// Of which capability something is a client, and of which declaration.
pub const Capability = struct { id: [:0]const u8, major: u16, minor: u16, hash: u64 };

/// One function of a capability.
pub const Function = struct {
    /// Of its field in the table.
    name: []const u8,
    /// Its place in the table, from 0.
    index: u32,
    /// What is said of a result that does not hold together.
    why: []const u8,
    parameters: []const Kind,
    result: ?Kind,

    /// What a client's method gives: by value where nothing lies behind a reference.
    pub fn Given(comptime function: Function) type {
        const kind = function.result orelse return void;
        return if (kind.isFixed()) kind.Type() else Received(kind.Type());
    }
};

/// A value that another plugin made, with what it refers to. `deinit` gives the memory back to its maker; call it once,
/// before the plugin that holds it has stopped.
pub fn Received(comptime T: type) type {
    return struct {
        value: T,
        owned: abi.Owned,

        pub fn deinit(self: @This()) void {
            release(self.owned);
        }
    };
}

fn release(owned: abi.Owned) void {
    var given = owned;
    if (given.release) |give_back| give_back(&given);
}

/// The way to one provider.
pub const Provider = struct {
    table: *const abi.Table,
    instance: *abi.Instance,

    /// The provider that the host wired to this plugin. A table of the same version that was generated from another
    /// declaration is none.
    pub fn find(raw: *const abi.Host, capability: Capability) ?Provider {
        var instance: ?*abi.Instance = null;
        const version = @as(u32, capability.major) << 16 | capability.minor;
        const table = raw.query(raw, capability.id, version, &instance) orelse return null;
        const head = table.abi;
        if (head.struct_size < @sizeOf(abi.Table) or table.invoke == null) return null;
        if (head.iface_hash != 0 and head.iface_hash != capability.hash and head.minor == capability.minor) return null;
        return .{ .table = table, .instance = instance orelse return null };
    }

    /// Calls a function: through the typed one where the table holds it, else through `invoke`. `Table` is the struct of
    /// the capability, `arguments` a tuple of the parameters. Where the provider refuses, its message is noted as why the
    /// call fails.
    pub fn run(
        self: Provider,
        comptime Table: type,
        comptime function: Function,
        call: host.Call,
        arguments: anytype,
    ) host.Error!function.Given() {
        var crossing: Crossing(function.parameters) = undefined;
        var encoded: [function.parameters.len]?host.Memory = @splat(null);
        defer for (encoded) |memory| if (memory) |used| used.deinit();
        inline for (function.parameters, 0..) |kind, i| {
            if (comptime kind.isComposite()) {
                encoded[i] = try encode(call, kind, arguments[i]);
                crossing[i] = .of(encoded[i].?.buffer);
            } else crossing[i] = crossed(kind, arguments[i]);
        }
        var answer: Answer = .{};
        errdefer release(answer.owned);
        const status = if (self.typed(Table, function.name)) |run_typed|
            directly(function, run_typed, self.instance, call, crossing, &answer)
        else
            try self.byMessage(function, call, crossing, &answer);
        if (status != abi.ok) return refused(call, status, &answer.err);
        return answer.value(function, call);
    }

    /// The typed function, where the table is long enough and holds it.
    fn typed(self: Provider, comptime Table: type, comptime name: []const u8) ?Pointer(Table, name) {
        const end = @offsetOf(Table, name) + @sizeOf(*const anyopaque);
        if (self.table.abi.struct_size < end) return null;
        const table: *const Table = @fieldParentPtr("table", self.table);
        const place: *const ?Pointer(Table, name) = @ptrCast(&@field(table, name));
        return place.*;
    }

    fn directly(
        comptime function: Function,
        run_typed: anytype,
        instance: *abi.Instance,
        call: host.Call,
        crossing: anytype,
        answer: *Answer,
    ) i32 {
        const before = .{ instance, call.number } ++ crossing;
        const result = function.result orelse return @call(.auto, run_typed, before ++ .{&answer.err});
        if (comptime result.isComposite() or result == .text or result == .bytes)
            return @call(.auto, run_typed, before ++ .{ &answer.owned, &answer.err });
        const place: *Register(result) = @ptrCast(&answer.scalar);
        return @call(.auto, run_typed, before ++ .{ place, &answer.err });
    }

    fn byMessage(
        self: Provider,
        comptime function: Function,
        call: host.Call,
        crossing: anytype,
        answer: *Answer,
    ) host.Error!i32 {
        const invoke = self.table.invoke.?;
        var arguments: abi.Span = .{ .ptr = null, .len = 0 };
        var memory: ?host.Memory = null;
        defer if (memory) |used| used.deinit();
        if (function.parameters.len > 0) {
            memory = try record(call, function.parameters, crossing);
            arguments = .of(memory.?.buffer);
        }
        return invoke(
            self.table,
            self.instance,
            call.number,
            function.index,
            arguments,
            &answer.scalar,
            &answer.owned,
            &answer.err,
        );
    }
};

/// What one call gives.
const Answer = struct {
    /// A typed function writes its low bytes.
    scalar: u64 = 0,
    owned: abi.Owned = .{ .type_id = 0, .ptr = null, .len = 0, .cap = 0, .release = null, .owner = null },
    err: abi.Error = .{ .struct_size = @sizeOf(abi.Error), .status = 0, .line = 0, .len = 0, .msg = @splat(0) },

    fn value(self: *Answer, comptime function: Function, call: host.Call) host.Error!function.Given() {
        const kind = function.result orelse return;
        if (kind == .scalar) return self.number(kind.scalar) orelse malformed(function, call);
        const bytes = self.given(kind) orelse return malformed(function, call);
        const read = switch (kind) {
            .bytes => bytes,
            .text => if (std.unicode.utf8ValidateSlice(bytes)) bytes else return malformed(function, call),
            else => message.decode(kind, bytes) orelse return malformed(function, call),
        };
        if (comptime !kind.isFixed()) return .{ .value = read, .owned = self.owned };
        release(self.owned);
        return read;
    }

    fn number(self: *Answer, comptime T: type) ?T {
        return switch (@typeInfo(T)) {
            .int => |int| @bitCast(@as(@Int(.unsigned, int.bits), @truncate(self.scalar))),
            .float => |float| @bitCast(@as(@Int(.unsigned, float.bits), @truncate(self.scalar))),
            .bool => message.truth(@truncate(self.scalar)),
            else => message.named(T, @truncate(self.scalar)),
        };
    }

    fn given(self: *Answer, comptime kind: Kind) ?[]const u8 {
        const type_id = switch (kind) {
            .text => abi.text_utf8,
            .bytes => abi.bytes,
            else => abi.message,
        };
        const owned = self.owned;
        if (owned.release == null or owned.type_id != type_id or (owned.ptr == null and owned.len > 0)) return null;
        return (abi.Span{ .ptr = owned.ptr, .len = owned.len }).slice();
    }
};

fn malformed(comptime function: Function, call: host.Call) host.Error {
    host.explain(call.err, function.why, 0);
    return error.Internal;
}

/// The provider's refusal, with its words.
fn refused(call: host.Call, status: i32, err: *const abi.Error) host.Error {
    const said = err.msg[0..@min(err.len, err.msg.len)];
    host.explain(call.err, if (said.len > 0) said else "the provider did not say why", err.line);
    return host.errorOf(status);
}

/// A pointer to the function that a table has at `name`.
fn Pointer(comptime Table: type, comptime name: []const u8) type {
    const T = @FieldType(Table, name);
    return switch (@typeInfo(T)) {
        .optional => |optional| optional.child,
        else => T,
    };
}

/// A scalar as it crosses in a register.
fn Register(comptime kind: Kind) type {
    return switch (@typeInfo(kind.scalar)) {
        .int, .float => kind.scalar,
        .bool => u8,
        else => u32,
    };
}

/// A tuple of what crosses for these parameters.
fn Crossing(comptime kinds: []const Kind) type {
    var types: [kinds.len]type = undefined;
    for (&types, kinds) |*T, kind| T.* = if (kind == .scalar) Register(kind) else abi.Span;
    return @Tuple(&types);
}

fn crossed(comptime kind: Kind, value: kind.Type()) if (kind == .scalar) Register(kind) else abi.Span {
    if (kind != .scalar) return .of(value);
    return switch (@typeInfo(kind.scalar)) {
        .int, .float => value,
        .bool => @intFromBool(value),
        else => message.bitsOf(value),
    };
}

/// A composite argument as a message, in memory of the host.
fn encode(call: host.Call, comptime kind: Kind, value: kind.Type()) host.Error!host.Memory {
    var counting: message.Writer = .{ .memory = null, .len = kind.size() };
    counting.write(kind, 0, value) catch return tooLong(call);
    const memory = try host.Memory.initFor(call, counting.len, no_room);
    @memset(memory.buffer, 0);
    var filling: message.Writer = .{ .memory = memory.buffer, .len = kind.size() };
    filling.write(kind, 0, value) catch unreachable;
    return memory;
}

const no_room = "no memory for the arguments";

fn tooLong(call: host.Call) host.Error {
    host.explain(call.err, "the message is longer than 4 GiB", 0);
    return error.Limit;
}

/// The record of the arguments, in which a composite is the bytes of its message.
fn record(call: host.Call, comptime kinds: []const Kind, crossing: Crossing(kinds)) host.Error!host.Memory {
    const inline_kinds = comptime message.argumentKinds(kinds);
    const size = comptime message.sizeOf(inline_kinds);
    var counting: message.Writer = .{ .memory = null, .len = size };
    fields(&counting, kinds, crossing) catch return tooLong(call);
    const memory = try host.Memory.initFor(call, counting.len, no_room);
    @memset(memory.buffer, 0);
    var filling: message.Writer = .{ .memory = memory.buffer, .len = size };
    fields(&filling, kinds, crossing) catch unreachable;
    return memory;
}

fn fields(to: *message.Writer, comptime kinds: []const Kind, crossing: Crossing(kinds)) message.Writer.Error!void {
    @setEvalBranchQuota(1000 + 1000 * kinds.len);
    const inline_kinds = comptime message.argumentKinds(kinds);
    inline for (kinds, 0..) |kind, i| {
        const at = comptime message.offsetIn(inline_kinds, i);
        if (kind == .scalar) {
            try to.write(inline_kinds[i], at, crossing[i]);
        } else try to.appended(at, crossing[i].slice(), if (comptime kind.isComposite()) 8 else 1);
    }
}
