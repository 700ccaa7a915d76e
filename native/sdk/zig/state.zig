//! The capability `tutti.state` 1.0. Looks into the state that save and restore carry from one version of a plugin to the next.
//!
//! Generated from its declaration by `npm run generate`: change that instead.
const binding = @import("binding.zig");
const abi = binding.abi;
const message = binding.message;
const Kind = binding.message.Kind;

/// The record `stateInfo`.
pub const StateInfo = struct {
    /// Version of the format that save writes now.
    schema: u32,
    /// How many things the state holds.
    entries: u64,
    /// Bytes that save would write now.
    size_bytes: u64,

    pub const kinds: []const Kind = &.{
        .{ .scalar = u32 },
        .{ .scalar = u64 },
        .{ .scalar = u64 },
    };
};

/// `tutti_state_t`
pub const Table = extern struct {
    table: abi.Table,
    describe: *const fn (*abi.Instance, u64, *abi.Owned, ?*abi.Error) callconv(.c) i32,
    reset: *const fn (*abi.Instance, u64, ?*abi.Error) callconv(.c) i32,
    migrate: ?*const fn (
        *abi.Instance,
        u64,
        abi.Span,
        u32,
        u32,
        *abi.Owned,
        ?*abi.Error,
    ) callconv(.c) i32 = null,
};

/// Offers tutti.state with the methods of `P`:
///
/// - `describe(self: *P, call: Call) !StateInfo`
///   Describes the present state without saving it.
/// - `reset(self: *P, call: Call) !void`
///   Returns to the state of an instance that was just started.
/// - `migrate(self: *P, call: Call, state: []const u8, from: u32, to: u32) !Bytes`
///   Optional. Rewrites a saved state in the format of another schema. The present state stays as it is.
pub fn offer(comptime P: type) binding.Offer {
    const functions = struct {
        const table: Table = .{
            .table = .{ .abi = abi.Head.of(Table, 1, 0).withHash(0x5836_fcf8_2531_9a88), .invoke = invoke },
            .describe = describe,
            .reset = reset,
            .migrate = if (@hasDecl(P, "migrate")) migrate else null,
        };

        fn describe(self: *abi.Instance, number: u64, out: *abi.Owned, err: ?*abi.Error) callconv(.c) i32 {
            var frame: binding.Frame(P) = .begin(self, number, err);
            defer frame.end();
            frame.makeRoom(.{ .record = StateInfo }) catch |e| return frame.fail(e);
            const result = binding.fallible(frame.plugin.describe(frame.call())) catch |e|
                return frame.fail(e);
            return frame.giveMessage(.{ .record = StateInfo }, result, out);
        }

        fn reset(self: *abi.Instance, number: u64, err: ?*abi.Error) callconv(.c) i32 {
            var frame: binding.Frame(P) = .begin(self, number, err);
            defer frame.end();
            binding.fallible(frame.plugin.reset(frame.call())) catch |e|
                return frame.fail(e);
            return abi.ok;
        }

        fn migrate(
            self: *abi.Instance,
            number: u64,
            state_in: abi.Span,
            from_in: u32,
            to_in: u32,
            out: *abi.Owned,
            err: ?*abi.Error,
        ) callconv(.c) i32 {
            var frame: binding.Frame(P) = .begin(self, number, err);
            defer frame.end();
            const result = binding.fallible(frame.plugin.migrate(frame.call(), state_in.slice(), from_in, to_in)) catch |e|
                return frame.fail(e);
            return frame.give(result, out);
        }
    };
    return .{ .capability = "tutti.state", .table = &functions.table.table };
}

/// A provider of tutti.state, which `Host.query` finds, wherever it runs. What it refuses comes as an error, and
/// its message is noted as why the call fails.
pub const Client = struct {
    provider: binding.Provider,

    pub const capability: binding.Capability = .{
        .id = "tutti.state",
        .major = 1,
        .minor = 0,
        .hash = 0x5836_fcf8_2531_9a88,
    };

    /// Describes the present state without saving it.
    pub fn describe(self: Client, call: binding.Call) binding.Error!StateInfo {
        return self.provider.run(Table, .{
            .name = "describe",
            .index = 0,
            .why = "the result of tutti.state.describe is malformed",
            .parameters = &.{},
            .result = .{ .record = StateInfo },
        }, call, .{});
    }

    /// Returns to the state of an instance that was just started.
    pub fn reset(self: Client, call: binding.Call) binding.Error!void {
        return self.provider.run(Table, .{
            .name = "reset",
            .index = 1,
            .why = "the result of tutti.state.reset is malformed",
            .parameters = &.{},
            .result = null,
        }, call, .{});
    }

    /// Rewrites a saved state in the format of another schema. The present state stays as it is. Optional:
    /// `error.Unsupported` where it is left out.
    pub fn migrate(
        self: Client,
        call: binding.Call,
        state: []const u8,
        from: u32,
        to: u32,
    ) binding.Error!binding.Received([]const u8) {
        return self.provider.run(Table, .{
            .name = "migrate",
            .index = 2,
            .why = "the result of tutti.state.migrate is malformed",
            .parameters = &.{ .bytes, .{ .scalar = u32 }, .{ .scalar = u32 } },
            .result = .bytes,
        }, call, .{ state, from, to });
    }
};

fn invoke(
    head: *const abi.Table,
    self: *abi.Instance,
    number: u64,
    function: u32,
    arguments: abi.Span,
    _: ?*u64,
    out: *abi.Owned,
    err: ?*abi.Error,
) callconv(.c) i32 {
    const table: *const Table = @fieldParentPtr("table", head);
    switch (function) {
        0 => return table.describe(self, number, out, err),
        1 => return table.reset(self, number, err),
        2 => {
            const migrate = table.migrate orelse return missing(err);
            const in = binding.argumentsOf(&.{ .bytes, .{ .scalar = u32 }, .{ .scalar = u32 } }, arguments) orelse
                return binding.refuse(err, error.InvalidArgument, "the arguments of tutti.state.migrate are malformed");
            return migrate(self, number, .of(in[0]), in[1], in[2], out, err);
        },
        else => return missing(err),
    }
}

fn missing(err: ?*abi.Error) i32 {
    return binding.refuse(err, error.Unsupported, "this provider of tutti.state has no such function");
}

comptime {
    @import("std").debug.assert(@offsetOf(Table, "table") == 0);
}
