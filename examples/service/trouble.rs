//! Somebody whose orders cannot be served.

use std::{net::SocketAddr, str};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::load::{AnyError, Connection};

/// Sends one order of each kind. Returns what it was, and the status of the answer.
pub async fn misbehave(
    address: SocketAddr,
    capacity: usize,
) -> Result<Vec<(&'static str, u16)>, AnyError> {
    let whole = |bytes: usize| {
        let note = "x".repeat(bytes);
        format!(
            r#"{{"customer":"","items":[{{"name":"","count":1,"cents":1,"note":"{note}","tags":[]}}]}}"#
        )
    };
    let bodies = [
        ("not JSON", "two teas, please".into()),
        ("of another shape", r#"{"customer":7}"#.into()),
        ("nested too deep", "[".repeat(1000).into()),
        ("larger than the arena", whole(3 * capacity).into()),
        ("too large with its answer", whole(capacity / 3 * 2).into()),
    ];
    let mut seen = Vec::new();
    for (what, body) in bodies {
        let (status, _) = Connection::open(address).await?.post(body).await?;
        seen.push((what, status.as_u16()));
    }
    let cases = [
        ("cut off", "content-length: 100\r\n\r\n{\"customer\"".to_owned()),
        ("cut off in a chunk", "transfer-encoding: chunked\r\n\r\n40\r\n{".to_owned()),
        ("promised too large", format!("content-length: {}\r\n\r\n", u64::MAX / 2)),
        ("too large in chunks", {
            let chunk = format!("1000\r\n{}\r\n", " ".repeat(0x1000));
            format!("transfer-encoding: chunked\r\n\r\n{}", chunk.repeat(capacity / 0x1000 + 1))
        }),
    ];
    for (what, rest) in cases {
        let mut stream = TcpStream::connect(address).await?;
        let request = format!("POST /orders HTTP/1.1\r\nhost: {address}\r\n{rest}");
        // The server may answer, and hang up, before it has read all.
        let _ = stream.write_all(request.as_bytes()).await;
        let _ = stream.shutdown().await;
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await?;
        let status = answer.strip_prefix(b"HTTP/1.1 ").ok_or("no answer")?;
        seen.push((what, str::from_utf8(status)?.parse()?));
    }
    Ok(seen)
}
