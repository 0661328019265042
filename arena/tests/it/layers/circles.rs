//! Keeps the packages beside the workspace in layers, whose order follows from what their files use: no file uses one that
//! uses it, in however many steps.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::{
    files,
    source::{paths, without_comments, without_inner_modules},
};

/// Modules by their paths in the crate, whose own is empty; a module is one file.
type Modules<T> = BTreeMap<String, T>;

#[test]
fn no_file_beside_the_workspace_uses_one_that_uses_it() {
    for package in ["bench", "fuzz"] {
        let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", package, "src"].iter().collect();
        // They are beside the crate in its repository alone.
        if folder.exists() {
            let modules = modules(&folder);
            assert!(modules.len() > 10, "few files in `{package}`");
            assert_eq!(circles(&modules), Modules::new(), "circles in `{package}`");
        }
    }
}

/// The code in a folder and in the folders in it. Programs and the library of a package are one root.
fn modules(folder: &Path) -> Modules<String> {
    let mut modules = Modules::<String>::new();
    for path in files(folder) {
        let source = without_comments(&fs::read_to_string(&path).unwrap());
        let module = path.strip_prefix(folder).unwrap().with_extension("");
        let names = module.iter().map(|name| name.to_str().unwrap());
        let names = names.filter(|name| !["lib", "main", "mod"].contains(name));
        modules.entry(names.collect::<Vec<_>>().join("::")).or_default().push_str(&source);
    }
    modules
}

/// The modules that lie on circles or between two of them, each with those that it uses of them.
fn circles(modules: &Modules<String>) -> Modules<BTreeSet<&str>> {
    let mut left: Modules<BTreeSet<&str>> =
        modules.keys().map(|module| (module.clone(), used(module, modules))).collect();
    while let Some(outside) = left.iter().find_map(|(module, uses)| {
        let is_used = left.values().any(|uses| uses.contains(&**module));
        (uses.is_empty() || !is_used).then(|| module.clone())
    }) {
        left.remove(&outside);
        for uses in left.values_mut() {
            uses.remove(&*outside);
        }
    }
    left
}

/// The modules that a module uses: those it is made of, and those it names.
fn used<'m>(module: &str, modules: &'m Modules<String>) -> BTreeSet<&'m str> {
    let code = &modules[module];
    assert!(!code.contains("super::super"), "`{module}` looks up twice");
    let children = modules.keys().map(|child| &**child);
    let children = children.filter(|child| !child.is_empty() && parent(child) == module);
    let outer = without_inner_modules(code);
    let named = [(&**code, "crate::", ""), (&outer, "super::", parent(module))];
    let named = named.into_iter().flat_map(|(code, word, from)| {
        let paths = code.match_indices(word).flat_map(|(at, _)| paths(&code[at + word.len()..]));
        paths.filter_map(|path| find(from, &path, modules))
    });
    children.chain(named).filter(|used| *used != module).collect()
}

/// The deepest module on a path. There is none where the path goes into a file of another package.
fn find<'m>(from: &str, path: &[&str], modules: &'m Modules<String>) -> Option<&'m str> {
    let (mut module, code) = modules.get_key_value(from)?;
    if code.contains(&format!("mod {};", path[0])) && !modules.contains_key(&below(from, path[0])) {
        return None;
    }
    for name in path {
        let Some((next, _)) = modules.get_key_value(&below(module, name)) else { break };
        module = next;
    }
    Some(module)
}

fn below(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}

fn parent(module: &str) -> &str {
    module.rsplit_once("::").map_or("", |(parent, _)| parent)
}

#[test]
fn a_circle_is_seen_however_it_is_written() {
    let circles_of = |sources: &[(&str, &str)]| {
        let modules = sources.iter().map(|(module, code)| ((*module).into(), (*code).into()));
        circles(&modules.collect()).into_keys().collect::<Vec<_>>()
    };
    let root = ("", "mod a; mod b; mod other;");
    let none: [&str; 0] = [];

    let b = ("b", "mod tests {\n use super::*;\n}\nuse crate::other::X;");
    assert_eq!(circles_of(&[root, ("a", "use crate::{b::{self, X}};"), b]), none);
    // One names the other in a path alone, and in a group.
    assert_eq!(
        circles_of(&[root, ("a", "crate::b::f()"), ("b", "use crate::{other, a::X};")]),
        ["a", "b"]
    );
    // In three steps; what uses the circle, and what it uses, is not on it.
    let three = [
        root,
        ("a", "crate::b"),
        ("b", "crate::c; crate::e"),
        ("c", "crate::a"),
        ("d", "crate::a"),
        ("e", ""),
    ];
    assert_eq!(circles_of(&three), ["a", "b", "c"]);
    // A file and the folder's own; the root and what it declares.
    assert_eq!(circles_of(&[("a", "mod c;"), ("a::c", "use super::X;")]), ["a", "a::c"]);
    assert_eq!(circles_of(&[("a", "mod c;"), ("a::c", "use super::d::X;"), ("a::d", "")]), none);
    assert_eq!(circles_of(&[root, ("a", "crate::target!()")]), ["", "a"]);
}
