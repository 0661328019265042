//! The clients: each sends one order after the other over a connection of its own.

use std::{
    error::Error,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::body::Bytes;
use hdrhistogram::Histogram;
use http_body_util::{BodyExt, Full};
use hyper::{Method, Request, StatusCode, client::conn::http1::SendRequest, header::HOST};
use hyper_util::rt::TokioIo;
use indicatif::ProgressBar;
use tokio::{net::TcpStream, task::JoinSet};

use crate::owned;

/// Whatever goes wrong with a client.
pub type AnyError = Box<dyn Error + Send + Sync>;

/// An order, and the receipt that belongs to it.
pub struct Sample {
    order: Bytes,
    receipt: Bytes,
}

impl Sample {
    /// An order of so many items, one of many.
    pub fn new(number: usize, items: usize) -> Self {
        const GOODS: [(&str, &[&str]); 5] = [
            ("Darjeeling, second flush", &["tea", "fair trade", "loose leaf"]),
            ("Espresso beans from Sidamo", &["coffee", "fair trade", "whole bean"]),
            ("Carrot cake with walnuts", &["cake", "contains nuts"]),
            ("Oat milk", &["vegan", "cold"]),
            ("Filter papers, size 4", &["household"]),
        ];
        let item = |index: usize| {
            let (name, tags) = GOODS[(number + index) % GOODS.len()];
            let note = (index % 3 == 0).then(|| format!("parcel {}, ring \"twice\"", index / 3));
            let cents = 100 + (number * 31 + index * 17) % 900;
            serde_json::json!({
                "name": name, "count": index % 7 + 1, "cents": cents, "note": note, "tags": tags,
            })
        };
        let items: Vec<_> = (0..items).map(item).collect();
        let order = serde_json::json!({ "customer": format!("customer {number}"), "items": items });
        let order = order.to_string();
        let receipt = owned::answer(order.as_bytes()).expect("it is an order");
        Self { order: order.into(), receipt: receipt.into() }
    }
}

/// What the clients saw.
pub struct Report {
    pub elapsed: Duration,
    /// From the first byte of a request to the last of its answer, in nanoseconds.
    pub latency: Histogram<u64>,
}

impl Report {
    /// Of nobody.
    pub fn new() -> Result<Self, AnyError> {
        Ok(Self { elapsed: Duration::ZERO, latency: Histogram::new(3)? })
    }

    /// Counts in what others saw after this.
    pub fn add(&mut self, other: &Self) -> Result<(), AnyError> {
        self.elapsed += other.elapsed;
        Ok(self.latency.add(&other.latency)?)
    }

    /// How many answers there were.
    pub fn answers(&self) -> u64 {
        self.latency.len()
    }

    /// How many a second.
    #[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^52")]
    pub fn rate(&self) -> f64 {
        self.answers() as f64 / self.elapsed.as_secs_f64()
    }
}

/// One client's connection.
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
    address: SocketAddr,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Result<Self, AnyError> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, address })
    }

    pub async fn post(&mut self, body: Bytes) -> Result<(StatusCode, Bytes), AnyError> {
        let request = Request::builder().method(Method::POST).uri("/orders");
        let request = request.header(HOST, self.address.to_string()).body(Full::new(body))?;
        self.sender.ready().await?;
        let answer = self.sender.send_request(request).await?;
        let status = answer.status();
        Ok((status, answer.into_body().collect().await?.to_bytes()))
    }
}

/// One client, who looks closely at every answer.
async fn visit(
    address: SocketAddr,
    samples: Arc<[Sample]>,
    first: usize,
    end: Instant,
    progress: ProgressBar,
) -> Result<Histogram<u64>, AnyError> {
    let begin = Instant::now();
    let mut latency = Histogram::new(3)?;
    let mut connection = Connection::open(address).await?;
    for sample in samples.iter().cycle().skip(first) {
        let start = Instant::now();
        if start >= end {
            break;
        }
        let (status, receipt) = connection.post(sample.order.clone()).await?;
        latency.record(start.elapsed().as_nanos().try_into()?)?;
        if status != StatusCode::OK {
            return Err(format!("an order was refused: {status}").into());
        }
        assert_eq!(receipt, sample.receipt);
        progress.set_position((start - begin).as_millis().try_into()?);
    }
    Ok(latency)
}

/// So many clients, for so long. The progress is in milliseconds.
pub async fn drive(
    address: SocketAddr,
    samples: &Arc<[Sample]>,
    clients: usize,
    span: Duration,
    progress: &ProgressBar,
) -> Result<Report, AnyError> {
    let start = Instant::now();
    let end = start.checked_add(span).ok_or("too long a time")?;
    let mut visits: JoinSet<_> = (0..clients)
        .map(|client| visit(address, samples.clone(), client, end, progress.clone()))
        .collect();
    let mut latency = Histogram::new(3)?;
    while let Some(seen) = visits.join_next().await {
        latency.add(seen??)?;
    }
    Ok(Report { elapsed: start.elapsed(), latency })
}
