//! Messages: how records, lists, optionals and results cross. What is read is checked whole before it is used.
const std = @import("std");
const kinds = @import("kind.zig");

pub const Kind = kinds.Kind;
pub const argumentKinds = kinds.argumentKinds;
pub const offsetIn = kinds.offsetIn;
pub const sizeOf = kinds.sizeOf;

/// A record, list, optional or result that is checked; null when it is malformed.
pub fn decode(comptime kind: Kind, bytes: []const u8) ?kind.Type() {
    var from = Reader.begin(bytes, kind.size()) catch return null;
    return from.read(kind, 0) catch null;
}

/// An expected answer of one of two sorts: a value, or an error that is no failure of the call.
pub fn Result(comptime T: type, comptime E: type) type {
    return union(enum) { ok: T, err: E };
}

/// A borrowed list of anything but numbers (those are slices): a slice of the plugin's, or a part of a message that was
/// checked when it arrived. Its items are read where they lie, each time anew.
pub fn List(comptime kind: Kind) type {
    return union(enum) {
        slice: []const Item,
        message: struct { message: []const u8, place: usize, count: usize },

        const Self = @This();
        pub const Item = kind.Type();

        pub fn of(items: []const Item) Self {
            return .{ .slice = items };
        }

        pub fn len(self: Self) usize {
            return switch (self) {
                .slice => |items| items.len,
                .message => |m| m.count,
            };
        }

        /// Asserts that there is such an item.
        pub fn get(self: Self, index: usize) Item {
            std.debug.assert(index < self.len());
            switch (self) {
                .slice => |items| return items[index],
                .message => |m| {
                    var from: Reader = .{ .message = m.message, .left = std.math.maxInt(usize) };
                    return from.read(kind, m.place + index * kind.size()) catch unreachable;
                },
            }
        }
    };
}

/// A message that somebody else wrote, while it is checked.
pub const Reader = struct {
    message: []const u8,
    /// Bytes that references may still name: together never more than the message has, so that a small message cannot
    /// stand for a huge value.
    left: usize,

    pub const Error = error{Malformed};

    /// Begins the check of a message whose root has `size` bytes.
    pub fn begin(message: []const u8, size: usize) Error!Reader {
        if (message.len < size or @intFromPtr(message.ptr) % 8 != 0) return error.Malformed;
        return .{ .message = message, .left = message.len - size };
    }

    pub fn read(self: *Reader, comptime kind: Kind, at: usize) Error!kind.Type() {
        switch (kind) {
            .scalar => |T| return self.scalar(T, at),
            .bytes => return self.items(u8, at),
            .text => {
                const text = try self.items(u8, at);
                return if (std.unicode.utf8ValidateSlice(text)) text else error.Malformed;
            },
            .record => |T| {
                var value: T = undefined;
                inline for (@typeInfo(T).@"struct".fields, T.kinds, 0..) |field, part, i|
                    @field(value, field.name) = try self.read(part, at + offsetIn(T.kinds, i));
                return value;
            },
            .list => |item| {
                if (comptime item.isNumber()) return self.items(item.Type(), at);
                const place, const count = try self.referred(item.size(), item.alignment(), at);
                for (0..count) |index| _ = try self.read(item.*, place + index * item.size());
                return .{ .message = .{ .message = self.message, .place = place, .count = count } };
            },
            .optional => |some| {
                if (!try self.scalar(bool, at)) return null;
                return try self.read(some.*, at + kind.alignment());
            },
            .result => |sides| {
                const inside = at + kind.alignment();
                if (try self.scalar(bool, at)) return .{ .err = try self.read(sides.err.*, inside) };
                return .{ .ok = try self.read(sides.ok.*, inside) };
            },
        }
    }

    fn scalar(self: *Reader, comptime T: type, at: usize) Error!T {
        switch (@typeInfo(T)) {
            .int => return std.mem.readInt(T, self.message[at..][0..@sizeOf(T)], .little),
            .float => |float| return @bitCast(try self.scalar(@Int(.unsigned, float.bits), at)),
            .bool => return truth(self.message[at]) orelse error.Malformed,
            else => return named(T, try self.scalar(u32, at)) orelse error.Malformed,
        }
    }

    fn items(self: *Reader, comptime T: type, at: usize) Error![]const T {
        const place, const count = try self.referred(@sizeOf(T), @sizeOf(T), at);
        if (count == 0) return &.{};
        const first: [*]const T = @ptrCast(@alignCast(self.message.ptr + place));
        return first[0..count];
    }

    /// What a reference refers to: where it begins, and how many items it has.
    fn referred(self: *Reader, size: usize, alignment: usize, at: usize) Error!struct { usize, usize } {
        const place: usize = try self.scalar(u32, at);
        const count: usize = try self.scalar(u32, at + 4);
        if (place == 0 and count == 0) return .{ 0, 0 };
        const len = std.math.mul(usize, count, size) catch return error.Malformed;
        if (count == 0 or place % alignment != 0 or place > self.message.len) return error.Malformed;
        if (len > self.left or len > self.message.len - place) return error.Malformed;
        self.left -= len;
        return .{ place, count };
    }
};

