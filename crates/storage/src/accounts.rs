//! People who log in: agents, supervisors, managers, city officers, administrators.
//!
//! Keeps hashes and sealed secrets only; checking a password or a code is the server's business.
//! Every change carries the version it was based on, so that two administrators never overwrite each other.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One person who logs in.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "accounts")]
    pub struct Model {
        /// The account; for an agent also the agent's id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Login name, lower case.
        pub login: String,
        /// Name shown to colleagues.
        pub display_name: String,
        /// Argon2 hash of the password.
        pub password_hash: Option<String>,
        /// Argon2 hash of the PIN used at an enrolled seat.
        pub pin_hash: Option<String>,
        /// Roles, a JSON list of words.
        pub roles: Json,
        /// Skills, a JSON list of words.
        pub skills: Json,
        /// TOTP secret, sealed.
        pub totp_sealed: Option<Vec<u8>>,
        /// Registered security keys.
        pub webauthn: Option<Json>,
        /// Usual seat.
        pub seat: Option<String>,
        /// Failed logins in a row.
        pub failed_logins: i32,
        /// Refused until then after too many failures.
        pub locked_until_ms: Option<i64>,
        /// When it was disabled.
        pub disabled_at_ms: Option<i64>,
        /// When it was made.
        pub created_at_ms: i64,
        /// Counts changes.
        pub version: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;
use vault::{KeyRing, Place};

pub use entity::Model as Account;

use crate::db::{Connection, is_duplicate};
use crate::error::StoreError;

/// Why an account could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// Another account has this login name.
    #[error("the login name {0} is taken")]
    LoginTaken(String),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An account to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The account's id.
    pub id: Uuid,
    /// Login name; stored in lower case.
    pub login: String,
    /// Name shown to colleagues.
    pub display_name: String,
    /// Argon2 hash of the password.
    pub password_hash: Option<String>,
    /// Roles.
    pub roles: Vec<String>,
    /// Skills.
    pub skills: Vec<String>,
}

/// Makes an account.
///
/// # Errors
/// [`CreateError::LoginTaken`] or the database's refusal.
pub async fn create(db: &impl Connection, draft: Draft, at_ms: i64) -> Result<Account, CreateError> {
    let login = draft.login.to_lowercase();
    let account = Account {
        id: draft.id,
        login: login.clone(),
        display_name: draft.display_name,
        password_hash: draft.password_hash,
        pin_hash: None,
        roles: draft.roles.into(),
        skills: draft.skills.into(),
        totp_sealed: None,
        webauthn: None,
        seat: None,
        failed_logins: 0,
        locked_until_ms: None,
        disabled_at_ms: None,
        created_at_ms: at_ms,
        version: 1,
    };
    let row = account.clone().into_active_model();
    match Entity::insert(row).exec_without_returning(db).await {
        Ok(_) => Ok(account),
        Err(error) if is_duplicate(&error) => Err(CreateError::LoginTaken(login)),
        Err(error) => Err(StoreError::from(error).into()),
    }
}

/// Finds an account.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(db: &impl Connection, id: Uuid) -> Result<Option<Account>, StoreError> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// Finds an account by login name, in any case of letters.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn by_login(db: &impl Connection, login: &str) -> Result<Option<Account>, StoreError> {
    let query = Entity::find().filter(Column::Login.eq(login.to_lowercase()));
    Ok(query.one(db).await?)
}

/// All accounts by login name.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(db: &impl Connection) -> Result<Vec<Account>, StoreError> {
    Ok(Entity::find().order_by_asc(Column::Login).all(db).await?)
}

/// The name colleagues see of each account, by id.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn names(db: &impl Connection) -> Result<Vec<(Uuid, String)>, StoreError> {
    let query = Entity::find().select_only().column(Column::Id).column(Column::DisplayName);
    Ok(query.into_tuple().all(db).await?)
}

/// How many accounts there are; none means the first administrator is still to come.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn count(db: &impl Connection) -> Result<u64, StoreError> {
    Ok(Entity::find().count(db).await?)
}

/// Writes a changed account, if nobody else changed it since it was read; counts its version up.
/// Login failures have their own functions and are not written here.
///
/// # Errors
/// [`StoreError::Stale`] when somebody did.
pub async fn update(db: &impl Connection, account: &Account) -> Result<(), StoreError> {
    let mut row = account.clone().into_active_model().reset_all();
    row.version = Set(account.version + 1);
    row.failed_logins = sea_orm::ActiveValue::NotSet;
    row.locked_until_ms = sea_orm::ActiveValue::NotSet;
    let done = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(account.id))
        .filter(Column::Version.eq(account.version))
        .exec(db)
        .await?;
    match done.rows_affected {
        1 => Ok(()),
        _ => Err(StoreError::Stale("accounts")),
    }
}

/// Counts a failed login, locks until `locked_until_ms` when given, and answers the count.
///
/// # Errors
/// [`StoreError::Missing`] for an unknown account.
pub async fn login_failed(db: &impl Connection, id: Uuid, locked_until_ms: Option<i64>) -> Result<i32, StoreError> {
    let mut update = Entity::update_many()
        .col_expr(Column::FailedLogins, Expr::col(Column::FailedLogins).add(1))
        .filter(Column::Id.eq(id));
    if let Some(until) = locked_until_ms {
        update = update.col_expr(Column::LockedUntilMs, Expr::value(until));
    }
    update.exec(db).await?;
    let account = find(db, id).await?.ok_or(StoreError::Missing("accounts"))?;
    Ok(account.failed_logins)
}

/// Forgets failed logins after one that succeeded.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn login_succeeded(db: &impl Connection, id: Uuid) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::FailedLogins, Expr::value(0))
        .col_expr(Column::LockedUntilMs, Expr::value(Option::<i64>::None))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Seals a TOTP secret for the account's row.
///
/// # Errors
/// [`StoreError::Cipher`].
pub fn seal_totp(ring: &KeyRing, id: Uuid, secret: &[u8]) -> Result<Vec<u8>, StoreError> {
    Ok(ring.seal_alone(totp_place(id), secret)?)
}

/// Puts the data keys of all TOTP secrets under the ring's current key; answers how many were moved.
///
/// # Errors
/// [`StoreError::Cipher`] when one needs a key the ring does not hold.
pub async fn rewrap_totp(db: &impl Connection, ring: &KeyRing) -> Result<usize, StoreError> {
    let mut moved = 0;
    for account in list(db).await? {
        let Some(sealed) = account.totp_sealed else { continue };
        let Some(fresh) = ring.rewrap_alone(account.id, &sealed)? else { continue };
        Entity::update_many()
            .col_expr(Column::TotpSealed, Expr::value(fresh))
            .filter(Column::Id.eq(account.id))
            .filter(Column::TotpSealed.eq(sealed))
            .exec(db)
            .await?;
        moved += 1;
    }
    Ok(moved)
}

/// Opens the account's TOTP secret.
///
/// # Errors
/// [`StoreError::Cipher`] when the value is another account's.
pub fn totp(ring: &KeyRing, account: &Account) -> Result<Option<Vec<u8>>, StoreError> {
    let sealed = account.totp_sealed.as_deref();
    let opened = sealed.map(|sealed| ring.open_alone(totp_place(account.id), sealed));
    Ok(opened.transpose()?)
}

fn totp_place(id: Uuid) -> Place<'static> {
    Place::new("accounts", "totp_sealed", id)
}
