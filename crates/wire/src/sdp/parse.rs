//! Reading a peer's SDP (RFC 8866), bounded, one pass by line.
//!
//! Owns the grammar and which media line is ours. It must never choose a codec: that is `build`.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddrV4};

use super::{
    Codec, Direction, MediaLine, PayloadCodec, RemoteAudio, SDP_BYTES_MAX, SDP_FORMATS_MAX, SDP_LINES_MAX,
    SDP_MEDIA_MAX, SdpError,
};

/// Profile we carry (RFC 3551).
const PROFILE: &str = "RTP/AVP";
/// Longest media name, profile or format echoed in an answer.
const TOKEN_BYTES_MAX: usize = 64;

/// Reads an offer or an answer and finds the audio stream in it.
///
/// # Errors
/// [`SdpError`] says what cannot be carried; nothing in the input can make this panic.
pub fn parse(body: &[u8]) -> Result<RemoteAudio, SdpError> {
    if body.len() > SDP_BYTES_MAX {
        return Err(SdpError::TooLarge { what: "bytes", limit: SDP_BYTES_MAX });
    }
    // A subject in Shift JIS must not lose a call, so foreign bytes are replaced and not refused.
    let text = String::from_utf8_lossy(body);
    let mut reading = Reading::default();
    for (index, line) in text.split('\n').enumerate() {
        if index >= SDP_LINES_MAX {
            return Err(SdpError::TooLarge { what: "lines", limit: SDP_LINES_MAX });
        }
        let line = line.strip_suffix('\r').unwrap_or(line);
        reading.line(index + 1, line)?;
    }
    reading.finish()
}

/// What stands for the whole description or for one media line.
#[derive(Default)]
struct Section {
    connection: Option<Connection>,
    direction: Option<Direction>,
}

/// Media line under way with its attributes.
struct Media {
    line: MediaLine,
    section: Section,
    rtpmaps: Vec<(u8, String)>,
    ptime_ms: Option<u16>,
}

#[derive(Clone, Copy)]
enum Connection {
    V4(Ipv4Addr),
    V6,
    Name,
}

#[derive(Default)]
struct Reading {
    version_seen: bool,
    origin: Option<(u64, u64)>,
    whole: Section,
    media: Vec<Media>,
}

impl Reading {
    fn line(&mut self, number: usize, line: &str) -> Result<(), SdpError> {
        if line.is_empty() {
            return Ok(());
        }
        let Some((kind, value)) = line.split_once('=') else {
            return Err(malformed(number, "a line is letter=value"));
        };
        if !self.version_seen {
            if kind != "v" || value.trim() != "0" {
                return Err(malformed(number, "the first line is v=0"));
            }
            self.version_seen = true;
            return Ok(());
        }
        match kind {
            "o" if self.media.is_empty() => {
                self.origin = Some(origin(value).ok_or(malformed(number, "o= has six fields"))?);
            }
            "c" => {
                let connection = connection(value).ok_or(malformed(number, "c= is nettype addrtype address"))?;
                self.section().connection = Some(connection);
            }
            "m" => self.begin_media(number, value)?,
            "a" => self.attribute(value),
            // Every other line of RFC 8866 §5 says nothing we act on.
            _ if kind.len() == 1 => {}
            _ => return Err(malformed(number, "a line is letter=value")),
        }
        Ok(())
    }

    fn section(&mut self) -> &mut Section {
        match self.media.last_mut() {
            Some(media) => &mut media.section,
            None => &mut self.whole,
        }
    }

    fn begin_media(&mut self, number: usize, value: &str) -> Result<(), SdpError> {
        if self.media.len() >= SDP_MEDIA_MAX {
            return Err(SdpError::TooLarge { what: "media lines", limit: SDP_MEDIA_MAX });
        }
        let line = media_line(number, value)?;
        self.media.push(Media { line, section: Section::default(), rtpmaps: Vec::new(), ptime_ms: None });
        Ok(())
    }

    fn attribute(&mut self, value: &str) {
        let (name, rest) = value.split_once(':').unwrap_or((value, ""));
        if let Some(direction) = direction(name.trim()) {
            self.section().direction = Some(direction);
            return;
        }
        let Some(media) = self.media.last_mut() else {
            return;
        };
        match name {
            "rtpmap" if media.rtpmaps.len() < SDP_FORMATS_MAX => {
                if let Some(map) = rtpmap(rest) {
                    media.rtpmaps.push(map);
                }
            }
            "ptime" => media.ptime_ms = rest.trim().parse().ok().filter(|ms| (5..=200).contains(ms)),
            _ => {}
        }
    }

    fn finish(self) -> Result<RemoteAudio, SdpError> {
        if !self.version_seen {
            return Err(malformed(1, "the first line is v=0"));
        }
        let origin = self.origin.ok_or(malformed(1, "an o= line is required"))?;
        let audio_index = audio_index(&self.media)?;
        let audio = self.media.get(audio_index).ok_or(SdpError::NoAudio)?;
        let address = unicast(audio.section.connection.or(self.whole.connection))?;
        let codecs = codecs(audio);
        if codecs.is_empty() {
            return Err(SdpError::NoCodec);
        }
        let direction = audio.section.direction.or(self.whole.direction);
        Ok(RemoteAudio {
            address: SocketAddrV4::new(address, audio.line.port),
            codecs,
            dtmf_payload_type: dtmf_payload_type(audio),
            ptime_ms: audio.ptime_ms,
            direction: direction.unwrap_or(Direction::SendRecv),
            audio_index,
            origin,
            media: self.media.into_iter().map(|media| media.line).collect(),
        })
    }
}

fn malformed(line: usize, why: &'static str) -> SdpError {
    SdpError::Malformed { line, why }
}

