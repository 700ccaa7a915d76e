//! word-count: a plugin with state. It counts the words of any number of texts, and carries its counts over to the
//! next version of itself.
use std::collections::BTreeMap;

use tutti_plugin::state::{State, StateInfo};
use tutti_plugin::words::{Counts, WordCount, Words};
use tutti_plugin::{BytesBuffer, Call, Error, Host, Plugin, Stateful, Status};

type Entries = BTreeMap<String, u64>;

struct Counter {
    entries: Entries,
    total: Counts,
}

const NOTHING: Counts = Counts {
    words: 0,
    lines: 0,
    bytes: 0,
};

/// What stands between two words: ASCII white space.
fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t'..='\r')
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_space).filter(|word| !word.is_empty())
}

fn count(entries: &mut Entries, word: &str, times: u64) {
    match entries.get_mut(word) {
        Some(count) => *count += times,
        None => drop(entries.insert(word.to_owned(), times)),
    }
}

impl Plugin for Counter {
    fn create(_: Host) -> Result<Self, Error> {
        Ok(Counter {
            entries: Entries::new(),
            total: NOTHING,
        })
    }
}

impl Words for Counter {
    fn add(&mut self, _: Call, text: &str) -> Result<Counts, Error> {
        let words = words_of(text).count() as u64;
        let lines = text.matches('\n').count() as u64;
        let counts = Counts {
            words,
            lines,
            bytes: text.len() as u64,
        };
        words_of(text).for_each(|word| count(&mut self.entries, word, 1));
        self.total.words += counts.words;
        self.total.lines += counts.lines;
        self.total.bytes += counts.bytes;
        Ok(counts)
    }

    fn total(&mut self, _: Call) -> Result<Counts, Error> {
        Ok(self.total)
    }

    fn most_frequent(&mut self, _: Call, limit: u32) -> Result<impl AsRef<[WordCount<'_>]>, Error> {
        let mut all: Vec<_> = self
            .entries
            .iter()
            .map(|(word, &count)| WordCount { word, count })
            .collect();
        // Equally frequent words keep the order of the map: the smaller first.
        all.sort_by_key(|entry| std::cmp::Reverse(entry.count));
        all.truncate(limit as usize);
        Ok(all)
    }

    fn reset(&mut self, _: Call) -> Result<(), Error> {
        self.entries.clear();
        self.total = NOTHING;
        Ok(())
    }
}

impl State for Counter {
    fn describe(&mut self, _: Call) -> Result<StateInfo, Error> {
        let size_bytes = self.state_size();
        Ok(StateInfo {
            schema: SCHEMA,
            entries: self.entries.len() as u64,
            size_bytes,
        })
    }

    fn reset(&mut self, call: Call) -> Result<(), Error> {
        Words::reset(self, call)
    }
}

// #region state
/// Schema 1, little-endian: u64 words, lines, bytes, entries; then for each entry u64 count, u64 length and that many
/// bytes of UTF-8.
const SCHEMA: u32 = 1;

impl Stateful for Counter {
    fn save(&mut self, host: Host, schema: u32) -> Result<BytesBuffer, Error> {
        if schema != SCHEMA {
            return Err(Error::new(
                Status::Unsupported,
                "word-count saves schema 1 only",
            ));
        }
        let mut state = host.bytes(self.state_size())?;
        let Counts {
            words,
            lines,
            bytes,
        } = self.total;
        for number in [words, lines, bytes, self.entries.len() as u64] {
            state.push(&number.to_le_bytes());
        }
        for (word, count) in &self.entries {
            state.push(&count.to_le_bytes());
            state.push(&(word.len() as u64).to_le_bytes());
            state.push(word.as_bytes());
        }
        Ok(state)
    }

    fn restore(&mut self, schema: u32, state: &[u8]) -> Result<(), Error> {
        if schema != SCHEMA {
            return Err(Error::new(
                Status::Unsupported,
                "word-count restores schema 1 only",
            ));
        }
        let refusal = Error::new(Status::InvalidArgument, "this is no state of schema 1");
        *self = Counter::read(state).ok_or(refusal)?;
        Ok(())
    }
}
// #endregion state

impl Counter {
    fn state_size(&self) -> u64 {
        32 + self
            .entries
            .keys()
            .map(|word| 16 + word.len() as u64)
            .sum::<u64>()
    }

    /// The counter that a state describes.
    fn read(mut state: &[u8]) -> Option<Self> {
        let total = Counts {
            words: number(&mut state)?,
            lines: number(&mut state)?,
            bytes: number(&mut state)?,
        };
        let mut entries = Entries::new();
        let mut words = 0;
        for _ in 0..number(&mut state)? {
            let times = number(&mut state)?;
            let len = usize::try_from(number(&mut state)?).ok()?;
            let word = core::str::from_utf8(state.split_off(..len)?).ok()?;
            let is_word = !word.is_empty() && !word.contains(is_space);
            if !is_word || times == 0 || times > total.words - words || entries.contains_key(word) {
                return None;
            }
            count(&mut entries, word, times);
            words += times;
        }
        (state.is_empty() && words == total.words).then_some(Counter { entries, total })
    }
}

fn number(state: &mut &[u8]) -> Option<u64> {
    state
        .split_off(..8)?
        .try_into()
        .ok()
        .map(u64::from_le_bytes)
}

// #region plugin
tutti_plugin::export!(Counter, id: "org.tutti.word-count", version: "1.0.0", offers: [words, state]);
// #endregion plugin
