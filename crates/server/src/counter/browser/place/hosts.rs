//! The browser's side of a place: its start, what it tells, and its end.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use browser::guard::report::{PickerKind, SecretKind as GuardKind};
use browser::host::{By, Dialog, HostEvent, OrderFault};
use browser::site::{Answer, DialogKind, Kind};
use domain::browser_hold::{FieldId, HostMark, Keypad, PageEvent, SecretField, SecretKind};
use domain::control_token::Side;
use domain::erasure_receipt::{CanaryScan, TraceKind};
use domain::visit_browser::{BrowserEvent, ErasureEvent, HostEvent as Event, HostRun};

use super::{Asked, Host, Inbox, Order, Out, Pictures, Place, Running, StartFault};
use crate::counter::browser::machinery;
use crate::counter::browser::messages::{Named, ServerMessage};
use crate::counter::browser::photo;
use crate::counter::browser::shown_words::{date_kind, dialog_kind};

/// The field that has the focus: a page has one focus, and the host tells of one.
const FIELD: FieldId = FieldId(1);
/// Questions of a page that stand at once; one that asks more fights, and the newest count.
const QUESTIONS_MAX: usize = 4;

impl Place {
    pub(super) fn start_host(&mut self, run: HostRun) {
        let Some(visit) = &self.visit else { return };
        self.is_starting = true;
        let (setup, own, failures) = (Arc::clone(&self.setup), self.own.clone(), self.failures.clone());
        let profile = Arc::clone(&visit.profile);
        let name = format!("visit-{}", crate::clock::fresh_id().simple());
        let open = Arc::clone(&self.gate);
        let gate: browser::host::OperatorGate = Arc::new(move |epoch| open.load(Ordering::SeqCst) == epoch);
        tokio::spawn(async move {
            let started = Box::new(machinery::start(&setup, profile, name, gate, failures).await);
            // A place that has ended drops the browser with its message.
            let _ = own.send(Inbox::Started { run, started }).await;
        });
    }

    pub(super) async fn started(&mut self, run: HostRun, started: Result<Running, StartFault>) {
        self.is_starting = false;
        match started {
            Ok(Running { orders, outputs, ended, around }) => {
                if let Some(visit) = &mut self.visit {
                    visit.traces.home = Some(around.home.clone());
                }
                self.host = Some(Host {
                    run,
                    orders: Some(orders),
                    events: outputs.events,
                    operator: outputs.operator,
                    kiosk: outputs.kiosk,
                    ended: Some(ended),
                    around: Some(around),
                    is_closed: false,
                    told: 0,
                });
                if self.machine.run() == run && self.awaited.profile.is_none() {
                    self.pictures(true);
                } else {
                    // It came too late and is ended as it is.
                    self.close_host();
                }
            }
            Err(why) => {
                tracing::error!(%why, "a shared browser did not start");
                self.host = None;
                self.happen(BrowserEvent::Host { run, what: Event::Lost }).await;
                self.end_around();
                self.frames_gone();
                self.follow().await;
            }
        }
    }

    /// Takes up what effects left to follow.
    async fn follow(&mut self) {
        self.happen(BrowserEvent::Tick).await;
    }

