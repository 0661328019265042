//! The styles of names that serde's `rename_all` may say.

pub(crate) const CASES: [&str; 8] = [
    "lowercase",
    "UPPERCASE",
    "PascalCase",
    "camelCase",
    "snake_case",
    "SCREAMING_SNAKE_CASE",
    "kebab-case",
    "SCREAMING-KEBAB-CASE",
];

/// The name of a field, which is in snake case, in another.
pub(crate) fn field(name: &str, case: &str) -> String {
    match case {
        "PascalCase" => {
            name.split('_').map(|word| first(word, |first| first.to_ascii_uppercase())).collect()
        }
        "camelCase" => first(&field(name, "PascalCase"), |first| first.to_ascii_lowercase()),
        "UPPERCASE" | "SCREAMING_SNAKE_CASE" => name.to_ascii_uppercase(),
        "kebab-case" => name.replace('_', "-"),
        "SCREAMING-KEBAB-CASE" => name.to_ascii_uppercase().replace('_', "-"),
        _ => name.to_owned(),
    }
}

/// The name of a variant, which is in Pascal case, in another.
pub(crate) fn variant(name: &str, case: &str) -> String {
    match case {
        "lowercase" => name.to_ascii_lowercase(),
        "UPPERCASE" => name.to_ascii_uppercase(),
        "PascalCase" => name.to_owned(),
        "camelCase" => first(name, |first| first.to_ascii_lowercase()),
        _ => {
            let mut snake = String::new();
            for (at, letter) in name.char_indices() {
                if at > 0 && letter.is_uppercase() {
                    snake.push('_');
                }
                snake.push(letter.to_ascii_lowercase());
            }
            field(&snake, case)
        }
    }
}

fn first(word: &str, change: impl Fn(char) -> char) -> String {
    word.chars().take(1).map(change).chain(word.chars().skip(1)).collect()
}
