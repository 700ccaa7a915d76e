//! Gives the words that come most often in a refrain: one plugin repeats the text, another counts it.
const std = @import("std");
const tutti = @import("tutti");

const Refrain = struct {
    host: tutti.Host,

    pub fn create(host: tutti.Host) Refrain {
        return .{ .host = host };
    }

    // #region client
    pub fn repeat(self: *Refrain, call: tutti.Call, text: []const u8, count: u32) !tutti.Text {
        const texts = self.host.query(tutti.text) orelse
            return call.fail(@src(), error.Unsupported, "nobody provides tutti.text");
        const refrain = try texts.repeat(call, text, count);
        defer refrain.deinit();
        const words = self.host.query(tutti.words) orelse return given(call, refrain.value);
        const counts = try words.add(call, refrain.value);
        var answer = try std.fmt.allocPrint(call.allocator(), "{d} words", .{counts.words});
        const most_frequent = try words.most_frequent(call, 2);
        defer most_frequent.deinit();
        for (0..most_frequent.value.len()) |i| {
            const each = most_frequent.value.get(i);
            answer = try std.fmt.allocPrint(call.allocator(), "{s}, {s} {d}", .{ answer, each.word, each.count });
        }
        return given(call, answer);
    }
    // #endregion client

    fn given(call: tutti.Call, text: []const u8) !tutti.Text {
        var result = try call.text(text.len);
        result.append(text);
        return result;
    }
};

comptime {
    tutti.plugin(Refrain, .{ .id = "org.tutti.refrain", .version = "1.0.0", .offers = &.{tutti.text} });
}
