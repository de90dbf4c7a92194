//! A picture as brightness alone.

/// A rectangle of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Left edge.
    pub x: usize,
    /// Upper edge.
    pub y: usize,
    /// Width.
    pub width: usize,
    /// Height.
    pub height: usize,
}

/// Brightness of each pixel, row by row, 0 black.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grey {
    width: usize,
    height: usize,
    light: Vec<u8>,
}

impl Grey {
    /// The brightness of a picture of red, green and blue; pixels that are missing are white.
    #[must_use]
    pub fn of_rgb(width: usize, height: usize, rgb: &[u8]) -> Self {
        // Rec. 601 weights in 256ths.
        let light = |it: &[u8]| ((77 * u32::from(it[0]) + 150 * u32::from(it[1]) + 29 * u32::from(it[2])) >> 8) as u8;
        let mut light: Vec<u8> = rgb.chunks_exact(3).map(light).collect();
        light.resize(width * height, u8::MAX);
        Self { width, height, light }
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// One pixel; white outside.
    #[must_use]
    pub fn at(&self, x: usize, y: usize) -> u8 {
        if x < self.width && y < self.height { self.light[y * self.width + x] } else { u8::MAX }
    }

    /// A part of one row; shorter at the picture's edge.
    #[must_use]
    pub fn row(&self, x: usize, y: usize, width: usize) -> &[u8] {
        if y >= self.height || x >= self.width {
            return &[];
        }
        let from = y * self.width + x;
        &self.light[from..from + width.min(self.width - x)]
    }

    /// A part of the picture; white where it reaches outside.
    #[must_use]
    pub fn part(&self, span: Span) -> Self {
        let pixels = (0..span.height).flat_map(|y| (0..span.width).map(move |x| (x, y)));
        let light = pixels.map(|(x, y)| self.at(span.x + x, span.y + y)).collect();
        Self { width: span.width, height: span.height, light }
    }

    /// The smallest rectangle with everything darker than `limit`; None where nothing is.
    #[must_use]
    pub fn ink(&self, limit: u8) -> Option<Span> {
        let dark = |(at, light): (usize, &u8)| (*light < limit).then_some((at % self.width, at / self.width));
        let points: Vec<(usize, usize)> = self.light.iter().enumerate().filter_map(dark).collect();
        let x = points.iter().map(|it| it.0).min()?;
        let y = points.iter().map(|it| it.1).min()?;
        let right = points.iter().map(|it| it.0).max()?;
        let bottom = points.iter().map(|it| it.1).max()?;
        Some(Span { x, y, width: right - x + 1, height: bottom - y + 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brightness_parts_and_ink_are_where_they_are_drawn() {
        let mut rgb = vec![255; 10 * 6 * 3];
        rgb[(2 * 10 + 3) * 3..][..3].copy_from_slice(&[0, 0, 0]);
        rgb[(4 * 10 + 5) * 3..][..3].copy_from_slice(&[10, 20, 30]);
        let grey = Grey::of_rgb(10, 6, &rgb);
        assert_eq!((grey.at(3, 2), grey.at(5, 4), grey.at(99, 0)), (0, 18, 255));
        let ink = grey.ink(100).unwrap();
        assert_eq!(ink, Span { x: 3, y: 2, width: 3, height: 3 });
        assert_eq!(grey.part(ink).at(0, 0), 0);
        assert_eq!(grey.row(8, 0, 5).len(), 2);
        assert_eq!(Grey::of_rgb(2, 2, &[255; 12]).ink(100), None);
    }
}
