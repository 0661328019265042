//! The server of the example `service`, with clients of every kind, and the example as a person would
//! run it.

#![cfg(not(miri))] // which has no network, and cannot start a process
#![expect(clippy::unwrap_used, reason = "the helpers of tests are tests too")]

#[expect(dead_code, reason = "here nobody adds reports up")]
#[path = "../load.rs"]
mod load;
#[path = "../order.rs"]
mod order;
#[path = "../owned.rs"]
mod owned;
#[path = "../pool.rs"]
mod pool;
#[path = "../refusal.rs"]
mod refusal;
#[path = "../server.rs"]
mod server;
#[path = "../../tests/support/mod.rs"]
mod support;
#[path = "../trouble.rs"]
mod trouble;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use indicatif::ProgressBar;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    load::{Report, Sample, drive},
    pool::Pool,
    trouble::misbehave,
};

const CAPACITY: usize = 32 << 10;

async fn serve(arenas: u32) -> (Arc<Pool>, SocketAddr) {
    let pool = Pool::new(arenas, CAPACITY).unwrap();
    let address = server::start(server::in_arenas(pool.clone())).await.unwrap();
    (pool, address)
}

/// Waits until all arenas are back, and looks whether nothing is left in them.
async fn assert_free(pool: &Pool, arenas: usize) {
    let stats = pool.stats().await;
    assert_eq!(stats.len(), arenas);
    for stats in stats {
        assert_eq!((stats.allocated, stats.capacity), (0, CAPACITY));
    }
}

/// Looks at every receipt, which is to be that of the owned types.
async fn order_for_a_while(address: SocketAddr, clients: usize) -> Report {
    let samples: Arc<[_]> = (0..9).map(|number| Sample::new(number, 2 * number)).collect();
    let span = Duration::from_millis(200);
    drive(address, &samples, clients, span, &ProgressBar::hidden()).await.unwrap()
}

/// Sends part of an order, and leaves the rest to the caller.
async fn begin(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = "POST /orders HTTP/1.1\r\nhost: shop\r\ncontent-length: 100\r\n\r\n{\"customer\"";
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

#[tokio::test]
async fn bad_orders_are_refused_and_leave_nothing() {
    let (pool, address) = serve(2).await;
    let expected = [400, 400, 400, 413, 413, 400, 400, 413, 413];
    for _ in 0..20 {
        let seen = misbehave(address, CAPACITY).await.unwrap();
        assert_eq!(seen.iter().map(|(_, status)| *status).collect::<Vec<_>>(), expected);
        assert_free(&pool, 2).await;
    }
    assert!(order_for_a_while(address, 2).await.answers() > 0);
    assert_free(&pool, 2).await;
}

#[tokio::test]
async fn good_orders_are_served_beside_bad_ones() {
    let (pool, address) = serve(4).await;
    let (report, seen) = tokio::join!(order_for_a_while(address, 8), misbehave(address, CAPACITY));
    assert!(report.answers() > 0);
    seen.unwrap();
    assert_free(&pool, 4).await;
}

#[tokio::test]
async fn many_clients_share_one_arena() {
    let (pool, address) = serve(1).await;
    let answers = order_for_a_while(address, 16).await.answers();
    assert_free(&pool, 1).await;
    assert_eq!(pool.stats().await[0].resets as u64, answers);
}

#[tokio::test]
async fn who_goes_away_leaves_an_arena_for_the_next() {
    let (pool, address) = serve(1).await;
    for _ in 0..10 {
        drop(begin(address).await);
    }
    assert!(order_for_a_while(address, 1).await.answers() > 0);
    assert_free(&pool, 1).await;
}

#[tokio::test(start_paused = true)]
async fn who_stops_midway_is_waited_for_but_not_for_ever() {
    let (pool, address) = serve(1).await;
    let mut stream = begin(address).await;
    let mut status = [0; 12];
    stream.read_exact(&mut status).await.unwrap();
    assert_eq!(&status, b"HTTP/1.1 408");
    assert_free(&pool, 1).await;
}

#[tokio::test]
async fn the_server_with_owned_types_serves_and_refuses_too() {
    let address = server::start(server::on_the_heap(CAPACITY)).await.unwrap();
    let (report, seen) = tokio::join!(order_for_a_while(address, 2), misbehave(address, CAPACITY));
    assert!(report.answers() > 0 && report.rate() > 0.0);
    assert!(seen.unwrap().contains(&("larger than the arena", 413)));
}

#[test]
fn it_runs_and_shows_a_table() {
    for args in [
        &["--seconds", "0.2", "--items", "3"][..],
        &["--seconds", "0.2", "--owned"],
        &["--compare", "1", "--clients", "2"],
    ] {
        let output = support::example("service", args).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        let stdout = String::from_utf8(output.stdout).unwrap();
        assert!(stdout.contains("p99.9"), "{stdout}");
    }
}

#[test]
fn what_cannot_be_is_said_in_one_line() {
    for args in [
        &["--seconds=-1"][..],
        &["--seconds", "1e19"],
        &["--capacity", "9223372036854775807"],
        &["--capacity", "100"],
    ] {
        let output = support::example("service", args).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
    }
}
