//! What a guard says, read into bounded types. A page cannot reach the guard; what it says is bounded all the same.

use serde::Deserialize;

use crate::cdp::event::FrameId;

/// Rectangles a walk may have; a page with more secrets is blank.
pub const RECTANGLES_MAX: usize = 2000;
/// Embedded frames a walk may have.
pub const FRAMES_MAX: usize = 300;
/// The longest text of one notice, in bytes.
pub const NOTICE_BYTES_MAX: usize = 2048;
/// The longest text of one walk, in bytes.
pub const WALK_BYTES_MAX: usize = 512 * 1024;
const COORDINATE_MAX: f64 = 10_000_000.0;

/// A rectangle in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Area {
    /// The same area, moved.
    #[must_use]
    pub fn moved(self, x: f64, y: f64) -> Self {
        Self { x: self.x + x, y: self.y + y, ..self }
    }

    /// The part inside `other`. None when nothing is.
    #[must_use]
    pub fn within(self, other: Self) -> Option<Self> {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        let right = (self.x + self.width).min(other.x + other.width);
        let bottom = (self.y + self.height).min(other.y + other.height);
        (right > x && bottom > y).then_some(Self { x, y, width: right - x, height: bottom - y })
    }

    /// Whether no edge differs by more than `by`.
    #[must_use]
    pub fn near(self, other: Self, by: f64) -> bool {
        let edges = [
            self.x - other.x,
            self.y - other.y,
            self.x + self.width - other.x - other.width,
            self.y + self.height - other.y - other.height,
        ];
        edges.iter().all(|edge| edge.abs() <= by)
    }
}

/// Why something is secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretPart {
    /// A field for a secret.
    Field,
    /// An area the city named, such as a PIN pad.
    Area,
    /// Text that repeats what the resident typed.
    Echo,
}

/// What kind of secret a focused field wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretKind {
    /// Letters and numbers.
    Password,
    /// Numbers.
    Digits,
    /// A code that was sent.
    OneTimeCode,
    /// Something a site profile named.
    Other,
}

/// One secret rectangle, in its document's client coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SecretArea {
    /// Where.
    pub area: Area,
    /// Why.
    pub part: SecretPart,
    /// Whether it stays where it is while the document scrolls (`fixed`, `sticky`).
    pub anchored: bool,
}

/// Everything a guard knows of its document at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Walk {
    /// Raised with every change of what is secret.
    pub epoch: u64,
    /// The document's own scroll offset.
    pub scroll: (f64, f64),
    /// Pinch zoom.
    pub scale: f64,
    /// An inner scroller or an animation moved something less than 250 ms ago.
    pub moving: bool,
    /// The page is larger than the guard can look through.
    pub overflow: bool,
    /// Measured right before drawing; false where the browser draws this document not at all, or late.
    pub synced: bool,
    /// Whether the guard knows what the resident typed.
    pub armed: bool,
    /// The secret field that has focus.
    pub focus: Option<SecretKind>,
    /// Where secrets are.
    pub secrets: Vec<SecretArea>,
    /// Inner boxes of embedded frames, in client coordinates.
    pub frames: Vec<(FrameId, Area)>,
}

/// What the guard tells unasked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Notice {
    /// A secret field has focus.
    Focus {
        /// What it wants.
        kind: SecretKind,
    },
    /// No secret field of this document has focus.
    Blur,
    /// The page wants to print.
    Print,
    /// A field with the browser's own picker was pressed.
    Picker {
        /// `date`, `time`, `color` and so on.
        kind: PickerKind,
    },
}

/// Fields whose own picker is in no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "HTML's own names")]
pub enum PickerKind {
    Date,
    DatetimeLocal,
    Month,
    Time,
    Week,
    Color,
}

/// A walk that is not to be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a guard's report is not in its form: {0}")]
pub struct ReportFault(&'static str);

#[derive(Deserialize)]
struct RawWalk {
    epoch: u64,
    scroll: (f64, f64),
    scale: f64,
    moving: bool,
    overflow: bool,
    synced: bool,
    armed: bool,
    focus: Option<SecretKind>,
    rects: Vec<(f64, f64, f64, f64, SecretPart, u8)>,
    frames: Vec<(FrameId, f64, f64, f64, f64)>,
}

impl Notice {
    /// Reads a notice. None for anything else: then the guard is lost.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        (text.len() <= NOTICE_BYTES_MAX).then(|| serde_json::from_str(text).ok()).flatten()
    }
}

