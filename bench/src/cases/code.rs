//! Bytes of machine code of a call: functions that do nothing else, read from this program's own table of symbols.

use std::hint::black_box;

use arena::{Arena, Local};
use bump_scope::BumpBox;
use bumpalo::Bump;
use object::{Object, ObjectSymbol};

use crate::{
    harness::{
        Case,
        Kind::{self, Ours, Peer},
        Row,
    },
    peers::bump_scope::FastBump,
};

/// The unit of a case whose samples are all the same.
pub const UNIT: &str = "bytes";

/// The size of a call.
pub const CODE: Case = Case {
    name: "code",
    question: "How many bytes of machine code is a function that does nothing but one call, with the handle behind a reference? (What is called \
               from there and is not inlined counts for nothing: there is one of it.)",
    unit: UNIT,
    lead: "Local",
    rows: || {
        let data = std::env::current_exe().and_then(std::fs::read).unwrap_or_default();
        let program = object::File::parse(&*data).ok();
        // Without symbols there is nothing to say.
        CALLS.iter().filter_map(|call| call.row(program.as_ref()?)).collect()
    },
};

/// A function that makes a call.
struct Sized {
    group: &'static str,
    name: &'static str,
    kind: Kind,
    symbol: &'static str,
    address: fn() -> *const (),
}

impl Sized {
    fn row(&self, program: &object::File<'_>) -> Option<Row> {
        // The linker keeps what somebody names.
        black_box((self.address)());
        // Apple's linker puts an underscore before each name, and says no sizes.
        let named = |name: &str| name.strip_prefix('_').unwrap_or(name) == self.symbol;
        let symbol = program.symbols().find(|symbol| symbol.name().is_ok_and(named))?;
        let bytes = Some(symbol.size()).filter(|bytes| *bytes > 0)? as f64;
        Some(Row::counted(self.name, self.kind, move || bytes).within(self.group))
    }
}

/// Defines functions and lists them.
macro_rules! calls {
    ($($group:literal, $name:literal, $kind:ident:
        fn $function:ident<$life:lifetime>($handle:ident: $type:ty, $value:ident: $of:ty) -> $result:ty $body:block)*) => {
        const CALLS: &[Sized] = &[$(Sized {
            group: $group,
            name: $name,
            kind: $kind,
            symbol: stringify!($function),
            address: || $function as *const (),
        }),*];

        $(
            // SAFETY: no other function has a name like this.
            #[unsafe(no_mangle)]
            #[inline(never)]
            fn $function<$life>($handle: $type, $value: $of) -> $result $body
        )*
    };
}

calls! {
    "alloc(u64)", "Local", Ours:
    fn arena_bench_local_alloc<'a>(local: &Local<'a>, value: u64) -> &'a mut u64 { local.alloc(value) }
    "alloc(u64)", "&Arena", Ours:
    fn arena_bench_arena_alloc<'a>(arena: &'a Arena, value: u64) -> &'a mut u64 { arena.alloc(value) }
    "alloc(u64)", "bumpalo", Peer:
    fn arena_bench_bumpalo_alloc<'a>(bump: &'a Bump, value: u64) -> &'a mut u64 { bump.alloc(value) }
    "alloc(u64)", "bump-scope", Peer:
    fn arena_bench_scope_alloc<'a>(bump: &'a FastBump<1>, value: u64) -> &'a mut u64 { BumpBox::leak(bump.alloc(value)) }
    "alloc_str", "Local", Ours:
    fn arena_bench_local_alloc_str<'a>(local: &Local<'a>, text: &str) -> &'a str { local.alloc_str(text) }
    "alloc_str", "&Arena", Ours:
    fn arena_bench_arena_alloc_str<'a>(arena: &'a Arena, text: &str) -> &'a str { arena.alloc_str(text) }
    "alloc_str", "bumpalo", Peer:
    fn arena_bench_bumpalo_alloc_str<'a>(bump: &'a Bump, text: &str) -> &'a str { bump.alloc_str(text) }
    "alloc_str", "bump-scope", Peer:
    fn arena_bench_scope_alloc_str<'a>(bump: &'a FastBump<1>, text: &str) -> &'a str { BumpBox::leak(bump.alloc_str(text)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn every_function_is_found_in_the_program() {
        assert_eq!((CODE.rows)().len(), CALLS.len());
    }
}
