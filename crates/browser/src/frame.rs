//! Pictures: decoded, covered, and cut into what an operator's screen needs.
//!
//! A [`RawFrame`] is the page as it is and has no encoder for operators; a [`MaskedFrame`] is made by
//! [`RawFrame::masked`] from a judge's verdict and by nothing else. Whatever sends pictures to an operator, tiles here
//! or video later, takes a [`MaskedFrame`]. This module must never know pages. Next: [`tiles`].

pub mod tiles;

use image::{ImageFormat, ImageReader, Limits};

use crate::guard::Blank;
use crate::guard::disclosure::Verdict;

/// The longest side of a picture taken, in pixels.
pub const SIDE_MAX: u32 = 4096;
/// A picture's bytes before decoding.
pub const ENCODED_BYTES_MAX: usize = 24 * 1024 * 1024;
const CHANNELS: usize = 3;
/// What covers a secret.
pub const COVER_COLOUR: [u8; 3] = [0x5a, 0x5f, 0x66];
/// What stands in place of a picture that is not shown.
pub const PLACEHOLDER_COLOUR: [u8; 3] = [0xe6, 0xe8, 0xea];

/// Width and height of a JPEG file in pixels, by its head; None when it is none.
#[must_use]
pub fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    ImageReader::with_format(std::io::Cursor::new(bytes), ImageFormat::Jpeg).into_dimensions().ok()
}

/// How a picture came from the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// In motion.
    Jpeg,
    /// A still.
    Png,
}

/// Why a picture is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureFault {
    /// More bytes or pixels than a screen has.
    #[error("a picture is larger than {SIDE_MAX} pixels a side or {ENCODED_BYTES_MAX} bytes")]
    TooLarge,
    /// Not in its format.
    #[error("a picture could not be decoded: {0}")]
    Undecodable(String),
    /// It could not be written.
    #[error("a picture could not be encoded: {0}")]
    Unencodable(String),
}

/// The page as it is. For the resident's own screen and for [`RawFrame::masked`].
#[derive(Clone)]
pub struct RawFrame {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

impl std::fmt::Debug for RawFrame {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "RawFrame({}x{})", self.width, self.height)
    }
}

/// A picture an operator may see.
#[derive(Clone, PartialEq)]
pub struct MaskedFrame {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
    blank: Option<Blank>,
    sharp: bool,
    told_before: u64,
}

impl std::fmt::Debug for MaskedFrame {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "MaskedFrame({}x{}, blank: {:?}, sharp: {})", self.width, self.height, self.blank, self.sharp)
    }
}

impl RawFrame {
    /// Decodes what the browser sent.
    ///
    /// # Errors
    /// [`PictureFault`]; nothing is shown then.
    pub fn decode(bytes: &[u8], encoding: Encoding) -> Result<Self, PictureFault> {
        if bytes.len() > ENCODED_BYTES_MAX {
            return Err(PictureFault::TooLarge);
        }
        let format = match encoding {
            Encoding::Jpeg => ImageFormat::Jpeg,
            Encoding::Png => ImageFormat::Png,
        };
        let mut reader = ImageReader::with_format(std::io::Cursor::new(bytes), format);
        let mut limits = Limits::default();
        limits.max_image_width = Some(SIDE_MAX);
        limits.max_image_height = Some(SIDE_MAX);
        reader.limits(limits);
        let picture = reader.decode().map_err(|fault| match fault {
            image::ImageError::Limits(_) => PictureFault::TooLarge,
            other => PictureFault::Undecodable(other.to_string()),
        })?;
        let rgb = picture.into_rgb8();
        Ok(Self { width: rgb.width(), height: rgb.height(), rgb: rgb.into_raw() })
    }

    /// Width and height in pixels.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// Red, green, blue, row by row.
    #[must_use]
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// The only way to a picture for an operator: covered as the verdict says, or a placeholder.
    /// `css_width` is how many CSS pixels the picture is wide.
    #[must_use]
    pub fn masked(&self, verdict: &Verdict, css_width: f64, sharp: bool) -> MaskedFrame {
        match verdict {
            Verdict::Blank(reason) => MaskedFrame::placeholder(self.width, self.height, *reason),
            Verdict::Masked(disclosure) => {
                let scale = if css_width > 0.0 { f64::from(self.width) / css_width } else { 1.0 };
                let mut rgb = self.rgb.clone();
                for cover in disclosure.covers() {
                    let (left, right) = span(cover.x * scale, (cover.x + cover.width) * scale, self.width);
                    let (top, bottom) = span(cover.y * scale, (cover.y + cover.height) * scale, self.height);
                    paint(&mut rgb, self.width as usize, (left, right), (top, bottom));
                }
                MaskedFrame { width: self.width, height: self.height, rgb, blank: None, sharp, told_before: 0 }
            }
        }
    }
}

/// Whole pixels that contain `from..to`, inside `0..limit`.
fn span(from: f64, to: f64, limit: u32) -> (usize, usize) {
    let limit = f64::from(limit);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=limit before")]
    let whole = |it: f64| it.clamp(0.0, limit) as usize;
    (whole(from.floor()), whole(to.ceil()))
}