    pub(super) async fn host_tells(&mut self, event: HostEvent) {
        let Some(host) = &mut self.host else { return };
        host.told += 1;
        let (run, mark) = (host.run, host.told * 2);
        match event {
            HostEvent::Ready => {
                self.happen(BrowserEvent::Host { run, what: Event::Ready }).await;
                let word = self.traces().word;
                self.order(Side::Operator, Order::Plant(word));
                if let Some(address) = self.visit.as_mut().and_then(|visit| visit.first.take()) {
                    self.order(Side::Operator, Order::Open(address));
                }
            }
            HostEvent::Navigated { label } => {
                self.questions_gone();
                self.page_is(label);
            }
            HostEvent::Loaded { label } => self.loaded(run, label).await,
            HostEvent::SecretFocused { kind } => {
                let secret = secret_field(kind);
                self.of_page(run, PageEvent::Focused { field: FIELD, secret, mark: HostMark(mark) }).await;
            }
            // By its definition one picture was verified since.
            HostEvent::SecretBlurred => {
                self.of_page(run, PageEvent::Blurred { field: FIELD, mark: HostMark(mark) }).await;
                self.of_page(run, PageEvent::FrameVerified { mark: HostMark(mark + 1) }).await;
            }
            HostEvent::GuardHealthy => self.of_page(run, PageEvent::GuardHealthy { mark: HostMark(mark) }).await,
            HostEvent::GuardLost => self.of_page(run, PageEvent::GuardLost { mark: HostMark(mark) }).await,
            HostEvent::Blanked { reason } => self.is_blank(Some(reason)),
            HostEvent::Dialog { kind, text } => self.dialog(kind, text),
            HostEvent::DialogClosed => self.dialog_gone(),
            HostEvent::DialogsFlooded => self.tell_both(&ServerMessage::Popup { how: "refused", page: None }),
            HostEvent::FileChooser => self.wish_photo(),
            HostEvent::Picker { kind } => self.picker(kind),
            HostEvent::PopupOpened => self.tell_both(&ServerMessage::Popup { how: "opened", page: None }),
            HostEvent::PopupClosed => self.tell_both(&ServerMessage::Popup { how: "closed", page: None }),
            HostEvent::PopupRefused => self.tell_both(&ServerMessage::Popup { how: "refused", page: None }),
            HostEvent::Printed => self.tell_both(&ServerMessage::Print { how: "refused", pages: 0 }),
            HostEvent::DownloadRefused { name } => {
                self.tell_both(&ServerMessage::DownloadRefused { kind: download_kind(&name) });
            }
            HostEvent::Crashed => self.happen(BrowserEvent::Host { run, what: Event::Crashed }).await,
            HostEvent::Lost { cause } => {
                tracing::warn!(cause, "a shared browser was lost");
                self.happen(BrowserEvent::Host { run, what: Event::Lost }).await;
            }
        }
    }

    /// The host says nothing any more: it has ended.
    pub(super) async fn host_is_silent(&mut self) {
        let Some(host) = &mut self.host else { return };
        let run = host.run;
        host.is_closed = host.ended.is_none();
        if host.orders.is_some() {
            self.happen(BrowserEvent::Host { run, what: Event::Lost }).await;
            self.close_host();
        } else if let Some(host) = &mut self.host {
            // Its end is waited for already; nothing is to be heard meanwhile.
            host.is_closed = true;
        }
    }

    pub(super) async fn pictured(&mut self) {
        let Some(host) = &mut self.host else { return };
        let run = host.run;
        let seen = host.operator.borrow_and_update().clone();
        let Some(frame) = seen else { return };
        self.is_blank(frame.blank());
        if frame.blank().is_none() {
            let mark = HostMark(frame.told_before() * 2 + 1);
            self.of_page(run, PageEvent::FrameVerified { mark }).await;
        }
    }

    async fn of_page(&mut self, run: HostRun, event: PageEvent) {
        self.happen(BrowserEvent::Host { run, what: Event::Page(event) }).await;
    }

    fn is_blank(&mut self, reason: Option<browser::guard::Blank>) {
        if let Some(visit) = &mut self.visit {
            visit.blank = reason;
        }
    }

    fn page_is(&mut self, label: Option<String>) {
        let Some(visit) = &mut self.visit else { return };
        visit.label = label;
        let takes_photo = visit.label.as_deref().and_then(|label| visit.profile.rule(label)?.photo_field.as_ref());
        if takes_photo.is_none()
            && let Some(id) = visit.photo_wish.take()
        {
            self.tell_both(&ServerMessage::Photo(photo::asked(id, false)));
        }
    }

    async fn loaded(&mut self, run: HostRun, label: Option<String>) {
        self.page_is(label);
        let Some(visit) = &self.visit else { return };
        let rule = visit.label.as_deref().and_then(|label| visit.profile.rule(label));
        if rule.is_some_and(|rule| rule.kind == Kind::Submitted) {
            self.happen(BrowserEvent::Host { run, what: Event::Submitted }).await;
        }
    }

    /// A photo is asked for when the page's field is pressed, not before: nobody's camera starts by itself.
    fn wish_photo(&mut self) {
        let id = self.next_id();
        let Some(visit) = &mut self.visit else { return };
        let rule = visit.label.as_deref().and_then(|label| visit.profile.rule(label));
        if rule.is_some_and(|rule| rule.photo_field.is_some()) {
            visit.photo_wish = Some(id);
            self.tell_both(&ServerMessage::Photo(photo::asked(id, true)));
        } else {
            self.tell_both(&ServerMessage::Refused { code: "not_allowed" });
        }
    }

