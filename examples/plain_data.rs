//! For values that point to each other: derive `ArenaSafe` on plain structs, enums and generics,
//! and link them with ordinary references.
//!
//! A tree whose nodes know their parents needs no `Rc`, no `Weak` and no indices here: all nodes
//! live as long as the arena, so a `&'a Node<'a>` is valid in both directions. A link that is set
//! later is a `Cell`; in a tree that threads share it is a `Link`, as in `sections`.
//!
//! The tree here is the scene of a small drawing program: a node's place is relative to its
//! parent's.

use std::{cell::Cell, fmt::Alignment, iter, ops::Add};

use arena::{AllocError, Arena, ArenaSafe, Local};

/// A pair of coordinates of any type.
#[derive(Clone, Copy, Debug, PartialEq, ArenaSafe)]
struct Point<T> {
    x: T,
    y: T,
}

impl<T: Add<Output = T>> Add for Point<T> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { x: self.x + other.x, y: self.y + other.y }
    }
}

/// What a node draws. Where a `String` or a `Vec` would stand, there is text or a slice of the same
/// arena.
#[derive(ArenaSafe)]
enum Shape<'a> {
    Group,
    Circle {
        radius: f32,
    },
    Polygon(&'a [Point<i32>]),
    Label {
        text: &'a str,
        // Somebody else's type, which cannot derive: `Copy` is proof enough.
        #[arena(copy)]
        alignment: Alignment,
    },
}

/// A node of the tree, linked in both directions.
#[derive(ArenaSafe)]
struct Node<'a> {
    name: &'a str,
    offset: Point<i32>,
    shape: Shape<'a>,
    parent: Cell<Option<&'a Node<'a>>>,
    children: Cell<&'a [&'a Node<'a>]>,
}

impl<'a> Node<'a> {
    fn new(local: &Local<'a>, name: &str, (x, y): (i32, i32), shape: Shape<'a>) -> &'a Self {
        local.alloc(Self {
            name: local.alloc_str(name),
            offset: Point { x, y },
            shape,
            parent: Cell::new(None),
            children: Cell::new(&[]),
        })
    }

    /// Links a node and its children, in both directions.
    fn with_children(&'a self, local: &Local<'a>, children: &[&'a Self]) -> &'a Self {
        self.children.set(local.alloc_slice_copy(children));
        for child in children {
            child.parent.set(Some(self));
        }
        self
    }

    /// This node and everything above it, from the inside out.
    fn ancestors(&'a self) -> impl Iterator<Item = &'a Self> {
        iter::successors(Some(self), |node| node.parent.get())
    }

    /// Where the node lies on the page.
    fn position(&'a self) -> Point<i32> {
        self.ancestors().map(|node| node.offset).fold(Point { x: 0, y: 0 }, Point::add)
    }

    fn print(&'a self) {
        let indent = 2 * (self.ancestors().count() - 1);
        let Point { x, y } = self.position();
        let head = format!("{:indent$}{}", "", self.name);
        print!("{head:<14} at {x:>3}, {y:>3}   ");
        match &self.shape {
            Shape::Group => println!("group of {}", self.children.get().len()),
            Shape::Circle { radius } => println!("circle of radius {radius}"),
            Shape::Polygon(corners) => println!("polygon of {} corners", corners.len()),
            Shape::Label { text, alignment } => println!("{text:?}, aligned {alignment:?}"),
        }
        self.children.get().iter().for_each(|child| child.print());
    }
}

fn main() -> Result<(), AllocError> {
    let arena = Arena::new(4096)?;
    let local = arena.local();

    let corners = [(0, 0), (40, -25), (80, 0)].map(|(x, y)| Point { x, y });
    let roof = Shape::Polygon(local.alloc_slice_copy(&corners));
    let sign = Shape::Label { text: local.alloc_str("Café"), alignment: Alignment::Center };

    let knob = Node::new(&local, "knob", (15, 20), Shape::Circle { radius: 1.5 });
    let roof = Node::new(&local, "roof", (0, 0), roof);
    let sign = Node::new(&local, "sign", (40, 5), sign);
    let door = Node::new(&local, "door", (30, 20), Shape::Group).with_children(&local, &[knob]);
    let house = Node::new(&local, "house", (100, 60), Shape::Group);
    house.with_children(&local, &[roof, sign, door]);
    drop(local);

    // The tree outlives the handle that it was built with.
    house.print();

    // From a leaf up to the root, by the parent links.
    let path: Vec<_> = knob.ancestors().map(|node| node.name).collect();
    println!("\n{}", path.join(" in "));
    assert_eq!(knob.position(), Point { x: 145, y: 100 });

    println!("{} of {} bytes allocated", arena.allocated(), arena.capacity());
    Ok(())
}
