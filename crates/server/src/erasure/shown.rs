//! A receipt as screens and paper show it, with its code to be photographed.

use chrono::{DateTime, Utc};
use domain::erasure_receipt::SignedReceipt;
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A receipt as the kiosk and the pages show it; `web/browser/wire.ts` reads the same.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReceiptShown {
    /// Its number.
    pub number: u64,
    /// When the shared browser ended.
    pub ended_at: DateTime<Utc>,
    /// What existed, and when each was erased.
    pub erased: Vec<ErasedTrace>,
    /// Canaries found by the last search.
    pub found: u32,
    /// When the erasure was verified.
    pub verified_at: Option<DateTime<Utc>>,
    /// The whole signed receipt as one line; `madoguchi verify erasure` reads it without a network.
    pub qr_text: String,
    /// The line as a QR code, an SVG document.
    pub qr_svg: String,
}

/// Something that existed, and when it was erased.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ErasedTrace {
    /// `profile`, `frames`, `photo`, `captions`, `form-data` or `mailbox`.
    #[schema(value_type = String)]
    pub what: &'static str,
    /// When.
    pub at: DateTime<Utc>,
}

/// The line does not fit a QR code, which would be a fault of ours.
#[derive(Debug, thiserror::Error)]
#[error("the receipt does not fit a QR code: {0}")]
pub struct TooLong(#[from] qrcode::types::QrError);

impl ReceiptShown {
    /// What is shown of a receipt.
    ///
    /// # Errors
    /// [`TooLong`].
    pub fn of(signed: &SignedReceipt) -> Result<Self, TooLong> {
        let receipt = &signed.receipt;
        let erased = receipt.erased.iter().map(|(trace, at)| ErasedTrace { what: trace.word(), at: moment(*at) });
        let qr_text = signed.code();
        Ok(Self {
            number: receipt.sequence,
            ended_at: moment(receipt.ended_at),
            erased: erased.collect(),
            found: receipt.scan.found_in_all(),
            verified_at: Some(moment(receipt.verified_at)),
            qr_svg: qr(&qr_text)?,
            qr_text,
        })
    }
}

/// A moment for screens; one that no calendar has is the epoch.
pub(super) fn moment(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default()
}

/// One unit a module, since the page gives the picture its size: each module is drawn by itself.
fn qr(text: &str) -> Result<String, TooLong> {
    let code = qrcode::QrCode::new(text.as_bytes())?;
    Ok(code.render::<qrcode::render::svg::Color<'_>>().module_dimensions(1, 1).build())
}
