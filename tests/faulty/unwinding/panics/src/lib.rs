//! Fails in the way that its text names, each time with a result half made.
use tutti_plugin::{Call, Error, Host, Plugin, Status, TextBuffer, text::Text};

struct Panics {
    _reserve: TextBuffer,
}

impl Plugin for Panics {
    fn create(host: Host) -> Result<Self, Error> {
        let _reserve = host.text(64)?;
        Ok(Panics { _reserve })
    }
}

impl Text for Panics {
    fn repeat(&mut self, call: Call, text: &str, _: u32) -> Result<TextBuffer, Error> {
        let mut result = call.text(text.len() as u64)?;
        match text {
            "refuse" => return Err(Error::new(Status::Limit, "refused on purpose")),
            "panic" => panic!("thrown on purpose"),
            "formatted" => panic!("thrown {} times", text.len()),
            "overfill" => result.push_str("more than there is room for"),
            "number" => std::panic::panic_any(42),
            _ => result.push_str(text),
        }
        Ok(result)
    }
}

tutti_plugin::export!(Panics, id: "org.tutti.unwinding", version: "1.0.0", offers: [text]);
