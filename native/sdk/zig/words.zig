//! The capability `tutti.words` 1.0. Counts words over any number of texts.
//!
//! Generated from its declaration by `npm run generate`: change that instead.
const binding = @import("binding.zig");
const abi = binding.abi;
const message = binding.message;
const Kind = binding.message.Kind;
const List = binding.message.List;

/// The record `counts`.
pub const Counts = struct {
    /// Runs of bytes that are not ASCII white space.
    words: u64,
    /// Line feeds.
    lines: u64,
    /// Bytes of UTF-8.
    bytes: u64,

    pub const kinds: []const Kind = &.{
        .{ .scalar = u64 },
        .{ .scalar = u64 },
        .{ .scalar = u64 },
    };
};

/// The record `wordCount`.
pub const WordCount = struct {
    /// As it was spelled.
    word: []const u8,
    /// How often it came.
    count: u64,

    pub const kinds: []const Kind = &.{
        .text,
        .{ .scalar = u64 },
    };
};

/// `tutti_words_t`
pub const Table = extern struct {
    table: abi.Table,
    add: *const fn (*abi.Instance, u64, abi.Span, *abi.Owned, ?*abi.Error) callconv(.c) i32,
    total: *const fn (*abi.Instance, u64, *abi.Owned, ?*abi.Error) callconv(.c) i32,
    most_frequent: *const fn (*abi.Instance, u64, u32, *abi.Owned, ?*abi.Error) callconv(.c) i32,
    reset: *const fn (*abi.Instance, u64, ?*abi.Error) callconv(.c) i32,
};

/// Offers tutti.words with the methods of `P`:
///
/// - `add(self: *P, call: Call, text: []const u8) !Counts`
///   Counts one more text. A word ends with its text.
/// - `total(self: *P, call: Call) !Counts`
///   Tells what was counted since the start or the last reset.
/// - `most_frequent(self: *P, call: Call, limit: u32) ![]const WordCount`
///   Lists the words that came most often; of equally frequent ones the smaller by bytes first.
/// - `reset(self: *P, call: Call) !void`
///   Forgets everything that was counted.
pub fn offer(comptime P: type) binding.Offer {
    const functions = struct {
        const table: Table = .{
            .table = .{ .abi = abi.Head.of(Table, 1, 0).withHash(0x019f_f837_e6ef_f2fb), .invoke = invoke },
            .add = add,
            .total = total,
            .most_frequent = most_frequent,
            .reset = reset,
        };

        fn add(
            self: *abi.Instance,
            number: u64,
            text_in: abi.Span,
            out: *abi.Owned,
            err: ?*abi.Error,
        ) callconv(.c) i32 {
            var frame: binding.Frame(P) = .begin(self, number, err);
            defer frame.end();
            const text_value = binding.textOf(text_in) orelse
                return frame.refuse("the text is not valid UTF-8");
            frame.makeRoom(.{ .record = Counts }) catch |e| return frame.fail(e);
            const result = binding.fallible(frame.plugin.add(frame.call(), text_value)) catch |e|
                return frame.fail(e);
            return frame.giveMessage(.{ .record = Counts }, result, out);
        }

        fn total(self: *abi.Instance, number: u64, out: *abi.Owned, err: ?*abi.Error) callconv(.c) i32 {
            var frame: binding.Frame(P) = .begin(self, number, err);
            defer frame.end();
            frame.makeRoom(.{ .record = Counts }) catch |e| return frame.fail(e);
            const result = binding.fallible(frame.plugin.total(frame.call())) catch |e|
                return frame.fail(e);
            return frame.giveMessage(.{ .record = Counts }, result, out);
        }

        fn most_frequent(
            self: *abi.Instance,
            number: u64,
            limit_in: u32,
            out: *abi.Owned,
            err: ?*abi.Error,
        ) callconv(.c) i32 {
            var frame: binding.Frame(P) = .begin(self, number, err);
            defer frame.end();
            const result = binding.fallible(frame.plugin.most_frequent(frame.call(), limit_in)) catch |e|
                return frame.fail(e);
            return frame.giveMessage(.{ .list = &.{ .record = WordCount } }, .of(result), out);
        }

        fn reset(self: *abi.Instance, number: u64, err: ?*abi.Error) callconv(.c) i32 {
            var frame: binding.Frame(P) = .begin(self, number, err);
            defer frame.end();
            binding.fallible(frame.plugin.reset(frame.call())) catch |e|
                return frame.fail(e);
            return abi.ok;
        }
    };
    return .{ .capability = "tutti.words", .table = &functions.table.table };
}

/// A provider of tutti.words, which `Host.query` finds, wherever it runs. What it refuses comes as an error, and
/// its message is noted as why the call fails.
pub const Client = struct {
    provider: binding.Provider,

    pub const capability: binding.Capability = .{
        .id = "tutti.words",
        .major = 1,
        .minor = 0,
        .hash = 0x019f_f837_e6ef_f2fb,
    };

    /// Counts one more text. A word ends with its text.
    pub fn add(self: Client, call: binding.Call, text: []const u8) binding.Error!Counts {
        return self.provider.run(Table, .{
            .name = "add",
            .index = 0,
            .why = "the result of tutti.words.add is malformed",
            .parameters = &.{.text},
            .result = .{ .record = Counts },
        }, call, .{text});
    }

    /// Tells what was counted since the start or the last reset.
    pub fn total(self: Client, call: binding.Call) binding.Error!Counts {
        return self.provider.run(Table, .{
            .name = "total",
            .index = 1,
            .why = "the result of tutti.words.total is malformed",
            .parameters = &.{},
            .result = .{ .record = Counts },
        }, call, .{});
    }

    /// Lists the words that came most often; of equally frequent ones the smaller by bytes first.
    pub fn most_frequent(
        self: Client,
        call: binding.Call,
        limit: u32,
    ) binding.Error!binding.Received(List(.{ .record = WordCount })) {
        return self.provider.run(Table, .{
            .name = "most_frequent",
            .index = 2,
            .why = "the result of tutti.words.mostFrequent is malformed",
            .parameters = &.{.{ .scalar = u32 }},
            .result = .{ .list = &.{ .record = WordCount } },
        }, call, .{limit});
    }

    /// Forgets everything that was counted.
    pub fn reset(self: Client, call: binding.Call) binding.Error!void {
        return self.provider.run(Table, .{
            .name = "reset",
            .index = 3,
            .why = "the result of tutti.words.reset is malformed",
            .parameters = &.{},
            .result = null,
        }, call, .{});
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
            const in = binding.argumentsOf(&.{.bytes}, arguments) orelse
                return binding.refuse(err, error.InvalidArgument, "the arguments of tutti.words.add are malformed");
            return table.add(self, number, .of(in[0]), out, err);
        },
        1 => return table.total(self, number, out, err),
        2 => {
            const in = binding.argumentsOf(&.{.{ .scalar = u32 }}, arguments) orelse
                return binding.refuse(err, error.InvalidArgument, "the arguments of tutti.words.mostFrequent are malformed");
            return table.most_frequent(self, number, in[0], out, err);
        },
        3 => return table.reset(self, number, err),
        else => return missing(err),
    }
}

fn missing(err: ?*abi.Error) i32 {
    return binding.refuse(err, error.Unsupported, "this provider of tutti.words has no such function");
}

comptime {
    @import("std").debug.assert(@offsetOf(Table, "table") == 0);
}
