//! The fonts the pages are set in: Noto Sans CJK JP of the system, read once, when it is first needed.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::error::DocumentError;

/// The family, by the name the fonts bear.
const FAMILY: &str = "Noto Sans CJK JP";

/// How its files begin, as Debian's package fonts-noto-cjk names them.
const FILE_START: &str = "NotoSansCJK";

/// Where that package puts them.
const DEBIAN_FOLDER: &str = "/usr/share/fonts/opentype/noto";

/// Largest font file that is read, in bytes.
const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Most files of a folder that are looked at.
const FILES_MAX: usize = 1_000;

/// Weights that are used.
const REGULAR: u16 = 400;
const BOLD: u16 = 700;

/// The fonts of the system; cheap to clone, read when the first page is set.
#[derive(Debug, Clone)]
pub struct Fonts(Arc<Shelf>);

#[derive(Debug)]
struct Shelf {
    folders: Vec<PathBuf>,
    faces: OnceLock<Faces>,
}

/// What was read.
#[derive(Debug)]
pub(super) struct Faces {
    pub(super) book: LazyHash<FontBook>,
    pub(super) fonts: Vec<Font>,
    /// The letters every face has, in order.
    letters: Vec<u32>,
}

impl Fonts {
    /// Fonts in these folders; nothing is read yet.
    #[must_use]
    pub fn of(folders: impl IntoIterator<Item = PathBuf>) -> Self {
        Self(Arc::new(Shelf { folders: folders.into_iter().collect(), faces: OnceLock::new() }))
    }

    /// Fonts where Debian puts them.
    #[must_use]
    pub fn of_debian() -> Self {
        Self::of([PathBuf::from(DEBIAN_FOLDER)])
    }

    /// Reads the fonts unless they are read; what failed is tried again, so that a package may be installed meanwhile.
    ///
    /// # Errors
    /// When there are none, or one cannot be read.
    pub(super) fn faces(&self) -> Result<&Faces, DocumentError> {
        if let Some(faces) = self.0.faces.get() {
            return Ok(faces);
        }
        let faces = Faces::read(&self.0.folders)?;
        Ok(self.0.faces.get_or_init(|| faces))
    }
}

impl Faces {
    fn read(folders: &[PathBuf]) -> Result<Self, DocumentError> {
        let mut fonts: Vec<Font> = Vec::new();
        for file in folders.iter().flat_map(|folder| candidates(folder)) {
            let unreadable =
                |why: std::io::Error| DocumentError::UnreadableFont { file: file.clone(), why: why.to_string() };
            let bytes = Bytes::new(std::fs::read(&file).map_err(unreadable)?);
            let wanted = |font: &Font| {
                let (info, weight) = (font.info(), font.info().variant.weight.to_number());
                info.family == FAMILY && (weight == REGULAR || weight == BOLD)
            };
            let known = |font: &Font, fonts: &[Font]| fonts.iter().any(|one| one.info().variant == font.info().variant);
            // A file holds one weight of the family; reading on through its other languages takes ten times as long.
            let face = Font::iter(bytes).find(wanted);
            if let Some(face) = face.filter(|face| !known(face, &fonts)) {
                fonts.push(face);
            }
        }
        let regular = |font: &Font| font.info().variant.weight.to_number() == REGULAR;
        if !fonts.iter().any(regular) {
            return Err(DocumentError::NoFont { folders: folders.to_vec() });
        }
        let letters = letters(&fonts);
        Ok(Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts, letters })
    }

    /// Whether each face has this letter.
    pub(super) fn have(&self, letter: char) -> bool {
        self.letters.binary_search(&u32::from(letter)).is_ok()
    }
}

fn letters(fonts: &[Font]) -> Vec<u32> {
    let of = |font: &Font| font.info().coverage.iter().collect::<Vec<u32>>();
    let both = |all: Vec<u32>, more: Vec<u32>| -> Vec<u32> {
        all.into_iter().filter(|letter| more.binary_search(letter).is_ok()).collect()
    };
    fonts.iter().map(of).reduce(both).unwrap_or_default()
}

/// Files of the family in a folder, by name; a folder that is not there has none.
fn candidates(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let fitting = |path: &PathBuf| {
        let named = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(FILE_START));
        let small = path.metadata().is_ok_and(|data| data.is_file() && data.len() <= FILE_BYTES_MAX);
        named && small
    };
    let paths = entries.take(FILES_MAX).filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut found: Vec<PathBuf> = paths.filter(fitting).collect();
    found.sort();
    found
}
