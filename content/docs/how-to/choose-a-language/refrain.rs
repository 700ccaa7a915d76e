//! Gives the words that come most often in a refrain: one plugin repeats the text, another counts it.
use tutti_plugin::{Call, Error, Host, Plugin, Status, TextBuffer, text, words};

struct Refrain {
    host: Host,
}

impl Plugin for Refrain {
    fn create(host: Host) -> Result<Self, Error> {
        Ok(Refrain { host })
    }
}

fn given(call: Call, text: &str) -> Result<TextBuffer, Error> {
    let mut result = call.text(text.len() as u64)?;
    result.push_str(text);
    Ok(result)
}

impl text::Text for Refrain {
    // #region client
    fn repeat(&mut self, call: Call, text: &str, count: u32) -> Result<TextBuffer, Error> {
        let nobody = Error::new(Status::Unsupported, "nobody provides tutti.text");
        let refrain = self.host.query::<text::Client>().ok_or(nobody)?.repeat(call, text, count)?;
        let Some(words) = self.host.query::<words::Client>() else {
            return given(call, &refrain);
        };
        let mut answer = format!("{} words", words.add(call, &refrain)?.words);
        let most_frequent = words.most_frequent(call, 2)?;
        for each in most_frequent.get().iter() {
            answer += &format!(", {} {}", each.word, each.count);
        }
        given(call, &answer)
    }
    // #endregion client
}

tutti_plugin::export!(Refrain, id: "org.tutti.refrain", version: "1.0.0", offers: [text]);
