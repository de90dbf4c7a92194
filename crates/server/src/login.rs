//! Who is there: passwords, second factors, seats, roles and the login itself.
//!
//! Shared by every room: a handler that takes a `Staff` or an `Only<…>` cannot be reached
//! by anybody else. It must never know what a room does with the person.
//! Start at `identify`, the layer that turns a cookie into a `Staff`.

pub mod keys;
pub mod limits;
pub mod password;
pub mod role;
pub mod totp;
