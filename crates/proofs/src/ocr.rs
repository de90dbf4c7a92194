//! Reading a picture by Tesseract, as an onlooker would.

use std::io::Write as _;
use std::process::{Command, Stdio};

const PROGRAM: &str = "tesseract";
/// Text of 16 px is too small for it; twice as large it is read.
const ENLARGED: u32 = 2;

/// Why nothing was read.
#[derive(Debug, thiserror::Error)]
pub enum OcrFault {
    /// The program is not there, or broke off.
    #[error("tesseract: {0}")]
    Program(#[from] std::io::Error),
    /// The picture could not be handed over.
    #[error("the picture: {0}")]
    Picture(#[from] image::ImageError),
    /// The picture has not as many pixels as its size says.
    #[error("the picture is not of its size")]
    Size,
    /// It said no.
    #[error("tesseract ended with {0}")]
    Refused(std::process::ExitStatus),
}

/// The installed reader.
#[derive(Debug, Clone)]
pub struct Reader {
    languages: String,
}

impl Reader {
    /// The reader, if this machine has one with English; with Japanese where that is there.
    #[must_use]
    pub fn installed() -> Option<Self> {
        let said = Command::new(PROGRAM).arg("--list-langs").output().ok()?;
        let text = String::from_utf8_lossy(&said.stdout).into_owned();
        let has = |language: &str| text.lines().any(|line| line == language);
        if !has("eng") {
            return None;
        }
        let languages = if has("jpn") { "eng+jpn" } else { "eng" };
        Some(Self { languages: languages.to_owned() })
    }

    /// What stands in a picture of red, green and blue.
    ///
    /// # Errors
    /// [`OcrFault`] when it could not be read.
    pub fn read(&self, width: u32, height: u32, rgb: &[u8]) -> Result<String, OcrFault> {
        let picture = image::RgbImage::from_raw(width, height, rgb.to_vec()).ok_or(OcrFault::Size)?;
        let (wide, high) = (width * ENLARGED, height * ENLARGED);
        let large = image::imageops::resize(&picture, wide, high, image::imageops::FilterType::Triangle);
        let mut png = std::io::Cursor::new(Vec::new());
        large.write_to(&mut png, image::ImageFormat::Png)?;
        let mut command = Command::new(PROGRAM);
        command.args(["stdin", "stdout", "--psm", "11", "-l", &self.languages]).env("OMP_THREAD_LIMIT", "1");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        // Taken, so that it is closed and the program knows the end.
        if let Some(mut input) = child.stdin.take() {
            input.write_all(png.get_ref())?;
        }
        let output = child.wait_with_output()?;
        if !output.status.success() {
            return Err(OcrFault::Refused(output.status));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}
