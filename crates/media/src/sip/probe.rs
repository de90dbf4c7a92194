//! Is a trunk alive? Registration kept (RFC 3261 §10.2) and OPTIONS asked (§11).
//!
//! One task for each duty of each trunk; together they say whether calls can be made over it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rsipstack::sip::{HasHeaders, Header, Method, Request, Response, Uri};
use tokio::sync::mpsc;

use super::admission::Admission;
use super::config::{Registration, TrunkConfig};
use super::dialog::{Dialog, Parties};
use super::event::TrunkEvent;
use super::exchange::{NOTES_MAX, Note, Outgoing, send};
use super::headers::{value, values};
use super::identity::name_addrs;
use super::leg::credentials;
use super::locate::{TrunkTarget, locate};
use super::stack::Stack;

/// Pause after a failed registration.
const REGISTER_RETRY: Duration = Duration::from_secs(30);
/// Shortest span between two registrations, whatever the registrar grants.
const REGISTER_INTERVAL_MIN: Duration = Duration::from_secs(1);

/// Starts what the trunk's configuration asks for.
pub(super) fn watch(stack: &Arc<Stack>, admission: &Arc<Admission>, trunk: &Arc<TrunkConfig>) {
    let probe = Probe {
        stack: stack.clone(),
        admission: admission.clone(),
        trunk: trunk.clone(),
        health: Arc::new(Mutex::new(Health {
            registered: trunk.registration.as_ref().map(|_| None),
            answering: trunk.options_interval.map(|_| None),
            told: None,
        })),
    };
    if let Some(registration) = trunk.registration.clone() {
        let probe = probe.clone();
        tokio::spawn(async move { until_stopped(&probe.stack, probe.keep(&registration)).await });
    }
    if let Some(interval) = trunk.options_interval {
        let probe = probe.clone();
        tokio::spawn(async move { until_stopped(&probe.stack, probe.ask(interval)).await });
    }
    if trunk.registration.is_none() && trunk.options_interval.is_none() {
        tokio::spawn(async move { probe.tell("not watched".to_owned()).await });
    }
}

#[derive(Clone)]
struct Probe {
    stack: Arc<Stack>,
    admission: Arc<Admission>,
    trunk: Arc<TrunkConfig>,
    health: Arc<Mutex<Health>>,
}

/// What is known of a trunk: outer absence means the duty does not exist, inner that nothing is
/// known yet.
struct Health {
    registered: Option<Option<bool>>,
    answering: Option<Option<bool>>,
    told: Option<bool>,
}

impl Health {
    /// Whether calls can be made; absent while a duty has shown nothing yet.
    fn up(&self) -> Option<bool> {
        match (self.registered, self.answering) {
            (Some(Some(false)), _) | (_, Some(Some(false))) => Some(false),
            (Some(None), _) | (_, Some(None)) => None,
            (None | Some(Some(true)), None | Some(Some(true))) => Some(true),
        }
    }
}

impl Probe {
    /// Keeps the registration.
    async fn keep(&self, registration: &Registration) {
        let mut dialog = None;
        let mut asked = registration.expires;
        loop {
            let outcome = self.register(registration, &mut dialog, asked).await;
            let pause = match outcome {
                Ok(Registered::For(granted)) => {
                    self.note_registered(true, "registered".to_owned()).await;
                    (granted * 4 / 5).max(REGISTER_INTERVAL_MIN)
                }
                Ok(Registered::TooBrief(least)) if asked < least => {
                    asked = least;
                    continue;
                }
                Ok(Registered::TooBrief(_)) => {
                    self.note_registered(false, "the registrar's interval is odd".to_owned()).await;
                    REGISTER_RETRY
                }
                Err(why) => {
                    self.note_registered(false, format!("registration failed: {why}")).await;
                    REGISTER_RETRY
                }
            };
            tokio::time::sleep(pause).await;
        }
    }

    async fn register(
        &self,
        registration: &Registration,
        dialog: &mut Option<Dialog>,
        expires: Duration,
    ) -> Result<Registered, String> {
        let target = locate(&self.trunk, &self.admission).await?;
        // One Call-ID and rising numbers for every registration (RFC 3261 §10.2.4).
        if dialog.is_none() {
            *dialog = Some(self.dialog_to(&registration.registrar, Some(&registration.account))?);
        }
        let dialog = dialog.as_ref().ok_or("no dialog")?;
        let mut register = dialog.request(&self.stack, Method::Register);
        let contact = dialog.contact(&self.stack);
        let headers = register.headers_mut();
        headers.push(Header::Contact(contact.as_str().into()));
        headers.push(Header::Expires(expires.as_secs().to_string().as_str().into()));
        let response = self.outcome(dialog, register, &target).await?;
        match response.status_code.code() {
            200..=299 => Ok(Registered::For(granted(&response, &contact, expires))),
            423 => {
                let least = value(&response, "Min-Expires", "").and_then(|text| text.parse().ok());
                least.map(|s| Registered::TooBrief(Duration::from_secs(s))).ok_or("423".to_owned())
            }
            status => Err(format!("the registrar answered {status}")),
        }
    }

    /// Asks OPTIONS every `interval`.
    async fn ask(&self, interval: Duration) {
        loop {
            let outcome = self.options().await;
            let (answering, why) = match outcome {
                // Any answer of a living proxy will do, except that it is itself cut off.
                Ok(408 | 503) => (false, "the proxy is out of service".to_owned()),
                Ok(status) => (true, format!("the proxy answers {status}")),
                Err(why) => (false, format!("the proxy does not answer: {why}")),
            };
            self.health().answering = Some(Some(answering));
            self.tell(why).await;
            tokio::time::sleep(interval).await;
        }
    }

