use crate::message::{Reader, Value};

/// A borrowed list of anything but numbers (those are slices): a slice of the plugin's, or a part of a message that was
/// checked when it arrived. Its items are read where they lie, each time anew.
#[derive(Clone, Copy)]
pub struct List<'a, T>(pub(crate) Source<'a, T>);

#[derive(Clone, Copy)]
pub(crate) enum Source<'a, T> {
    Slice(&'a [T]),
    Message { message: &'a [u8], place: usize, count: usize },
}

impl<'a, T: Value<'a> + Copy> List<'a, T> {
    /// How many items it has.
    pub fn len(&self) -> usize {
        match self.0 {
            Source::Slice(items) => items.len(),
            Source::Message { count, .. } => count,
        }
    }

    /// Has it none?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at `index`, from 0.
    pub fn get(&self, index: usize) -> Option<T> {
        match self.0 {
            Source::Slice(items) => items.get(index).copied(),
            Source::Message { message, place, count } if index < count => {
                T::read(&Reader::of_checked(message), place + index * T::SIZE).ok()
            }
            Source::Message { .. } => None,
        }
    }

    /// Its items, in order.
    pub fn iter(&self) -> impl Iterator<Item = T> + use<'a, T> {
        let list = *self;
        (0..list.len()).filter_map(move |index| list.get(index))
    }
}

impl<'a, T> From<&'a [T]> for List<'a, T> {
    fn from(items: &'a [T]) -> Self {
        Self(Source::Slice(items))
    }
}
