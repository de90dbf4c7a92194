//! Looking for drawn text in a picture by templates of it.
//!
//! A template is text as the same browser draws it. At each place it is asked first whether a few of its darkest pixels
//! are dark there and a few of its lightest are not, 64 places at a time; where at most one of each kind is otherwise,
//! the whole is compared (normalised correlation), which brightness, contrast and lossy pictures change little. Dark text on a lighter ground is found, as sites write it.

use crate::grey::Grey;

/// From this correlation on a place shows the template. Text of the same letters, also after JPEG, is above 0.9; other
/// text of the same size below 0.75 (see the test, and the suite's own controls).
pub const ALIKE: f64 = 0.85;
/// Darker than this is ink in a template.
const INK: u8 = 110;
/// Darker than this may be ink in a picture.
const PERHAPS_INK: u8 = 160;
/// Lighter than this is paper in a template.
const PAPER: u8 = 245;
/// Of each kind. Without those on paper every template would be compared all over a solid cover.
const ANCHORS: usize = 8;
/// Templates with less ink than this would be found everywhere.
const INK_PIXELS_MIN: usize = 10;
const WORD: usize = 64;

/// A piece of text as it is drawn.
#[derive(Debug, Clone)]
pub struct Template {
    /// What it shows.
    pub text: String,
    picture: Grey,
    dark: Vec<(usize, usize)>,
    light: Vec<(usize, usize)>,
    /// Brightness less its mean.
    shape: Vec<f32>,
    size: f64,
}

/// Where something was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What.
    pub text: String,
    /// Left edge.
    pub x: usize,
    /// Upper edge.
    pub y: usize,
    /// How alike it is, at most 1.
    pub likeness: f64,
}

impl Template {
    /// The ink of a picture as a template; None when there is too little.
    #[must_use]
    pub fn of(text: &str, picture: &Grey) -> Option<Self> {
        let picture = picture.part(picture.ink(200)?);
        // From left to right, so that every letter gives some.
        let pixels = || (0..picture.width()).flat_map(|x| (0..picture.height()).map(move |y| (x, y)));
        let dark: Vec<(usize, usize)> = pixels().filter(|(x, y)| picture.at(*x, *y) < INK).collect();
        let paper: Vec<(usize, usize)> = pixels().filter(|(x, y)| picture.at(*x, *y) > PAPER).collect();
        if dark.len() < INK_PIXELS_MIN || paper.is_empty() {
            return None;
        }
        let (dark, on_paper) = (spread(&dark), spread(&paper));
        let light: Vec<f32> =
            (0..picture.height()).flat_map(|y| picture.row(0, y, picture.width())).map(|it| f32::from(*it)).collect();
        let mean = light.iter().sum::<f32>() / light.len() as f32;
        let shape: Vec<f32> = light.iter().map(|it| it - mean).collect();
        let size = shape.iter().map(|it| f64::from(it * it)).sum::<f64>().sqrt();
        Some(Self { text: text.to_owned(), picture, dark, light: on_paper, shape, size })
    }

    /// Whether another template is the same drawing.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.picture == other.picture
    }

    fn likeness(&self, grey: &Grey, x: usize, y: usize) -> f64 {
        let (width, height) = (self.picture.width(), self.picture.height());
        let (mut sum, mut squares, mut product) = (0.0_f64, 0.0_f64, 0.0_f64);
        for row in 0..height {
            let there = grey.row(x, y + row, width);
            if there.len() < width {
                return 0.0;
            }
            let (mut of_row, mut squares_of_row, mut product_of_row) = (0.0_f32, 0.0_f32, 0.0_f32);
            for (light, shape) in there.iter().zip(&self.shape[row * width..]) {
                let light = f32::from(*light);
                of_row += light;
                squares_of_row += light * light;
                product_of_row += light * shape;
            }
            sum += f64::from(of_row);
            squares += f64::from(squares_of_row);
            product += f64::from(product_of_row);
        }
        let spread = squares - sum * sum / (width * height) as f64;
        if spread <= 1.0 { 0.0 } else { product / (spread.sqrt() * self.size) }
    }
}

/// Which pixels of a picture may be ink, a bit each.
struct Bits {
    words: usize,
    rows: Vec<u64>,
}

impl Bits {
    fn of(grey: &Grey) -> Self {
        // One word more, so that a look across the edge finds paper.
        let words = grey.width().div_ceil(WORD) + 1;
        let mut rows = vec![0; words * grey.height()];
        for y in 0..grey.height() {
            for (x, light) in grey.row(0, y, grey.width()).iter().enumerate() {
                rows[y * words + x / WORD] |= u64::from(*light < PERHAPS_INK) << (x % WORD);
            }
        }
        Self { words, rows }
    }

