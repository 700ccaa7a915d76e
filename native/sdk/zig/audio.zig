//! The capability `tutti.audio` 1.0. Turns samples into samples, block by block.
//!
//! Generated from its declaration by `npm run generate`: change that instead.
const binding = @import("binding.zig");
const abi = binding.abi;
const message = binding.message;
const Kind = binding.message.Kind;
const List = binding.message.List;
const Result = binding.message.Result;

/// The cases of `layout`.
pub const Layout = enum(u32) {
    /// Frame after frame, each with one sample of every channel.
    interleaved = 0,
    /// Channel after channel, each with all of its samples.
    planar = 1,
};

/// Any of the flags of `features`.
pub const Features = packed struct(u32) {
    /// Process is called with a deadline, and may neither allocate nor wait.
    realtime: bool = false,
    /// Calls of process may differ in length.
    variable_blocks: bool = false,
    /// An empty list may stand for silence.
    silence_aware: bool = false,
    _6: u29 = 0,

    pub const all: u32 = 7;
};

/// The record `audioFormat`.
pub const AudioFormat = struct {
    /// Frames a second.
    sample_rate: u32,
    /// Samples a frame, from 1.
    channels: u16,
    /// How the samples of several channels are ordered.
    layout: Layout,
    /// What the host will make use of.
    features: Features,

    pub const kinds: []const Kind = &.{
        .{ .scalar = u32 },
        .{ .scalar = u16 },
        .{ .scalar = Layout },
        .{ .scalar = Features },
    };
};

/// The record `note`.
pub const Note = struct {
    /// When it begins, in frames since prepare.
    frame: u64,
    /// MIDI key number, 0 to 127.
    pitch: u8,
    /// How hard, from 0 to 1.
    velocity: f32,

    pub const kinds: []const Kind = &.{
        .{ .scalar = u64 },
        .{ .scalar = u8 },
        .{ .scalar = f32 },
    };
};

/// The cases of `refusal`.
pub const Refusal = enum(u32) {
    /// Prepare was not called.
    not_prepared = 0,
    /// A pitch is above 127.
    pitch_out_of_range = 1,
    /// A frame was processed before.
    in_the_past = 2,
    /// More notes than the plugin can hold.
    too_many_notes = 3,
};

/// `tutti_audio_t`
pub const Table = extern struct {
    table: abi.Table,
    prepare: *const fn (*abi.Instance, u64, abi.Span, ?*abi.Error) callconv(.c) i32,
    process: *const fn (*abi.Instance, u64, abi.Span, *abi.Owned, ?*abi.Error) callconv(.c) i32,
    latency_frames: *const fn (*abi.Instance, u64, *abi.Owned, ?*abi.Error) callconv(.c) i32,
    play: ?*const fn (*abi.Instance, u64, abi.Span, *abi.Owned, ?*abi.Error) callconv(.c) i32 = null,
};

/// Offers tutti.audio with the methods of `P`:
///
/// - `prepare(self: *P, call: Call, format: AudioFormat) !void`
///   Sets the format of the samples that follow, and forgets those that came before.
/// - `process(self: *P, call: Call, samples: []const f32) ![]const f32`
///   Processes one block of samples.
/// - `latency_frames(self: *P, call: Call) !?u32`
///   Tells by how much the output lags behind the input.
/// - `play(self: *P, call: Call, notes: List(.{ .record = Note })) !Result(u32, Refusal)`
///   Optional. Plans notes to sound in later blocks: all of them or none.
pub fn offer(comptime P: type) binding.Offer {
    const functions = struct {
        const table: Table = .{
            .table = .{ .abi = abi.Head.of(Table, 1, 0).withHash(0x7227_53ea_ab3e_4a47), .invoke = invoke },
            .prepare = prepare,
            .process = process,
            .latency_frames = latency_frames,
            .play = if (@hasDecl(P, "play")) play else null,
        };

        fn prepare(self: *abi.Instance, number: u64, format_in: abi.Span, err: ?*abi.Error) callconv(.c) i32 {
            var frame: binding.Frame(P) = .begin(self, number, err);
            defer frame.end();
            const format_value = binding.decode(.{ .record = AudioFormat }, format_in) orelse
                return frame.refuse("the format is malformed");
            binding.fallible(frame.plugin.prepare(frame.call(), format_value)) catch |e|
                return frame.fail(e);
            return abi.ok;
        }

        fn process(
            self: *abi.Instance,
            number: u64,
            samples_in: abi.Span,
            out: *abi.Owned,
            err: ?*abi.Error,
        ) callconv(.c) i32 {
            var frame: binding.Frame(P) = .begin(self, number, err);
            defer frame.end();
            const samples_value = binding.decode(.{ .list = &.{ .scalar = f32 } }, samples_in) orelse
                return frame.refuse("the samples is malformed");
            const result = binding.fallible(frame.plugin.process(frame.call(), samples_value)) catch |e|
                return frame.fail(e);
            return frame.giveMessage(.{ .list = &.{ .scalar = f32 } }, result, out);
        }

        fn latency_frames(
            self: *abi.Instance,
            number: u64,
            out: *abi.Owned,
            err: ?*abi.Error,
        ) callconv(.c) i32 {
            var frame: binding.Frame(P) = .begin(self, number, err);
            defer frame.end();
            frame.makeRoom(.{ .optional = &.{ .scalar = u32 } }) catch |e| return frame.fail(e);
            const result = binding.fallible(frame.plugin.latency_frames(frame.call())) catch |e|
                return frame.fail(e);
            return frame.giveMessage(.{ .optional = &.{ .scalar = u32 } }, result, out);
        }

        fn play(
            self: *abi.Instance,
            number: u64,
            notes_in: abi.Span,
            out: *abi.Owned,
            err: ?*abi.Error,
        ) callconv(.c) i32 {
            var frame: binding.Frame(P) = .begin(self, number, err);
            defer frame.end();
            const notes_value = binding.decode(.{ .list = &.{ .record = Note } }, notes_in) orelse
                return frame.refuse("the notes is malformed");
            frame.makeRoom(.{ .result = .{ .ok = &.{ .scalar = u32 }, .err = &.{ .scalar = Refusal } } }) catch |e| return frame.fail(e);
            const result = binding.fallible(frame.plugin.play(frame.call(), notes_value)) catch |e|
                return frame.fail(e);
            return frame.giveMessage(.{ .result = .{ .ok = &.{ .scalar = u32 }, .err = &.{ .scalar = Refusal } } }, result, out);
        }
    };
    return .{ .capability = "tutti.audio", .table = &functions.table.table };
}

