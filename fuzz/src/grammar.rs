//! Texts by a grammar.

use std::collections::HashMap;

use arbitrary::{Result, Unstructured};

/// Each rule with its alternatives, the first of which ends soonest. The first rule is the whole.
#[derive(Debug)]
pub(crate) struct Grammar {
    first: &'static str,
    rules: HashMap<&'static str, Vec<&'static str>>,
    longest: usize,
    gap: &'static str,
}

impl Grammar {
    /// Reads a grammar of texts that end soon after `longest` bytes, with a gap behind each word.
    pub(crate) fn new(text: &'static str, longest: usize, gap: &'static str) -> Self {
        let rules = text.split("\n$").skip(1).filter_map(|rule| rule.split_once('\n'));
        let first = rules.clone().next().expect("there is a rule").0;
        let rules = rules.map(|(name, lines)| (name, lines.lines().map(str::trim).collect()));
        Self { first, rules: rules.collect(), longest, gap }
    }

    /// A text by choices.
    pub(crate) fn text(&self, u: &mut Unstructured<'_>) -> Result<String> {
        let mut text = String::new();
        self.rule(self.first, 0, u, &mut text)?;
        Ok(text)
    }

    fn rule(
        &self,
        rule: &str,
        depth: usize,
        u: &mut Unstructured<'_>,
        text: &mut String,
    ) -> Result<()> {
        let Some(choices) = self.rules.get(rule) else { return Ok(()) };
        let more = depth < 16 && text.len() < self.longest;
        let choice = if more { u.choose(choices)? } else { &choices[0] };
        choice.split(' ').try_for_each(|word| {
            let Some(rule) = word.strip_prefix('$') else {
                text.extend([word, self.gap]);
                return Ok(());
            };
            self.rule(rule, depth + 1, u, text)
        })
    }
}
