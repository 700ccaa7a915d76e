//! Plugins in Zig. A plugin is a struct with `create` and one method for each function that it offers; the binding
//! of a capability (`text`) calls it. An error becomes a status: those of `Error` their own, every other one
//! TUTTI_E_INTERNAL with its name as the message. A Zig panic is no error: it ends the process that hosts the plugin.
//!
//! ```zig
//! comptime {
//!     tutti.plugin(Repeat, .{ .id = "org.tutti.repeat", .version = "1.0.0", .offers = &.{tutti.text} });
//! }
//! ```
pub const abi = @import("abi.zig");
pub const flags = abi.flags;
/// For capabilities that were generated elsewhere; a plugin's author needs none of it.
pub const binding = @import("binding.zig");

pub const audio = @import("audio.zig");
pub const state = @import("state.zig");
pub const text = @import("text.zig");
pub const words = @import("words.zig");

const host = @import("host.zig");
pub const Bytes = host.Bytes;
pub const Call = host.Call;
pub const Error = host.Error;
pub const Host = host.Host;
pub const Text = host.Text;

pub const Received = @import("client.zig").Received;

const message = @import("message.zig");
pub const Kind = message.Kind;
pub const List = message.List;
pub const Result = message.Result;

const descriptor = @import("plugin.zig");
pub const Description = descriptor.Description;
pub const Offer = descriptor.Offer;
pub const plugin = descriptor.plugin;
