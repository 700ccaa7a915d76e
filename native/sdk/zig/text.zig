//! The capability `tutti.text` 1.0. Work on text.
//!
//! Generated from its declaration by `npm run generate`: change that instead.
const binding = @import("binding.zig");
const abi = binding.abi;

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
