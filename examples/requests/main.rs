//! For a server: one arena per worker, reset after each request.
//!
//! What belongs to a request lies in its worker's arena: its query and headers, what is computed
//! from them, the text of the answer. Nothing of it is freed one by one, the workers share nothing,
//! and a request that needs too much memory is refused and harms no other.
//!
//! The server speaks HTTP on the loopback interface. Its clients are threads of this program, in
//! `client.rs`.

mod client;

use std::{error, fmt, thread};

use arena::{AllocError, Arena, ArenaSafe, Local, Stats};
use tiny_http::{Response, Server, StatusCode};

type Error = Box<dyn error::Error + Send + Sync>;

const WORKERS: usize = 3;
const CLIENTS: usize = 6;
/// What the shop sells, for how many cents.
const MENU: [(&str, u32); 3] = [("tea", 250), ("coffee", 320), ("cake", 475)];

/// A header, or a parameter of the query.
#[derive(Default, ArenaSafe)]
struct Field<'a> {
    name: &'a str,
    value: &'a str,
}

/// A request such as `GET /receipt?tea=2&cake=1`.
#[derive(ArenaSafe)]
struct Request<'a> {
    path: &'a str,
    query: &'a [Field<'a>],
    headers: &'a [Field<'a>],
}

impl<'a> Request<'a> {
    fn read(request: &tiny_http::Request, local: &Local<'a>) -> Result<Self, AllocError> {
        let url = local.try_alloc_str(request.url())?;
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let query = query.split('&').filter_map(|pair| pair.split_once('='));
        let query = query.map(|(name, value)| Field { name, value });
        let query = local.try_alloc_slice_fill_iter(query)?;

        let headers = local.try_alloc_slice_fill_default(request.headers().len())?;
        for (Field { name, value }, header) in headers.iter_mut().zip(request.headers()) {
            *name = local.try_alloc_str(header.field.as_str().as_str())?;
            *value = local.try_alloc_str(header.value.as_str())?;
        }
        Ok(Self { path, query, headers })
    }

    fn header(&self, name: &str) -> Option<&'a str> {
        let field = self.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name))?;
        Some(field.value)
    }
}

/// What somebody has ordered.
#[derive(ArenaSafe)]
struct Receipt<'a> {
    customer: &'a str,
    /// Each with its name, how many of it, and the cents for all of them.
    items: &'a [(&'a str, u32, u32)],
}

impl<'a> Receipt<'a> {
    fn new(request: &Request<'a>, local: &Local<'a>) -> Result<Self, AllocError> {
        let items = request.query.iter().filter_map(|Field { name, value }| {
            let (_, cents) = MENU.iter().find(|(offered, _)| offered == name)?;
            let count = value.parse().ok()?;
            Some((*name, count, cents.checked_mul(count)?))
        });
        let customer = request.header("customer").unwrap_or("somebody");
        Ok(Self { customer, items: local.try_alloc_slice_fill_iter(items)? })
    }
}

impl fmt::Display for Receipt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "for {}", self.customer)?;
        for (name, count, cents) in self.items {
            writeln!(f, "{count:>3} {name:<8} {cents:>6}")?;
        }
        let total: u64 = self.items.iter().map(|(.., cents)| u64::from(*cents)).sum();
        writeln!(f, "    total    {total:>6}")
    }
}

/// The status and the text of the answer to a request.
fn answer<'a>(
    request: &tiny_http::Request,
    local: &Local<'a>,
) -> Result<(u16, &'a str), AllocError> {
    let request = Request::read(request, local)?;
    if request.path != "/receipt" {
        return Ok((404, local.try_alloc_fmt(format_args!("no page {}\n", request.path))?));
    }
    let receipt = Receipt::new(&request, local)?;
    Ok((200, local.try_alloc_fmt(format_args!("{receipt}"))?))
}

/// What each worker does until the server is told to stop.
fn work(server: &Server) -> Result<Stats, AllocError> {
    let mut arena = Arena::new(16 * 1024)?;
    while let Ok(request) = server.recv() {
        let (status, text) =
            answer(&request, &arena.local()).unwrap_or((503, "too large an order\n"));
        let (body, length) = (text.as_bytes(), Some(text.len()));
        // A client that does not want its answer any more is no concern of the worker's.
        let _ = request.respond(Response::new(StatusCode(status), vec![], body, length, None));
        arena.reset();
    }
    Ok(arena.stats())
}

fn main() -> Result<(), Error> {
    let server = Server::http("127.0.0.1:0")?;
    let address = server.server_addr().to_ip().ok_or("no address")?;
    let (answers, workers) = thread::scope(|threads| {
        let workers = [(); WORKERS].map(|()| threads.spawn(|| work(&server)));
        let clients = [(); CLIENTS].map(|()| threads.spawn(move || client::visit(address)));
        let answers = clients.map(thread::ScopedJoinHandle::join);
        // However the visits went: the workers would wait for ever.
        for _ in &workers {
            server.unblock();
        }
        (answers, workers.map(|worker| worker.join().expect("no worker panics")))
    });

    let mut resets = 0;
    for (worker, stats) in workers.into_iter().enumerate() {
        let stats = stats?;
        println!("worker {worker}: {stats}");
        resets += stats.resets;
    }
    let answers = answers.into_iter().map(|answers| answers.expect("all is as the clients expect"));
    let answers: usize = answers.sum::<Result<_, Error>>()?;
    println!("{answers} answers, one reset for each");
    assert_eq!(answers, resets);
    Ok(())
}