/// A provider of tutti.audio, which `Host.query` finds, wherever it runs. What it refuses comes as an error, and
/// its message is noted as why the call fails.
pub const Client = struct {
    provider: binding.Provider,

    pub const capability: binding.Capability = .{
        .id = "tutti.audio",
        .major = 1,
        .minor = 0,
        .hash = 0x7227_53ea_ab3e_4a47,
    };

    /// Sets the format of the samples that follow, and forgets those that came before.
    pub fn prepare(self: Client, call: binding.Call, format: AudioFormat) binding.Error!void {
        return self.provider.run(Table, .{
            .name = "prepare",
            .index = 0,
            .why = "the result of tutti.audio.prepare is malformed",
            .parameters = &.{.{ .record = AudioFormat }},
            .result = null,
        }, call, .{format});
    }

    /// Processes one block of samples.
    pub fn process(
        self: Client,
        call: binding.Call,
        samples: []const f32,
    ) binding.Error!binding.Received([]const f32) {
        return self.provider.run(Table, .{
            .name = "process",
            .index = 1,
            .why = "the result of tutti.audio.process is malformed",
            .parameters = &.{.{ .list = &.{ .scalar = f32 } }},
            .result = .{ .list = &.{ .scalar = f32 } },
        }, call, .{samples});
    }

    /// Tells by how much the output lags behind the input.
    pub fn latency_frames(self: Client, call: binding.Call) binding.Error!?u32 {
        return self.provider.run(Table, .{
            .name = "latency_frames",
            .index = 2,
            .why = "the result of tutti.audio.latencyFrames is malformed",
            .parameters = &.{},
            .result = .{ .optional = &.{ .scalar = u32 } },
        }, call, .{});
    }

    /// Plans notes to sound in later blocks: all of them or none. Optional: `error.Unsupported` where it is
    /// left out.
    pub fn play(
        self: Client,
        call: binding.Call,
        notes: List(.{ .record = Note }),
    ) binding.Error!Result(u32, Refusal) {
        return self.provider.run(Table, .{
            .name = "play",
            .index = 3,
            .why = "the result of tutti.audio.play is malformed",
            .parameters = &.{.{ .list = &.{ .record = Note } }},
            .result = .{ .result = .{ .ok = &.{ .scalar = u32 }, .err = &.{ .scalar = Refusal } } },
        }, call, .{notes});
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
                return binding.refuse(err, error.InvalidArgument, "the arguments of tutti.audio.prepare are malformed");
            return table.prepare(self, number, .of(in[0]), err);
        },
        1 => {
            const in = binding.argumentsOf(&.{.bytes}, arguments) orelse
                return binding.refuse(err, error.InvalidArgument, "the arguments of tutti.audio.process are malformed");
            return table.process(self, number, .of(in[0]), out, err);
        },
        2 => return table.latency_frames(self, number, out, err),
        3 => {
            const play = table.play orelse return missing(err);
            const in = binding.argumentsOf(&.{.bytes}, arguments) orelse
                return binding.refuse(err, error.InvalidArgument, "the arguments of tutti.audio.play are malformed");
            return play(self, number, .of(in[0]), out, err);
        },
        else => return missing(err),
    }
}

fn missing(err: ?*abi.Error) i32 {
    return binding.refuse(err, error.Unsupported, "this provider of tutti.audio has no such function");
}

comptime {
    @import("std").debug.assert(@offsetOf(Table, "table") == 0);
}
