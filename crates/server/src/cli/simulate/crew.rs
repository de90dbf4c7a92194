//! Who serves in the simulated days: the installation's own agents, at its own kiosks.
//!
//! Owns the choice. It must never make an account; people do, or the demonstration.

use anyhow::ensure;
use domain::agent::{Skill, Skills};
use domain::ids::{AgentId, KioskId};
use simulator::{City, Person};
use storage::accounts::{self, Account};
use storage::{Db, kiosks};

use crate::login::role::Role;

/// Puts the installation's agents on the city's seats, and its kiosks into the hall.
pub(super) async fn call_in(city: &mut City, db: &Db) -> anyhow::Result<()> {
    let mut people: Vec<Account> = accounts::list(db).await?;
    people.retain(|account| account.disabled_at_ms.is_none());
    people.sort_by(|a, b| a.login.cmp(&b.login));
    let counter: Vec<Person> =
        people.iter().filter(|it| serves(it, Role::AgentCounter, "counter")).map(person).collect();
    // Nobody sits at two seats: who serves the counter does not also take calls.
    let is_taken = |account: &Account| counter.iter().any(|person| person.agent.0 == account.id);
    let phone: Vec<Person> =
        people.iter().filter(|it| serves(it, Role::AgentPhone, "phone") && !is_taken(it)).map(person).collect();
    for (side, found, crew) in
        [("telephone", phone, &mut city.phone.crew), ("counter", counter, &mut city.counter.crew)]
    {
        let (has, seats) = (found.len(), crew.seats);
        ensure!(has >= seats, "{has} agents have role and skill for the {side}, and {seats} seats are to be staffed");
        crew.people = found;
    }
    let is_officer = |account: &&Account| role(account, Role::CityOfficer) || role(account, Role::Manager);
    if let Some(officer) = people.iter().find(is_officer) {
        city.counter.cashier = AgentId(officer.id);
    }
    let mut enrolled = kiosks::list(db).await?;
    enrolled.retain(|kiosk| kiosk.revoked_at_ms.is_none());
    if !enrolled.is_empty() {
        city.counter.kiosks = enrolled.iter().map(|kiosk| KioskId(kiosk.id)).collect();
    }
    Ok(())
}

fn serves(account: &Account, wanted: Role, skill: &str) -> bool {
    role(account, wanted) && words(&account.skills).any(|it| it == skill)
}

fn role(account: &Account, wanted: Role) -> bool {
    words(&account.roles).any(|it| it == wanted.name())
}

fn person(account: &Account) -> Person {
    let skills: Skills = words(&account.skills).map(Skill::from).collect();
    Person { agent: AgentId(account.id), skills }
}

fn words(list: &serde_json::Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(serde_json::Value::as_str)
}
