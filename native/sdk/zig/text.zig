//! The capability `tutti.text` 1.0. Work on text.
//!
//! Generated from its declaration by `npm run generate`: change that instead.
const binding = @import("binding.zig");
const abi = binding.abi;
const message = binding.message;

/// `tutti_text_t`
pub const Table = extern struct {
    table: abi.Table,
    repeat: *const fn (*abi.Instance, u64, abi.Span, u32, *abi.Owned, ?*abi.Error) callconv(.c) i32,
};

/// Offers tutti.text with the methods of `P`:
///
/// - `repeat(self: *P, call: Call, text: []const u8, count: u32) !Text`
///   Repeats a text.
pub fn offer(comptime P: type) binding.Offer {
    const functions = struct {
        const table: Table = .{
            .table = .{ .abi = abi.Head.of(Table, 1, 0).withHash(0x608b_d071_8ede_0f46), .invoke = invoke },
            .repeat = repeat,
        };

        fn repeat(
            self: *abi.Instance,
            number: u64,
            text_in: abi.Span,
            count_in: u32,
            out: *abi.Owned,
            err: ?*abi.Error,
        ) callconv(.c) i32 {
            var frame: binding.Frame(P) = .begin(self, number, err);
            defer frame.end();
            const text_value = binding.textOf(text_in) orelse
                return frame.refuse("the text is not valid UTF-8");
            const result = binding.fallible(frame.plugin.repeat(frame.call(), text_value, count_in)) catch |e|
                return frame.fail(e);
            return frame.give(result, out);
        }
    };
    return .{ .capability = "tutti.text", .table = &functions.table.table };
}

/// A provider of tutti.text, which `Host.query` finds, wherever it runs. What it refuses comes as an error, and
/// its message is noted as why the call fails.
pub const Client = struct {
    provider: binding.Provider,

    pub const capability: binding.Capability = .{
        .id = "tutti.text",
        .major = 1,
        .minor = 0,
        .hash = 0x608b_d071_8ede_0f46,
    };

    /// Repeats a text.
    pub fn repeat(
        self: Client,
        call: binding.Call,
        text: []const u8,
        count: u32,
    ) binding.Error!binding.Received([]const u8) {
        return self.provider.run(Table, .{
            .name = "repeat",
            .index = 0,
            .why = "the result of tutti.text.repeat is malformed",
            .parameters = &.{ .text, .{ .scalar = u32 } },
            .result = .text,
        }, call, .{ text, count });
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
        0 => {
            const in = binding.argumentsOf(&.{ .bytes, .{ .scalar = u32 } }, arguments) orelse
                return binding.refuse(err, error.InvalidArgument, "the arguments of tutti.text.repeat are malformed");
            return table.repeat(self, number, .of(in[0]), in[1], out, err);
        },
        else => return missing(err),
    }
}

fn missing(err: ?*abi.Error) i32 {
    return binding.refuse(err, error.Unsupported, "this provider of tutti.text has no such function");
}

comptime {
    @import("std").debug.assert(@offsetOf(Table, "table") == 0);
}
