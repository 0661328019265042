//! Writes a tree back as JSON, without any space.

use std::io::{self, Write};

use super::value::{Number, Value};

/// Writes a value. The depth of the recursion is that of the tree, which the parser has limited.
///
/// # Errors
///
/// Those of `out`.
pub fn write(value: &Value<'_>, out: &mut impl Write) -> io::Result<()> {
    match *value {
        Value::Null => out.write_all(b"null"),
        Value::Bool(truth) => write!(out, "{truth}"),
        Value::Number(Number::Int(number)) => write!(out, "{number}"),
        // `Debug` writes the fewest digits that give the same number, with an exponent if need be.
        Value::Number(Number::Float(number)) => write!(out, "{number:?}"),
        Value::Number(Number::Text(digits)) => out.write_all(digits.as_bytes()),
        Value::Text(text) => quote(text, out),
        Value::List(items) => {
            out.write_all(b"[")?;
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.write_all(b",")?;
                }
                write(item, out)?;
            }
            out.write_all(b"]")
        }
        Value::Object(members) => {
            out.write_all(b"{")?;
            for (index, (name, value)) in members.iter().enumerate() {
                if index > 0 {
                    out.write_all(b",")?;
                }
                quote(name, out)?;
                out.write_all(b":")?;
                write(value, out)?;
            }
            out.write_all(b"}")
        }
    }
}

/// Writes text in quotes, with escapes only where there must be some.
fn quote(text: &str, out: &mut impl Write) -> io::Result<()> {
    let mut rest = text.as_bytes();
    out.write_all(b"\"")?;
    while let Some(at) = rest.iter().position(|byte| matches!(byte, ..b' ' | b'"' | b'\\')) {
        out.write_all(&rest[..at])?;
        match rest[at] {
            b'"' => out.write_all(b"\\\"")?,
            b'\\' => out.write_all(b"\\\\")?,
            b'\n' => out.write_all(b"\\n")?,
            b'\r' => out.write_all(b"\\r")?,
            b'\t' => out.write_all(b"\\t")?,
            control => write!(out, "\\u{control:04x}")?,
        }
        rest = &rest[at + 1..];
    }
    out.write_all(rest)?;
    out.write_all(b"\"")
}
