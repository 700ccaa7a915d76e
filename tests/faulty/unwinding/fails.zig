//! Fails in the way that its text names, each time with a result half made.
const std = @import("std");
const tutti = @import("tutti");

const Fails = struct {
    pub fn create(_: tutti.Host) Fails {
        return .{};
    }

    pub fn repeat(_: *Fails, call: tutti.Call, text: []const u8, _: u32) !tutti.Text {
        var result = try call.text(text.len);
        errdefer result.deinit();
        if (std.mem.eql(u8, text, "refuse")) return call.fail(@src(), error.Limit, "refused on purpose");
        if (std.mem.eql(u8, text, "error")) return error.OddlyShaped;
        if (std.mem.eql(u8, text, "memory")) return error.OutOfMemory;
        result.append(text);
        return result;
    }
};

comptime {
    tutti.plugin(Fails, .{ .id = "org.tutti.unwinding", .version = "1.0.0", .offers = &.{tutti.text} });
}
