//! A pool against a map of what its keys find: any operations in any order, on pools of any size.

use arbitrary::{Result, Unstructured};

#[path = "../../arena/tests/it/pool/model.rs"]
mod model;

use self::model::Op;

/// Longer scripts find nothing more.
const LONGEST: usize = 2000;

/// Takes the bytes for a capacity and for operations, two bytes each.
pub fn run(data: &[u8], show: bool) {
    let mut u = Unstructured::new(&data[..data.len().min(LONGEST)]);
    // Slots are found in groups of 64.
    let Ok(capacity) = u.int_in_range(0..=150) else { return };
    let ops: Vec<Op> = std::iter::from_fn(|| decode(&mut u).ok()).collect();
    if show {
        println!("a pool of {capacity}: {ops:#?}");
    }
    model::agrees(capacity, &ops);
}

fn decode(u: &mut Unstructured<'_>) -> Result<Op> {
    if u.is_empty() {
        return Err(arbitrary::Error::NotEnoughData);
    }
    let (kind, index) = (u.arbitrary::<u8>()?, usize::from(u.arbitrary::<u8>()?));
    Ok(match kind % 16 {
        0 | 1 => Op::Alloc,
        2..=5 => Op::Insert,
        6 => Op::Reserve,
        7 | 8 => Op::Get(index),
        9 | 10 => Op::Remove(index),
        11 => Op::DropOwned(index),
        12 => Op::IntoKey(index),
        13 => Op::IntoInner(index),
        14 => Op::Fill(index),
        _ => [Op::GiveUp(index), Op::Leave(index)][usize::from(kind / 16 % 2)].clone(),
    })
}
