//! What was judged of the edition in force: how sure an answer is, and from where on each channel gives it.
//!
//! Owns the file an installation may put beside its database; without one the seed edition's judgement holds, which
//! stands in `faq/calibration.json`. How it is fitted says `faq/README.md`.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use domain::knowledge::bands::Certainty;

use crate::config::Config;

/// The file of an installation's own judgement, in the data folder.
pub const FILE: &str = "faq-calibration.json";
/// A judgement has some kilobytes; one of ten thousand questions has less than this.
const BYTES_MAX: u64 = 1024 * 1024;

const SEED: &str = include_str!("../../../../faq/calibration.json");

/// What holds here. A file that cannot be read is told to the log, and nothing is answered as certain.
#[must_use]
pub fn certainty(config: &Config) -> Certainty {
    let path = config.data_dir.join(FILE);
    if !path.exists() {
        return built_in();
    }
    kept(&path).unwrap_or_else(|why| {
        tracing::error!(%why, file = %path.display(), "what was judged of the FAQ cannot be read; nothing is answered as certain");
        Certainty::default()
    })
}

/// What was judged of the seed edition.
#[must_use]
pub fn built_in() -> Certainty {
    read(SEED.as_bytes()).unwrap_or_default()
}

fn kept(path: &Path) -> anyhow::Result<Certainty> {
    let mut bytes = Vec::new();
    File::open(path)?.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    anyhow::ensure!(bytes.len() as u64 <= BYTES_MAX, "the file is larger than {BYTES_MAX} bytes");
    read(&bytes)
}

fn read(bytes: &[u8]) -> anyhow::Result<Certainty> {
    Ok(serde_json::from_slice(bytes)?)
}

#[cfg(test)]
mod tests {
    use domain::knowledge::bands::{Band, Features, Fit, ModelMark};
    use domain::knowledge::entry::FaqChannel;

    use super::*;

    #[test]
    fn the_judgement_of_the_seed_edition_is_sound_and_no_channel_answers_what_is_far_from_sure() {
        let seed = read(SEED.as_bytes()).unwrap();
        assert!(seed.words.judged >= 100 && seed.fused.judged >= 100);
        for fused in [false, true] {
            let features = Features { fused, ..Features::default() };
            for channel in FaqChannel::ALL {
                assert_ne!(seed.band(channel, &features), Band::Answer, "{channel:?}");
            }
        }
    }

    #[test]
    fn the_seeds_judgement_is_of_the_model_that_is_fetched_and_of_no_other() {
        let seed = read(SEED.as_bytes()).unwrap();
        let listed = speech::models::manifest::find(crate::faq_shelf::MODEL).unwrap();
        let running =
            |sha256: Option<&str>| ModelMark { name: listed.name.to_owned(), sha256: sha256.map(str::to_owned) };
        for source in listed.sources {
            assert_eq!(seed.fit(Some(&running(Some(source.sha256)))), Fit::Judged);
        }
        assert_eq!((seed.fit(Some(&running(None))), seed.fit(None)), (Fit::OtherModel, Fit::Judged));
    }

    #[test]
    fn a_judgement_that_cannot_be_read_answers_nothing_as_certain() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        for broken in ["", "{}", "[1]", "{\"words\": 1}"] {
            std::fs::write(&path, broken).unwrap();
            let config = Config { data_dir: folder.path().to_owned(), ..Config::default() };
            assert_eq!(certainty(&config), Certainty::default(), "{broken}");
        }
        std::fs::write(&path, SEED).unwrap();
        let config = Config { data_dir: folder.path().to_owned(), ..Config::default() };
        assert_eq!(certainty(&config), read(SEED.as_bytes()).unwrap());
    }
}
