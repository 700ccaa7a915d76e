//! A plugin that takes its own error for impossible: a Zig panic, which no SDK can stop.
const tutti = @import("tutti");

const Fails = struct {
    pub fn create(_: tutti.Host) Fails {
        return .{};
    }

    pub fn repeat(_: *Fails, call: tutti.Call, text: []const u8, _: u32) !tutti.Text {
        var result = try call.text(text.len);
        shaped(text) catch unreachable;
        result.append(text);
        return result;
    }

    fn shaped(text: []const u8) !void {
        if (text[0] == 'p') return error.OddlyShaped;
    }
};

comptime {
    tutti.plugin(Fails, .{ .id = "org.tutti.unguarded", .version = "1.0.0", .offers = &.{tutti.text} });
}
