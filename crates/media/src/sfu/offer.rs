//! What a page may offer for a visit.
//!
//! Pure. Reads just enough of the SDP to refuse by name what the unit does not carry, before the
//! connection's machine sees it. It must never answer; that is `peer`.

use super::plan::SLOTS_MAX;

/// Longest offer read, in bytes.
const OFFER_BYTES_MAX: usize = 64 * 1024;

/// Why a page's offer for a visit is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OfferRefusal {
    /// Longer than 64 KiB.
    #[error("the offer is longer than {OFFER_BYTES_MAX} bytes")]
    TooLong,
    /// No line of sound, or none of picture.
    #[error("an offer has at least one line of sound and one of picture")]
    TooFewLines,
    /// More pairs of sound and picture than there are lines for.
    #[error("an offer has at most {SLOTS_MAX} lines of sound and as many of picture")]
    TooManyLines,
    /// A line that is neither sound nor picture.
    #[error("an offer has lines of sound and picture only")]
    Kind,
    /// The first pair does not send and receive, or a further line does not only receive.
    #[error("the first sound and picture are sendrecv, all others recvonly")]
    Direction,
    /// A line of sound without Opus at 48 kHz in stereo (RFC 7587 §7).
    #[error("a line of sound has no opus/48000/2")]
    NoOpus,
    /// A line of picture without VP8 (RFC 7741 §6).
    #[error("a line of picture has no VP8/90000")]
    NoVp8,
    /// Several encodings of one picture.
    #[error("simulcast is not taken")]
    Simulcast,
    /// The offer changes the connection the leg has; a page whose line broke opens a new one.
    #[error("the offer is of the connection the leg has; open a new one")]
    SameConnection,
    /// A line without a name for bundling, or a name twice (RFC 8843 §7.2).
    #[error("each line needs a name of its own (a=mid)")]
    Mid,
}

/// What tells one connection's offers from another's: its origin without the version (RFC 8866 §5.2).
pub(crate) fn origin(offer_sdp: &str) -> Option<String> {
    let origin = offer_sdp.lines().find_map(|line| line.strip_prefix("o="))?;
    let mut words = origin.split_ascii_whitespace();
    let (name, id) = (words.next()?, words.next()?);
    let address = words.nth(3)?;
    Some(format!("{name} {id} {address}"))
}

/// A pair of lines, by their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) audio: Option<String>,
    pub(super) video: Option<String>,
}

#[derive(Debug, Default)]
struct Line<'a> {
    is_audio: bool,
    mid: Option<&'a str>,
    direction: Option<&'a str>,
    has_codec: bool,
}

/// The pairs of an offer that can be taken: the first sends and receives, the others receive.
pub(super) fn pairs(offer_sdp: &str) -> Result<Vec<Pair>, OfferRefusal> {
    if offer_sdp.len() > OFFER_BYTES_MAX {
        return Err(OfferRefusal::TooLong);
    }
    let lines = lines(offer_sdp)?;
    let (audio, video): (Vec<&Line<'_>>, Vec<&Line<'_>>) = lines.iter().partition(|line| line.is_audio);
    if audio.is_empty() || video.is_empty() {
        return Err(OfferRefusal::TooFewLines);
    }
    if audio.len() > SLOTS_MAX || video.len() > SLOTS_MAX {
        return Err(OfferRefusal::TooManyLines);
    }
    for kind in [&audio, &video] {
        for (place, line) in kind.iter().enumerate() {
            check(line, place == 0)?;
        }
    }
    let mut names: Vec<&str> = lines.iter().filter_map(|line| line.mid).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(OfferRefusal::Mid);
    }
    let name = |line: Option<&&Line<'_>>| line.and_then(|line| line.mid).map(str::to_owned);
    let count = audio.len().max(video.len());
    Ok((0..count).map(|n| Pair { audio: name(audio.get(n)), video: name(video.get(n)) }).collect())
}

fn lines(offer_sdp: &str) -> Result<Vec<Line<'_>>, OfferRefusal> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for text in offer_sdp.lines().map(str::trim_end) {
        if let Some(media) = text.strip_prefix("m=") {
            let is_audio = media.starts_with("audio ");
            if !is_audio && !media.starts_with("video ") {
                return Err(OfferRefusal::Kind);
            }
            if lines.len() >= 2 * SLOTS_MAX {
                return Err(OfferRefusal::TooManyLines);
            }
            lines.push(Line { is_audio, ..Line::default() });
        } else if let Some(line) = lines.last_mut() {
            read(line, text)?;
        }
    }
    Ok(lines)
}

fn read<'a>(line: &mut Line<'a>, text: &'a str) -> Result<(), OfferRefusal> {
    let Some(attribute) = text.strip_prefix("a=") else {
        return Ok(());
    };
    match attribute.split_once(':') {
        Some(("mid", mid)) => line.mid = Some(mid),
        Some(("simulcast" | "rid", _)) => return Err(OfferRefusal::Simulcast),
        Some(("rtpmap", map)) => {
            let wanted = if line.is_audio { "opus/48000/2" } else { "VP8/90000" };
            let codec = map.split_once(' ').map(|(_, codec)| codec);
            line.has_codec |= codec.is_some_and(|codec| codec.eq_ignore_ascii_case(wanted));
        }
        Some(_) => {}
        None if matches!(attribute, "sendrecv" | "recvonly" | "sendonly" | "inactive") => {
            line.direction = Some(attribute);
        }
        None => {}
    }
    Ok(())
}