    async fn options(&self) -> Result<u16, String> {
        let target = locate(&self.trunk, &self.admission).await?;
        let account = self.trunk.registration.as_ref().map(|known| known.account.as_str());
        let dialog = self.dialog_to(&target.domain, account)?;
        let mut options = dialog.request(&self.stack, Method::Options);
        let headers = options.headers_mut();
        headers.push(Header::Contact(dialog.contact(&self.stack).as_str().into()));
        headers.push(Header::Accept("application/sdp".into()));
        let response = self.outcome(&dialog, options, &target).await?;
        Ok(response.status_code.code())
    }

    /// A pseudo-dialog with the proxy or registrar.
    fn dialog_to(&self, domain: &str, account: Option<&str>) -> Result<Dialog, String> {
        let shown = account.or(self.trunk.caller_number.as_deref()).unwrap_or("madoguchi");
        let target = Uri::try_from(format!("sip:{domain}").as_str()).map_err(|error| format!("{domain}: {error}"))?;
        let party = format!("<sip:{shown}@{domain}>");
        let remote = if account.is_some() { party.clone() } else { format!("<sip:{domain}>") };
        Ok(Dialog::dialing(Parties {
            local: party,
            remote,
            target,
            transport: self.trunk.transport,
            account: Some(shown.to_owned()),
        }))
    }

    /// The final response to a request.
    async fn outcome(&self, dialog: &Dialog, request: Request, target: &TrunkTarget) -> Result<Response, String> {
        let (notes, mut inbox) = mpsc::channel(NOTES_MAX);
        let outgoing = Outgoing {
            request,
            flow: None,
            destination: Some(target.destination.clone()),
            credentials: credentials(&self.trunk),
            sequence: dialog.sequence_counter(),
        };
        send(self.stack.endpoint.clone(), outgoing, Some((0, notes)));
        while let Some(note) = inbox.recv().await {
            match note {
                Note::Response(_, response) if response.status_code.code() >= 200 => {
                    return Ok(response);
                }
                Note::Unsent(_, why) => return Err(why),
                _ => {}
            }
        }
        Err("the transaction ended without a response".to_owned())
    }

    async fn note_registered(&self, registered: bool, why: String) {
        self.health().registered = Some(Some(registered));
        self.tell(why).await;
    }

    /// Tells the switchboard when the trunk's state changed.
    async fn tell(&self, why: String) {
        let up = {
            let mut health = self.health();
            let up = health.up();
            if up == health.told {
                return;
            }
            health.told = up;
            up
        };
        let Some(up) = up else { return };
        tracing::info!(trunk = %self.trunk.name, up, why, "trunk state");
        self.stack.tell(TrunkEvent::TrunkState { name: self.trunk.name.clone(), up, why }).await;
    }

    fn health(&self) -> std::sync::MutexGuard<'_, Health> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Registered {
    For(Duration),
    TooBrief(Duration),
}

/// The lifetime the registrar granted: our Contact's, else Expires, else what was asked
/// (RFC 3261 §10.2.4).
fn granted(response: &Response, contact: &str, asked: Duration) -> Duration {
    let ours = contact.trim_matches(['<', '>']);
    let bindings = values(response, "Contact", "m");
    let binding = bindings.iter().flat_map(|list| name_addrs(list)).find(|one| one.uri == ours);
    let from_contact = binding.and_then(|binding| {
        binding.params.split(';').find_map(|param| {
            let (name, value) = param.split_once('=')?;
            name.trim().eq_ignore_ascii_case("expires").then(|| value.trim().parse().ok())?
        })
    });
    let from_header = || value(response, "Expires", "").and_then(|text| text.parse().ok());
    from_contact.or_else(from_header).map_or(asked, Duration::from_secs)
}

async fn until_stopped(stack: &Stack, work: impl Future<Output = ()>) {
    tokio::select! {
        () = stack.shared.stop.cancelled() => {}
        () = work => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trunk_is_up_when_every_duty_says_so() {
        let check = |registered, answering, up| {
            assert_eq!(Health { registered, answering, told: None }.up(), up);
        };
        check(None, None, Some(true));
        check(Some(None), None, None);
        check(Some(Some(true)), Some(None), None);
        check(Some(Some(true)), Some(Some(false)), Some(false));
        check(Some(Some(true)), Some(Some(true)), Some(true));
        check(Some(None), Some(Some(false)), Some(false));
    }

    #[test]
    fn the_granted_lifetime_is_our_own_bindings() {
        let response = |headers: &str| -> Response {
            let text = format!("SIP/2.0 200 OK\r\n{headers}Content-Length: 0\r\n\r\n");
            let parsed = rsipstack::sip::SipMessage::try_from(text.as_bytes()).unwrap();
            let rsipstack::sip::SipMessage::Response(response) = parsed else { panic!("request") };
            response
        };
        let asked = Duration::from_secs(600);
        let check = |headers: &str, s| {
            let granted = granted(&response(headers), "<sip:a@192.0.2.1:5060>", asked);
            assert_eq!(granted, Duration::from_secs(s), "{headers}");
        };
        check("", 600);
        check("Expires: 300\r\n", 300);
        check("Contact: <sip:b@h>;expires=9, <sip:a@192.0.2.1:5060>;expires=60\r\n", 60);
    }
}