/// A bool as it crosses; null for anything but 0 and 1.
pub fn truth(byte: u8) ?bool {
    return if (byte > 1) null else byte == 1;
}

/// The case or the flags that `bits` stand for; null when there are none.
pub fn named(comptime T: type, bits: u32) ?T {
    switch (@typeInfo(T)) {
        .@"enum" => |info| {
            inline for (info.fields) |field| if (field.value == bits) return @enumFromInt(bits);
            return null;
        },
        else => return if (bits & ~T.all == 0) @bitCast(bits) else null,
    }
}

/// The number that a case or flags cross as.
pub fn bitsOf(value: anytype) u32 {
    return if (@typeInfo(@TypeOf(value)) == .@"enum") @intFromEnum(value) else @bitCast(value);
}

/// Where a message is written to; without memory it only counts.
pub const Writer = struct {
    memory: ?[]u8,
    len: usize,

    pub const Error = error{Limit};

    pub fn write(self: *Writer, comptime kind: Kind, at: usize, value: kind.Type()) Error!void {
        switch (kind) {
            .scalar => |T| self.scalar(T, at, value),
            .text, .bytes => try self.items(u8, at, value),
            .record => |T| inline for (@typeInfo(T).@"struct".fields, T.kinds, 0..) |field, part, i|
                try self.write(part, at + offsetIn(T.kinds, i), @field(value, field.name)),
            .list => |item| {
                if (comptime item.isNumber()) return self.items(item.Type(), at, value);
                const place = try self.reserve(at, value.len(), item.size(), item.alignment());
                for (0..value.len()) |index| try self.write(item.*, place + index * item.size(), value.get(index));
            },
            .optional => |some| {
                self.scalar(bool, at, value != null);
                if (value) |present| try self.write(some.*, at + kind.alignment(), present);
            },
            .result => |sides| {
                self.scalar(bool, at, value == .err);
                const inside = at + kind.alignment();
                switch (value) {
                    .ok => |ok| try self.write(sides.ok.*, inside, ok),
                    .err => |err| try self.write(sides.err.*, inside, err),
                }
            },
        }
    }

    fn scalar(self: *Writer, comptime T: type, at: usize, value: T) void {
        switch (@typeInfo(T)) {
            .int, .float => self.put(at, std.mem.asBytes(&value)),
            .bool => self.put(at, &.{@intFromBool(value)}),
            else => self.put(at, std.mem.asBytes(&bitsOf(value))),
        }
    }

    fn items(self: *Writer, comptime T: type, at: usize, values: []const T) Error!void {
        const place = try self.reserve(at, values.len, @sizeOf(T), @sizeOf(T));
        self.put(place, std.mem.sliceAsBytes(values));
    }

    /// Appends bytes at a multiple of `alignment`, and refers to them at `at`.
    pub fn appended(self: *Writer, at: usize, values: []const u8, alignment: usize) Error!void {
        const place = try self.reserve(at, values.len, 1, alignment);
        self.put(place, values);
    }

    /// Room for `count` items behind what is there, and the reference to it at `at`.
    fn reserve(self: *Writer, at: usize, count: usize, size: usize, alignment: usize) Error!usize {
        if (count == 0) return self.len;
        const place = std.mem.alignForward(usize, self.len, alignment);
        const len = std.math.mul(usize, count, size) catch return error.Limit;
        const end = std.math.add(usize, place, len) catch return error.Limit;
        if (end > std.math.maxInt(u32)) return error.Limit;
        self.put(at, std.mem.asBytes(&[2]u32{ @intCast(place), @intCast(count) }));
        self.len = end;
        return place;
    }

    fn put(self: *Writer, at: usize, bytes: []const u8) void {
        if (self.memory) |memory| @memcpy(memory[at..][0..bytes.len], bytes);
    }
};

comptime {
    std.debug.assert(@import("builtin").cpu.arch.endian() == .little);
}