fn check(line: &Line<'_>, is_first: bool) -> Result<(), OfferRefusal> {
    if line.mid.is_none_or(str::is_empty) {
        return Err(OfferRefusal::Mid);
    }
    // A line without a direction sends and receives (RFC 8866 §6.7).
    let wanted = if is_first { "sendrecv" } else { "recvonly" };
    if line.direction.unwrap_or("sendrecv") != wanted {
        return Err(OfferRefusal::Direction);
    }
    match (line.has_codec, line.is_audio) {
        (true, _) => Ok(()),
        (false, true) => Err(OfferRefusal::NoOpus),
        (false, false) => Err(OfferRefusal::NoVp8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(kind: &str, mid: &str, direction: &str, codec: &str) -> String {
        format!("m={kind} 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:{mid}\r\na={direction}\r\na=rtpmap:96 {codec}\r\n")
    }

    fn audio(mid: &str, direction: &str) -> String {
        line("audio", mid, direction, "opus/48000/2")
    }

    fn video(mid: &str, direction: &str) -> String {
        line("video", mid, direction, "VP8/90000")
    }

    fn offer(lines: &[String]) -> String {
        format!("v=0\r\na=group:BUNDLE 0 1\r\n{}", lines.concat())
    }

    fn first_pair() -> Vec<String> {
        vec![audio("0", "sendrecv"), video("1", "sendrecv")]
    }

    #[test]
    fn sound_and_picture_are_paired_in_their_order() {
        let mut lines = first_pair();
        lines.extend([audio("2", "recvonly"), audio("3", "recvonly"), video("4", "recvonly")]);
        let pairs = pairs(&offer(&lines)).unwrap();
        let names: Vec<_> = pairs.iter().map(|pair| (pair.audio.as_deref(), pair.video.as_deref())).collect();
        assert_eq!(names, [(Some("0"), Some("1")), (Some("2"), Some("4")), (Some("3"), None)]);
    }

    #[test]
    fn what_the_unit_does_not_carry_is_refused_by_name() {
        let with = |line: String| {
            let mut lines = first_pair();
            lines.push(line);
            pairs(&offer(&lines)).unwrap_err()
        };
        let of = |lines: &[String]| pairs(&offer(lines)).unwrap_err();
        assert_eq!(of(&[]), OfferRefusal::TooFewLines);
        assert_eq!(of(&[audio("0", "sendrecv")]), OfferRefusal::TooFewLines);
        assert_eq!(with(line("application", "2", "sendrecv", "x/1")), OfferRefusal::Kind);
        assert_eq!(with(video("2", "sendrecv")), OfferRefusal::Direction);
        assert_eq!(with(audio("2", "sendonly")), OfferRefusal::Direction);
        assert_eq!(with(audio("1", "recvonly")), OfferRefusal::Mid);
        assert_eq!(with("m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=recvonly\r\n".to_owned()), OfferRefusal::Mid);
        assert_eq!(with(video("2", "recvonly") + "a=rid:h send\r\n"), OfferRefusal::Simulcast);
        assert_eq!(with(line("audio", "2", "recvonly", "PCMU/8000")), OfferRefusal::NoOpus);
        assert_eq!(with(line("video", "2", "recvonly", "H264/90000")), OfferRefusal::NoVp8);
        assert_eq!(pairs(&"a=mid:0\r\n".repeat(10_000)), Err(OfferRefusal::TooLong));
    }

    #[test]
    fn a_connection_is_known_by_its_origin_whatever_the_version() {
        let of = |line: &str| origin(&format!("v=0\r\n{line}\r\ns=-\r\n"));
        let first = of("o=- 7 1 IN IP4 127.0.0.1");
        assert!(first.is_some() && first == of("o=- 7 2 IN IP4 127.0.0.1"));
        assert_ne!(first, of("o=- 8 1 IN IP4 127.0.0.1"));
        assert_eq!((of("o=- 7"), of("t=0 0")), (None, None));
    }

    #[test]
    fn a_fifth_line_of_a_kind_is_refused() {
        let further = |n: usize| (2..n).map(|mid| video(&mid.to_string(), "recvonly"));
        let lines: Vec<String> = first_pair().into_iter().chain(further(5)).collect();
        assert!(pairs(&offer(&lines)).is_ok());
        let lines: Vec<String> = first_pair().into_iter().chain(further(6)).collect();
        assert_eq!(pairs(&offer(&lines)), Err(OfferRefusal::TooManyLines));
        let lines: Vec<String> = first_pair().into_iter().chain(further(60)).collect();
        assert_eq!(pairs(&offer(&lines)), Err(OfferRefusal::TooManyLines));
    }
}
