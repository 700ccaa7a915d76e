//! repeat: the smallest plugin that does something useful. It says a text several times.
const std = @import("std");
const tutti = @import("tutti");

// #region plugin
const Repeat = struct {
    pub fn create(_: tutti.Host) Repeat {
        return .{};
    }

    pub fn repeat(_: *Repeat, call: tutti.Call, text: []const u8, count: u32) !tutti.Text {
        const len = std.math.mul(u64, text.len, count) catch
            return call.fail(@src(), error.Limit, "the result is longer than 64 bits can count");

        var result = try call.text(len);
        while (!result.isFull()) result.append(text);
        return result;
    }
};

comptime {
    tutti.plugin(Repeat, .{ .id = "org.tutti.repeat", .version = "1.0.0", .offers = &.{tutti.text} });
}
// #endregion plugin
