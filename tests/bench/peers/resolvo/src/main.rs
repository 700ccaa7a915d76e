//! Resolves the same instances as `../pubgrub` with resolvo, a SAT solver for packages, and times itself.
//!
//! The file named by the first argument holds `{ "packages": [[[[target, low, high], …], …], …], "roots": [[[target,
//! low, high], …], …] }`: for each package its versions, oldest first, and for each version its dependencies, whose
//! range is the versions low to high - 1 of the package `target`. A line of the input is the position of an instance
//! in `roots`; the answer is a line with the milliseconds it took and `resolved` or `conflict`.

use resolvo::utils::{Pool, VersionSet};
use resolvo::{
    Candidates, Condition, ConditionId, ConditionalRequirement, Dependencies, DependencyProvider,
    HintDependenciesAvailable, Interner, KnownDependencies, NameId, Problem, SolvableId, Solver, SolverCache,
    StringId, UnsolvableOrCancelled, VersionSetId, VersionSetUnionId,
};
use serde_json::Value;
use std::collections::HashMap;
use std::fmt::{self, Display, Formatter};
use std::io::{self, BufRead, Write};
use std::time::Instant;

/// The versions from the first to the one before the second.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Interval(u32, u32);

impl VersionSet for Interval {
    type V = u32;
}

impl Display for Interval {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}..{}", self.0, self.1)
    }
}

/// All that can be known before an instance is asked for, so that only the solver's own work is timed.
struct Ecosystem {
    pool: Pool<Interval>,
    /// Newest first, as the solver is to try them.
    versions: HashMap<NameId, Vec<SolvableId>>,
    dependencies: HashMap<SolvableId, Vec<ConditionalRequirement>>,
}

impl Ecosystem {
    fn requirements(&self, value: &Value) -> Vec<ConditionalRequirement> {
        let number = |entry: &Value, at: usize| entry[at].as_u64().expect("a number") as u32;
        let entries = value.as_array().expect("a list of dependencies");
        entries
            .iter()
            .map(|entry| {
                let name = self.pool.intern_package_name(number(entry, 0).to_string());
                let interval = Interval(number(entry, 1), number(entry, 2));
                self.pool.intern_version_set(name, interval).into()
            })
            .collect()
    }
}

struct Provider<'a>(&'a Ecosystem);

impl Interner for Provider<'_> {
    type NameId = NameId;
    type SolvableId = SolvableId;

    fn display_solvable(&self, solvable: SolvableId) -> impl Display + '_ {
        self.0.pool.resolve_solvable(solvable).record
    }

    fn display_name(&self, name: NameId) -> impl Display + '_ {
        self.0.pool.resolve_package_name(name)
    }

    fn display_version_set(&self, version_set: VersionSetId) -> impl Display + '_ {
        self.0.pool.resolve_version_set(version_set)
    }

    fn display_string(&self, string: StringId) -> impl Display + '_ {
        self.0.pool.resolve_string(string)
    }

    fn version_set_name(&self, version_set: VersionSetId) -> NameId {
        self.0.pool.resolve_version_set_package_name(version_set)
    }

    fn solvable_name(&self, solvable: SolvableId) -> NameId {
        self.0.pool.resolve_solvable(solvable).name
    }

    fn version_sets_in_union(&self, union: VersionSetUnionId) -> impl Iterator<Item = VersionSetId> {
        self.0.pool.resolve_version_set_union(union)
    }

    fn resolve_condition(&self, condition: ConditionId) -> Condition {
        self.0.pool.resolve_condition(condition).clone()
    }
}

impl DependencyProvider for Provider<'_> {
    async fn filter_candidates(
        &self,
        candidates: &[SolvableId],
        version_set: VersionSetId,
        inverse: bool,
    ) -> Vec<SolvableId> {
        let Interval(low, high) = *self.0.pool.resolve_version_set(version_set);
        let is_within = |solvable: SolvableId| (low..high).contains(&self.0.pool.resolve_solvable(solvable).record);
        candidates.iter().copied().filter(|&one| is_within(one) != inverse).collect()
    }

    async fn get_candidates(&self, name: NameId) -> Option<Candidates> {
        let candidates = self.0.versions.get(&name)?.clone();
        let hint_dependencies_available = HintDependenciesAvailable::All;
        Some(Candidates { candidates, hint_dependencies_available, ..Candidates::default() })
    }

    async fn sort_candidates(&self, _: &SolverCache<Self>, solvables: &mut [SolvableId]) {
        solvables.sort_by_key(|&one| std::cmp::Reverse(self.0.pool.resolve_solvable(one).record));
    }

    async fn get_dependencies(&self, solvable: SolvableId) -> Dependencies {
        let requirements = self.0.dependencies[&solvable].clone();
        Dependencies::Known(KnownDependencies { requirements, constrains: Vec::new() })
    }
}

fn main() {
    let path = std::env::args().nth(1).expect("the file of instances");
    let text = std::fs::read_to_string(path).expect("a readable file");
    let file: Value = serde_json::from_str(&text).expect("JSON");
    let mut ecosystem =
        Ecosystem { pool: Pool::new(), versions: HashMap::new(), dependencies: HashMap::new() };
    for (package, versions) in file["packages"].as_array().expect("packages").iter().enumerate() {
        let name = ecosystem.pool.intern_package_name(package.to_string());
        let mut solvables = Vec::new();
        for (version, needs) in versions.as_array().expect("versions").iter().enumerate() {
            let solvable = ecosystem.pool.intern_solvable(name, version as u32);
            let requirements = ecosystem.requirements(needs);
            ecosystem.dependencies.insert(solvable, requirements);
            solvables.push(solvable);
        }
        solvables.reverse();
        ecosystem.versions.insert(name, solvables);
    }
    let roots = file["roots"].as_array().expect("roots");
    let instances: Vec<_> = roots.iter().map(|one| ecosystem.requirements(one)).collect();
    for line in io::stdin().lock().lines() {
        let instance: usize = line.expect("a line").trim().parse().expect("the position of an instance");
        let problem = Problem::default().requirements(instances[instance].clone());
        let begin = Instant::now();
        let outcome = match Solver::new(Provider(&ecosystem)).solve(problem) {
            Ok(_) => "resolved",
            Err(UnsolvableOrCancelled::Unsolvable(_)) => "conflict",
            Err(UnsolvableOrCancelled::Cancelled(_)) => panic!("nobody cancels"),
        };
        println!("{} {outcome}", begin.elapsed().as_secs_f64() * 1000.0);
        io::stdout().flush().expect("an open output");
    }
}
