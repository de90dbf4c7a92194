//! The shared browser's host: one Chromium for one visit, driven over its pipe and ended with everything it had.
//!
//! [`Host::start`] gives a handle, the stream of what happens, and two pictures: the masked one for operators and the
//! page's own for the resident's screen. Rules live in [`machine`], a machine without IO; this file and [`run`] are the
//! shell around it. It must never know visits, logins or databases; who may act is the caller's [`OperatorGate`].

mod exchange;
pub mod input;
pub mod launch;
pub mod machine;
mod run;
pub mod scan;

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot, watch};
use zeroize::Zeroizing;

pub use self::exchange::{Erased, KioskFrame, OperatorGate};
pub use self::input::{CommittedText, Input, Place};
pub use self::launch::{Ended, Front, Launch, LaunchFault};
pub use self::machine::OrderFault;
pub use self::machine::order::{By, Dialog, HostEvent, Move, Order};

use crate::frame::MaskedFrame;
use crate::guard::report::PickerKind;
use crate::guard::{Layers, PageKnowledge};

/// Events waiting for the caller; one who does not take them ends the visit's browser.
const EVENTS_MAX: usize = 1024;
const ORDERS_MAX: usize = 256;

/// What the caller gives.
pub struct Settings {
    /// How the browser is started.
    pub launch: Launch,
    /// What the city knows of the site.
    pub knowledge: Arc<dyn PageKnowledge>,
    /// Who may act.
    pub gate: OperatorGate,
    /// All layers, outside of tests.
    pub layers: Layers,
}

/// The running browser.
#[derive(Debug)]
pub struct Host {
    orders: mpsc::Sender<Order>,
    done: oneshot::Receiver<Erased>,
}

/// Where what happens comes out.
pub struct Outputs {
    /// What happens, in order. Ends with the browser.
    pub events: mpsc::Receiver<HostEvent>,
    /// The newest picture for operators; a picture nobody took is overwritten.
    pub operator: watch::Receiver<Option<Arc<MaskedFrame>>>,
    /// The newest picture for the resident.
    pub kiosk: watch::Receiver<Option<KioskFrame>>,
}

impl Host {
    /// Starts a browser with an empty page.
    ///
    /// # Errors
    /// [`LaunchFault`] when it does not start; what fails later comes as [`HostEvent::Lost`].
    pub fn start(settings: Settings) -> Result<(Self, Outputs), LaunchFault> {
        let (processes, ends) = launch::start(&settings.launch)?;
        let pipe = crate::cdp::pipe::Pipe::start(ends).map_err(LaunchFault::Pipe)?;
        let (events_in, events) = mpsc::channel(EVENTS_MAX);
        let (orders, orders_out) = mpsc::channel(ORDERS_MAX);
        let (operator_in, operator) = watch::channel(None);
        let (kiosk_in, kiosk) = watch::channel(None);
        let (done_in, done) = oneshot::channel();
        let core = machine::Core::new(settings.knowledge, settings.gate, settings.layers, settings.launch.window);
        let shell =
            run::Shell { core, pipe, processes, events: events_in, operator: operator_in, kiosk: kiosk_in, told: 0 };
        tokio::spawn(shell.run(orders_out, done_in));
        Ok((Self { orders, done }, Outputs { events, operator, kiosk }))
    }

    async fn ask(&self, order: impl FnOnce(machine::order::Reply) -> Order) -> Result<(), OrderFault> {
        let (reply, answer) = oneshot::channel();
        self.orders.send(order(reply)).await.map_err(|_| OrderFault::Lost)?;
        answer.await.map_err(|_| OrderFault::Lost)?
    }

    /// Opens an address on the front page.
    ///
    /// # Errors
    /// [`OrderFault`] when it does not open.
    pub async fn open(&self, url: &str) -> Result<(), OrderFault> {
        let url = url.to_owned();
        self.ask(|reply| Order::Open { url, reply }).await
    }

    /// An operator does something. Refused unless the caller's gate lets this epoch act, during a hold, and while the
    /// page may not be seen.
    ///
    /// # Errors
    /// [`OrderFault::NotHolding`] and [`OrderFault::SecretHold`] among others; then nothing reached the page.
    pub async fn operator(&self, epoch: u64, input: Input) -> Result<(), OrderFault> {
        self.ask(|reply| Order::Operator { epoch, input, reply }).await
    }

    /// The resident does something on their own screen. Text never reaches a secret field this way.
    ///
    /// # Errors
    /// [`OrderFault`] when the browser does not take it.
    pub async fn resident(&self, input: Input) -> Result<(), OrderFault> {
        self.ask(|reply| Order::Resident { input, reply }).await
    }

