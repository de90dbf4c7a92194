//! What can be wrong with a model.

use thiserror::Error;

/// Why a model was not opened.
#[derive(Debug, Error)]
pub enum ModelFault {
    /// The file cannot be read.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// It is no such model, or computing failed.
    #[error("{0}")]
    Model(#[from] candle_core::Error),
    /// A fact of the model is missing or another than it must be.
    #[error("the model file has no usable `{0}`")]
    Fact(String),
    /// The system gives no thread.
    #[error("no thread for the model: {0}")]
    Thread(#[from] rayon::ThreadPoolBuildError),
}
