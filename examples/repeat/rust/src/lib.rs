//! repeat: the smallest plugin that does something useful. It says a text several times.
use tutti_plugin::{Call, Error, Host, Plugin, Status, TextBuffer, text::Text};

// #region plugin
struct Repeat;

impl Plugin for Repeat {
    fn create(_: Host) -> Result<Self, Error> {
        Ok(Repeat)
    }
}

impl Text for Repeat {
    fn repeat(&mut self, call: Call, text: &str, count: u32) -> Result<TextBuffer, Error> {
        let too_long = Error::new(Status::Limit, "the result is longer than 64 bits can count");
        let len = (text.len() as u64).checked_mul(count.into()).ok_or(too_long)?;

        let mut result = call.text(len)?;
        while !result.is_full() {
            result.push_str(text);
        }
        Ok(result)
    }
}

tutti_plugin::export!(Repeat, id: "org.tutti.repeat", version: "1.0.0", offers: [text]);
// #endregion plugin
