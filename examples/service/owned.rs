//! The same in `String` and `Vec`, to compare with.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

#[derive(Deserialize)]
struct Order {
    customer: String,
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    name: String,
    count: u32,
    cents: u32,
    note: Option<String>,
    tags: Vec<String>,
}

#[derive(Serialize)]
struct Receipt<'o> {
    customer: &'o str,
    lines: Vec<Line<'o>>,
    tags: Vec<&'o str>,
    total: u64,
}

#[derive(Serialize)]
struct Line<'o> {
    text: String,
    cents: u64,
    note: Option<&'o str>,
}

impl<'o> Receipt<'o> {
    fn new(order: &'o Order) -> Self {
        let line = |item: &'o Item| Line {
            text: format!("{} x {}", item.count, item.name),
            cents: u64::from(item.count) * u64::from(item.cents),
            note: item.note.as_deref(),
        };
        let mut lines: Vec<_> = order.items.iter().map(line).collect();
        lines.sort_by_key(|line| Reverse(line.cents));
        let tags = order.items.iter().flat_map(|item| &item.tags);
        let mut tags: Vec<_> = tags.map(String::as_str).collect();
        tags.sort_unstable();
        tags.dedup();
        let total = lines.iter().map(|line| line.cents).sum();
        Self { customer: &order.customer, lines, tags, total }
    }
}

/// The answer to a body.
pub fn answer(body: &[u8]) -> Result<Vec<u8>, Refusal> {
    let order: Order = serde_json::from_slice(body)?;
    let mut json = Vec::with_capacity(body.len());
    serde_json::to_writer(&mut json, &Receipt::new(&order))?;
    Ok(json)
}
