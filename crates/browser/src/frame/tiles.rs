//! What changed since the picture a screen has, in tiles: JPEG while things move, without loss at rest.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use super::{Encoding, MaskedFrame, PictureFault, RawFrame};
use crate::guard::Blank;

/// A tile's side, in pixels.
pub const TILE_SIDE: u32 = 64;
const MOTION_QUALITY: u8 = 80;
const CHANNELS: usize = 3;

/// How a tile is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TileFormat {
    /// With loss.
    Jpeg,
    /// Without loss.
    Png,
}

/// One changed tile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// Left edge in pixels.
    pub x: u32,
    /// Upper edge in pixels.
    pub y: u32,
    /// How it is written.
    pub format: TileFormat,
    /// The picture file.
    pub bytes: Vec<u8>,
}

/// A picture that can be cut into tiles: the masked one for operators, the page's own for the resident's screen.
pub trait Pixels {
    /// Width and height in pixels.
    fn size(&self) -> (u32, u32);
    /// Red, green, blue, row by row.
    fn rgb(&self) -> &[u8];
    /// Why it is a placeholder, if it is.
    fn blank(&self) -> Option<Blank>;
    /// Whether it was taken without loss, of a page at rest.
    fn sharp(&self) -> bool;
}

impl Pixels for MaskedFrame {
    fn size(&self) -> (u32, u32) {
        self.size()
    }

    fn rgb(&self) -> &[u8] {
        self.rgb()
    }

    fn blank(&self) -> Option<Blank> {
        self.blank()
    }

    fn sharp(&self) -> bool {
        self.sharp()
    }
}

/// The resident's picture, decoded, with how it was written.
#[derive(Debug, Clone)]
pub struct OwnPicture {
    frame: RawFrame,
    encoding: Encoding,
}

impl OwnPicture {
    /// Decodes what the browser sent.
    ///
    /// # Errors
    /// [`PictureFault`]; nothing is shown then.
    pub fn decode(bytes: &[u8], encoding: Encoding) -> Result<Self, PictureFault> {
        Ok(Self { frame: RawFrame::decode(bytes, encoding)?, encoding })
    }
}

impl Pixels for OwnPicture {
    fn size(&self) -> (u32, u32) {
        self.frame.size()
    }

    fn rgb(&self) -> &[u8] {
        self.frame.rgb()
    }

    fn blank(&self) -> Option<Blank> {
        None
    }

    fn sharp(&self) -> bool {
        self.encoding == Encoding::Png
    }
}

/// What a screen has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Update {
    /// Draw the placeholder with its reason, and nothing of the page.
    Placeholder {
        /// The whole picture's size in pixels.
        size: (u32, u32),
        /// Why.
        reason: Blank,
    },
    /// Draw these tiles over what stands there; over nothing when `whole`.
    Tiles {
        /// The whole picture's size in pixels.
        size: (u32, u32),
        /// Whether nothing of before may stay.
        whole: bool,
        /// What changed. Empty when nothing did.
        tiles: Vec<Tile>,
    },
}

/// Remembers what one screen shows.
#[derive(Debug)]
pub struct TileEncoder<P> {
    shown: Option<P>,
    lossy: Vec<bool>,
}

impl<P> Default for TileEncoder<P> {
    fn default() -> Self {
        Self { shown: None, lossy: Vec::new() }
    }
}

impl<P: Pixels> TileEncoder<P> {
    /// What a screen that shows the picture of the last call has to do to show this one.
    ///
    /// # Errors
    /// [`PictureFault::Unencodable`]; the next call begins anew.
    pub fn update(&mut self, frame: P) -> Result<Update, PictureFault> {
        let size = frame.size();
        if let Some(reason) = frame.blank() {
            self.shown = Some(frame);
            return Ok(Update::Placeholder { size, reason });
        }
        let before = self.shown.take().filter(|it| it.size() == size && it.blank().is_none());
        let whole = before.is_none();
        if whole {
            self.lossy.clear();
        }
        self.lossy.resize(tile_count(size), false);
        let mut tiles = Vec::new();
        for (index, (x, y)) in corners(size).enumerate() {
            let changed = before.as_ref().is_none_or(|it| pixels(it, x, y) != pixels(&frame, x, y));
            if changed || (frame.sharp() && self.lossy[index]) {
                tiles.push(encode(&frame, x, y)?);
                self.lossy[index] = !frame.sharp();
            }
        }
        self.shown = Some(frame);
        Ok(Update::Tiles { size, whole, tiles })
    }

    /// The screen lost what it had: the next update is whole.
    pub fn forget(&mut self) {
        self.shown = None;
    }
}

