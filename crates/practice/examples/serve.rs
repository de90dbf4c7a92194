//! The practice site on two loopback ports: `cargo run -p practice --example serve`.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use practice::{Letter, NotSent, Origins, Outbox, Practice, main_site, other_site};
use tokio::net::TcpListener;

/// Where the site is, and where its frame comes from.
const PORTS: [u16; 2] = [8081, 8082];
const SEED: u64 = 1;

/// Letters are shown on the terminal.
struct Terminal;

impl Outbox for Terminal {
    #[expect(clippy::print_stdout, reason = "an example that people run in a terminal")]
    fn send(&self, letter: Letter) -> Result<(), NotSent> {
        println!("to {}: {}\n{}", letter.to, letter.subject, letter.text);
        Ok(())
    }
}

#[tokio::main]
#[expect(clippy::print_stdout, reason = "an example that people run in a terminal")]
async fn main() -> std::io::Result<()> {
    let [main, other] = PORTS.map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    let origins = Origins::at(&format!("http://{main}"), &format!("http://{other}")).map_err(std::io::Error::other)?;
    let practice = Practice::open(origins, SEED, Arc::new(Terminal));
    println!("http://{main}/");
    let (first, second) = (TcpListener::bind(main).await?, TcpListener::bind(other).await?);
    tokio::try_join!(async { axum::serve(first, main_site(&practice)).await }, async {
        axum::serve(second, other_site(&practice)).await
    },)?;
    Ok(())
}
