//! `madoguchi serve`: starts, says where, and stops in order.

use std::time::Duration;

use anyhow::Context as _;
use tokio::signal::unix::{SignalKind, signal};

use super::arguments::ServeArguments;
use super::output::say;
use crate::config::{Config, LogFormat};

const SIP_STACK: &str = "rsipstack";

pub(super) async fn serve(arguments: ServeArguments) -> anyhow::Result<bool> {
    let config = widened(&arguments)?;
    log(&config);
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

fn widened(arguments: &ServeArguments) -> anyhow::Result<Config> {
    let mut config = arguments.source.read()?;
    config.demo.enabled |= arguments.demo;
    config.demo.keep_calendar |= arguments.keep_calendar;
    if let Some(listen) = arguments.listen {
        config.web.listen = listen;
        if config.web.public_url == Config::default().web.public_url && listen.port() != 0 {
            config.web.public_url = format!("http://localhost:{}", listen.port());
        }
    }
    if let Some(listen) = arguments.sip {
        config.sip.listen = listen;
    }
    config.sip.allow_peers.extend(arguments.allow_peer.iter().cloned());
    Ok(config.validated()?)
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
