//! Resolves the instances of `tests/bench/resolver.ts` with pubgrub, one for each line read, and times itself.
//!
//! The file named by the first argument holds `{ "packages": [[[[target, low, high], …], …], …], "roots": [[[target,
//! low, high], …], …] }`: for each package its versions, oldest first, and for each version its dependencies, whose
//! range is the versions low to high - 1 of the package `target`. A line of the input is the position of an instance
//! in `roots`; the answer is a line with the milliseconds it took and `resolved` or `conflict`.

use pubgrub::{resolve, OfflineDependencyProvider, PubGrubError, Ranges};
use serde_json::Value;
use std::io::{self, BufRead, Write};
use std::time::Instant;

type Versions = Ranges<u32>;

fn dependencies(value: &Value) -> Vec<(u32, Versions)> {
    let number = |entry: &Value, at: usize| entry[at].as_u64().expect("a number") as u32;
    let entries = value.as_array().expect("a list of dependencies");
    entries
        .iter()
        .map(|entry| (number(entry, 0), Ranges::between(number(entry, 1), number(entry, 2))))
        .collect()
}

fn main() {
    let path = std::env::args().nth(1).expect("the file of instances");
    let text = std::fs::read_to_string(path).expect("a readable file");
    let ecosystem: Value = serde_json::from_str(&text).expect("JSON");
    let mut provider = OfflineDependencyProvider::<u32, Versions>::new();
    let packages = ecosystem["packages"].as_array().expect("packages");
    for (package, versions) in packages.iter().enumerate() {
        for (version, needs) in versions.as_array().expect("versions").iter().enumerate() {
            provider.add_dependencies(package as u32, version as u32, dependencies(needs));
        }
    }
    // Each instance is the only dependency list of one version of a package that stands for the request.
    let request = packages.len() as u32;
    for (instance, roots) in ecosystem["roots"].as_array().expect("roots").iter().enumerate() {
        provider.add_dependencies(request, instance as u32, dependencies(roots));
    }
    for line in io::stdin().lock().lines() {
        let instance: u32 = line.expect("a line").trim().parse().expect("the position of an instance");
        let begin = Instant::now();
        let outcome = match resolve(&provider, request, instance) {
            Ok(_) => "resolved",
            Err(PubGrubError::NoSolution(_)) => "conflict",
            Err(error) => panic!("{error}"),
        };
        println!("{} {outcome}", begin.elapsed().as_secs_f64() * 1000.0);
        io::stdout().flush().expect("an open output");
    }
}