fn tile_count((width, height): (u32, u32)) -> usize {
    width.div_ceil(TILE_SIDE) as usize * height.div_ceil(TILE_SIDE) as usize
}

fn corners((width, height): (u32, u32)) -> impl Iterator<Item = (u32, u32)> {
    let across = width.div_ceil(TILE_SIDE);
    (0..height.div_ceil(TILE_SIDE))
        .flat_map(move |row| (0..across).map(move |column| (column * TILE_SIDE, row * TILE_SIDE)))
}

fn tile_size(frame: &impl Pixels, x: u32, y: u32) -> (u32, u32) {
    ((frame.size().0 - x).min(TILE_SIDE), (frame.size().1 - y).min(TILE_SIDE))
}

fn pixels(frame: &impl Pixels, x: u32, y: u32) -> Vec<&[u8]> {
    let (width, height) = tile_size(frame, x, y);
    let line = frame.size().0 as usize * CHANNELS;
    (0..height as usize)
        .map(|row| &frame.rgb()[(y as usize + row) * line + x as usize * CHANNELS..][..width as usize * CHANNELS])
        .collect()
}

fn encode(frame: &impl Pixels, x: u32, y: u32) -> Result<Tile, PictureFault> {
    let (width, height) = tile_size(frame, x, y);
    let rgb = pixels(frame, x, y).concat();
    let mut bytes = Vec::new();
    let format = if frame.sharp() { TileFormat::Png } else { TileFormat::Jpeg };
    let written = match format {
        TileFormat::Jpeg => JpegEncoder::new_with_quality(&mut bytes, MOTION_QUALITY).write_image(
            &rgb,
            width,
            height,
            ExtendedColorType::Rgb8,
        ),
        TileFormat::Png => PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive)
            .write_image(&rgb, width, height, ExtendedColorType::Rgb8),
    };
    written.map_err(|fault| PictureFault::Unencodable(fault.to_string()))?;
    Ok(Tile { x, y, format, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(sharp: bool, dot: Option<(usize, usize)>) -> MaskedFrame {
        let (width, height) = (150, 100);
        let mut rgb = vec![0xff; width * height * CHANNELS];
        if let Some((x, y)) = dot {
            rgb[(y * width + x) * CHANNELS] = 0;
        }
        MaskedFrame { width: 150, height: 100, rgb, blank: None, sharp, told_before: 0 }
    }

    fn tiles(update: Update) -> Vec<(u32, u32, TileFormat)> {
        match update {
            Update::Tiles { tiles, .. } => tiles.iter().map(|it| (it.x, it.y, it.format)).collect(),
            Update::Placeholder { .. } => panic!("a placeholder"),
        }
    }

    #[test]
    fn only_changed_tiles_are_sent_and_at_rest_each_once_more_without_loss() {
        let mut encoder = TileEncoder::default();
        assert_eq!(tiles(encoder.update(frame(false, None)).unwrap()).len(), 6);
        assert_eq!(tiles(encoder.update(frame(false, None)).unwrap()), []);
        assert_eq!(tiles(encoder.update(frame(false, Some((130, 70)))).unwrap()), [(128, 64, TileFormat::Jpeg)]);
        assert_eq!(tiles(encoder.update(frame(true, Some((130, 70)))).unwrap()).len(), 6);
        assert_eq!(tiles(encoder.update(frame(true, Some((130, 70)))).unwrap()), []);
        assert_eq!(tiles(encoder.update(frame(true, None)).unwrap()), [(128, 64, TileFormat::Png)]);
    }

    #[test]
    fn after_a_placeholder_nothing_of_before_may_stay() {
        let mut encoder = TileEncoder::default();
        let _first = encoder.update(frame(true, None)).unwrap();
        let blank = encoder.update(MaskedFrame::placeholder(150, 100, Blank::Hold)).unwrap();
        assert_eq!(blank, Update::Placeholder { size: (150, 100), reason: Blank::Hold });
        assert!(
            matches!(encoder.update(frame(true, None)).unwrap(), Update::Tiles { whole: true, tiles, .. } if tiles.len() == 6)
        );
    }

    #[test]
    fn a_lossless_tile_is_the_picture_s_own_pixels() {
        let mut encoder = TileEncoder::default();
        let Update::Tiles { tiles, .. } = encoder.update(frame(true, Some((130, 70)))).unwrap() else { panic!() };
        let tile = tiles.iter().find(|it| (it.x, it.y) == (128, 64)).unwrap();
        let back = image::load_from_memory(&tile.bytes).unwrap().into_rgb8();
        assert_eq!((back.width(), back.height(), back.get_pixel(2, 6).0), (22, 36, [0, 0xff, 0xff]));
    }
}
