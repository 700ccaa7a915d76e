//! Gives back what it is given, in every kind.
const std = @import("std");
const tutti = @import("tutti");
const kinds = @import("org_every_kind.zig");

const Maybe = tutti.List(.{ .optional = &.{ .scalar = u64 } });

const Echo = struct {
    pub fn create(_: tutti.Host) Echo {
        return .{};
    }

    pub fn scalars(
        _: *Echo,
        _: tutti.Call,
        a: u8,
        b: i8,
        c: u16,
        d: i16,
        e: u32,
        f: i32,
        g: u64,
        h: i64,
        i: f32,
        j: f64,
        is_on: bool,
        mood: kinds.Mood,
        traits: kinds.Traits,
    ) i32 {
        const is_right = a == 255 and b == -128 and c == 65535 and d == -32768 and e == 4294967295 and
            g == std.math.maxInt(u64) and h == std.math.minInt(i64) and i == 0.5 and j == -0.25 and
            is_on and mood == .wild and traits.fast_moving;
        return if (is_right) f else 0;
    }

    pub fn as_float(_: *Echo, _: tutti.Call) f32 {
        return 1.5;
    }

    pub fn as_double(_: *Echo, _: tutti.Call) f64 {
        return -2.5;
    }

    pub fn as_bool(_: *Echo, _: tutti.Call) bool {
        return true;
    }

    pub fn as_mood(_: *Echo, _: tutti.Call) kinds.Mood {
        return .wild;
    }

    pub fn plant(_: *Echo, _: tutti.Call, tree: kinds.Tree) kinds.Tree {
        return tree;
    }

    pub fn plant_all(_: *Echo, call: tutti.Call, trees: tutti.List(.{ .record = kinds.Tree })) ![]const kinds.Tree {
        const all = try call.allocator().alloc(kinds.Tree, trees.len());
        for (all, 0..) |*tree, at| tree.* = trees.get(at);
        return all;
    }

    pub fn names(_: *Echo, call: tutti.Call, list: tutti.List(.text), _: []const u8) ![]const []const u8 {
        const all = try call.allocator().alloc([]const u8, list.len());
        for (all, 0..) |*name, at| name.* = list.get(at);
        return all;
    }

    pub fn maybe(_: *Echo, _: tutti.Call, given: ?Maybe) ?Maybe {
        return given;
    }

    pub fn numbers(_: *Echo, _: tutti.Call, list: []const u64) tutti.Result([]const u64, []const u8) {
        return if (list.len == 0) .{ .err = "none" } else .{ .ok = list };
    }

    pub fn nothing(_: *Echo, _: tutti.Call) void {}
};

comptime {
    tutti.plugin(Echo, .{ .id = "org.tutti.echo", .version = "1.0.0", .offers = &.{kinds} });
}