fn paint(rgb: &mut [u8], width: usize, (left, right): (usize, usize), (top, bottom): (usize, usize)) {
    for row in top..bottom {
        let line = &mut rgb[(row * width + left) * CHANNELS..(row * width + right) * CHANNELS];
        for pixel in line.chunks_exact_mut(CHANNELS) {
            pixel.copy_from_slice(&COVER_COLOUR);
        }
    }
}

impl MaskedFrame {
    /// What an operator sees while nothing may be shown.
    #[must_use]
    pub fn placeholder(width: u32, height: u32, reason: Blank) -> Self {
        let (width, height) = (width.min(SIDE_MAX), height.min(SIDE_MAX));
        let pixels = width as usize * height as usize;
        Self { width, height, rgb: PLACEHOLDER_COLOUR.repeat(pixels), blank: Some(reason), sharp: true, told_before: 0 }
    }

    /// Width and height in pixels.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// Red, green, blue, row by row.
    #[must_use]
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// Why it is a placeholder, if it is.
    #[must_use]
    pub fn blank(&self) -> Option<Blank> {
        self.blank
    }

    /// Whether it was taken without loss, of a page at rest.
    #[must_use]
    pub fn sharp(&self) -> bool {
        self.sharp
    }

    /// How many of the host's events were told before it, so that event and picture can be put in order.
    #[must_use]
    pub fn told_before(&self) -> u64 {
        self.told_before
    }

    /// The same picture, placed after so many of the host's events.
    #[must_use]
    pub(crate) fn after(self, told_before: u64) -> Self {
        Self { told_before, ..self }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::cdp::event::FrameId;
    use crate::guard::report::{Area, SecretArea, SecretPart};
    use crate::guard::{Capture, Judge, Layers, PageKind, Walk};

    const SECRET_COLOUR: [u8; 3] = [0xff, 0x00, 0xcc];

    /// A picture with a secret-coloured field at (20, 10), 30 by 10, and what the judge says of it.
    fn picture() -> RawFrame {
        let mut rgb = vec![0xff; 100 * 60 * CHANNELS];
        for y in 10..20 {
            for x in 20..50 {
                rgb[(y * 100 + x) * CHANNELS..][..CHANNELS].copy_from_slice(&SECRET_COLOUR);
            }
        }
        RawFrame { width: 100, height: 60, rgb }
    }

    fn verdict(css_width: f64) -> Verdict {
        let scale = css_width / 100.0;
        let main = FrameId("main".to_owned());
        let mut judge = Judge::new(main.clone(), Layers::default());
        judge.page(&main, PageKind::Open { label: String::new() });
        judge.armed(&main, true);
        let area = Area { x: 20.0 * scale, y: 10.0 * scale, width: 30.0 * scale, height: 10.0 * scale };
        let secrets = vec![SecretArea { area, part: SecretPart::Field, anchored: false }];
        let walk = Walk {
            epoch: 1,
            scroll: (0.0, 0.0),
            scale: 1.0,
            moving: false,
            overflow: false,
            synced: true,
            armed: true,
            focus: None,
            secrets,
            frames: Vec::new(),
        };
        let at = Duration::from_secs;
        judge.walked(&main, at(1), at(1), walk.clone());
        judge.walked(&main, at(3), at(3), walk);
        judge.verdict(&Capture {
            earliest: at(2),
            arrived: at(3),
            scroll: None,
            scale: 1.0,
            size: (css_width, css_width * 0.6),
        })
    }

    fn secret_pixels(rgb: &[u8]) -> usize {
        rgb.chunks_exact(CHANNELS).filter(|pixel| *pixel == SECRET_COLOUR).count()
    }

    #[test]
    fn no_pixel_of_the_secret_is_left_at_any_scale() {
        assert_eq!(secret_pixels(&picture().rgb), 300);
        for css_width in [100.0, 50.0, 133.0, 320.0] {
            let masked = picture().masked(&verdict(css_width), css_width, false);
            assert_eq!(secret_pixels(masked.rgb()), 0, "{css_width}");
            assert_eq!(masked.blank(), None);
        }
    }

    #[test]
    fn a_blank_has_no_pixel_of_the_page() {
        let masked = picture().masked(&Verdict::Blank(Blank::Late), 100.0, false);
        assert!(masked.rgb().chunks_exact(CHANNELS).all(|pixel| pixel == PLACEHOLDER_COLOUR));
        assert_eq!((masked.size(), masked.blank()), ((100, 60), Some(Blank::Late)));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for bytes in [&b""[..], b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"] {
            assert!(RawFrame::decode(bytes, Encoding::Jpeg).is_err());
            assert!(RawFrame::decode(bytes, Encoding::Png).is_err());
        }
        let mut wide = Vec::new();
        let row = vec![0u8; (SIDE_MAX as usize + 1) * CHANNELS];
        image::ImageEncoder::write_image(
            image::codecs::png::PngEncoder::new(&mut wide),
            &row,
            SIDE_MAX + 1,
            1,
            image::ExtendedColorType::Rgb8,
        )
        .unwrap();
        assert_eq!(RawFrame::decode(&wide, Encoding::Png).unwrap_err(), PictureFault::TooLarge);
    }
}
