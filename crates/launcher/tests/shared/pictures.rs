//! Looking at pictures: where something is covered, what is drawn, and whether it is drawn somewhere else, too.

use std::sync::Arc;

use browser::frame::{COVER_COLOUR, MaskedFrame};
use browser::host::KioskFrame;

/// Points of a drawing that are looked at first: a place that lacks half of them is none.
const FIRST_POINTS: usize = 16;
/// Fewer points than this are no drawing of a text.
const POINTS_MIN: usize = 40;

/// A rectangle of pixels: left, top, right and bottom, the last two outside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub left: usize,
    pub top: usize,
    pub right: usize,
    pub bottom: usize,
}

/// The dark pixels of a picture.
pub struct Ink {
    width: usize,
    height: usize,
    dark: Vec<bool>,
}

/// A drawing cut out of a picture: its dark and its other pixels, from its upper left corner.
pub struct Drawing {
    pub at: (usize, usize),
    points: Vec<(usize, usize)>,
    paper: Vec<(usize, usize)>,
}

impl Ink {
    pub fn of_operator(frame: &MaskedFrame) -> Self {
        let (width, height) = frame.size();
        Self::of(width as usize, height as usize, frame.rgb())
    }

    pub fn of_kiosk(frame: &KioskFrame) -> Self {
        let picture = image::load_from_memory(&frame.bytes).unwrap().to_rgb8();
        Self::of(picture.width() as usize, picture.height() as usize, picture.as_raw())
    }

    fn of(width: usize, height: usize, rgb: &[u8]) -> Self {
        let dark = |pixel: &[u8]| pixel.iter().map(|it| u32::from(*it)).sum::<u32>() < 3 * 130 && pixel != COVER_COLOUR;
        Self { width, height, dark: rgb.chunks_exact(3).map(dark).collect() }
    }

    fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.width && y < self.height && self.dark[y * self.width + x]
    }

    /// Dark pixels within a rectangle.
    pub fn within(&self, span: Span) -> usize {
        points_of(span).filter(|(x, y)| self.is_dark(*x, *y)).count()
    }

    /// The lines of text within a rectangle, each as a drawing.
    pub fn lines(&self, span: Span) -> Vec<Drawing> {
        let inked = |y: usize| (span.left..span.right).any(|x| self.is_dark(x, y));
        let (mut lines, mut from) = (Vec::new(), None);
        for y in span.top..=span.bottom {
            match (from, y < span.bottom && inked(y)) {
                (None, true) => from = Some(y),
                (Some(top), false) => {
                    lines.extend(self.cut(Span { top, bottom: y, ..span }));
                    from = None;
                }
                (None, false) | (Some(_), true) => {}
            }
        }
        lines
    }

    fn cut(&self, span: Span) -> Option<Drawing> {
        let dark: Vec<(usize, usize)> = points_of(span).filter(|(x, y)| self.is_dark(*x, *y)).collect();
        let left = dark.iter().map(|(x, _)| *x).min()?;
        let right = dark.iter().map(|(x, _)| *x).max()?;
        let (points, paper): (Vec<_>, Vec<_>) =
            points_of(Span { left, right: right + 1, ..span }).partition(|(x, y)| self.is_dark(*x, *y));
        let from_corner = |it: Vec<(usize, usize)>| it.iter().map(|(x, y)| (x - left, y - span.top)).collect();
        let at = (left, span.top);
        (points.len() >= POINTS_MIN).then(|| Drawing { at, points: from_corner(points), paper: from_corner(paper) })
    }

    /// Whether a drawing is in this picture, wherever.
    pub fn shows(&self, drawing: &Drawing) -> bool {
        (0..self.height).any(|y| (0..self.width).any(|x| self.shows_at(drawing, (x, y))))
    }

    /// Whether a drawing is at this place, but for what lossy pictures change.
    pub fn shows_at(&self, drawing: &Drawing, (x, y): (usize, usize)) -> bool {
        let missing = |it: &&(usize, usize)| !self.is_dark(x + it.0, y + it.1);
        let step = (drawing.points.len() / FIRST_POINTS).max(1);
        if drawing.points.iter().step_by(step).filter(missing).count() > FIRST_POINTS / 2 {
            return false;
        }
        let few = |count: usize| count * 8 < drawing.points.len();
        // A dark area has every point of every drawing; what is beside the points must be light.
        few(drawing.points.iter().filter(missing).count())
            && few(drawing.paper.iter().filter(|it| self.is_dark(x + it.0, y + it.1)).count())
    }
}

fn points_of(span: Span) -> impl Iterator<Item = (usize, usize)> {
    (span.top..span.bottom).flat_map(move |y| (span.left..span.right).map(move |x| (x, y)))
}

/// The smallest rectangle around everything that is covered; None where nothing is.
pub fn covered(frame: &Arc<MaskedFrame>) -> Option<Span> {
    let width = frame.size().0 as usize;
    let mut found: Option<Span> = None;
    for (at, pixel) in frame.rgb().chunks_exact(3).enumerate() {
        if pixel == COVER_COLOUR {
            let (x, y) = (at % width, at / width);
            let before = found.unwrap_or(Span { left: x, top: y, right: x + 1, bottom: y + 1 });
            found = Some(Span {
                left: before.left.min(x),
                top: before.top.min(y),
                right: before.right.max(x + 1),
                bottom: before.bottom.max(y + 1),
            });
        }
    }
    found
}

/// Whether a rectangle of a picture has the cover's colour and nothing else.
pub fn is_covered(frame: &MaskedFrame, span: Span) -> bool {
    let width = frame.size().0 as usize;
    points_of(span).all(|(x, y)| frame.rgb()[(y * width + x) * 3..][..3] == COVER_COLOUR)
}
