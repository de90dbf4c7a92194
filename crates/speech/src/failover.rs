//! A remote recogniser first, the local one whenever that fails.
//!
//! Owns the choice alone. When the remote one is tried again is its own breaker's matter: while that is open
//! it refuses at once, and the local one is asked without delay.

use std::sync::Arc;

use async_trait::async_trait;

use crate::recognition::{RecogniseError, Recognised, Recogniser, Utterance};
use crate::state::RecogniserState;

/// Two recognisers, the second for when the first cannot.
#[derive(Debug)]
pub struct Failover {
    remote: Arc<dyn Recogniser>,
    local: Option<Arc<dyn Recogniser>>,
}

impl Failover {
    /// Asks `remote` first; without a `local` one its failures are final.
    #[must_use]
    pub fn new(remote: Arc<dyn Recogniser>, local: Option<Arc<dyn Recogniser>>) -> Self {
        Self { remote, local }
    }
}

#[async_trait]
impl Recogniser for Failover {
    async fn recognise(&self, utterance: Utterance) -> Result<Recognised, RecogniseError> {
        let Some(local) = &self.local else {
            return self.remote.recognise(utterance).await;
        };
        if utterance.local_only {
            return local.recognise(utterance).await;
        }
        match self.remote.recognise(utterance.clone()).await {
            Err(RecogniseError::Busy | RecogniseError::Unavailable(_) | RecogniseError::Failed { .. }) => {
                local.recognise(utterance).await
            }
            settled @ (Ok(_) | Err(RecogniseError::TooLong(_))) => settled,
        }
    }

    fn state(&self) -> RecogniserState {
        match (self.remote.state(), &self.local) {
            (RecogniserState::Ready, _) => RecogniserState::Ready,
            (_, Some(local)) if local.state() == RecogniserState::Ready => RecogniserState::Ready,
            (remote, _) => remote,
        }
    }
}
