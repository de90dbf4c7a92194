//! Who is there: passwords, second factors, seats, roles and the login itself.
//!
//! Shared by every room: a handler that takes a `Staff` or an `Only<…>` cannot be reached
//! by anybody else. It must never know what a room does with the person.
//! Start at `state::identify`, the layer that turns a cookie into a `Staff`.

pub mod api;
pub mod enrolment;
pub mod keys;
pub mod limits;
pub mod password;
pub mod role;
pub mod seat;
pub mod setup;
pub mod staff;
pub mod state;
pub mod store;
pub mod ticket;
pub mod totp;

use utoipa_axum::router::OpenApiRouter;

pub use staff::{HalfWay, Only, Staff};
pub use state::{LoginParts, LoginState, identify};

/// Every endpoint of logging in.
pub fn router() -> OpenApiRouter<LoginState> {
    OpenApiRouter::new().merge(setup::router()).merge(api::router()).merge(seat::router()).merge(enrolment::router())
}
