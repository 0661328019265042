//! Somebody who orders again and again, over one connection.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use super::Error;

/// How many requests each client sends.
const REQUESTS: usize = 500;

/// Sends a request, and reads the status and the text of the answer.
fn ask(server: &mut BufReader<TcpStream>, target: &str) -> Result<(u16, String), Error> {
    let request = format!("GET {target} HTTP/1.1\r\nHost: shop\r\nCustomer: Ada\r\n\r\n");
    server.get_mut().write_all(request.as_bytes())?;
    let (mut status, mut length) = (None, 0);
    for line in server.by_ref().lines() {
        let line = line?.to_ascii_lowercase();
        if line.is_empty() {
            break;
        } else if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse()?;
        } else if status.is_none() {
            status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
        }
    }
    let mut text = vec![0; length];
    server.read_exact(&mut text)?;
    Ok((status.ok_or("no status")?, String::from_utf8(text)?))
}

/// One client, who looks closely at every answer. Returns how many there were.
pub fn visit(address: SocketAddr) -> Result<usize, Error> {
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut server = BufReader::new(stream);
    for round in 0..REQUESTS {
        let (target, expected) = match round % 100 {
            98 => ("/menu".into(), (404, "no page /menu\n".into())),
            99 => {
                let target = format!("/receipt?{}", "tea=1&".repeat(600));
                (target, (503, "too large an order\n".into()))
            }
            tea => {
                let cents = 250 * tea + 950;
                let items = format!("{tea:>3} tea      {:>6}\n  2 cake        950\n", 250 * tea);
                let text = format!("for Ada\n{items}    total    {cents:>6}\n");
                (format!("/receipt?tea={tea}&cake=2"), (200, text))
            }
        };
        assert_eq!(ask(&mut server, &target)?, expected);
    }
    Ok(REQUESTS)
}
