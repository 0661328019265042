//! The parser of the example `json`, and the example itself as a person would run it.

#![cfg(not(miri))] // which cannot start a process
#![expect(clippy::unwrap_used, reason = "the helpers of tests are tests too")]

#[path = "../json/error.rs"]
mod error;
#[path = "../json/parser.rs"]
mod parser;
#[path = "../json/value.rs"]
mod value;
#[path = "../json/writer.rs"]
mod writer;

mod support;

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

use arena::{AllocError, Arena, Local};

use crate::{
    error::Error,
    parser::{MAX_DEPTH, parse},
    support::file,
    value::{Number, Value},
};

const SAMPLE: &str = include_str!("../json/sample.json");

fn write(value: &Value<'_>) -> String {
    let mut json = Vec::new();
    writer::write(value, &mut json).unwrap();
    String::from_utf8(json).unwrap()
}

/// What becomes of a text that is parsed and written back.
#[track_caller]
fn rewrite(json: impl AsRef<[u8]>) -> String {
    let json = json.as_ref();
    let arena = Arena::new(64 * json.len() + 4096).unwrap();
    let written = write(&parse(json, &arena.local()).unwrap());
    // What is written is parsed as what it was written from.
    assert_eq!(write(&parse(written.as_bytes(), &arena.local()).unwrap()), written);
    written
}

/// The words about a text that is refused, with line and column.
#[track_caller]
fn refusal(json: impl AsRef<[u8]>) -> String {
    let arena = Arena::new(1 << 20).unwrap();
    let error = parse(json.as_ref(), &arena.local()).unwrap_err();
    assert!(matches!(*error, Error::Malformed { .. }), "{error}");
    error.to_string()
}

/// Numbers from a seed, each below its limit.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

