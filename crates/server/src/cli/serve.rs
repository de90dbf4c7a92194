//! `madoguchi serve`: starts, says where, and stops in order.

use std::net::{IpAddr, Ipv4Addr, UdpSocket};
use std::time::Duration;

use anyhow::Context as _;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use tokio::signal::unix::{SignalKind, signal};

use super::arguments::ServeArguments;
use super::output::say;
use crate::config::{Config, LogFormat, RecogniserChoice};

const SIP_STACK: &str = "rsipstack";

pub(super) async fn serve(arguments: ServeArguments) -> anyhow::Result<bool> {
    let config = widened(&arguments)?;
    log(&config);
    raise_file_limit();
    let patience = Duration::from_secs(config.drain.calls_wait_s);
    let running = crate::start(config).await?;
    say(&running.greeting)?;
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT")?;
    // Ctrl-C is a person who waits; the signal of a service manager lets calls end.
    let patience = tokio::select! {
        _ = terminate.recv() => patience,
        _ = interrupt.recv() => Duration::ZERO,
    };
    tokio::select! {
        () = running.drain(patience) => {}
        _ = interrupt.recv() => {}
    }
    Ok(true)
}

/// Legs, recordings and desks are open files to the system, whose ordinary limit of 1,024 would end at some 400 calls.
fn raise_file_limit() {
    let raised =
        getrlimit(Resource::RLIMIT_NOFILE).and_then(|(_, most)| setrlimit(Resource::RLIMIT_NOFILE, most, most));
    if let Err(why) = raised {
        tracing::warn!(%why, "the limit of open files stays as it is");
    }
}

fn widened(arguments: &ServeArguments) -> anyhow::Result<Config> {
    let mut config = arguments.source.read()?;
    config.demo.enabled |= arguments.demo;
    config.demo.keep_calendar |= arguments.keep_calendar;
    if arguments.no_speech {
        config.speech.recogniser = RecogniserChoice::Off;
    }
    if let Some(listen) = arguments.listen {
        config.web.listen = listen;
        if config.web.public_url == Config::default().web.public_url && listen.port() != 0 {
            config.web.public_url = format!("http://localhost:{}", listen.port());
        }
    }
    if let Some(listen) = arguments.sip {
        config.sip.listen = listen;
    }
    if let Some(socket) = &arguments.browser_launcher {
        config.shared_browser.launcher_socket = Some(socket.clone());
    }
    config.sip.allow_peers.extend(arguments.allow_peer.iter().cloned());
    if !arguments.allow_peer.is_empty() || arguments.listen.is_some_and(|listen| !listen.ip().is_loopback()) {
        open_to_the_network(&mut config, arguments)?;
    }
    Ok(config.validated()?)
}

/// Telephones and browsers elsewhere need SIP and sound on an address they can reach.
fn open_to_the_network(config: &mut Config, arguments: &ServeArguments) -> anyhow::Result<()> {
    let any = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    if arguments.sip.is_none() && !arguments.allow_peer.is_empty() {
        config.sip.listen.set_ip(any);
    }
    if config.media.bind_address.is_loopback() {
        let told = arguments.listen.map(|listen| listen.ip()).filter(|ip| !ip.is_unspecified() && !ip.is_loopback());
        let reachable = told.map_or_else(own_address, Ok)?;
        config.media.bind_address = any;
        config.media.public_address.get_or_insert(reachable);
        config.sip.public_address.get_or_insert(reachable);
    }
    Ok(())
}

/// This machine's address toward others; connecting a datagram socket asks the routing table and sends nothing.
fn own_address() -> anyhow::Result<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).context("no socket")?;
    socket.connect(("192.0.2.1", 9)).context("this machine has no way to a network; set media.public_address")?;
    Ok(socket.local_addr().context("no address")?.ip())
}

fn log(config: &Config) {
    let wanted = &config.log.filter;
    // The SIP stack writes whole messages, numbers and all, at info: it is never let below warn.
    let filter = tracing_subscriber::EnvFilter::try_new(format!("{wanted},{SIP_STACK}=warn"))
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(format!("info,{SIP_STACK}=warn")));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process finds the subscriber in place.
    let _ = match config.log.format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
}
