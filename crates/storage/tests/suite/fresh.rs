//! Fresh databases.

use sea_orm::ConnectionTrait;
use storage::Db;
use storage::db::{self, DbConfig};
use uuid::Uuid;

/// A database of its own.
pub(crate) struct Fresh {
    pub(crate) db: Db,
    pub(crate) config: DbConfig,
}

/// Runs a test on a database of its own.
pub(crate) async fn on_fresh<F, T>(test: F)
where
    F: Fn(Fresh) -> T,
    T: Future<Output = ()>,
{
    let folder = tempfile::tempdir().unwrap();
    match super::SERVER.map(std::env::var) {
        None => test(sqlite(&folder).await).await,
        Some(Ok(server)) => test(postgres(&server).await).await,
        Some(Err(_)) => eprintln!("no server is named: not run on PostgreSQL"),
    }
}

async fn sqlite(folder: &tempfile::TempDir) -> Fresh {
    let url = format!("sqlite://{}/madoguchi.db", folder.path().display());
    open(url).await
}

async fn postgres(server: &str) -> Fresh {
    let name = format!("t{}", Uuid::new_v4().simple());
    let admin = db::connect(&DbConfig::new(server)).await.unwrap();
    let create = format!("CREATE DATABASE {name}");
    admin.execute_unprepared(&create).await.unwrap();
    admin.close().await.unwrap();
    let (address, _) = server.rsplit_once('/').unwrap();
    open(format!("{address}/{name}")).await
}

async fn open(url: String) -> Fresh {
    let config = DbConfig { url, connections_max: 4 };
    let db = db::open(&config).await.unwrap();
    Fresh { db, config }
}
