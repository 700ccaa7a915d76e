//! word-count: a plugin with state. It counts the words of any number of texts, and carries its counts over to the
//! next version of itself. Its words are in memory of the host; when that runs out, nothing has changed.
mod tally;

use tally::{Tally, words_of};
use tutti_plugin::state::{State, StateInfo};
use tutti_plugin::words::{Counts, WordCount, Words};
use tutti_plugin::{BytesBuffer, Call, Error, Host, HostVec, Plugin, Stateful, Status};

struct Counter {
    host: Host,
    tally: Tally,
}

impl Plugin for Counter {
    fn create(host: Host) -> Result<Self, Error> {
        let tally = Tally::new(host);
        Ok(Counter { host, tally })
    }
}

impl Words for Counter {
    fn add(&mut self, _: Call, text: &str) -> Result<Counts, Error> {
        let mut found = HostVec::with_capacity(self.host, words_of(text).count())?;
        for word in words_of(text) {
            found.push(WordCount { word, count: 1 })?;
        }
        self.tally.count(&mut found)?;

        let words = found.len() as u64;
        let lines = text.matches('\n').count() as u64;
        let counts = Counts { words, lines, bytes: text.len() as u64 };
        self.tally.total.words += counts.words;
        self.tally.total.lines += counts.lines;
        self.tally.total.bytes += counts.bytes;
        Ok(counts)
    }

    fn total(&mut self, _: Call) -> Result<Counts, Error> {
        Ok(self.tally.total)
    }

    fn most_frequent(&mut self, _: Call, limit: u32) -> Result<impl AsRef<[WordCount<'_>]>, Error> {
        let mut all = HostVec::with_capacity(self.host, self.tally.len() as usize)?;
        for item in self.tally.iter() {
            all.push(item)?;
        }
        all.sort_unstable_by_key(|item| (std::cmp::Reverse(item.count), item.word));
        all.truncate(limit as usize);
        Ok(all)
    }

    fn reset(&mut self, _: Call) -> Result<(), Error> {
        self.tally = Tally::new(self.host);
        Ok(())
    }
}

impl State for Counter {
    fn describe(&mut self, _: Call) -> Result<StateInfo, Error> {
        Ok(StateInfo { schema: SCHEMA, entries: self.tally.len(), size_bytes: state_size(&self.tally) })
    }

    fn reset(&mut self, call: Call) -> Result<(), Error> {
        Words::reset(self, call)
    }
}

// #region state
/// Schema 1, little-endian: u64 words, lines, bytes, entries; then for each entry u64 count, u64 length and that many
/// bytes of UTF-8, in no order.
const SCHEMA: u32 = 1;

impl Stateful for Counter {
    fn save(&mut self, host: Host, schema: u32) -> Result<BytesBuffer, Error> {
        if schema != SCHEMA {
            return Err(Error::new(Status::Unsupported, "word-count saves schema 1 only"));
        }
        let mut state = host.bytes(state_size(&self.tally))?;
        let Counts { words, lines, bytes } = self.tally.total;
        for number in [words, lines, bytes, self.tally.len()] {
            state.push(&number.to_le_bytes());
        }
        for WordCount { word, count } in self.tally.iter() {
            state.push(&count.to_le_bytes());
            state.push(&(word.len() as u64).to_le_bytes());
            state.push(word.as_bytes());
        }
        Ok(state)
    }

    fn restore(&mut self, schema: u32, state: &[u8]) -> Result<(), Error> {
        if schema != SCHEMA {
            return Err(Error::new(Status::Unsupported, "word-count restores schema 1 only"));
        }
        self.tally = read_state(self.host, state)?;
        Ok(())
    }
}
// #endregion state

fn state_size(tally: &Tally) -> u64 {
    32 + tally.iter().map(|item| 16 + item.word.len() as u64).sum::<u64>()
}

fn read_state(host: Host, mut state: &[u8]) -> Result<Tally, Error> {
    let malformed = || Error::new(Status::InvalidArgument, "this is no state of schema 1");
    let mut number = || take(&mut state, 8).and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes);
    let mut next = || number().ok_or_else(malformed);
    let total = Counts { words: next()?, lines: next()?, bytes: next()? };
    let entries = next()?;
    if entries > state.len() as u64 / 16 {
        return Err(malformed());
    }

    let mut found = HostVec::with_capacity(host, entries as usize)?;
    let mut words = 0;
    for _ in 0..entries {
        let item =
            read_entry(&mut state).filter(|item| item.count <= total.words - words).ok_or_else(malformed)?;
        words += item.count;
        found.push(item)?;
    }
    let mut tally = Tally::new(host);
    tally.count(&mut found)?;
    tally.total = total;
    let is_whole = state.is_empty() && words == total.words && tally.len() == entries;
    if is_whole { Ok(tally) } else { Err(malformed()) }
}

fn read_entry<'a>(state: &mut &'a [u8]) -> Option<WordCount<'a>> {
    let count = u64::from_le_bytes(take(state, 8)?.try_into().ok()?);
    let len = u64::from_le_bytes(take(state, 8)?.try_into().ok()?);
    let word = str::from_utf8(take(state, usize::try_from(len).ok()?)?).ok()?;
    (count > 0 && words_of(word).eq([word])).then_some(WordCount { word, count })
}

fn take<'a>(state: &mut &'a [u8], len: usize) -> Option<&'a [u8]> {
    let (taken, rest) = state.split_at_checked(len)?;
    *state = rest;
    Some(taken)
}

// #region plugin
tutti_plugin::export!(Counter, id: "org.tutti.word-count", version: "1.0.0", offers: [words, state]);
// #endregion plugin
