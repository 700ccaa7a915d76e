//! What values are, and how they lie in a message: sizes, alignments, offsets.
const std = @import("std");
const message = @import("message.zig");

/// What a value is. A record is a struct whose `kinds` are those of its fields, in order.
pub const Kind = union(enum) {
    scalar: type,
    text,
    bytes,
    record: type,
    list: *const Kind,
    optional: *const Kind,
    result: struct { ok: *const Kind, err: *const Kind },

    /// The Zig type of its values.
    pub fn Type(comptime kind: Kind) type {
        return switch (kind) {
            .scalar, .record => |T| T,
            .text, .bytes => []const u8,
            .list => |item| if (item.isNumber()) []const item.Type() else message.List(item.*),
            .optional => |some| ?some.Type(),
            .result => |sides| message.Result(sides.ok.Type(), sides.err.Type()),
        };
    }

    /// Is it a message where it crosses: a record, list, optional or result?
    pub fn isComposite(comptime kind: Kind) bool {
        return switch (kind) {
            .scalar, .text, .bytes => false,
            else => true,
        };
    }

    /// Have all of its values as many bytes: does nothing of them lie behind a reference?
    pub fn isFixed(comptime kind: Kind) bool {
        return comptime switch (kind) {
            .scalar => true,
            .text, .bytes, .list => false,
            .record => |T| for (T.kinds) |field| {
                if (!field.isFixed()) break false;
            } else true,
            .optional => |some| some.isFixed(),
            .result => |sides| sides.ok.isFixed() and sides.err.isFixed(),
        };
    }

    pub fn isNumber(comptime kind: Kind) bool {
        return kind == .scalar and switch (@typeInfo(kind.scalar)) {
            .int, .float => true,
            else => false,
        };
    }

    /// Alignment in a message.
    pub fn alignment(comptime kind: Kind) usize {
        return comptime switch (kind) {
            .scalar => |T| @sizeOf(T),
            .text, .bytes, .list => 4,
            .record => |T| most: {
                var widest: usize = 1;
                for (T.kinds) |field| widest = @max(widest, field.alignment());
                break :most widest;
            },
            .optional => |some| some.alignment(),
            .result => |sides| @max(sides.ok.alignment(), sides.err.alignment()),
        };
    }

    /// Bytes inline.
    pub fn size(comptime kind: Kind) usize {
        const align_to = comptime kind.alignment();
        return comptime switch (kind) {
            .scalar => |T| @sizeOf(T),
            .text, .bytes, .list => 8,
            .record => |T| std.mem.alignForward(usize, offsetIn(T.kinds, T.kinds.len), align_to),
            .optional => |some| std.mem.alignForward(usize, align_to + some.size(), align_to),
            .result => |s| std.mem.alignForward(usize, align_to + @max(s.ok.size(), s.err.size()), align_to),
        };
    }
};

/// Where field `index` begins; for the number of fields: where the last one ends.
pub fn offsetIn(comptime kinds: []const Kind, comptime index: usize) usize {
    return comptime at: {
        var end: usize = 0;
        for (kinds, 0..) |kind, i| {
            const place = std.mem.alignForward(usize, end, kind.alignment());
            if (i == index) break :at place;
            end = place + kind.size();
        }
        break :at end;
    };
}

/// Bytes of a record of these kinds.
pub fn sizeOf(comptime kinds: []const Kind) usize {
    var widest: usize = 1;
    for (kinds) |kind| widest = @max(widest, kind.alignment());
    return std.mem.alignForward(usize, offsetIn(kinds, kinds.len), widest);
}

/// How parameters of these kinds stand in the record of the arguments: cases, flags and bools as numbers, the rest as
/// bytes.
pub fn argumentKinds(comptime kinds: []const Kind) []const Kind {
    return comptime inline_kinds: {
        var crossing: [kinds.len]Kind = undefined;
        for (&crossing, kinds) |*to, kind| to.* = switch (kind) {
            .scalar => |T| switch (@typeInfo(T)) {
                .int, .float => kind,
                .bool => .{ .scalar = u8 },
                else => .{ .scalar = u32 },
            },
            else => .bytes,
        };
        const final = crossing;
        break :inline_kinds &final;
    };
}
