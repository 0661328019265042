//! A tree whose parts many threads build, walked by one after they are gone.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use arena::{Arena, ArenaSafe, Local};
use bitena::Bitena;
use bump_scope::{BumpBox, BumpPoolGuard, alloc::Global};
use bumpalo_herd::Member;

use crate::{
    crew::{cores, label, thread_counts, together},
    harness::{
        Case,
        Kind::{self, Floor, Ours, Peer},
        Row,
    },
    peers::{bitena as bits, bump_scope as scope, floor, herd, ours},
    subject::Shared,
};

/// Levels of each thread's part.
const LEVELS: u32 = 14;
/// Nodes of each thread's part.
const NODES: usize = (1 << LEVELS) - 1;

/// Building.
pub const BUILD: Case = Case {
    name: "tree-build",
    question: "What does a node cost when 1, 2, 4, ... threads build their parts of one tree (16,383 nodes of 24 bytes each), which outlives \
               the threads? (All threads together.)",
    unit: "ns per node, together",
    lead: "Local",
    rows: || {
        let counts = thread_counts().into_iter();
        counts.flat_map(|threads| rows(Part::Build, threads)).collect()
    },
};

/// Walking.
pub const WALK: Case = Case {
    name: "tree-walk",
    question: "What does a node of that tree, built on every core, cost one thread that walks it after the builders are gone?",
    unit: "ns per node",
    lead: "Local",
    rows: || rows(Part::Walk, cores()).into_iter().map(|row| row.within("")).collect(),
};

/// A node that borrows its children.
#[derive(ArenaSafe)]
struct Node<'a> {
    key: u64,
    left: Option<&'a Node<'a>>,
    right: Option<&'a Node<'a>>,
}

/// A node that owns its children.
struct BoxedNode {
    key: u64,
    left: Option<Box<BoxedNode>>,
    right: Option<Box<BoxedNode>>,
}

/// Whatever can keep a node for `'a`, which outlives the handle.
trait Plant<'a> {
    fn plant(&self, node: Node<'a>) -> &'a Node<'a>;
}

impl<'a> Plant<'a> for Local<'a> {
    #[inline(always)]
    fn plant(&self, node: Node<'a>) -> &'a Node<'a> {
        self.alloc(node)
    }
}

impl<'a> Plant<'a> for &'a Arena {
    #[inline(always)]
    fn plant(&self, node: Node<'a>) -> &'a Node<'a> {
        self.alloc(node)
    }
}

impl<'a> Plant<'a> for Member<'a> {
    #[inline(always)]
    fn plant(&self, node: Node<'a>) -> &'a Node<'a> {
        self.alloc(node)
    }
}

impl<'a> Plant<'a> for BumpPoolGuard<'a, Global, scope::Fast<1>> {
    #[inline(always)]
    fn plant(&self, node: Node<'a>) -> &'a Node<'a> {
        BumpBox::leak(self.alloc(node))
    }
}

impl<'a> Plant<'a> for &'a Bitena<'static> {
    #[inline(always)]
    fn plant(&self, node: Node<'a>) -> &'a Node<'a> {
        self.alloc(node)
    }
}

impl<'a> Plant<'a> for floor::Bare {
    #[inline(always)]
    fn plant(&self, node: Node<'a>) -> &'a Node<'a> {
        let at = self.down(size_of::<Node<'a>>()).cast::<Node<'a>>();
        // SAFETY: all values of the pass are nodes, so that the place is aligned; the span is large enough and outlives the pass.
        unsafe {
            at.write(node);
            &*at
        }
    }
}

/// Which part is timed.
#[derive(Clone, Copy)]
enum Part {
    Build,
    Walk,
}

fn rows(part: Part, threads: usize) -> Vec<Row> {
    let bytes = 2 * NODES * size_of::<Node<'_>>();
    vec![
        row("Local", Ours, ours::locals(bytes * threads), part, threads),
        row("&Arena", Ours, ours::direct(bytes * threads), part, threads),
        row("bumpalo-herd", Peer, herd::Herds::default(), part, threads),
        row("bump-scope pool", Peer, scope::Pool::default(), part, threads),
        row("bitena", Peer, bits::shared(bytes * threads), part, threads),
        Row::new("system", Peer, NODES * threads, move || boxed(part, threads))
            .within(label(threads)),
        row("bare stores", Floor, floor::parts(bytes * threads, bytes), part, threads),
    ]
}

fn row<S: Shared>(name: &str, kind: Kind, mut subject: S, part: Part, threads: usize) -> Row
where
    for<'a> S::Handle<'a>: Plant<'a>,
{
    let sample = move || {
        let time = pass(&subject, part, threads);
        subject.reset();
        time
    };
    Row::new(name, kind, NODES * threads, sample).within(label(threads))
}

fn pass<'a, S: Shared>(subject: &'a S, part: Part, threads: usize) -> Duration
where
    S::Handle<'a>: Plant<'a>,
{
    let (building, parts) = together(threads, |index| build_part(subject, index));
    let start = Instant::now();
    for part in &parts {
        black_box(walk(part));
    }
    match part {
        Part::Build => building,
        Part::Walk => start.elapsed(),
    }
}

#[inline(never)]
fn build_part<'a, S: Shared>(subject: &'a S, index: usize) -> &'a Node<'a>
where
    S::Handle<'a>: Plant<'a>,
{
    let handle = subject.open();
    let root = build(&handle, LEVELS, index as u64);
    S::close(handle);
    root
}

#[inline(never)]
fn build<'a>(handle: &impl Plant<'a>, levels: u32, key: u64) -> &'a Node<'a> {
    if levels == 1 {
        return handle.plant(Node { key, left: None, right: None });
    }
    let left = Some(build(handle, levels - 1, key << 1));
    let right = Some(build(handle, levels - 1, key << 1 | 1));
    handle.plant(Node { key, left, right })
}

#[inline(never)]
fn walk(node: &Node<'_>) -> u64 {
    node.key ^ node.left.map_or(0, walk) ^ node.right.map_or(0, walk)
}

fn boxed(part: Part, threads: usize) -> Duration {
    let (building, parts) = together(threads, |index| build_boxed(LEVELS, index as u64));
    let start = Instant::now();
    for part in &parts {
        black_box(walk_boxed(part));
    }
    match part {
        Part::Build => building,
        Part::Walk => start.elapsed(),
    }
}

#[inline(never)]
fn build_boxed(levels: u32, key: u64) -> Box<BoxedNode> {
    if levels == 1 {
        return Box::new(BoxedNode { key, left: None, right: None });
    }
    let left = Some(build_boxed(levels - 1, key << 1));
    let right = Some(build_boxed(levels - 1, key << 1 | 1));
    Box::new(BoxedNode { key, left, right })
}

#[inline(never)]
fn walk_boxed(node: &BoxedNode) -> u64 {
    node.key
        ^ node.left.as_deref().map_or(0, walk_boxed)
        ^ node.right.as_deref().map_or(0, walk_boxed)
}