    /// One character from the resident's secret keypad into the secret field that has focus.
    ///
    /// # Errors
    /// [`OrderFault::NoSecretFocus`] when none has; then the character went nowhere.
    pub async fn type_secret(&self, character: char) -> Result<(), OrderFault> {
        self.ask(|reply| Order::TypeSecret { key: machine::order::SecretKey::Character(character), reply }).await
    }

    /// Takes back the last character of the secret field that has focus.
    ///
    /// # Errors
    /// As [`Host::type_secret`].
    pub async fn erase_secret_character(&self) -> Result<(), OrderFault> {
        self.ask(|reply| Order::TypeSecret { key: machine::order::SecretKey::Back, reply }).await
    }

    /// The resident answers the dialog that is open.
    ///
    /// # Errors
    /// [`OrderFault::NoDialog`] when none is.
    pub async fn answer_dialog(&self, accept: bool, text: Option<CommittedText>) -> Result<(), OrderFault> {
        self.ask(|reply| Order::AnswerDialog { by: By::Resident, accept, text, reply }).await
    }

    /// An operator answers the dialog that is open, where they could act on the page.
    ///
    /// # Errors
    /// As [`Host::operator`] and [`Host::answer_dialog`].
    pub async fn operator_answers_dialog(
        &self,
        epoch: u64,
        accept: bool,
        text: Option<CommittedText>,
    ) -> Result<(), OrderFault> {
        self.ask(|reply| Order::AnswerDialog { by: By::Operator { epoch }, accept, text, reply }).await
    }

    /// The resident sets the date field that has focus, as our own date control says (`2026-11-30`, `09:30` and so on).
    ///
    /// # Errors
    /// [`OrderFault::NotThere`] when no such field has focus.
    pub async fn set_date(&self, kind: PickerKind, value: &str) -> Result<(), OrderFault> {
        let value = value.to_owned();
        self.ask(|reply| Order::SetDate { by: By::Resident, kind, value, reply }).await
    }

    /// An operator sets the date field that has focus, where they could act on the page.
    ///
    /// # Errors
    /// As [`Host::operator`] and [`Host::set_date`].
    pub async fn operator_sets_date(&self, epoch: u64, kind: PickerKind, value: &str) -> Result<(), OrderFault> {
        let value = value.to_owned();
        self.ask(|reply| Order::SetDate { by: By::Operator { epoch }, kind, value, reply }).await
    }

    /// A call of the browser's own protocol to the front page, past every gate: what no caller can send, for tests that
    /// try what the page's guard does with it, and that look into the page.
    ///
    /// # Errors
    /// [`OrderFault`] when the browser refuses it.
    #[cfg(feature = "leak-controls")]
    pub async fn probe(&self, method: &str, params: serde_json::Value) -> Result<serde_json::Value, OrderFault> {
        let (reply, answer) = oneshot::channel();
        let order = Order::Probe { method: method.to_owned(), params, reply };
        self.orders.send(order).await.map_err(|_| OrderFault::Lost)?;
        answer.await.map_err(|_| OrderFault::Lost)?
    }

    /// Gives the page a photo as if a file had been chosen. It is on no disk, and overwritten here afterwards.
    ///
    /// # Errors
    /// [`OrderFault::NotThere`] when the page has no such field.
    pub async fn hand_photo(&self, selector: &str, name: &str, jpeg: Zeroizing<Vec<u8>>) -> Result<(), OrderFault> {
        let (selector, name) = (selector.to_owned(), name.to_owned());
        self.ask(|reply| Order::HandPhoto { selector, name, jpeg, reply }).await
    }

    /// Goes back, or loads the page anew. Nothing happens where there is no page before.
    ///
    /// # Errors
    /// [`OrderFault`] when the browser does not take it.
    pub async fn go(&self, to: Move) -> Result<(), OrderFault> {
        self.ask(|reply| Order::Move { to, reply }).await
    }

    /// Plants a word in the browser's cookies, of a host that does not exist, to be searched for when all is erased.
    ///
    /// # Errors
    /// [`OrderFault`] when the browser does not take it; then a search for the word proves nothing.
    pub async fn plant(&self, word: &str) -> Result<(), OrderFault> {
        let word = word.to_owned();
        self.ask(|reply| Order::Plant { word, reply }).await
    }

    /// Ends the browser and everything it had.
    pub async fn erase(self) -> Erased {
        let Self { orders, done } = self;
        // A host that ended by itself takes no order; its report stands ready all the same.
        let _gone = orders.send(Order::Erase).await;
        done.await.unwrap_or(Erased {
            context_disposed: false,
            photos: 0,
            secrets: 0,
            pictures: 0,
            processes: Ended { killed: false, all_gone: false },
        })
    }
}
