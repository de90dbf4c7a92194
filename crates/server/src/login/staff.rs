//! The person behind a request, and the guards handlers take.
//!
//! `Staff` is anybody who is fully in; `Only<Managers>` is somebody with one of its roles.
//! A handler that takes neither is open to everybody, and the table of endpoints in the
//! tests says which those are.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use uuid::Uuid;

use super::role::{Role, RoleSet};
use super::ticket::Ticket;
use crate::problem::Problem;

/// Somebody who works here and is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// The account, which is the agent where the person is one.
    pub id: Uuid,
    /// The login.
    pub login: String,
    /// The name colleagues see.
    pub name: String,
    /// What the person may do.
    pub roles: BTreeSet<Role>,
    /// What the person can do.
    pub skills: Vec<String>,
    /// The seat the login was made at.
    pub seat: Option<String>,
    /// Whether one-time codes are set up.
    pub totp_enrolled: bool,
    /// How many security keys are registered.
    pub keys: usize,
}

impl Staff {
    /// Whether the person has this role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether the person has any of these roles.
    pub fn is_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.is(*role))
    }

    /// How the audit log names the person.
    pub fn actor(&self) -> String {
        format!("account:{}", self.id)
    }
}

/// Somebody whose password was right, in or not yet.
#[derive(Clone, Debug)]
pub struct HalfWay {
    /// How far.
    pub ticket: Ticket,
    /// Who.
    pub staff: Staff,
}

/// Somebody with one of the roles of `R`.
#[derive(Debug)]
pub struct Only<R> {
    /// Who.
    pub staff: Staff,
    roles: PhantomData<R>,
}

impl<S: Send + Sync> FromRequestParts<S> for Staff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Problem::not_logged_in)
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Staff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Problem> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for HalfWay {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Problem::not_logged_in)
    }
}

impl<S: Send + Sync, R: RoleSet> FromRequestParts<S> for Only<R> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let staff = parts.extensions.get::<Staff>().cloned().ok_or_else(Problem::not_logged_in)?;
        if !staff.is_any(R::ROLES) {
            let wanted: Vec<&str> = R::ROLES.iter().map(|role| role.name()).collect();
            return Err(Problem::role_wanted(&wanted.join(", ")));
        }
        Ok(Self { staff, roles: PhantomData })
    }
}
