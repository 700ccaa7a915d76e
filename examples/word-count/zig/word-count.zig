//! word-count: a plugin with state. It counts the words of any number of texts, and carries its counts over to the next
//! version of itself. It gets all the memory first and changes its counts last: when memory runs out, nothing has changed.
const std = @import("std");
const tutti = @import("tutti");

const Counts = tutti.words.Counts;
const WordCount = tutti.words.WordCount;
const Entries = std.StringHashMapUnmanaged(u64);

/// What stands between two words: ASCII white space.
const spaces = " \t\n\x0B\x0C\r";

const Counter = struct {
    gpa: std.mem.Allocator,
    entries: Entries = .empty,
    total_counts: Counts = nothing,

    const nothing: Counts = .{ .words = 0, .lines = 0, .bytes = 0 };

    pub fn create(host: tutti.Host) Counter {
        return .{ .gpa = host.allocator() };
    }

    pub fn destroy(self: *Counter) void {
        forget(&self.entries, self.gpa);
    }

    pub fn add(self: *Counter, call: tutti.Call, text: []const u8) !Counts {
        var found: Entries = .empty; // Of this text alone, for as long as the call lasts.
        var counts: Counts = .{ .words = 0, .lines = std.mem.count(u8, text, "\n"), .bytes = text.len };
        var words = std.mem.tokenizeAny(u8, text, spaces);
        while (words.next()) |word| : (counts.words += 1) {
            const entry = try found.getOrPutValue(call.allocator(), word, 0);
            entry.value_ptr.* += 1;
        }
        try self.take(&found);
        self.total_counts.words += counts.words;
        self.total_counts.lines += counts.lines;
        self.total_counts.bytes += counts.bytes;
        return counts;
    }

    pub fn total(self: *Counter, _: tutti.Call) Counts {
        return self.total_counts;
    }

    // #region lists
    pub fn most_frequent(self: *Counter, call: tutti.Call, limit: u32) ![]const WordCount {
        const all = try call.allocator().alloc(WordCount, self.entries.count());
        var entries = self.entries.iterator();
        for (all) |*item| {
            const entry = entries.next().?;
            item.* = .{ .word = entry.key_ptr.*, .count = entry.value_ptr.* };
        }
        std.mem.sort(WordCount, all, {}, isBefore);
        return all[0..@min(all.len, limit)];
    }
    // #endregion lists

    pub fn reset(self: *Counter, _: tutti.Call) void {
        forget(&self.entries, self.gpa);
        self.total_counts = nothing;
    }

    pub fn describe(self: *Counter, _: tutti.Call) tutti.state.StateInfo {
        return .{ .schema = schema_1, .entries = self.entries.count(), .size_bytes = self.stateSize() };
    }

    // #region state
    /// Schema 1, little-endian: u64 words, lines, bytes, entries; then for each entry u64 count, u64 length and that many
    /// bytes of UTF-8, in no order.
    const schema_1 = 1;

    pub fn save(self: *Counter, call: tutti.Call, schema: u32) !tutti.Bytes {
        if (schema != schema_1) return call.fail(@src(), error.Unsupported, "word-count saves schema 1 only");
        var state = try call.bytes(self.stateSize());
        const counts = self.total_counts;
        for ([_]u64{ counts.words, counts.lines, counts.bytes, self.entries.count() }) |number|
            state.append(std.mem.asBytes(&number));
        var entries = self.entries.iterator();
        while (entries.next()) |entry| {
            const word = entry.key_ptr.*;
            for ([_]u64{ entry.value_ptr.*, word.len }) |number| state.append(std.mem.asBytes(&number));
            state.append(word);
        }
        return state;
    }

    pub fn restore(self: *Counter, call: tutti.Call, schema: u32, state: []const u8) !void {
        if (schema != schema_1) return call.fail(@src(), error.Unsupported, "word-count restores schema 1 only");
        var from: std.Io.Reader = .fixed(state);
        const read = readState(call.allocator(), &from) catch |e| switch (e) {
            error.OutOfMemory => |out_of_memory| return out_of_memory,
            else => return call.fail(@src(), error.InvalidArgument, "this is no state of schema 1"),
        };
        var entries = read.entries;
        var restored: Counter = .{ .gpa = self.gpa, .total_counts = read.counts };
        errdefer restored.destroy();
        try restored.take(&entries);
        forget(&self.entries, self.gpa);
        self.* = restored;
    }
    // #endregion state

    const State = struct { counts: Counts, entries: Entries };

    fn readState(arena: std.mem.Allocator, from: *std.Io.Reader) !State {
        const counts: Counts = .{
            .words = try from.takeInt(u64, .little),
            .lines = try from.takeInt(u64, .little),
            .bytes = try from.takeInt(u64, .little),
        };
        var entries: Entries = .empty;
        var words: u64 = 0;
        for (0..try from.takeInt(u64, .little)) |_| {
            const times = try from.takeInt(u64, .little);
            const len = try from.takeInt(u64, .little);
            if (len == 0 or len > from.bufferedLen()) return error.Malformed;
            const word = try from.take(@intCast(len));
            const is_word = std.mem.indexOfAny(u8, word, spaces) == null and std.unicode.utf8ValidateSlice(word);
            if (!is_word or times == 0 or times > counts.words - words) return error.Malformed;
            if ((try entries.fetchPut(arena, word, times)) != null) return error.Malformed;
            words += times;
        }
        if (words != counts.words or from.bufferedLen() > 0) return error.Malformed;
        return .{ .counts = counts, .entries = entries };
    }

    /// Adds the counts of `found`, whose words are copied: all of them, or none when memory runs out.
    fn take(self: *Counter, found: *Entries) !void {
        try self.entries.ensureUnusedCapacity(self.gpa, found.count());
        var copied: usize = 0;
        errdefer {
            var entries = found.iterator();
            for (0..copied) |_| {
                const word = entries.next().?.key_ptr.*;
                if (!self.entries.contains(word)) self.gpa.free(word);
            }
        }
        var entries = found.iterator();
        while (entries.next()) |entry| : (copied += 1) {
            if (!self.entries.contains(entry.key_ptr.*)) entry.key_ptr.* = try self.gpa.dupe(u8, entry.key_ptr.*);
        }
        entries = found.iterator();
        while (entries.next()) |entry| {
            const known = self.entries.getOrPutAssumeCapacity(entry.key_ptr.*);
            if (!known.found_existing) known.value_ptr.* = 0;
            known.value_ptr.* += entry.value_ptr.*;
        }
    }

    fn stateSize(self: *Counter) u64 {
        var size: u64 = 32;
        var words = self.entries.keyIterator();
        while (words.next()) |word| size += 16 + word.len;
        return size;
    }
};

fn forget(entries: *Entries, gpa: std.mem.Allocator) void {
    var words = entries.keyIterator();
    while (words.next()) |word| gpa.free(word.*);
    entries.deinit(gpa);
    entries.* = .empty;
}

/// More frequent words come first, of equally frequent ones the smaller.
fn isBefore(_: void, a: WordCount, b: WordCount) bool {
    if (a.count != b.count) return a.count > b.count;
    return std.mem.lessThan(u8, a.word, b.word);
}

// #region plugin
comptime {
    tutti.plugin(Counter, .{
        .id = "org.tutti.word-count",
        .version = "1.0.0",
        .offers = &.{ tutti.words, tutti.state },
    });
}
// #endregion plugin
