//! The telephone side put together from the configuration: media engine, trunks, prompts, archive.
//!
//! Owns the order of starting and the translation of configuration into what each part takes. It is
//! called once, by the composition; nothing here decides about a call. Next: [`crate::calls`].

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use domain::calendar::Calendar;
use domain::numbers::{self, E164};
use media::sip::{
    Credentials, PeerRange, Registration, SipConfig, SipTransport, SipTrunk, TlsFiles, TlsListen, TrunkConfig,
};
use media::{LegIds, MediaConfig, MediaEngine};
use secrecy::SecretString;
use speech::{Synthesiser, SynthesiserConfig};
use storage::Db;
use storage::objects::{ObjectError, Objects};
use storage::spool::{Spool, SpoolError};
use thiserror::Error;
use tokio::sync::{mpsc, watch};
use vault::KeyRing;

use crate::calls::alarms::Alarms;
use crate::calls::{
    self, ArchiveDeps, BooksError, Calls, CallsDeps, CaptionDeps, ChatDeps, FlowBook, Keeping, PromptBook, Prompter,
};
use crate::clock::Clock;
use crate::config::{Config, Transport, Trunk};
use crate::trail::Trail;

/// Conversations need their legs on one shard, so one is what a desk floor uses (ADR 0006).
const SHARDS: usize = 1;
/// The name of the trunk made of the peers that may call without one.
const LOCAL_TRUNK: &str = "local";

