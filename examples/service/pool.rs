//! Arenas that requests take in turn.

use std::{
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use arena::{AllocError, Arena, Stats};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// As many arenas as there are requests at work at a time, and no more memory than theirs.
pub struct Pool {
    free: Mutex<Vec<Arena>>,
    permits: Arc<Semaphore>,
    arenas: u32,
}

impl Pool {
    /// A number of arenas, of so many bytes each.
    pub fn new(arenas: u32, capacity: usize) -> Result<Arc<Self>, AllocError> {
        let free = (0..arenas).map(|_| Arena::new(capacity)).collect::<Result<Vec<_>, _>>()?;
        let permits = Arc::new(Semaphore::new(free.len()));
        Ok(Arc::new(Self { free: Mutex::new(free), permits, arenas }))
    }

    /// Waits until an arena is free, and lends it.
    pub async fn lend(self: &Arc<Self>) -> Lent {
        let permit = self.permits.clone().acquire_owned().await.expect("it is never closed");
        let arena = self.free().pop().expect("there are as many as permits");
        Lent { arena: Some(arena), pool: self.clone(), _permit: permit }
    }

    /// Waits until all arenas are back, and tells what each has seen.
    pub async fn stats(&self) -> Vec<Stats> {
        let _all = self.permits.acquire_many(self.arenas).await.expect("it is never closed");
        self.free().iter().map(Arena::stats).collect()
    }

    fn free(&self) -> MutexGuard<'_, Vec<Arena>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An arena that goes back when this is dropped, also where a request is given up midway.
pub struct Lent {
    arena: Option<Arena>,
    pool: Arc<Pool>,
    /// Dropped last, so that the arena is there for who waits.
    _permit: OwnedSemaphorePermit,
}

impl Deref for Lent {
    type Target = Arena;

    fn deref(&self) -> &Arena {
        self.arena.as_ref().expect("it is there until this is dropped")
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(mut arena) = self.arena.take() {
            arena.reset();
            self.pool.free().push(arena);
        }
    }
}
