//! For what threads share and what comes and goes in any order, such as the sessions of a server.
//!
//! A session owns heap memory and ends when its user leaves, whoever serves them then: it lies in a
//! slot of a pool. Its key goes out as a cookie and comes back with each request, to any worker. A
//! key may also be part of what lies in the arena: the log refers to sessions that may be over.
//!
//! The requests are made up here, by the workers themselves.

use std::{
    sync::{Mutex, MutexGuard},
    thread,
};

use arena::{AllocError, Arena, ArenaSafe, Key, Local, Pool};

const WORKERS: u64 = 4;
const REQUESTS: u64 = 10_000;
/// The most sessions at a time.
const SESSIONS: usize = 100;

/// What is kept of a user, and dropped when they leave.
struct Session {
    user: String,
    visited: Mutex<Vec<String>>,
}

/// A line of the log, which is never dropped.
#[derive(ArenaSafe)]
struct Visit<'a> {
    session: Key<Session>,
    page: &'a str,
}

/// What one worker has done.
#[derive(Default)]
struct Work<'a> {
    logins: usize,
    logouts: usize,
    refused: usize,
    log: Vec<&'a Visit<'a>>,
}

fn cookie(key: Key<Session>) -> String {
    format!("{:x}", key.to_bits())
}

/// The key in a cookie, which is anything that a client cares to send.
fn key(cookie: &str) -> Option<Key<Session>> {
    Key::from_bits(u64::from_str_radix(cookie, 16).ok()?)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("nobody panics with a lock")
}

/// Serves requests. The cookies are those that clients have, and bring to whatever worker.
fn serve<'a>(
    worker: u64,
    sessions: &Pool<'_, Session>,
    cookies: &Mutex<Vec<String>>,
    local: &Local<'a>,
) -> Result<Work<'a>, AllocError> {
    let mut work = Work::default();
    let mut random = worker + 1;
    for number in 0..REQUESTS {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let mut cookies = lock(cookies);
        let any = (random >> 33) as usize % cookies.len().max(1);
        if random >> 62 == 0 {
            let user = format!("user {number} of worker {worker}");
            match sessions.insert(Session { user, visited: Mutex::default() }) {
                Ok(key) => cookies.push(cookie(key)),
                Err(_) => work.refused += 1, // come back later
            }
            work.logins += 1;
        } else if random >> 62 == 1 && !cookies.is_empty() {
            let cookie = cookies.swap_remove(any);
            drop(cookies);
            // Others may be looking at the session: the last of them drops it.
            work.logouts += usize::from(key(&cookie).is_some_and(|key| sessions.remove(key)));
        } else if let Some(cookie) = cookies.get(any).cloned() {
            drop(cookies);
            let Some(key) = key(&cookie) else { continue };
            // Others may have ended the session meanwhile.
            let Some(session) = sessions.get(key) else { continue };
            let page = local.try_alloc_fmt(format_args!("/page/{}", number % 7))?;
            lock(&session.visited).push(page.to_owned());
            work.log.push(local.try_alloc(Visit { session: key, page })?);
        }
    }
    Ok(work)
}

fn main() -> Result<(), AllocError> {
    let arena = Arena::new(2 << 20)?;
    let mut sessions = Pool::try_new_in(SESSIONS, &arena)?;
    let cookies = Mutex::default();
    let work = thread::scope(|threads| {
        let (sessions, cookies, arena) = (&sessions, &cookies, &arena);
        let worker =
            |number| threads.spawn(move || serve(number, sessions, cookies, &arena.local()));
        let workers: Vec<_> = (0..WORKERS).map(worker).collect();
        let work = workers.into_iter().map(|worker| worker.join().expect("no worker panics"));
        work.collect::<Result<Vec<_>, _>>()
    })?;

    let sum = |part: fn(&Work<'_>) -> usize| work.iter().map(part).sum::<usize>();
    let (logins, refused) = (sum(|work| work.logins), sum(|work| work.refused));
    let logouts = sum(|work| work.logouts);
    println!(
        "{logins} logins, of which {refused} found all {SESSIONS} slots taken; {logouts} logouts"
    );
    assert_eq!(logins - refused - logouts, sessions.len());

    // A key that finds nothing is of a session that is over. An entry keeps its session.
    let log: Vec<_> = work.iter().flat_map(|work| &work.log).collect();
    let open = log.iter().filter_map(|visit| Some((sessions.get(visit.session)?, visit.page)));
    let open: Vec<_> = open.collect();
    println!("{} visits, {} of them by users who are still there:", log.len(), open.len());
    for (session, page) in open.iter().take(2) {
        println!("  {} came to {page}", session.user);
    }
    drop(open);

    // Nobody else has the pool now.
    let before = sessions.len();
    sessions.retain(|_, session| lock(&session.visited).len() > 1);
    println!("{} of {before} sessions have seen more than one page", sessions.len());
    Ok(())
}