fn origin(value: &str) -> Option<(u64, u64)> {
    let mut fields = value.split_ascii_whitespace();
    let _name = fields.next()?;
    let id = fields.next()?;
    let version = fields.next()?;
    // Some PBXs write ids wider than 64 bits; they only ever serve for comparison.
    let number = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| text.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'))))
    };
    Some((number(id)?, number(version)?))
}

fn connection(value: &str) -> Option<Connection> {
    let mut fields = value.split_ascii_whitespace();
    let (network, family, address) = (fields.next()?, fields.next()?, fields.next()?);
    if !network.eq_ignore_ascii_case("IN") {
        return None;
    }
    let address = address.split('/').next()?;
    if family.eq_ignore_ascii_case("IP6") || address.parse::<Ipv6Addr>().is_ok() {
        return Some(Connection::V6);
    }
    if !family.eq_ignore_ascii_case("IP4") {
        return None;
    }
    Some(address.parse().map_or(Connection::Name, Connection::V4))
}

fn media_line(number: usize, value: &str) -> Result<MediaLine, SdpError> {
    let mut fields = value.split_ascii_whitespace();
    let (Some(kind), Some(port), Some(profile)) = (fields.next(), fields.next(), fields.next()) else {
        return Err(malformed(number, "m= is media port profile formats"));
    };
    let port = port.split('/').next().and_then(|port| port.parse().ok());
    let port = port.ok_or(malformed(number, "the port is a number up to 65535"))?;
    let mut formats = Vec::new();
    for format in fields {
        if formats.len() >= SDP_FORMATS_MAX {
            return Err(SdpError::TooLarge { what: "formats", limit: SDP_FORMATS_MAX });
        }
        formats.push(token(number, format)?);
    }
    if formats.is_empty() {
        return Err(malformed(number, "m= names at least one format"));
    }
    Ok(MediaLine { kind: token(number, kind)?, port, profile: token(number, profile)?, formats })
}

/// Text we echo in an answer must be printable ASCII and short.
fn token(number: usize, text: &str) -> Result<String, SdpError> {
    let printable = text.bytes().all(|byte| byte.is_ascii_graphic());
    if !printable || text.len() > TOKEN_BYTES_MAX {
        return Err(malformed(number, "a token is short printable ASCII"));
    }
    Ok(text.to_owned())
}

fn direction(name: &str) -> Option<Direction> {
    match name {
        "sendrecv" => Some(Direction::SendRecv),
        "sendonly" => Some(Direction::SendOnly),
        "recvonly" => Some(Direction::RecvOnly),
        "inactive" => Some(Direction::Inactive),
        _ => None,
    }
}

/// Reads `0 PCMU/8000/1`; other clock rates and channel counts are not ours and are left out.
fn rtpmap(rest: &str) -> Option<(u8, String)> {
    let (payload_type, encoding) = rest.trim().split_once(' ')?;
    let payload_type = payload_type.parse().ok().filter(|number| *number < 128)?;
    let mut parts = encoding.trim().split('/');
    let name = parts.next()?.to_ascii_uppercase();
    let rate_ok = parts.next() == Some("8000");
    let channels_ok = matches!(parts.next(), None | Some("1"));
    // A foreign rate still claims the number, so that a static meaning does not come back.
    let name = if rate_ok && channels_ok { name } else { String::new() };
    Some((payload_type, name))
}

/// The first enabled plain-RTP audio line; without one, says why there is none.
fn audio_index(media: &[Media]) -> Result<usize, SdpError> {
    let mut refused = None;
    for (index, entry) in media.iter().enumerate() {
        if !entry.line.kind.eq_ignore_ascii_case("audio") || entry.line.port == 0 {
            continue;
        }
        if entry.line.profile.eq_ignore_ascii_case(PROFILE) {
            return Ok(index);
        }
        refused = refused.or(Some(&entry.line.profile));
    }
    Err(refused.map_or(SdpError::NoAudio, |profile| SdpError::Profile(profile.clone())))
}

fn unicast(connection: Option<Connection>) -> Result<Ipv4Addr, SdpError> {
    match connection {
        None => Err(SdpError::NoAddress),
        Some(Connection::V6) => Err(SdpError::Ipv6Address),
        Some(Connection::Name) => Err(SdpError::HostName),
        Some(Connection::V4(ip)) if ip.is_multicast() || ip.is_broadcast() => Err(SdpError::NotUnicast(ip)),
        Some(Connection::V4(ip)) => Ok(ip),
    }
}

fn payload_types(media: &Media) -> impl Iterator<Item = u8> + '_ {
    let numbers = media.line.formats.iter().filter_map(|format| format.parse().ok());
    numbers.filter(|number: &u8| *number < 128)
}

fn name_of(media: &Media, payload_type: u8) -> &str {
    let map = media.rtpmaps.iter().find(|(number, _)| *number == payload_type);
    match (map, payload_type) {
        (Some((_, name)), _) => name,
        (None, 0) => "PCMU",
        (None, 8) => "PCMA",
        (None, _) => "",
    }
}

fn codecs(media: &Media) -> Vec<PayloadCodec> {
    let mut found: Vec<PayloadCodec> = Vec::new();
    for payload_type in payload_types(media) {
        let name = name_of(media, payload_type);
        let codec = Codec::ALL.into_iter().find(|codec| codec.name() == name);
        if let Some(codec) = codec
            && !found.iter().any(|entry| entry.codec == codec)
        {
            found.push(PayloadCodec { payload_type, codec });
        }
    }
    found
}

fn dtmf_payload_type(media: &Media) -> Option<u8> {
    payload_types(media).find(|number| name_of(media, *number) == "TELEPHONE-EVENT")
}