impl Walk {
    /// Reads a walk.
    ///
    /// # Errors
    /// [`ReportFault`] when it is too long, not in its form, or has numbers no page has.
    pub fn read(text: &str) -> Result<Self, ReportFault> {
        if text.len() > WALK_BYTES_MAX {
            return Err(ReportFault("too long"));
        }
        let raw: RawWalk = serde_json::from_str(text).map_err(|_| ReportFault("unreadable"))?;
        if raw.rects.len() > RECTANGLES_MAX || raw.frames.len() > FRAMES_MAX {
            return Err(ReportFault("too many parts"));
        }
        let secrets = raw
            .rects
            .iter()
            .map(|(x, y, width, height, part, anchored)| {
                Ok(SecretArea { area: area(*x, *y, *width, *height)?, part: *part, anchored: *anchored != 0 })
            })
            .collect::<Result<Vec<_>, ReportFault>>()?;
        let frames = raw
            .frames
            .into_iter()
            .map(|(id, x, y, width, height)| Ok((id, area(x, y, width.max(0.0), height.max(0.0))?)))
            .collect::<Result<Vec<_>, ReportFault>>()?;
        area(raw.scroll.0, raw.scroll.1, raw.scale, 0.0)?;
        Ok(Self {
            epoch: raw.epoch,
            scroll: raw.scroll,
            scale: raw.scale,
            moving: raw.moving,
            overflow: raw.overflow,
            synced: raw.synced,
            armed: raw.armed,
            focus: raw.focus,
            secrets,
            frames,
        })
    }
}

fn area(x: f64, y: f64, width: f64, height: f64) -> Result<Area, ReportFault> {
    let sane = [x, y, width, height].iter().all(|it| it.is_finite() && it.abs() < COORDINATE_MAX);
    if !sane || width < 0.0 || height < 0.0 {
        return Err(ReportFault("no such rectangle"));
    }
    Ok(Area { x, y, width, height })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = r#"{"epoch":3,"scroll":[0,120.5],"scale":1,"moving":false,"overflow":false,"synced":true,"armed":true,
        "focus":"digits","rects":[[1,2,30,40,"field",0],[5,6,7,8,"area",1]],"frames":[["F",0,0,300,100]]}"#;

    #[test]
    fn a_walk_is_read_whole() {
        let walk = Walk::read(PLAIN).unwrap();
        assert_eq!((walk.epoch, walk.scroll, walk.focus), (3, (0.0, 120.5), Some(SecretKind::Digits)));
        assert_eq!(
            walk.secrets.iter().map(|it| (it.part, it.anchored)).collect::<Vec<_>>(),
            [(SecretPart::Field, false), (SecretPart::Area, true)]
        );
        assert_eq!(walk.frames[0].0, FrameId("F".to_owned()));
    }

    #[test]
    fn a_walk_with_numbers_no_page_has_is_not_believed() {
        for (from, to) in
            [("30,40", "-30,40"), ("[1,2,30", "[1e300,2,30"), ("\"field\"", "\"none\""), ("120.5", "null")]
        {
            assert!(Walk::read(&PLAIN.replacen(from, to, 1)).is_err(), "{to}");
        }
        let many = format!("[{}]", vec!["[1,2,30,40,\"field\",0]"; RECTANGLES_MAX + 1].join(","));
        let text = PLAIN.replacen(r#"[[1,2,30,40,"field",0],[5,6,7,8,"area",1]]"#, &many, 1);
        assert_eq!(Walk::read(&text), Err(ReportFault("too many parts")));
    }

    #[test]
    fn notices_are_read_or_refused() {
        assert_eq!(
            Notice::read(r#"{"t":"focus","kind":"password"}"#),
            Some(Notice::Focus { kind: SecretKind::Password })
        );
        assert_eq!(
            Notice::read(r#"{"t":"picker","kind":"datetime-local"}"#),
            Some(Notice::Picker { kind: PickerKind::DatetimeLocal })
        );
        for text in [r#"{"t":"other"}"#, "", r#"{"t":"focus"}"#] {
            assert_eq!(Notice::read(text), None, "{text}");
        }
    }
}