/// Why the telephone side did not start.
#[derive(Debug, Error)]
pub enum TelephoneError {
    /// A setting cannot be used.
    #[error("configuration: {0}")]
    Setting(String),
    /// The media engine.
    #[error(transparent)]
    Media(#[from] media::StartError),
    /// The trunk.
    #[error(transparent)]
    Trunk(#[from] media::sip::StartError),
    /// The journal or the floor.
    #[error(transparent)]
    Books(#[from] BooksError),
    /// The spool of recordings.
    #[error(transparent)]
    Spool(#[from] SpoolError),
    /// The store of recordings.
    #[error(transparent)]
    Objects(#[from] ObjectError),
    /// The cache of prompts.
    #[error("prompts: {0}")]
    Prompts(#[from] speech::SynthesisError),
}

/// What the telephone side is given.
#[derive(Debug, Clone)]
pub struct TelephoneDeps {
    /// Counted time.
    pub clock: Clock,
    /// The database.
    pub db: Db,
    /// Keys.
    pub ring: Arc<KeyRing>,
    /// Opening hours in force.
    pub calendar: watch::Receiver<Arc<Calendar>>,
    /// Texts and recordings of prompts.
    pub book: PromptBook,
    /// Words to listen for.
    pub watch_words: domain::call_watch::WatchWords,
    /// Guided flows of the counter.
    pub flows: Arc<FlowBook>,
    /// What is wrong.
    pub alarms: Alarms,
    /// What is needed to carry visits by Zoom.
    pub zoom: Option<calls::ZoomLink>,
    /// The audit log.
    pub trail: Trail,
    /// Who listens to conversations as they are spoken; None where recognition is off.
    pub listening: Option<calls::ListeningPost>,
    /// Who turns recordings into text; None where recognition is off.
    pub scribe: Option<Arc<dyn calls::Scribe>>,
    /// Turns speech into text; None where recognition is off.
    pub recogniser: Option<Arc<dyn speech::recognition::Recogniser>>,
}

/// The telephone side, running.
#[derive(Debug)]
pub struct Telephone {
    /// The switchboard.
    pub calls: Calls,
    /// Files of recordings.
    pub spool: Spool,
    /// The store of recordings.
    pub objects: Objects,
    /// Speaks prompts, for listening to them on the prompts page.
    pub synthesiser: Arc<Synthesiser>,
    /// Where SIP really listens.
    pub listening: Vec<(SipTransport, std::net::SocketAddr)>,
}

/// Starts everything a call needs.
///
/// # Errors
/// [`TelephoneError`] says which part did not start and why.
pub async fn start(config: &Config, deps: TelephoneDeps) -> Result<Telephone, TelephoneError> {
    let spool = Spool::open(&config.spool_dir())?;
    spool.clear_cache()?;
    let leftovers = spool.list()?;
    let started_at_ms = deps.clock.now().timestamp_millis();
    let objects = Objects::open(&config.recording_store())?;
    let synthesiser = Arc::new(Synthesiser::open(SynthesiserConfig::debian(&config.data_dir.join("prompts")))?);
    let prompter = Prompter::new(Arc::clone(&synthesiser), deps.book.clone());
    let (engine, media_events) = MediaEngine::start(media_config(config)?)?;
    let leg_ids = LegIds::default();
    let (trunk, trunk_events) = SipTrunk::start(sip_config(config)?, Arc::new(engine.clone()), leg_ids.clone()).await?;
    let listening = trunk.listening().to_vec();
    let (recordings_ready, ready) = mpsc::unbounded_channel();
    let calls_deps = CallsDeps {
        clock: deps.clock.clone(),
        db: deps.db.clone(),
        ring: Arc::clone(&deps.ring),
        floor: config.floor_in_force(),
        alerts: config.alerts.clone(),
        watch_words: deps.watch_words,
        dial_plan: domain::dial_plan::DialPlan::default(),
        calendar: deps.calendar,
        always_open: config.is_always_open(),
        numbers: city_numbers(config)?,
        trunk_name: way_out(config),
        trunk,
        engine,
        leg_ids,
        prompter: prompter.clone(),
        flows: deps.flows,
        alarms: deps.alarms.clone(),
        spool: spool.clone(),
        zoom: deps.zoom,
        listening: deps.listening,
        captions: CaptionDeps { recogniser: deps.recogniser, is_kept: config.counter.keep_captions },
        chat: ChatDeps {
            limits: config.chat.limits(),
            open_max: usize::try_from(config.chat.open_max).unwrap_or(usize::MAX),
        },
        recordings_ready,
    };
    let calls = calls::start(calls_deps, &config.journal_dir(), trunk_events, media_events).await?;
    let archive = ArchiveDeps {
        db: deps.db,
        ring: deps.ring,
        spool: spool.clone(),
        leftovers,
        started_at_ms,
        objects: objects.clone(),
        scribe: deps.scribe,
        keeping: Keeping {
            sealed_days: config.recordings.keep_sealed_days,
            unredacted_days: config.recordings.unredacted_days,
        },
        trail: deps.trail,
        alarms: deps.alarms,
        clock: deps.clock,
    };
    tokio::spawn(calls::end_recordings(archive.clone()));
    tokio::spawn(calls::archive(archive, ready));
    if config.prompts.ready_at_start {
        tokio::spawn(async move { prompter.warm_up().await });
    }
    Ok(Telephone { calls, spool, objects, synthesiser, listening })
}

fn media_config(config: &Config) -> Result<MediaConfig, TelephoneError> {
    let media = &config.media;
    Ok(MediaConfig {
        shards: SHARDS,
        rtp_ports: media.rtp_port_min..=media.rtp_port_max,
        bind_ip: ipv4("media.bind_address", media.bind_address)?,
        public_ip: media.public_address.map(|address| ipv4("media.public_address", address)).transpose()?,
        web_udp_port_base: media.web_port_base,
        ..MediaConfig::default()
    })
}

fn sip_config(config: &Config) -> Result<SipConfig, TelephoneError> {
    let sip = &config.sip;
    let mut trunks = config.trunk.iter().map(trunk_config).collect::<Result<Vec<_>, _>>()?;
    if !sip.allow_peers.is_empty() {
        trunks.push(TrunkConfig::accepting(LOCAL_TRUNK, ranges(&sip.allow_peers)?));
    }
    let files = sip.certificate.clone().zip(sip.private_key.clone());
    let listen_tls = sip.listen_tls.zip(files);
    Ok(SipConfig {
        listen_udp: Some(sip.listen),
        listen_tcp: Some(sip.listen),
        listen_tls: listen_tls
            .map(|(addr, (certificate, key))| TlsListen { addr, files: TlsFiles { certificate, key } }),
        public_ip: sip.public_address,
        trunks,
        requests_per_s_max: sip.requests_per_s_max,
        ..SipConfig::default()
    })
}

fn trunk_config(trunk: &Trunk) -> Result<TrunkConfig, TelephoneError> {
    let credentials = credentials(trunk)?;
    let registration = match (&trunk.registrar, &trunk.login, &credentials) {
        (Some(registrar), Some(account), Some(credentials)) => Some(Registration {
            registrar: registrar.clone(),
            account: account.clone(),
            credentials: credentials.clone(),
            expires: Duration::from_secs(3_600),
        }),
        (Some(_), _, _) => {
            return Err(TelephoneError::Setting(format!(
                "trunk {}: a registrar needs login and password_env",
                trunk.name
            )));
        }
        (None, _, _) => None,
    };
    let seconds = |s: u32| Duration::from_secs(s.into());
    Ok(TrunkConfig {
        proxy: trunk.proxy.clone(),
        transport: match trunk.transport {
            Transport::Udp => SipTransport::Udp,
            Transport::Tcp => SipTransport::Tcp,
            Transport::Tls => SipTransport::Tls,
        },
        registration,
        credentials,
        options_interval: (trunk.options_interval_s > 0).then(|| seconds(trunk.options_interval_s)),
        session_expires: if trunk.session_expires_s == 0 {
            seconds(1_800)
        } else {
            seconds(trunk.session_expires_s.max(90))
        },
        from_domain: trunk.from_domain.clone(),
        caller_number: trunk.caller_number.clone(),
        ..TrunkConfig::accepting(&trunk.name, ranges(&trunk.peers)?)
    })
}

/// The secret itself comes from the environment (never from the file).
fn credentials(trunk: &Trunk) -> Result<Option<Credentials>, TelephoneError> {
    let (Some(username), Some(variable)) = (&trunk.login, &trunk.password_env) else { return Ok(None) };
    let password = std::env::var(variable).map_err(|_| {
        TelephoneError::Setting(format!("trunk {}: environment variable {variable} is not set", trunk.name))
    })?;
    Ok(Some(Credentials { username: username.clone(), password: SecretString::from(password) }))
}

fn ranges(peers: &[String]) -> Result<Vec<PeerRange>, TelephoneError> {
    let parse = |peer: &String| peer.parse::<PeerRange>().map_err(|why| TelephoneError::Setting(why.to_string()));
    peers.iter().map(parse).collect()
}

/// Calls go out on the first trunk that has a way out.
fn way_out(config: &Config) -> Option<String> {
    config.trunk.iter().find(|trunk| trunk.proxy.is_some() || trunk.registrar.is_some()).map(|trunk| trunk.name.clone())
}

fn city_numbers(config: &Config) -> Result<Vec<E164>, TelephoneError> {
    let parse = |text: &String| {
        let number = numbers::read(text).ok().and_then(|number| number.public().cloned());
        number.ok_or_else(|| TelephoneError::Setting(format!("city.numbers: {text:?} is no telephone number")))
    };
    config.city.numbers.iter().map(parse).collect()
}

fn ipv4(name: &str, address: IpAddr) -> Result<Ipv4Addr, TelephoneError> {
    match address {
        IpAddr::V4(address) => Ok(address),
        IpAddr::V6(_) => Err(TelephoneError::Setting(format!("{name} must be an IPv4 address"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registrar_without_a_password_is_refused_by_name() {
        let trunk = Trunk { name: "carrier".into(), registrar: Some("sip.example".into()), ..Trunk::default() };
        assert!(trunk_config(&trunk).unwrap_err().to_string().contains("carrier"));
    }

    #[test]
    fn calls_go_out_on_the_first_trunk_with_a_way_out() {
        let quiet = Trunk { name: "in".into(), ..Trunk::default() };
        let open = Trunk { name: "out".into(), proxy: Some("127.0.0.1:5080".into()), ..Trunk::default() };
        let config = Config { trunk: vec![quiet, open], ..Config::default() };
        assert_eq!(way_out(&config).as_deref(), Some("out"));
        assert_eq!(way_out(&Config::default()), None);
    }
}
