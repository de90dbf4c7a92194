//! What the login needs, and the layer that finds the person behind a request.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use storage::Db;
use storage::accounts::{self, Account};
use tower_sessions::Session;
use uuid::Uuid;
use vault::KeyRing;

use super::keys::KeyDesk;
use super::limits::Attempts;
use super::role::Role;
use super::staff::{HalfWay, Staff};
use super::ticket::{Stage, Ticket, password_mark};
use crate::clock::Clock;
use crate::config;
use crate::problem::Problem;
use crate::trail::Trail;

/// What the login needs; cheap to clone.
#[derive(Clone)]
pub struct LoginState {
    pub(super) db: Db,
    pub(super) ring: Arc<KeyRing>,
    pub(super) clock: Clock,
    pub(super) trail: Trail,
    pub(super) rules: config::Login,
    pub(super) keys: Arc<KeyDesk>,
    /// The demonstration: logins without a second factor.
    pub(super) demo: bool,
    /// Pages are encrypted on their way, so cookies may say `Secure`.
    pub(super) encrypted: bool,
    memory: Arc<Memory>,
}

struct Memory {
    by_account: Mutex<Attempts>,
    by_address: Mutex<Attempts>,
    steps_used: Mutex<BTreeMap<Uuid, u64>>,
    setup_code: Mutex<Option<String>>,
}

/// What `LoginState` is made of.
pub struct LoginParts {
    /// The database.
    pub db: Db,
    /// The keys.
    pub ring: Arc<KeyRing>,
    /// The clock.
    pub clock: Clock,
    /// The audit log.
    pub trail: Trail,
    /// Limits of logging in.
    pub rules: config::Login,
    /// The address people type.
    pub public_url: String,
    /// Whether this is the demonstration.
    pub demo: bool,
    /// Whether pages are encrypted on their way.
    pub encrypted: bool,
    /// The code that makes the first administrator, while there is none.
    pub setup_code: Option<String>,
}

impl fmt::Debug for LoginState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginState")
    }
}

impl LoginState {
    /// Puts the login together.
    pub fn new(parts: LoginParts) -> Self {
        let memory = Memory {
            by_account: Mutex::new(Attempts::new(parts.rules.attempts_per_account)),
            by_address: Mutex::new(Attempts::new(parts.rules.attempts_per_address)),
            steps_used: Mutex::default(),
            setup_code: Mutex::new(parts.setup_code),
        };
        Self {
            db: parts.db,
            ring: parts.ring,
            clock: parts.clock,
            trail: parts.trail,
            rules: parts.rules,
            keys: Arc::new(KeyDesk::new(&parts.public_url)),
            demo: parts.demo,
            encrypted: parts.encrypted,
            memory: Arc::new(memory),
        }
    }

    /// Refuses while this name or this address has to wait.
    pub(super) fn may_try(&self, name: &str, address: IpAddr) -> Result<(), Problem> {
        let now = self.clock.now();
        let wait = lock(&self.memory.by_account)
            .wait_s(name, now)
            .max(lock(&self.memory.by_address).wait_s(&address.to_string(), now));
        wait.map_or(Ok(()), |seconds| Err(Problem::too_often(seconds)))
    }

    /// Counts a failure against name and address.
    pub(super) fn failed(&self, name: &str, address: IpAddr) {
        let now = self.clock.now();
        lock(&self.memory.by_account).failed(name, now);
        lock(&self.memory.by_address).failed(&address.to_string(), now);
    }

    /// Forgets the failures of a name; an address keeps its own, or one good login would wash all others.
    pub(super) fn succeeded(&self, name: &str) {
        lock(&self.memory.by_account).succeeded(name);
    }

    /// Uses a one-time code's step; false when it, or a later one, was used before (RFC 6238 §5.2).
    pub(super) fn use_step(&self, account: Uuid, step: u64) -> bool {
        let mut used = lock(&self.memory.steps_used);
        let last = used.entry(account).or_insert(0);
        let fresh = step > *last;
        *last = step.max(*last);
        fresh
    }

    /// Takes the setup code if `entered` is it; it is good once.
    pub(super) fn take_setup_code(&self, entered: &str) -> bool {
        let mut code = lock(&self.memory.setup_code);
        let right = code.as_ref().is_some_and(|code| same(code, entered));
        if right {
            *code = None;
        }
        right
    }

    /// Puts the setup code back after a setup that failed for another reason.
    pub(super) fn return_setup_code(&self, code: &str) {
        *lock(&self.memory.setup_code) = Some(code.to_owned());
    }

    /// The person a login session belongs to, in or half way.
    async fn find(&self, session: &Session) -> Result<Option<HalfWay>, Problem> {
        let Some(ticket) = Ticket::of(session).await.map_err(Problem::session)? else {
            return Ok(None);
        };
        let now = self.clock.now();
        if !ticket.holds(&self.rules, now) {
            session.flush().await.map_err(Problem::session)?;
            return Ok(None);
        }
        let Some(account) = accounts::find(&self.db, ticket.account).await? else {
            return Ok(None);
        };
        let password_changed = ticket.password_mark != password_mark(account.password_hash.as_deref());
        if account.disabled_at_ms.is_some() || password_changed {
            session.flush().await.map_err(Problem::session)?;
            return Ok(None);
        }
        ticket.touch(session, now).await.map_err(Problem::session)?;
        let staff = staff_of(&account, ticket.seat.clone());
        Ok(Some(HalfWay { ticket, staff }))
    }

    /// A ticket for somebody whose password or PIN was right.
    pub(super) fn ticket(&self, account: &Account, stage: Stage, seat: Option<String>) -> Ticket {
        let now: DateTime<Utc> = self.clock.now();
        Ticket {
            account: account.id,
            stage,
            since: now,
            seen: now,
            seat,
            password_mark: password_mark(account.password_hash.as_deref()),
        }
    }
}

/// Layer: finds the person behind a request and puts them where handlers look.
pub async fn identify(State(state): State<LoginState>, mut request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Session>().cloned();
    if let Some(session) = session {
        match state.find(&session).await {
            Ok(Some(half_way)) => {
                if half_way.ticket.stage == Stage::In {
                    request.extensions_mut().insert(half_way.staff.clone());
                }
                request.extensions_mut().insert(half_way);
            }
            Ok(None) => {}
            Err(problem) => return problem.into_response(),
        }
    }
    next.run(request).await
}

/// The person of an account.
pub fn staff_of(account: &Account, seat: Option<String>) -> Staff {
    let words = |value: &serde_json::Value| -> Vec<String> {
        let list = value.as_array().cloned().unwrap_or_default();
        list.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect()
    };
    Staff {
        id: account.id,
        login: account.login.clone(),
        name: account.display_name.clone(),
        roles: words(&account.roles).iter().filter_map(|name| Role::from_name(name)).collect(),
        skills: words(&account.skills),
        seat: seat.or_else(|| account.seat.clone()),
        totp_enrolled: account.totp_sealed.is_some(),
        keys: account.webauthn.as_ref().and_then(|keys| keys.as_array()).map_or(0, Vec::len),
    }
}

/// Compares without telling by its time how much was right.
fn same(left: &str, right: &str) -> bool {
    left.len() == right.len() && left.bytes().zip(right.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
