//! Provides what another plugin provides to it, in every kind: each call is passed on, each answer passed back.
mod org_every_kind;

use org_every_kind::{AsTraits, Client, Mood, OrgEveryKind, Traits, Tree};
use tutti_plugin::{Call, Error, Host, List, Plugin, Received, Status};

type Maybe<'a> = Option<List<'a, Option<u64>>>;
type Numbers<'a> = Result<&'a [u64], &'a str>;

struct Forward {
    host: Host,
    next: Option<Client>,
    // What an answer refers to stays here until the next one.
    tree: Option<Received<Tree<'static>>>,
    trees: Option<Received<List<'static, Tree<'static>>>>,
    names: Option<Received<List<'static, &'static str>>>,
    maybe: Option<Received<Maybe<'static>>>,
    numbers: Option<Received<Numbers<'static>>>,
}

impl Forward {
    fn next(&self) -> Result<Client, Error> {
        self.next.ok_or(Error::new(Status::Unsupported, "nobody provides org.every-kind"))
    }
}

impl Plugin for Forward {
    fn create(host: Host) -> Result<Self, Error> {
        Ok(Forward { host, next: None, tree: None, trees: None, names: None, maybe: None, numbers: None })
    }

    fn start(&mut self) -> Result<(), Error> {
        self.next = self.host.query::<Client>();
        self.next().map(|_| ())
    }

    fn stop(&mut self) -> Result<(), Error> {
        *self = Forward::create(self.host)?;
        Ok(())
    }
}

impl OrgEveryKind for Forward {
    fn scalars(
        &mut self,
        call: Call,
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
        self.next()?.scalars(call, a, b, c, d, e, f, g, h, i, j, is_on, mood, traits)
    }

    fn as_float(&mut self, call: Call) -> Result<f32, Error> {
        self.next()?.as_float(call)
    }

    fn as_double(&mut self, call: Call) -> Result<f64, Error> {
        self.next()?.as_double(call)
    }

    fn as_bool(&mut self, call: Call) -> Result<bool, Error> {
        self.next()?.as_bool(call)
    }

    fn as_mood(&mut self, call: Call) -> Result<Mood, Error> {
        self.next()?.as_mood(call)
    }

    fn plant<'a>(&'a mut self, call: Call, tree: Tree<'a>) -> Result<Tree<'a>, Error> {
        let next = self.next()?;
        Ok(self.tree.insert(next.plant(call, tree)?).get())
    }

    fn plant_all<'a>(
        &'a mut self,
        call: Call,
        trees: List<'a, Tree<'a>>,
    ) -> Result<impl AsRef<[Tree<'a>]>, Error> {
        let next = self.next()?;
        let trees = self.trees.insert(next.plant_all(call, trees)?).get();
        Ok(trees.iter().collect::<Vec<_>>())
    }

    fn names<'a>(
        &'a mut self,
        call: Call,
        names: List<'a, &'a str>,
        data: &'a [u8],
    ) -> Result<impl AsRef<[&'a str]>, Error> {
        let next = self.next()?;
        let names = self.names.insert(next.names(call, names, data)?).get();
        Ok(names.iter().collect::<Vec<_>>())
    }

    fn maybe<'a>(&'a mut self, call: Call, maybe: Maybe<'a>) -> Result<Maybe<'a>, Error> {
        let next = self.next()?;
        Ok(self.maybe.insert(next.maybe(call, maybe)?).get())
    }

    fn numbers<'a>(&'a mut self, call: Call, numbers: &'a [u64]) -> Result<Numbers<'a>, Error> {
        let next = self.next()?;
        Ok(self.numbers.insert(next.numbers(call, numbers)?).get())
    }

    fn nothing(&mut self, call: Call) -> Result<(), Error> {
        self.next()?.nothing(call)
    }
}

impl AsTraits for Forward {
    fn as_traits(&mut self, call: Call) -> Result<Traits, Error> {
        self.next()?.as_traits(call)
    }
}

tutti_plugin::export!(Forward, id: "org.tutti.forward", version: "1.0.0", offers: [crate::org_every_kind]);
