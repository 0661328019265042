//! Runs the example `ast` as a person would.

#![cfg(not(miri))] // which cannot start a process
#![expect(clippy::unwrap_used, reason = "the helpers of tests are tests too")]

mod support;

use std::process::Output;

fn ast(expressions: &[&str]) -> Output {
    support::example("ast", expressions).output().unwrap()
}

/// The folded expression, and its values for 1, 10, and 100.
#[track_caller]
fn folded(expression: &str) -> (String, Vec<f64>) {
    let output = ast(&[expression]);
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let folded = text.lines().find_map(|line| line.strip_prefix("= ")).unwrap();
    let values = text.lines().filter_map(|line| line.trim().split_once(" for x = "));
    (folded.to_owned(), values.map(|(value, _)| value.parse().unwrap()).collect())
}

/// The one line on stderr for an expression that is refused.
#[track_caller]
fn refusal(expression: &str) -> String {
    let output = ast(&[expression]);
    assert_eq!((output.status.code(), &*output.stdout), (Some(1), &[][..]), "{output:?}");
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(message.lines().count(), 1, "{message}");
    message.trim_end().rsplit_once(": column ").unwrap().1.to_owned()
}

#[test]
fn without_arguments_it_shows_its_own() {
    let output = ast(&[]);
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("max(1, x, (2 * 3), 4)\n= max(x, 6)\n"), "{text}");
    assert_eq!(text.matches("bytes allocated").count(), 4);
}

#[test]
fn constants_are_folded_and_the_rest_is_not() {
    assert_eq!(folded("1 + 2 * 3 - 4 / 2"), (String::from("5"), vec![5.0; 3]));
    assert_eq!(folded("1 + 2 + x + 3"), (String::from("(3 + x + 3)"), vec![7.0, 16.0, 106.0]));
    assert_eq!(folded("x"), (String::from("x"), vec![1.0, 10.0, 100.0]));
    assert_eq!(
        folded("min(9, x, 8, x*2)"),
        (String::from("min(x, (x * 2), 8)"), vec![1.0, 8.0, 8.0])
    );
    assert_eq!(folded("max(7)"), (String::from("7"), vec![7.0; 3]));
    assert_eq!(folded("1 / 0 * 0").1.len(), 3);
}

#[test]
fn names_are_those_of_the_innermost_let() {
    let (text, values) = folded("let a = 2 in let b = a * x in let a = 3 in a * b");
    assert_eq!(text, "(let b = (2 * x) in (3 * b))");
    assert_eq!(values, [6.0, 60.0, 600.0]);
    // A name that depends on `x` hides one that does not.
    assert_eq!(folded("let a = 2 in (let a = x in a) + a").1, [3.0, 12.0, 102.0]);
    assert_eq!(folded("let x = 5 in x").0, "5");
}

#[test]
fn mistakes_are_told_with_their_column() {
    assert_eq!(refusal("1 +"), "4: expected a number, a known name, or `(`");
    assert_eq!(refusal("(1 + 2"), "7: expected `)`");
    assert_eq!(refusal("1 + nobody"), "5: expected a number, a known name, or `(`");
    assert_eq!(refusal("1 2"), "3: expected an operator");
    assert_eq!(refusal("min 1"), "5: expected `(`");
    assert_eq!(refusal("max()"), "5: expected a number, a known name, or `(`");
    assert_eq!(refusal("let = 1 in 2"), "5: expected a name");
    assert_eq!(refusal("let a = 1 2"), "11: expected `in`");
    assert_eq!(refusal("let ä = 1 in 中"), "14: expected a number, a known name, or `(`");
    assert_eq!(refusal("(let a = 1 in a) + a"), "20: expected a number, a known name, or `(`");
    assert_eq!(refusal("1.2.3"), "1: expected a number, a known name, or `(`");
    assert_eq!(refusal(""), "1: expected a number, a known name, or `(`");
}

#[test]
fn depth_is_bounded_and_length_is_not() {
    let nested = |depth| "(".repeat(depth) + "x" + &")".repeat(depth);
    assert_eq!(folded(&nested(99)).0, "x");
    assert_eq!(refusal(&nested(100_000 / 2)), "101: expected less depth");
    let bindings = "let a = x in ".repeat(100) + "a";
    assert_eq!(refusal(&bindings), "1296: expected less depth");
    assert_eq!(folded(&(String::from("x") + &" + 1".repeat(500))).1, [501.0, 510.0, 600.0]);
    assert_eq!(folded(&(String::from("1") + &" + 1".repeat(500))).0, "501");
}

#[test]
fn a_full_arena_is_an_error() {
    let output = ast(&[&vec!["x"; 10_000].join("+")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains(": arena full: "));
}
