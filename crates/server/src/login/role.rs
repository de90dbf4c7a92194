//! The roles people have (clause 7), and the guards that name them.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Accounts, keys, settings; sees no contact for that alone.
    Administrator,
    /// Runs the service: calendar, topics, prompts, figures, audit.
    Manager,
    /// Watches the floor, listens in, reads every contact.
    Supervisor,
    /// Answers the telephone.
    AgentPhone,
    /// Serves the video counter.
    AgentCounter,
    /// The city's own staff: hand-over notes and history.
    CityOfficer,
}

impl Role {
    /// Every role, in the order they are shown.
    pub const ALL: [Self; 6] =
        [Self::Administrator, Self::Manager, Self::Supervisor, Self::AgentPhone, Self::AgentCounter, Self::CityOfficer];

    /// The name used in the interface and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Manager => "manager",
            Self::Supervisor => "supervisor",
            Self::AgentPhone => "agent_phone",
            Self::AgentCounter => "agent_counter",
            Self::CityOfficer => "city_officer",
        }
    }

    /// The role of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of roles an endpoint is open to.
pub trait RoleSet {
    /// Any one of these is enough.
    const ROLES: &'static [Role];
}

/// Administrators alone.
#[derive(Debug)]
pub struct Administrators;
/// Those who run the service.
#[derive(Debug)]
pub struct Managers;
/// Those who watch the floor.
#[derive(Debug)]
pub struct Supervisors;
/// Those who may acknowledge a hand-over note.
#[derive(Debug)]
pub struct NoteKeepers;
/// Those who may confirm that a fee was paid: never agents, who would gain by a short visit.
#[derive(Debug)]
pub struct FeeConfirmers;
/// Those who guide visitors at the counter, or look on.
#[derive(Debug)]
pub struct VisitGuides;
/// Those who may read and verify the audit log.
#[derive(Debug)]
pub struct Auditors;
/// Those who handle or oversee contacts and so may see them.
#[derive(Debug)]
pub struct ContactReaders;

/// Those who work at the city's hall: numbers, calls for staff, fees.
#[derive(Debug)]
pub struct HallStaff;

impl RoleSet for HallStaff {
    const ROLES: &'static [Role] = &[Role::CityOfficer, Role::Supervisor, Role::Manager];
}

/// Those who may approve that a sealed original is heard.
#[derive(Debug)]
pub struct OriginalApprovers;

impl RoleSet for OriginalApprovers {
    const ROLES: &'static [Role] = &[Role::Manager, Role::CityOfficer];
}

/// Those who may have a contact erased.
#[derive(Debug)]
pub struct Erasers;

/// Those who look after kiosks from afar.
#[derive(Debug)]
pub struct KioskKeepers;

impl RoleSet for KioskKeepers {
    const ROLES: &'static [Role] = &[Role::Manager, Role::Administrator, Role::Supervisor, Role::AgentCounter];
}

impl RoleSet for Erasers {
    const ROLES: &'static [Role] = &[Role::Manager];
}

impl RoleSet for Administrators {
    const ROLES: &'static [Role] = &[Role::Administrator];
}

impl RoleSet for Managers {
    const ROLES: &'static [Role] = &[Role::Manager, Role::Administrator];
}

impl RoleSet for Supervisors {
    const ROLES: &'static [Role] = &[Role::Supervisor, Role::Manager];
}

impl RoleSet for NoteKeepers {
    const ROLES: &'static [Role] = &[Role::CityOfficer, Role::Supervisor, Role::Manager];
}

impl RoleSet for FeeConfirmers {
    const ROLES: &'static [Role] = &[Role::CityOfficer, Role::Supervisor, Role::Manager];
}

impl RoleSet for VisitGuides {
    const ROLES: &'static [Role] = &[Role::AgentCounter, Role::CityOfficer, Role::Supervisor, Role::Manager];
}

impl RoleSet for Auditors {
    const ROLES: &'static [Role] = &[Role::Manager, Role::Administrator];
}

impl RoleSet for ContactReaders {
    const ROLES: &'static [Role] =
        &[Role::Manager, Role::Supervisor, Role::AgentPhone, Role::AgentCounter, Role::CityOfficer];
}

/// Those who write, look over and look up the FAQ.
#[derive(Debug)]
pub struct FaqStaff;

impl RoleSet for FaqStaff {
    const ROLES: &'static [Role] =
        &[Role::Manager, Role::Supervisor, Role::AgentPhone, Role::AgentCounter, Role::CityOfficer];
}

/// Those who hand editions of the FAQ to the city, and the city that receives them.
#[derive(Debug)]
pub struct FaqPublishers;

impl RoleSet for FaqPublishers {
    const ROLES: &'static [Role] = &[Role::Manager, Role::CityOfficer];
}

/// Those who may read which uses of AI there are and what became of them.
#[derive(Debug)]
pub struct AiReaders;

impl RoleSet for AiReaders {
    const ROLES: &'static [Role] = &[Role::Manager, Role::Administrator, Role::CityOfficer];
}

/// Those who may approve that redacted text is sent to a language model, and read what was sent.
#[derive(Debug)]
pub struct Approvers;

impl RoleSet for Approvers {
    const ROLES: &'static [Role] = &[Role::Manager];
}