    fn dialog(&mut self, kind: Dialog, text: String) {
        let Some(visit) = &self.visit else { return };
        let site_kind = match kind {
            Dialog::Alert => DialogKind::Alert,
            Dialog::Confirm => DialogKind::Confirm,
            Dialog::Prompt => DialogKind::Prompt,
            Dialog::BeforeUnload => DialogKind::Beforeunload,
        };
        let known = visit.profile.dialog(site_kind, &text).cloned();
        let answer = known.as_ref().map_or(Answer::Holder, |rule| rule.answer);
        if matches!(answer, Answer::Accept | Answer::Dismiss) {
            self.order(
                Side::Resident,
                Order::Dialog { by: By::Resident, accept: answer == Answer::Accept, text: None },
            );
            return;
        }
        let id = self.next_id();
        let text = known.map_or(text, |rule| format!("{}\n{}", rule.words.ja, rule.words.en));
        let text = text.chars().take(2_000).collect();
        let message = ServerMessage::Dialog { id, kind: dialog_kind(kind), text, preset: String::new() };
        self.ask(id, Asked::Dialog { for_resident_alone: answer == Answer::Resident }, message);
    }

    fn picker(&mut self, kind: PickerKind) {
        // Weeks and colours are in no application we know; the page's own field stays as it is.
        let Some(word) = date_kind(kind) else { return };
        let id = self.next_id();
        let empty = String::new;
        let message =
            ServerMessage::Date { id, label: empty(), kind: word, value: empty(), min: empty(), max: empty() };
        self.ask(id, Asked::Date(kind), message);
    }

    fn ask(&mut self, id: u64, asked: Asked, message: ServerMessage) {
        self.say(Side::Resident, message.clone());
        if !matches!(asked, Asked::Dialog { for_resident_alone: true }) {
            self.say(Side::Operator, message.clone());
        }
        let Some(visit) = &mut self.visit else { return };
        visit.questions.push((id, asked, message));
        if visit.questions.len() > QUESTIONS_MAX {
            let (oldest, ..) = visit.questions.remove(0);
            self.tell_both(&ServerMessage::Gone { id: oldest });
        }
    }

    fn dialog_gone(&mut self) {
        self.drop_questions(|asked| matches!(asked, Asked::Dialog { .. }));
    }

    fn questions_gone(&mut self) {
        self.drop_questions(|_| true);
    }

    pub(super) fn drop_questions(&mut self, gone: impl Fn(&Asked) -> bool) {
        let Some(visit) = &mut self.visit else { return };
        let (over, stand) = std::mem::take(&mut visit.questions).into_iter().partition(|(_, asked, _)| gone(asked));
        visit.questions = stand;
        let over: Vec<(u64, Asked, ServerMessage)> = over;
        for (id, ..) in over {
            self.tell_both(&ServerMessage::Gone { id });
        }
    }

    /// Gives the browser an order; one that it has no room for is refused, never left waiting.
    pub(super) fn order(&mut self, side: Side, order: Order) {
        let sent = self.host.as_ref().and_then(|host| host.orders.as_ref()).map(|orders| orders.try_send(order));
        match sent {
            Some(Ok(())) => {}
            Some(Err(tokio::sync::mpsc::error::TrySendError::Full(_))) => self.refused_to(side, "too_much"),
            Some(Err(tokio::sync::mpsc::error::TrySendError::Closed(_))) | None => self.refused_to(side, "not_live"),
        }
    }

    pub(super) fn order_failed(&mut self, failure: machinery::Failed) {
        let code = match failure.why {
            OrderFault::NotHolding => "not_holder",
            OrderFault::SecretHold | OrderFault::NotShown => "hold",
            OrderFault::Lost => "not_live",
            OrderFault::Late => "too_much",
            OrderFault::NoSecretFocus | OrderFault::NoDialog | OrderFault::NotThere | OrderFault::Refused(_) => {
                "not_allowed"
            }
        };
        match failure.side {
            Some(side) => self.refused_to(side, code),
            None => self.tell_both(&ServerMessage::Refused { code: "not_allowed" }),
        }
    }

    // ---- the end

    /// Takes no further orders, so that the browser is closed; told by `Closed`.
    pub(super) fn close_host(&mut self) {
        let Some(host) = &mut self.host else { return };
        host.orders = None;
        let run = host.run;
        if let Some(ended) = host.ended.take() {
            let own = self.own.clone();
            tokio::spawn(async move {
                // An answer that never comes is the host's own end.
                let _ = ended.await;
                let _ = own.send(Inbox::Closed { run }).await;
            });
        }
    }