    /// 64 pixels from a place on.
    fn from(&self, x: usize, y: usize) -> u64 {
        let word =
            |at: usize| if at < self.words { self.rows.get(y * self.words + at).copied().unwrap_or(0) } else { 0 };
        let (at, shift) = (x / WORD, x % WORD);
        if shift == 0 { word(at) } else { (word(at) >> shift) | (word(at + 1) << (WORD - shift)) }
    }
}

/// The first template of each text that a picture shows.
#[must_use]
pub fn find(templates: &[Template], grey: &Grey) -> Vec<Found> {
    let bits = Bits::of(grey);
    let mut found: Vec<Found> = Vec::new();
    for template in templates {
        if found.iter().any(|it| it.text == template.text) {
            continue;
        }
        found.extend(find_one(template, grey, &bits));
    }
    found
}

fn find_one(template: &Template, grey: &Grey, bits: &Bits) -> Option<Found> {
    let rows = (grey.height() + 1).checked_sub(template.picture.height())?;
    for y in 0..rows {
        for word in 0..bits.words - 1 {
            let mut places = places(template, bits, word * WORD, y);
            while places != 0 {
                let x = word * WORD + places.trailing_zeros() as usize;
                places &= places - 1;
                let likeness = template.likeness(grey, x, y);
                if likeness >= ALIKE {
                    return Some(Found { text: template.text.clone(), x, y, likeness });
                }
            }
        }
    }
    None
}

/// A few of many, from the first to the last.
fn spread(all: &[(usize, usize)]) -> Vec<(usize, usize)> {
    (0..ANCHORS).map(|it| all[it * (all.len() - 1) / (ANCHORS - 1)]).collect()
}

/// Of 64 places in a row those where at most one anchor of each kind is otherwise.
fn places(template: &Template, bits: &Bits, x: usize, y: usize) -> u64 {
    let mut out = 0_u64;
    for (anchors, is_dark) in [(&template.dark, true), (&template.light, false)] {
        let mut one = 0_u64;
        for (across, down) in anchors {
            let there = bits.from(x + across, y + down);
            let otherwise = if is_dark { !there } else { there };
            out |= one & otherwise;
            one |= otherwise;
            if out == u64::MAX {
                return 0;
            }
        }
    }
    !out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grey::Span;

    /// Strokes of a made-up script: each number is a letter of nine lines in a field of 9 by 12.
    fn drawn(letters: &[u16]) -> Grey {
        let (width, height) = (60, 30);
        let mut rgb = vec![255; width * height * 3];
        for (place, letter) in letters.iter().enumerate() {
            for bit in (0..9).filter(|bit| letter >> bit & 1 == 1) {
                for step in 0..4 {
                    let (x, y) = (10 + place * 11 + bit % 3 * 3 + step % 2, 8 + bit / 3 * 4 + step);
                    rgb[(y * width + x) * 3..][..3].copy_from_slice(&[30, 30, 30]);
                }
            }
        }
        Grey::of_rgb(width, height, &rgb)
    }

    fn with_loss(grey: &Grey, quality: u8) -> Grey {
        let (width, height) = (grey.width() as u32, grey.height() as u32);
        let picture = image::GrayImage::from_fn(width, height, |x, y| image::Luma([grey.at(x as usize, y as usize)]));
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&picture).unwrap();
        let back = image::load_from_memory(bytes.get_ref()).unwrap().to_rgb8();
        Grey::of_rgb(grey.width(), grey.height(), back.as_raw())
    }

    #[test]
    fn text_is_found_where_it_stands_also_after_loss_and_other_text_is_not() {
        let template = Template::of("abc", &drawn(&[0b101_110_011, 0b011_101_110, 0b110_011_101])).unwrap();
        let same = drawn(&[0b101_110_011, 0b011_101_110, 0b110_011_101]);
        let other = drawn(&[0b101_110_011, 0b110_010_001, 0b001_101_011]);
        for quality in [100, 85, 80, 60] {
            let found = find(std::slice::from_ref(&template), &with_loss(&same, quality));
            assert_eq!(found.len(), 1, "quality {quality}");
            assert_eq!((found[0].x, found[0].y), (10, 8));
            assert!(find(std::slice::from_ref(&template), &with_loss(&other, quality)).is_empty(), "{quality}");
        }
        assert!(find(&[template], &Grey::of_rgb(200, 100, &[])).is_empty());
    }

    #[test]
    fn a_template_needs_ink() {
        assert!(Template::of("", &drawn(&[])).is_none());
        assert!(Template::of("dot", &drawn(&[1])).is_none());
    }

    #[test]
    fn text_at_the_edge_of_the_picture_is_found() {
        let whole = drawn(&[0b101_110_011, 0b011_101_110, 0b110_011_101]);
        let template = Template::of("abc", &whole).unwrap();
        let ink = whole.ink(100).unwrap();
        let edge = whole.part(Span { x: 0, y: 0, width: ink.x + ink.width, height: ink.y + ink.height });
        assert_eq!(find(&[template], &edge).len(), 1);
    }
}
