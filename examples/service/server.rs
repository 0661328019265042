//! The server: reads orders, and answers with receipts.

#![expect(clippy::disallowed_methods, reason = "it is `self_cell!` that allocates")]

use std::{
    error::Error,
    future::IntoFuture,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use arena::{Arena, collections::Vec};
use axum::{
    Router,
    body::{Body, Bytes, HttpBody},
    extract::State,
    http::header::CONTENT_TYPE,
    response::IntoResponse,
    routing::post,
    serve::ListenerExt,
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use self_cell::self_cell;
use tokio::{
    net::TcpListener,
    time::{error::Elapsed, timeout},
};

use crate::{
    order, owned,
    pool::{Lent, Pool},
    refusal::Refusal,
};

/// How long a client may take for its order.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes that are read of an order that was refused.
const LENIENCE: usize = 256 * 1024;

/// What a request has in its arena.
struct Content<'a> {
    body: Vec<u8, &'a Arena>,
    answer: &'a [u8],
}

self_cell! {
    /// A request's arena, and what lies in it: a task may wait while it has it, and what sends the
    /// answer owns it to the end.
    struct Exchange {
        owner: Lent,
        #[covariant]
        dependent: Content,
    }
}

impl AsRef<[u8]> for Exchange {
    fn as_ref(&self) -> &[u8] {
        self.borrow_dependent().answer
    }
}

/// Reads the body of a request into an arena, and writes the answer beside it.
async fn exchange(arena: Lent, request: &mut Body) -> Result<Exchange, Refusal> {
    // What the client says that it will send: if that is too much, it is told so now.
    let promised = request.size_hint().lower().try_into().unwrap_or(usize::MAX);
    let mut exchange = Exchange::try_new(arena, |arena| {
        let body = Vec::try_with_capacity_in(promised, &**arena)?;
        Ok::<_, Refusal>(Content { body, answer: &[] })
    })?;
    while let Some(frame) = request.frame().await {
        let frame = frame.map_err(|_| Refusal::CutOff)?;
        if let Some(bytes) = frame.data_ref() {
            exchange
                .with_dependent_mut(|_, content| content.body.try_extend_from_slice_copy(bytes))?;
        }
    }
    exchange.with_dependent_mut(|arena, content| {
        content.answer = order::answer(content.body.take().into_slice(), arena)?;
        Ok::<_, Refusal>(())
    })?;
    Ok(exchange)
}

/// The same on the heap.
async fn owned_exchange(request: &mut Body, limit: usize) -> Result<std::vec::Vec<u8>, Refusal> {
    let body = Limited::new(request, limit).collect().await;
    let is_length = |error: Box<dyn Error + Send + Sync>| error.is::<LengthLimitError>();
    let refusal = |error| if is_length(error) { Refusal::TooLarge } else { Refusal::CutOff };
    owned::answer(&body.map_err(refusal)?.to_bytes())
}

/// Sends an answer, or why there is none. Who is still sending an order that is too large is listened to
/// for a while: it would be cut off otherwise, and never see why.
async fn respond<B: Into<Bytes>>(
    answer: Result<Result<B, Refusal>, Elapsed>,
    mut rest: Body,
) -> impl IntoResponse {
    let answer = answer.unwrap_or(Err(Refusal::TooSlow));
    if matches!(answer, Err(Refusal::TooLarge)) {
        let discard = async {
            let mut left = LENIENCE;
            while let Some(Ok(frame)) = rest.frame().await {
                left = left.saturating_sub(frame.data_ref().map_or(0, Bytes::len));
                if left == 0 {
                    break;
                }
            }
        };
        // Either way it was long enough.
        let _ = timeout(PATIENCE, discard).await;
    }
    answer.map(|answer| ([(CONTENT_TYPE, "application/json")], answer.into()))
}

/// Answers from an arena for each request.
pub fn in_arenas(pool: Arc<Pool>) -> Router {
    let answer = async |State(pool): State<Arc<Pool>>, mut request: Body| {
        let arena = pool.lend().await;
        let answer = timeout(PATIENCE, exchange(arena, &mut request)).await;
        respond(answer.map(|exchange| exchange.map(Bytes::from_owner)), request).await
    };
    Router::new().route("/orders", post(answer)).with_state(pool)
}

/// Answers from the heap, to bodies up to a number of bytes.
pub fn on_the_heap(limit: usize) -> Router {
    let answer = async move |mut request: Body| {
        let answer = timeout(PATIENCE, owned_exchange(&mut request, limit)).await;
        respond(answer, request).await
    };
    Router::new().route("/orders", post(answer))
}

/// Serves on the loopback interface, for as long as the program runs.
pub async fn start(router: Router) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let listener = listener.tap_io(|stream| {
        // Slower at worst.
        let _ = stream.set_nodelay(true);
    });
    tokio::spawn(axum::serve(listener, router).into_future());
    Ok(address)
}