#[test]
fn documents_are_parsed_and_written_back() {
    for (json, expected) in [
        ("null", "null"),
        (" true ", "true"),
        ("\t\r\nfalse\t\r\n", "false"),
        ("[]", "[]"),
        ("{}", "{}"),
        (" [ \n ] ", "[]"),
        (" { \n } ", "{}"),
        ("[[],{},[[]]]", "[[],{},[[]]]"),
        ("[ 1 , [ 2 , 3 ] , 4 ]", "[1,[2,3],4]"),
        (r#" { "a" : 1 , "b" : { "c" : [ ] } } "#, r#"{"a":1,"b":{"c":[]}}"#),
        (r#"{"b":1,"a":2,"b":3}"#, r#"{"b":1,"a":2,"b":3}"#),
        (r#"{"":""}"#, r#"{"":""}"#),
        (r#""plain""#, r#""plain""#),
        (r#""\"\\\/\b\f\n\r\t""#, r#""\"\\/\u0008\u000c\n\r\t""#),
        (r#""\u0041\u00e9\u20AC\uFFFF\u0000""#, "\"Aé€\u{FFFF}\\u0000\""),
        (r#""\ud83d\ude00 \uDBFF\uDFFF \ud800\udc00""#, "\"😀 \u{10FFFF} \u{10000}\""),
        (r#""seven c\n""#, r#""seven c\n""#),
        ("\"\u{7f} é 富 😀\"", "\"\u{7f} é 富 😀\""),
        ("\u{feff}[1]", "[1]"),
    ] {
        assert_eq!(rewrite(json), expected);
    }
    let nested = format!("{}7{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
    assert_eq!(rewrite(&nested), nested);
}

#[test]
fn text_of_every_length_is_found_whole() {
    for len in 0..40 {
        for (end, escaped) in [("", ""), ("\"", "\\\""), ("\n", "\\u000A"), ("é", "é")] {
            let json = format!("[\"{}{escaped}\",\"next\"]", "x".repeat(len));
            let (arena, expected) = (Arena::new(4096).unwrap(), "x".repeat(len) + end);
            let items = &[Value::Text(&expected), Value::Text("next")];
            assert_eq!(parse(json.as_bytes(), &arena.local()).unwrap(), Value::List(items));
        }
    }
}

#[test]
fn every_character_is_plain_escaped_or_refused_wherever_it_stands() {
    for char in (0..=0xFF_u8).map(char::from) {
        for (before, after) in (0..20).flat_map(|before| [(before, 0), (before, 20)]) {
            let [before, after] = [before, after].map(|len| "x".repeat(len));
            let json = format!("\"{before}{char}{after}\"");
            let arena = Arena::new(4096).unwrap();
            let plain = !matches!(char, ..' ' | '"' | '\\');
            assert_eq!(parse(json.as_bytes(), &arena.local()).is_ok(), plain, "{json:?}");

            let text = format!("{before}{char}{after}");
            let written = write(&Value::Text(&text));
            assert_eq!(written == json, plain, "{json:?}");
            assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
            assert_eq!(parse(written.as_bytes(), &arena.local()).unwrap(), Value::Text(&text));
        }
    }
}

#[test]
fn what_is_not_json_is_refused_with_its_place() {
    for (json, expected) in [
        ("", "1:1: expected a value"),
        (" \n ", "2:2: expected a value"),
        ("nul", "1:1: expected a value"),
        ("True", "1:1: expected a value"),
        ("nullx", "1:5: expected the end"),
        ("1 2", "1:3: expected the end"),
        ("[]]", "1:3: expected the end"),
        ("{} // no", "1:4: expected the end"),
        ("\u{feff}\u{feff}1", "1:1: expected a value"),
        ("\u{a0}1", "1:1: expected a value"),
        ("\u{b}1", "1:1: expected a value"),
        ("[", "1:2: expected a value"),
        ("[1", "1:3: expected a comma or a closing bracket"),
        ("[1,", "1:4: expected a value"),
        ("[1,]", "1:4: expected a value"),
        ("[,1]", "1:2: expected a value"),
        ("[1 2]", "1:4: expected a comma or a closing bracket"),
        ("[1}", "1:3: expected a comma or a closing bracket"),
        ("[\n  1,\n  2\n  3\n]", "4:3: expected a comma or a closing bracket"),
        ("{", "1:2: expected a name in quotes"),
        ("{\"a\"", "1:5: expected a colon"),
        ("{\"a\":", "1:6: expected a value"),
        ("{\"a\" 1}", "1:6: expected a colon"),
        ("{\"a\":1,}", "1:8: expected a name in quotes"),
        ("{\"a\":1]", "1:7: expected a comma or a closing bracket"),
        ("{a:1}", "1:2: expected a name in quotes"),
        ("{1:1}", "1:2: expected a name in quotes"),
        ("{'a':1}", "1:2: expected a name in quotes"),
        ("-", "1:2: expected a digit"),
        ("+1", "1:1: expected a value"),
        (".5", "1:1: expected a value"),
        ("1.", "1:3: expected a digit"),
        ("1.e5", "1:3: expected a digit"),
        ("1e", "1:3: expected a digit"),
        ("1e+", "1:4: expected a digit"),
        ("1e-+1", "1:4: expected a digit"),
        ("[1.5.5]", "1:5: expected a comma or a closing bracket"),
        ("01", "1:2: a digit after a leading zero"),
        ("[-00]", "1:4: a digit after a leading zero"),
        ("0x10", "1:2: expected the end"),
        ("NaN", "1:1: expected a value"),
        ("-Infinity", "1:2: expected a digit"),
        ("\"", "1:2: expected a quote"),
        ("\"é富😀", "1:5: expected a quote"),
        ("\"\\", "1:3: unknown escape"),
        ("\"\\\"", "1:4: expected a quote"),
        ("[\"é\", \"富\n\"]", "1:9: a control character must be escaped"),
        ("\"0123456789\u{1f}\"", "1:12: a control character must be escaped"),
        ("\"\\n\t\"", "1:4: a control character must be escaped"),
        ("\"\\é\"", "1:3: unknown escape"),
        ("\"\\x41\"", "1:3: unknown escape"),
        ("\"\\U0041\"", "1:3: unknown escape"),
        ("\"\\u12", "1:6: expected a hexadecimal digit"),
        ("\"\\u12g4\"", "1:6: expected a hexadecimal digit"),
        ("\"\\u+123\"", "1:4: expected a hexadecimal digit"),
        ("\"\\ud800\"", "1:2: half of a surrogate pair"),
        ("\"12\\udc00\"", "1:4: half of a surrogate pair"),
        ("\"\\ud800\\n\"", "1:2: half of a surrogate pair"),
        ("\"\\ud800\\u0041\"", "1:2: half of a surrogate pair"),
        ("\"\\ud800\\ud800\\udc00\"", "1:2: half of a surrogate pair"),
        ("\"\\ud800\\u12\"", "1:12: expected a hexadecimal digit"),
    ] {
        assert_eq!(refusal(json), expected, "{json:?}");
    }
}

#[test]
fn bytes_that_are_not_utf8_are_refused_with_their_place() {
    assert_eq!(refusal(b"[\n\"\xff\"]"), "2:2: this is not UTF-8");
    assert_eq!(refusal(b"\"\xc3\xa9\xc3\""), "1:3: this is not UTF-8");
    // A surrogate, an overlong slash, UTF-16.
    for json in [&b"\"\xed\xa0\x80\""[..], b"\"\xc0\xaf\"", b"\xff\xfe1\0"] {
        assert!(refusal(json).ends_with("this is not UTF-8"));
    }
}

#[test]
fn deep_nesting_is_an_error_and_no_overflow() {
    for open in ["[", "{\"a\":", "[{\"a\":"] {
        let error = refusal(open.repeat(1_000_000));
        assert!(error.ends_with("nested too deep"), "{error}");
    }
    assert_eq!(refusal("[".repeat(MAX_DEPTH + 1)), format!("1:{}: nested too deep", MAX_DEPTH + 1));
    assert_eq!(refusal("[".repeat(MAX_DEPTH)), format!("1:{}: expected a value", MAX_DEPTH + 1));
    // Only what is open at the same time counts.
    rewrite(format!("[{}{{}}]", "[[]],{\"a\":[]},".repeat(MAX_DEPTH)));
}

/// A number as its sign, its digits without any zero around them, and its power of ten.
fn decimal(text: &str) -> (bool, String, i64) {
    let (text, negative) = text.strip_prefix('-').map_or((text, false), |text| (text, true));
    let (text, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = [whole, fraction].concat();
    let short = digits.trim_end_matches('0');
    let zeros = i64::try_from(digits.len() - short.len()).unwrap();
    let power = exponent.parse::<i64>().unwrap() - i64::try_from(fraction.len()).unwrap() + zeros;
    let short = short.trim_start_matches('0');
    (negative, short.into(), if short.is_empty() { 0 } else { power })
}

#[test]
fn numbers_keep_their_value_whatever_their_size() {
    let arena = Arena::new(8 << 20).unwrap();
    let local = arena.local();
    let number = |json: &str| match parse(json.as_bytes(), &local).unwrap() {
        Value::Number(number) => number,
        other => panic!("{other:?}"),
    };
    assert_eq!(number("0"), Number::Int(0));
    assert_eq!(number("9223372036854775807"), Number::Int(i64::MAX));
    assert_eq!(number("-9223372036854775808"), Number::Int(i64::MIN));
    assert_eq!(number("0.5"), Number::Float(0.5));
    assert_eq!(number("-12.25E+1"), Number::Float(-122.5));
    assert_eq!(number("6.02214076e23"), Number::Float(6.022_140_76e23));
    assert_eq!(number("999999999999999e-22"), Number::Float(999_999_999_999_999e-22));
    assert!(matches!(number("-0"), Number::Float(zero) if zero.is_sign_negative()));
    for text in [
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551616",
        "100000000000000000000000",
        "0.1234567890123456",
        "1e23",
        "1e400",
        "-1e-400",
        "1e99999999999999999999",
        "1e18446744073709551616",
        "0.00000000000000000000001",
    ] {
        assert_eq!(number(text), Number::Text(text));
    }

    let mut dice = Dice(1);
    let mut kinds = [0; 3];
    for _ in 0..100_000 {
        let mut digits = |most: usize| -> String {
            let len = 1 + dice.roll(most);
            (0..len).map(|_| ["0", "9", "1", "5", "7", "2"][dice.roll(6)]).collect()
        };
        let whole = digits(20);
        let whole = if whole.starts_with('0') { "0" } else { &whole };
        let (fraction, exponent) = (format!(".{}", digits(20)), format!("e-{}", digits(2)));
        let sign = ["", "-"][dice.roll(2)];
        let fraction = if dice.roll(3) > 0 { &fraction } else { "" };
        let exponent = ["", &exponent, &exponent.replace('-', "+")][dice.roll(3)].to_owned();
        let text = format!("{sign}{whole}{fraction}{exponent}");

        kinds[match number(&text) {
            Number::Int(_) => 0,
            Number::Float(float) => {
                assert_eq!(float.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
                1
            }
            Number::Text(_) => 2,
        }] += 1;
        assert_eq!(decimal(&rewrite(&text)), decimal(&text), "{text}");
    }
    assert!(kinds.iter().all(|&count| count > 5_000), "{kinds:?}");
}

#[test]
fn the_sample_is_what_serde_json_reads() {
    let from = |json: &str| serde_json::from_str::<serde_json::Value>(json);
    assert_eq!(from(&rewrite(SAMPLE)).unwrap(), from(SAMPLE).unwrap());
    assert!((90_000..120_000).contains(&SAMPLE.len()));
}

#[test]
fn random_texts_are_accepted_and_understood_as_by_serde_json() {
    const PIECES: [&str; 40] = [
        "[",
        "]",
        "[",
        "]",
        "{",
        "}",
        "{",
        "}",
        ",",
        ",",
        ",",
        ":",
        ":",
        "\"a\"",
        "\"b\":",
        "\"b\":",
        "\"",
        "null",
        "true",
        "false",
        "0",
        "1",
        "-",
        ".",
        "e",
        "E",
        "+",
        " ",
        "\n",
        "\\n",
        "\\",
        "\\u00e9",
        "\\ud83d",
        "\\ude00",
        "é",
        "😀",
        "\u{1}",
        "[1,2]",
        "{\"c\":{}}",
        "2.50",
    ];
    let from = |json: &str| serde_json::from_str::<serde_json::Value>(json);
    let arena = &mut Arena::new(4096).unwrap();
    let (mut dice, mut accepted) = (Dice(2), 0);
    for _ in 0..300_000 {
        let len = 1 + dice.roll(8);
        let json: String = (0..len).map(|_| PIECES[dice.roll(PIECES.len())]).collect();
        match (parse(json.as_bytes(), &arena.local()), from(&json)) {
            (Ok(value), Ok(expected)) => {
                accepted += 1;
                assert_eq!(from(&write(&value)).unwrap(), expected, "{json:?}");
            }
            (Err(_), Err(_)) => {}
            (ours, theirs) => panic!("{json:?}: {ours:?}, {theirs:?}"),
        }
        arena.reset();
    }
    assert!(accepted > 5_000, "{accepted}");
}

#[test]
fn a_full_arena_is_an_error_wherever_it_happens() {
    let json = r#"[{"name":"esc\u0061ped","list":[1,2.5,123456789012345678901]},"text",[[],{}]]"#;
    let mut needed = None;
    for capacity in 0..1024 {
        let mut arena = Arena::new(capacity).unwrap();
        match parse(json.as_bytes(), &arena.local()) {
            Ok(value) => {
                assert_eq!(write(&value), json.replace("\\u0061", "a"));
                needed.get_or_insert(capacity);
            }
            Err(error) => {
                assert!(matches!(*error, Error::Arena(AllocError::Full { .. })), "{error}");
                assert!(error.to_string().starts_with("arena full: "), "{error}");
                assert_eq!(needed, None, "{capacity} bytes are more");
            }
        }
        arena.reset();
        assert_eq!(arena.remaining(), capacity);
    }
    assert!((200..600).contains(&needed.unwrap()), "{needed:?}");
}

#[test]
fn a_tree_outlives_its_text_and_the_handle() {
    fn read<'a>(local: &Local<'a>) -> Value<'a> {
        parse(String::from(r#"["kept",{"a\n":1e0}]"#).as_bytes(), local).unwrap()
    }
    let arena = Arena::new(4096).unwrap();
    let tree = std::thread::scope(|threads| {
        let local = arena.local();
        threads.spawn(move || read(&local)).join().unwrap()
    });
    let members = &[("a\n", Value::Number(Number::Float(1.0)))];
    assert_eq!(tree, Value::List(&[Value::Text("kept"), Value::Object(members)]));
}

fn example(args: &[&str]) -> Command {
    support::example("json", args)
}

/// The exit code, and what was written to stdout and stderr.
fn run(args: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = example(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
fn without_arguments_the_sample_is_parsed() {
    let (code, out, err) = run(&[]);
    assert_eq!((code, &*err), (0, ""));
    let size = format!("sample.json: {},{:03} bytes", SAMPLE.len() / 1000, SAMPLE.len() % 1000);
    assert!(out.starts_with(&size), "{out}");
}

#[test]
fn the_summary_counts_every_value() {
    let path = file("counted.json", r#"[{"a":1,"b":[null,true,"x",[2.5,1e99]]},"é"]"#);
    let (code, out, err) = run(&[&path]);
    assert_eq!((code, &*err), (0, ""));
    let rows: Vec<_> = out.lines().map(str::trim).collect();
    assert!(rows[0].starts_with(&format!("{path}: 45 bytes parsed in ")), "{out}");
    // Eight values in lists, two members, and their text: "a", "b", "x", "1e99", "é".
    let bytes = 8 * size_of::<Value<'_>>() + 2 * size_of::<(&str, Value<'_>)>() + 9;
    assert_eq!(
        rows[1..9],
        [
            "1  objects",
            "3  lists",
            "2  texts",
            "3  numbers",
            "2  others: true, false and null",
            "4  levels of objects and lists",
            &format!("{bytes}  bytes in the arena"),
            "45  bytes written back",
        ]
    );
    assert!(rows[9].ends_with(" bytes of the arena allocated"), "{out}");
}

#[test]
fn many_files_are_parsed_at_once_and_written_in_their_order() {
    let texts: Vec<_> =
        (0..20).map(|i| SAMPLE.replace("\"unit\"", &format!("\"unit {i}\""))).collect();
    let files: Vec<_> =
        texts.iter().enumerate().map(|(i, text)| file(&format!("{i}.json"), text)).collect();
    let mut args = vec!["--write"];
    args.extend(files.iter().map(String::as_str));
    let (code, out, err) = run(&args);
    assert_eq!(code, 0, "{err}");
    assert_eq!(out.lines().collect::<Vec<_>>(), texts.iter().map(rewrite).collect::<Vec<_>>());
    assert_eq!(err.lines().count(), 20 * 9 + 1);
}

#[test]
fn standard_input_is_parsed() {
    let mut child = example(&["--write", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b" [ 1 ] ").unwrap();
    assert_eq!(child.wait_with_output().unwrap().stdout, b"[1]\n");
}

#[test]
fn a_malformed_file_is_named_with_its_place_and_the_others_are_parsed() {
    let (good, bad) = (file("good.json", "[1]"), file("bad.json", "[\n  1,\n  é\n]"));
    let (code, out, err) = run(&[&bad, &good]);
    assert_eq!((code, err), (1, format!("{bad}:3:3: expected a value\n")));
    assert!(out.starts_with(&format!("{good}: 3 bytes")), "{out}");
}

#[test]
fn a_million_levels_end_the_program_in_an_error() {
    let deep = file("deep.json", "[".repeat(1_000_000));
    let (code, _, err) = run(&[&deep]);
    assert_eq!((code, err), (1, format!("{deep}:1:{}: nested too deep\n", MAX_DEPTH + 1)));
}

#[test]
fn a_document_larger_than_the_arena_ends_in_its_message() {
    let large = file("large.json", format!("[{}0]", "0,".repeat(100_000)));
    let small = file("small.json", "[1]");
    let (code, out, err) = run(&["--arena", "1", &large, &small]);
    assert_eq!(code, 1);
    assert!(err.starts_with(&format!("{large}: arena full: ")), "{err}");
    assert!(out.starts_with(&format!("{small}: 3 bytes")), "{out}");

    let (code, _, err) = run(&["--arena", &usize::MAX.to_string()]);
    assert_eq!(code, 1);
    assert!(err.starts_with("error: "), "{err}");
}

#[test]
fn the_arena_is_large_enough_for_the_densest_texts() {
    let dense = ["0,", "[0],", "[[]],", "\"\",", "[\"a\"],", "{\"\":0},", "{\"a\":[0,{}]},"];
    let files: Vec<_> = dense
        .iter()
        .enumerate()
        .map(|(i, piece)| file(&format!("dense-{i}"), format!("[{}0]", piece.repeat(100_000))))
        .collect();
    for file in &files {
        let (code, _, err) = run(&[file]);
        assert_eq!((code, &*err), (0, ""));
    }
    let (code, _, err) = run(&files.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((code, &*err), (0, ""));
}

#[test]
fn a_file_that_cannot_be_read_is_one_line() {
    let (code, out, err) = run(&["no/such/file"]);
    assert_eq!((code, &*out), (1, ""));
    assert!(err.starts_with("error: cannot read no/such/file: "), "{err}");
    assert_eq!(err.lines().count(), 1);
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let mut child =
        example(&["--write"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
}
