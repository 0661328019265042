//! A generic type that is safe, with an argument that is not.

use arena::ArenaSafe;

#[derive(ArenaSafe)]
struct Pair<T>(T, T);

fn store<T: ArenaSafe>(_value: T) {}

fn main() {
    store(Pair("one", "two"));
}
