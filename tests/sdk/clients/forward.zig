//! Provides what another plugin provides to it, in every kind: each call is passed on, each answer passed back.
const tutti = @import("tutti");
const kinds = @import("org_every_kind.zig");

const Call = tutti.Call;
const Trees = tutti.List(.{ .record = kinds.Tree });
const Names = tutti.List(.text);
const Maybe = tutti.List(.{ .optional = &.{ .scalar = u64 } });
const Numbers = tutti.Result([]const u64, []const u8);

const Forward = struct {
    host: tutti.Host,
    next: kinds.Client = undefined,
    // What an answer refers to stays here until the next one.
    tree: ?tutti.Received(kinds.Tree) = null,
    trees: ?tutti.Received(Trees) = null,
    list: ?tutti.Received(Names) = null,
    perhaps: ?tutti.Received(?Maybe) = null,
    sums: ?tutti.Received(Numbers) = null,

    pub fn create(host: tutti.Host) Forward {
        return .{ .host = host };
    }

    pub fn start(self: *Forward) !void {
        self.next = self.host.query(kinds) orelse return error.Unsupported;
    }

    pub fn stop(self: *Forward) void {
        if (self.tree) |held| held.deinit();
        if (self.trees) |held| held.deinit();
        if (self.list) |held| held.deinit();
        if (self.perhaps) |held| held.deinit();
        if (self.sums) |held| held.deinit();
    }

    pub fn scalars(
        self: *Forward,
        call: Call,
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
    ) !i32 {
        return self.next.scalars(call, a, b, c, d, e, f, g, h, i, j, is_on, mood, traits);
    }

    pub fn as_float(self: *Forward, call: Call) !f32 {
        return self.next.as_float(call);
    }

    pub fn as_double(self: *Forward, call: Call) !f64 {
        return self.next.as_double(call);
    }

    pub fn as_bool(self: *Forward, call: Call) !bool {
        return self.next.as_bool(call);
    }

    pub fn as_mood(self: *Forward, call: Call) !kinds.Mood {
        return self.next.as_mood(call);
    }

    pub fn as_traits(self: *Forward, call: Call) !kinds.Traits {
        return self.next.as_traits(call);
    }

    pub fn plant(self: *Forward, call: Call, tree: kinds.Tree) !kinds.Tree {
        const given = try self.next.plant(call, tree);
        if (self.tree) |held| held.deinit();
        self.tree = given;
        return given.value;
    }

    pub fn plant_all(self: *Forward, call: Call, trees: Trees) ![]const kinds.Tree {
        const given = try self.next.plant_all(call, trees);
        if (self.trees) |held| held.deinit();
        self.trees = given;
        const all = try call.allocator().alloc(kinds.Tree, given.value.len());
        for (all, 0..) |*tree, at| tree.* = given.value.get(at);
        return all;
    }

    pub fn names(self: *Forward, call: Call, list: Names, data: []const u8) ![]const []const u8 {
        const given = try self.next.names(call, list, data);
        if (self.list) |held| held.deinit();
        self.list = given;
        const all = try call.allocator().alloc([]const u8, given.value.len());
        for (all, 0..) |*name, at| name.* = given.value.get(at);
        return all;
    }

    pub fn maybe(self: *Forward, call: Call, perhaps: ?Maybe) !?Maybe {
        const given = try self.next.maybe(call, perhaps);
        if (self.perhaps) |held| held.deinit();
        self.perhaps = given;
        return given.value;
    }

    pub fn numbers(self: *Forward, call: Call, list: []const u64) !Numbers {
        const given = try self.next.numbers(call, list);
        if (self.sums) |held| held.deinit();
        self.sums = given;
        return given.value;
    }

    pub fn nothing(self: *Forward, call: Call) !void {
        return self.next.nothing(call);
    }
};

comptime {
    tutti.plugin(Forward, .{ .id = "org.tutti.forward", .version = "1.0.0", .offers = &.{kinds} });
}
