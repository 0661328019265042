//! What is done to lists.

use std::mem::{self, ManuallyDrop};

use arena::{
    Handle,
    collections::{CollectIn, Vec as List},
};

use super::{
    element::Element,
    pair::{called, reserve, same},
    steps::{ListOp, Step},
    world::{World, pick},
};

impl<'a, T: Element, H: Handle<'a>> World<'a, T, H> {
    pub(super) fn list(&mut self, op: ListOp, step: &Step) {
        let (pair, other) = pick(&mut self.lists, step.second);
        let (handle, len, few) = (self.handle, pair.model.len(), step.few());
        let (value, at) = (|| T::new(step.seed), step.at % (len + 3));
        let values = || step.items(T::new);
        match op {
            ListOp::Push if step.tried => {
                let mut returned = None;
                let try_push = |ours: &mut List<T, H>| {
                    ours.try_push(value()).map_err(|(value, error)| {
                        returned = Some(value);
                        error
                    })
                };
                pair.both(step.throw, try_push, |model| model.push(value()));
                assert!(returned.is_none_or(|returned| returned == value()));
            }
            ListOp::Push => same!(pair, step, |it| it.push(value())),
            ListOp::Pop => same!(pair, step, |it| it.pop()),
            ListOp::Insert => same!(pair, step, |it| it.insert(at, value())),
            ListOp::Remove => same!(pair, step, |it| it.remove(at)),
            ListOp::SwapRemove => same!(pair, step, |it| it.swap_remove(at)),
            ListOp::Truncate => same!(pair, step, |it| it.truncate(at)),
            ListOp::Clear => same!(pair, step, |it| it.clear()),
            ListOp::Set => same!(pair, step, |it| it[at] = value()),
            ListOp::Extend => same!(pair, step, |it| it.extend(values())),
            ListOp::ExtendFromSlice => {
                let values: Vec<T> = values().collect();
                same!(pair, step, |it| it.extend_from_slice(&values));
            }
            ListOp::Copy => {
                let values: Vec<T> = values().collect();
                pair.both(
                    step.throw,
                    |ours| T::append(ours, &values, step.tried),
                    |model| model.extend_from_slice(&values),
                );
            }
            ListOp::Resize => same!(pair, step, |it| it.resize(few, value())),
            ListOp::Retain => {
                let keep = |mut bits: u8| {
                    move |there: &mut T| {
                        called();
                        *there = value();
                        bits = bits.rotate_left(1);
                        bits & 1 > 0
                    }
                };
                let retain = |ours: &mut List<T, H>| {
                    ours.retain_mut(keep(step.seed));
                    Ok(())
                };
                pair.both(step.throw, retain, |model| model.retain_mut(keep(step.seed)));
            }
            ListOp::Dedup => same!(pair, step, |it| it.dedup()),
            ListOp::Drain => same!(pair, step, |it| {
                let mut drain = it.drain(at..at + few);
                let taken = (drain.next(), drain.next_back(), drain.len());
                if step.tried {
                    // What is left is unspecified, but the same.
                    _ = ManuallyDrop::new(drain);
                }
                taken
            }),
            ListOp::Append => {
                let append = |ours: &mut List<T, H>| {
                    ours.append(&mut other.ours);
                    Ok(())
                };
                pair.both(step.throw, append, |model| model.append(&mut other.model));
            }
            ListOp::Reserve => {
                reserve!(pair, step, step.len, |model| model.reserve(step.len));
            }
            ListOp::ShrinkToFit => same!(pair, step, |it| it.shrink_to_fit()),
            ListOp::Clone => same!(pair, step, |it| *it = it.clone()),
            ListOp::Collect => {
                pair.replace(step.throw, || values().collect_in(handle), || values().collect());
            }
            ListOp::FromElem => pair.replace(
                step.throw,
                || List::from_elem_in(value(), few, handle),
                || vec![value(); few],
            ),
            ListOp::WithCapacity => {
                let make = |ours: &mut List<T, H>| {
                    *ours = List::try_with_capacity_in(step.len, handle)?;
                    assert!(ours.capacity() >= step.len);
                    Ok(())
                };
                pair.both(step.throw, make, |model| *model = Vec::with_capacity(step.len));
            }
            ListOp::IntoIter => {
                let old = pair.ours.take().into_iter();
                let (old, expected) = (old.skip(few), mem::take(&mut pair.model));
                assert!(old.rev().take(at).eq(expected.into_iter().skip(few).rev().take(at)));
            }
            ListOp::IntoSlice => {
                let old = pair.ours.take();
                self.slices.push((old.into_slice(), mem::take(&mut pair.model)));
            }
        }
    }
}
