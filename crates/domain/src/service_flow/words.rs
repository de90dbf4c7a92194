//! The closed lists of words a flow file may use: procedures, gates, PINs, outcomes.
//!
//! Leaf of the folder. Each list has its `ALL`, so that the schema can be proved to name the same words.
//! It must never know steps or texts. Next: `definition`.

use serde::{Deserialize, Serialize};

/// What a flow is about; what must be paid first hangs on it, not on the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Procedure {
    /// 新規申請.
    NewCard,
    /// カードの更新.
    CardRenewal,
    /// 紛失による再交付.
    LostReissue,
    /// 紛失以外の再交付.
    OtherReissue,
    /// 特急発行.
    Express,
    /// 健康保険証利用登録.
    InsuranceCard,
    /// 公金受取口座.
    PublicMoneyAccount,
    /// マイナポータルへのログイン.
    PortalLogin,
    /// そのほかの紐付け.
    OtherLink,
    /// 電子申請.
    EApplication,
    /// 電子証明書の更新.
    CertificateRenewal,
    /// 暗証番号の再設定.
    PinReset,
    /// 法定代理人による申請.
    Guardian,
    /// 任意代理人.
    Proxy,
    /// Anything a city adds by itself; it may not ask for a reissue.
    Other,
}

/// What blocks a flow until somebody outside it confirms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GateKind {
    /// The fee of a reissue.
    Fee,
}

/// Which secret of the card is entered, by the resident alone; each has its own counter of tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PinKind {
    /// 利用者証明用電子証明書, four digits.
    Login,
    /// 券面事項入力補助用, four digits.
    CardData,
    /// 住民基本台帳用, four digits.
    Register,
    /// 署名用電子証明書, six to sixteen letters and digits.
    Signature,
}

/// What the resident confirms on a page opened together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageCheck {
    /// The resident logged in with the own card.
    OwnLogin,
    /// The name shown is the resident's own.
    OwnName,
    /// Nobody is logged in any more.
    LoggedOut,
}

/// Where the link of the national application is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailChoice {
    /// The own mail on the own telephone.
    OwnTelephone,
    /// A mailbox that lives for one visit, where the city allows it.
    VisitMailbox,
    /// No mail that can be read here.
    NoMail,
}

/// What a choice needs at this kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Equipment {
    /// A reader for My Number cards.
    CardReader,
}

/// How a flow ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    /// Done at this counter.
    Done,
    /// A visit at the city's counter is booked.
    Booked,
    /// The city's staff take over.
    ReferredToStaff,
    /// This counter cannot do it; the slip says where.
    NotPossibleHere,
    /// Broken off, with a reason.
    BrokenOff,
}

impl Procedure {
    /// Every procedure.
    pub const ALL: [Self; 15] = [
        Self::NewCard,
        Self::CardRenewal,
        Self::LostReissue,
        Self::OtherReissue,
        Self::Express,
        Self::InsuranceCard,
        Self::PublicMoneyAccount,
        Self::PortalLogin,
        Self::OtherLink,
        Self::EApplication,
        Self::CertificateRenewal,
        Self::PinReset,
        Self::Guardian,
        Self::Proxy,
        Self::Other,
    ];

    /// The gate every application step and every `done` of this procedure must stand behind.
    /// Source: specification 6(2)⑤(イ).
    #[must_use]
    pub fn gate_before_application(self) -> Option<GateKind> {
        match self {
            Self::LostReissue | Self::OtherReissue => Some(GateKind::Fee),
            Self::NewCard
            | Self::CardRenewal
            | Self::Express
            | Self::InsuranceCard
            | Self::PublicMoneyAccount
            | Self::PortalLogin
            | Self::OtherLink
            | Self::EApplication
            | Self::CertificateRenewal
            | Self::PinReset
            | Self::Guardian
            | Self::Proxy
            | Self::Other => None,
        }
    }
}

impl GateKind {
    /// Every gate.
    pub const ALL: [Self; 1] = [Self::Fee];
}

impl PinKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Login, Self::CardData, Self::Register, Self::Signature];

    /// Wrong tries after which the card locks; only a right one sets the count back.
    #[must_use]
    pub fn tries_max(self) -> u8 {
        match self {
            Self::Login | Self::CardData | Self::Register => 3,
            Self::Signature => 5,
        }
    }
}

impl PageCheck {
    /// Every check.
    pub const ALL: [Self; 3] = [Self::OwnLogin, Self::OwnName, Self::LoggedOut];
}

impl Equipment {
    /// Every piece of equipment a choice may need.
    pub const ALL: [Self; 1] = [Self::CardReader];
}

impl OutcomeKind {
    /// Every outcome.
    pub const ALL: [Self; 5] =
        [Self::Done, Self::Booked, Self::ReferredToStaff, Self::NotPossibleHere, Self::BrokenOff];
}
