//! Telephone numbers: one form to compare and store, one to show, one that hides them.
//!
//! Owns the reading of what trunks, agents and configuration write into E.164, the Japanese numbering
//! plan as far as a call centre needs it, and masking. It must never decide whether a number may be
//! called: `dial_plan` does. Start with [`read`]; `area_codes` knows where the hyphens go.
//! Source: ITU-T E.164; 電気通信番号計画 (Ministry of Internal Affairs and Communications).

mod area_codes;
mod e164;
mod reading;

pub use e164::{E164, E164Error, NumberClass};
pub use reading::{Number, NumberRefusal, ServiceNumber, Withheld, read};

#[cfg(test)]
mod tests;
