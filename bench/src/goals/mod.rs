//! Bars and goals: what was wanted before anything was measured, and what came of it.

mod goal;
mod table;

pub use goal::{Finding, Goal, Groups, Measure, Value};
pub use table::ALL;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cases,
        harness::{Kind, Measured, Outcome},
    };

    #[test]
    fn every_goal_has_rows_in_its_case() {
        for case in cases::all().filter(|case| ALL.iter().any(|goal| goal.case == case.name)) {
            let rows = (case.rows)();
            let samples = |name: &str| Outcome {
                group: String::new(),
                name: name.to_owned(),
                kind: Kind::Ours,
                samples: vec![1.0],
            };
            let rows = rows
                .iter()
                .map(|row| Outcome { group: row.group().to_owned(), ..samples(row.name()) })
                .collect();
            let measured = [Measured { case, rows }];
            for goal in ALL.iter().filter(|goal| goal.case == case.name) {
                assert!(goal.result(&measured).is_some(), "{}: {}", case.name, goal.what);
            }
        }
        assert!(ALL.iter().all(|goal| cases::all().any(|case| case.name == goal.case)));
    }
}