    pub(super) async fn closed(&mut self, run: HostRun) {
        if let Some(host) = self.host.as_mut().filter(|host| host.run == run) {
            host.is_closed = true;
            host.ended = None;
        }
        self.happen(BrowserEvent::Host { run, what: Event::Closed }).await;
        self.end_around();
        self.frames_gone();
        self.follow().await;
    }

    fn is_over(&self) -> bool {
        !self.is_starting && self.host.as_ref().is_none_or(|host| host.is_closed && host.ended.is_none())
    }

    /// Ends what is around a browser that has ended, when that is asked for.
    pub(super) fn end_around(&mut self) {
        if !self.is_over() {
            return;
        }
        let Some(run) = self.awaited.profile.take() else { return };
        let Some(around) = self.host.as_mut().and_then(|host| host.around.take()) else {
            return self.erased(run, TraceKind::Profile);
        };
        let own = self.own.clone();
        tokio::spawn(async move {
            let is_gone = around.end().await;
            let _ = own.send(Inbox::Ended { run, is_gone }).await;
        });
    }

    /// The last pictures go with the browser.
    pub(super) fn frames_gone(&mut self) {
        if self.is_over()
            && let Some(run) = self.awaited.frames.take()
        {
            self.pictures(false);
            self.erased(run, TraceKind::Frames);
        }
    }

    pub(super) async fn profile_ended(&mut self, run: HostRun, is_gone: bool) {
        self.host = None;
        let what =
            if is_gone { ErasureEvent::Erased(TraceKind::Profile) } else { ErasureEvent::Kept(TraceKind::Profile) };
        self.happen(BrowserEvent::Erasure { run, what }).await;
    }

    pub(super) fn search(&self, run: HostRun) {
        let (setup, own, traces, at) = (Arc::clone(&self.setup), self.own.clone(), self.traces(), self.now());
        tokio::spawn(async move {
            let scan = machinery::search(&setup, traces, at).await;
            let _ = own.send(Inbox::Searched { run, scan }).await;
        });
    }

    /// A search that could not look everywhere found nothing out, and is no search.
    pub(super) async fn searched(&mut self, run: HostRun, scan: Option<CanaryScan>) {
        let nothing = || CanaryScan { at: self.now(), found: Default::default(), places: Default::default() };
        let scan = scan.unwrap_or_else(nothing);
        self.happen(BrowserEvent::Erasure { run, what: ErasureEvent::Scanned(scan) }).await;
    }

    pub(super) fn rebuild(&mut self, run: HostRun) {
        self.close_host();
        let around = self.host.as_mut().and_then(|host| host.around.take());
        let (own, home) = (self.own.clone(), self.traces().home);
        self.host = None;
        self.awaited = super::Awaited::default();
        tokio::spawn(async move {
            let is_good = machinery::rebuild(around, home).await;
            let _ = own.send(Inbox::Rebuilt { run, is_good }).await;
        });
    }

    pub(super) async fn rebuilt(&mut self, run: HostRun, is_good: bool) {
        let what = if is_good { ErasureEvent::Rebuilt } else { ErasureEvent::NotRebuilt };
        self.happen(BrowserEvent::Erasure { run, what }).await;
    }

    /// Tells both pages where their pictures come from.
    pub(super) fn pictures(&mut self, there: bool) {
        let of = |host: &Host, side: Side| match side {
            Side::Operator => Pictures::Operator(host.operator.clone()),
            Side::Resident => Pictures::Resident(host.kiosk.clone()),
        };
        for side in [Side::Resident, Side::Operator] {
            let source = self.host.as_ref().filter(|_| there).map_or(Pictures::None, |host| of(host, side));
            self.send(side, Out::Pictures(source));
        }
    }
}

fn secret_field(kind: GuardKind) -> SecretField {
    let (kind, keypad) = match kind {
        GuardKind::Password => (SecretKind::Password, Keypad::Letters),
        GuardKind::Digits => (SecretKind::Pin, Keypad::Digits),
        GuardKind::OneTimeCode => (SecretKind::OneTimeCode, Keypad::Digits),
        GuardKind::Other => (SecretKind::Other, Keypad::Letters),
    };
    SecretField { kind, keypad }
}

fn download_kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).as_deref() {
        Some("pdf" | "doc" | "docx" | "xls" | "xlsx" | "csv" | "txt") => "document",
        Some("png" | "jpg" | "jpeg" | "gif" | "webp") => "picture",
        Some(_) | None => "other",
    }
}

/// A page's name in both languages.
pub(super) fn named(words: &browser::site::Words) -> Named {
    Named { label_ja: words.ja.clone(), label_en: words.en.clone() }
}
