//! Words and how often they came, in memory of the host.
use tutti_plugin::words::{Counts, WordCount};
use tutti_plugin::{Error, Host, HostVec};

/// A word that came at least once.
#[derive(Clone, Copy)]
struct Entry {
    /// Where its bytes begin in `letters`.
    at: usize,
    len: usize,
    count: u64,
}

/// Every word once, the smaller before the larger, each with its bytes in one block behind all others.
pub struct Tally {
    host: Host,
    entries: HostVec<Entry>,
    letters: HostVec<u8>,
    pub total: Counts,
}

/// ASCII white space: what stands between two words.
fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t'..='\r')
}

pub fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_space).filter(|word| !word.is_empty())
}

impl Tally {
    pub fn new(host: Host) -> Self {
        let total = Counts { words: 0, lines: 0, bytes: 0 };
        Self { host, entries: HostVec::new(host), letters: HostVec::new(host), total }
    }

    pub fn len(&self) -> u64 {
        self.entries.len() as u64
    }

    /// Its words and how often each came.
    pub fn iter(&self) -> impl Iterator<Item = WordCount<'_>> {
        self.entries.iter().map(|entry| {
            let word = str::from_utf8(&self.letters[entry.at..entry.at + entry.len]);
            WordCount { word: word.unwrap_or_default(), count: entry.count }
        })
    }

    /// Counts the words of `found`, which it sorts: all of them, or none when there is no memory.
    pub fn count(&mut self, found: &mut [WordCount<'_>]) -> Result<(), Error> {
        let mut entries = HostVec::with_capacity(self.host, self.entries.len() + found.len())?;
        self.letters.reserve(found.iter().map(|item| item.word.len()).sum())?;
        found.sort_unstable_by_key(|item| item.word);

        let mut old = self.entries.iter().peekable();
        for same in found.chunk_by(|a, b| a.word == b.word) {
            let word = same[0].word.as_bytes();
            let times: u64 = same.iter().map(|item| item.count).sum();
            let bytes_of = |entry: &Entry| &self.letters[entry.at..entry.at + entry.len];
            while let Some(smaller) = old.next_if(|entry| bytes_of(entry) < word) {
                entries.push(*smaller)?;
            }
            let known = old.next_if(|entry| bytes_of(entry) == word).copied();
            let mut entry = known.unwrap_or(Entry { at: self.letters.len(), len: word.len(), count: 0 });
            if entry.count == 0 {
                self.letters.extend_from_slice(word)?;
            }
            entry.count += times;
            entries.push(entry)?;
        }
        for larger in old {
            entries.push(*larger)?;
        }
        self.entries = entries;
        Ok(())
    }
}
