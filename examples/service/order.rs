//! An order and its receipt, both in an arena.

use std::cmp::Reverse;

use arena::{AllocError, Arena, ArenaSafe, DeserializeIn, Local, collections::Vec};
use serde::Serialize;
use serde_json::Deserializer;

use crate::refusal::Refusal;

/// The body of a request.
#[derive(ArenaSafe, DeserializeIn)]
struct Order<'a> {
    customer: &'a str,
    items: &'a [Item<'a>],
}

#[derive(ArenaSafe, DeserializeIn)]
struct Item<'a> {
    name: &'a str,
    count: u32,
    /// What one of it costs.
    cents: u32,
    note: Option<&'a str>,
    tags: &'a [&'a str],
}

/// The body of an answer.
#[derive(ArenaSafe, Serialize)]
struct Receipt<'a> {
    customer: &'a str,
    /// The dearest first.
    lines: &'a [Line<'a>],
    tags: &'a [&'a str],
    total: u64,
}

#[derive(ArenaSafe, Serialize)]
struct Line<'a> {
    text: &'a str,
    cents: u64,
    note: Option<&'a str>,
}

impl<'a> Receipt<'a> {
    fn new(order: &Order<'a>, local: &Local<'a>) -> Result<Self, AllocError> {
        let lines = local.try_alloc_slice_try_fill_iter(order.items.iter().map(|item| {
            let text = local.try_alloc_fmt(format_args!("{} x {}", item.count, item.name))?;
            let cents = u64::from(item.count) * u64::from(item.cents);
            Ok::<_, AllocError>(Line { text, cents, note: item.note })
        }))??;
        lines.sort_by_key(|line| Reverse(line.cents));
        let mut tags = Vec::new_in(local);
        for item in order.items {
            tags.try_extend_from_slice_copy(item.tags)?;
        }
        tags.sort_unstable();
        tags.dedup();
        let total = lines.iter().map(|line| line.cents).sum();
        Ok(Self { customer: order.customer, lines, tags: tags.into_slice(), total })
    }
}

/// The answer to a body, which lies in the arena as all on the way to it does.
pub fn answer<'a>(body: &'a [u8], arena: &'a Arena) -> Result<&'a [u8], Refusal> {
    let local = arena.local();
    let refused = arena.stats().refused;
    let mut json = Deserializer::from_slice(body);
    let order = local.deserialize(&mut json).and_then(|order: &mut Order| {
        json.end()?;
        Ok(order)
    });
    let order = order.map_err(|error| {
        // To a format, a full arena is an error like another.
        if arena.stats().refused > refused { Refusal::TooLarge } else { error.into() }
    })?;
    let receipt = Receipt::new(order, &local)?;
    let mut json = Vec::try_with_capacity_in(body.len(), &local)?;
    serde_json::to_writer(&mut json, &receipt)?;
    Ok(json.into_slice())
}
