#[arena(bound = "I: ArenaSafe, I::Item: ArenaSafe", crate = a::b)] struct A<I: Iterator> { a: I::Item }
