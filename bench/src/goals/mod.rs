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
        harness::{Measured, Outcome},
        profiles::{PLAIN, label_beside},
    };

    #[test]
    fn every_goal_has_rows_of_either_build_in_its_case() {
        for case in cases::all().filter(|case| ALL.iter().any(|goal| goal.case == case.name)) {
            let rows = (case.rows)();
            let built = |build, sample| {
                rows.iter().map(move |row| Outcome {
                    group: label_beside(row.group(), build),
                    samples: vec![sample],
                    ..row.outcome()
                })
            };
            let rows = built("", 1.0).chain(built(PLAIN, 2.0)).collect();
            let measured = [Measured { case, rows }];
            for goal in ALL.iter().filter(|goal| goal.case == case.name) {
                let found = goal.result(&measured);
                let found = found.unwrap_or_else(|| panic!("{}: {}", case.name, goal.what));
                assert_eq!(found.of % 2, 0, "{}: {}", case.name, goal.what);
                if let Value::Ratio(ratio) = found.value {
                    assert_eq!(ratio.of_medians, 1.0, "builds are mixed: {}", goal.what);
                }
            }
        }
        assert!(ALL.iter().all(|goal| cases::all().any(|case| case.name == goal.case)));
    }
}
