//! Gives back what it is given, in every kind.
mod org_every_kind;

use org_every_kind::{Mood, OrgEveryKind, Traits, Tree};
use tutti_plugin::{Call, Error, Host, List, Plugin};

struct Echo;

impl Plugin for Echo {
    fn create(_: Host) -> Result<Self, Error> {
        Ok(Echo)
    }
}

type Maybe<'a> = Option<List<'a, Option<u64>>>;

impl OrgEveryKind for Echo {
    fn scalars(
        &mut self,
        _: Call,
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
        mood: Mood,
        traits: Traits,
    ) -> Result<i32, Error> {
        let is_right = (a, b, c, d, e) == (u8::MAX, i8::MIN, u16::MAX, i16::MIN, u32::MAX)
            && (g, h, i, j, is_on, mood) == (u64::MAX, i64::MIN, 0.5, -0.25, true, Mood::Wild)
            && traits.contains(Traits::FAST_MOVING);
        Ok(if is_right { f } else { 0 })
    }

    fn as_float(&mut self, _: Call) -> Result<f32, Error> {
        Ok(1.5)
    }

    fn as_double(&mut self, _: Call) -> Result<f64, Error> {
        Ok(-2.5)
    }

    fn as_bool(&mut self, _: Call) -> Result<bool, Error> {
        Ok(true)
    }

    fn as_mood(&mut self, _: Call) -> Result<Mood, Error> {
        Ok(Mood::Wild)
    }

    fn plant<'a>(&'a mut self, _: Call, tree: Tree<'a>) -> Result<Tree<'a>, Error> {
        Ok(tree)
    }

    fn plant_all<'a>(
        &'a mut self,
        _: Call,
        trees: List<'a, Tree<'a>>,
    ) -> Result<impl AsRef<[Tree<'a>]>, Error> {
        Ok(trees.iter().collect::<Vec<_>>())
    }

    fn names<'a>(
        &'a mut self,
        _: Call,
        names: List<'a, &'a str>,
        _: &'a [u8],
    ) -> Result<impl AsRef<[&'a str]>, Error> {
        Ok(names.iter().collect::<Vec<_>>())
    }

    fn maybe<'a>(&'a mut self, _: Call, maybe: Maybe<'a>) -> Result<Maybe<'a>, Error> {
        Ok(maybe)
    }

    fn numbers<'a>(&'a mut self, _: Call, numbers: &'a [u64]) -> Result<Result<&'a [u64], &'a str>, Error> {
        Ok(if numbers.is_empty() { Err("none") } else { Ok(numbers) })
    }

    fn nothing(&mut self, _: Call) -> Result<(), Error> {
        Ok(())
    }
}

tutti_plugin::export!(Echo, id: "org.tutti.echo", version: "1.0.0", offers: [crate::org_every_kind]);
