//! A map with a hasher that needs drop.

use std::hash::{BuildHasher, DefaultHasher};

use arena::{Arena, ArenaSafe, collections::HashMap};

#[derive(ArenaSafe)]
struct Keyed<K>(K);

impl<K> BuildHasher for Keyed<K> {
    type Hasher = DefaultHasher;

    fn build_hasher(&self) -> DefaultHasher {
        DefaultHasher::new()
    }
}

fn main() {
    let arena = Arena::new(1024).unwrap();
    let hasher = Keyed([1, 2, 3]);
    let mut map = HashMap::with_hasher_in(hasher, &arena);
    map.insert(1, 2);
}
