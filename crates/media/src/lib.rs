//! media

mod ids;
pub mod sip;

pub use ids::{GroupId, LegId, LegIds};
