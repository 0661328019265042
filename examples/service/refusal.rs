//! Why a request gets no receipt.

use std::fmt;

use arena::AllocError;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

/// What the client is told.
#[derive(Debug)]
pub enum Refusal {
    TooLarge,
    TooSlow,
    CutOff,
    Malformed(serde_json::Error),
}

impl From<AllocError> for Refusal {
    fn from(_: AllocError) -> Self {
        Self::TooLarge
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        // Nothing else is written to than an arena.
        if error.is_io() { Self::TooLarge } else { Self::Malformed(error) }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => f.write_str("the order is too large"),
            Self::TooSlow => f.write_str("the order takes too long"),
            Self::CutOff => f.write_str("the order is cut off"),
            Self::Malformed(error) => write!(f, "this is no order: {error}"),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::CutOff | Self::Malformed(_) => StatusCode::BAD_REQUEST,
        };
        (status, format!("{self}\n")).into_response()
    }
}
