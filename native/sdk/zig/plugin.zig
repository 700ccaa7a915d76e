//! The descriptor of a plugin, and the functions that the host calls.
const std = @import("std");
const abi = @import("abi.zig");
const binding = @import("binding.zig");
const host = @import("host.zig");

/// One capability that a plugin offers.
pub const Offer = struct { capability: [:0]const u8, table: *const abi.Table };

pub const Description = struct {
    id: [*:0]const u8,
    version: [*:0]const u8,
    /// Capabilities, such as `tutti.text`.
    offers: []const type,
    /// Of `tutti.flags`; `stateful` is set for whoever has `save`.
    flags: u32 = 0,
};

/// Exports the entry of the plugin `P`. It has `pub fn create(host: Host) !P`, and may have any of these; one that it
/// does not have is no function of its descriptor:
///
/// - `start(self: *P) !void`, `stop(self: *P) !void`, `destroy(self: *P) void`
/// - `quiesce(self: *P, deadline_ms: u32) !void`: finishes what is in flight
/// - `save(self: *P, call: Call, schema: u32) !Bytes` and `restore(self: *P, call: Call, schema: u32, state: []const u8) !void`
/// - `live(self: *P) u64`: threads and tables that still tie the library to memory; values are counted already
/// - `selftest(self: *P) !void`: checks its own working
pub fn plugin(comptime P: type, comptime description: Description) void {
    const is_stateful = @hasDecl(P, "save");
    if (is_stateful != @hasDecl(P, "restore"))
        @compileError("a plugin that saves its state restores it, and the other way round");
    const lifecycle = struct {
        const table: abi.Plugin = .{
            .abi = head: {
                var head: abi.Head = .of(abi.Plugin, abi.major, abi.minor);
                head.flags = description.flags | if (is_stateful) abi.flags.stateful else 0;
                break :head head;
            },
            .id = description.id,
            .version = description.version,
            .create = create,
            .start = start,
            .query = query,
            .quiesce = if (@hasDecl(P, "quiesce")) quiesce else null,
            .save = if (is_stateful) save else null,
            .restore = if (is_stateful) restore else null,
            .stop = stop,
            .destroy = destroy,
            .live = live,
            .selftest = if (@hasDecl(P, "selftest")) selftest else null,
        };

        fn create(raw: *const abi.Host, out: *?*abi.Instance, err: ?*abi.Error) callconv(.c) i32 {
            out.* = null;
            host.begin(err);
            const memory = raw.alloc(raw, @sizeOf(Instance(P))) orelse {
                host.explain(err, "no memory for the instance", 0);
                return host.statusOf(error.OutOfMemory, err);
            };
            const instance: *Instance(P) = @ptrCast(@alignCast(memory));
            instance.home = .{ .raw = raw };
            instance.plugin = binding.fallible(P.create(.{ .home = &instance.home })) catch |e| {
                raw.free(raw, memory, @sizeOf(Instance(P)));
                return host.statusOf(e, err);
            };
            out.* = @ptrCast(instance);
            return abi.ok;
        }

        fn start(self: *abi.Instance, err: ?*abi.Error) callconv(.c) i32 {
            if (!@hasDecl(P, "start")) return abi.ok;
            host.begin(err);
            binding.fallible(Instance(P).of(self).plugin.start()) catch |e| return host.statusOf(e, err);
            return abi.ok;
        }

        fn query(_: *abi.Instance, capability: [*:0]const u8, min_version: u32) callconv(.c) ?*const abi.Table {
            inline for (description.offers) |offered| {
                const offer = comptime offered.offer(P);
                const is_found = std.mem.eql(u8, std.mem.span(capability), offer.capability);
                if (is_found and offer.table.abi.covers(min_version)) return offer.table;
            }
            return null;
        }

        fn quiesce(self: *abi.Instance, deadline_ms: u32, err: ?*abi.Error) callconv(.c) i32 {
            host.begin(err);
            binding.fallible(Instance(P).of(self).plugin.quiesce(deadline_ms)) catch |e| return host.statusOf(e, err);
            return abi.ok;
        }

        fn save(self: *abi.Instance, schema: u32, out: *abi.Owned, err: ?*abi.Error) callconv(.c) i32 {
            var frame: binding.Frame(P) = .begin(self, 0, err);
            defer frame.end();
            const state = binding.fallible(frame.plugin.save(frame.call(), schema)) catch |e| return frame.fail(e);
            return frame.give(state, out);
        }

        fn restore(self: *abi.Instance, schema: u32, state: abi.Span, err: ?*abi.Error) callconv(.c) i32 {
            var frame: binding.Frame(P) = .begin(self, 0, err);
            defer frame.end();
            binding.fallible(frame.plugin.restore(frame.call(), schema, state.slice())) catch |e| return frame.fail(e);
            return abi.ok;
        }

        fn stop(self: *abi.Instance, err: ?*abi.Error) callconv(.c) i32 {
            if (!@hasDecl(P, "stop")) return abi.ok;
            host.begin(err);
            binding.fallible(Instance(P).of(self).plugin.stop()) catch |e| return host.statusOf(e, err);
            return abi.ok;
        }

        fn destroy(self: *abi.Instance) callconv(.c) void {
            const instance: *Instance(P) = .of(self);
            const raw = instance.home.raw;
            if (@hasDecl(P, "destroy")) instance.plugin.destroy();
            raw.free(raw, instance, @sizeOf(Instance(P)));
        }

        fn live(self: *abi.Instance) callconv(.c) u64 {
            const instance: *Instance(P) = .of(self);
            const own: u64 = if (@hasDecl(P, "live")) instance.plugin.live() else 0;
            return instance.home.values.load(.acquire) +| own;
        }

        fn selftest(self: *abi.Instance, err: ?*abi.Error) callconv(.c) i32 {
            host.begin(err);
            binding.fallible(Instance(P).of(self).plugin.selftest()) catch |e| return host.statusOf(e, err);
            return abi.ok;
        }

        fn enter(caller: *const abi.Head, err: ?*abi.Error) callconv(.c) ?*const abi.Plugin {
            host.begin(err);
            if (caller.magic != abi.magic) {
                host.explain(err, "the caller is not a Tutti host", 0);
            } else if (caller.major != abi.major or caller.minor < abi.minor) {
                host.explain(err, "this plugin was built for ABI 1.0 and needs a host of ABI 1", 0);
            } else return &table;
            _ = host.statusOf(error.Incompatible, err);
            return null;
        }
    };
    @export(&lifecycle.enter, .{ .name = "tutti_plugin_entry_v1" });
}

/// The instance that crosses, in memory of the host.
pub fn Instance(comptime P: type) type {
    return struct {
        home: host.Home,
        plugin: P,

        pub fn of(self: *abi.Instance) *@This() {
            return @ptrCast(@alignCast(self));
        }
    };
}
