//! Colours, and how well text of one can be read on another.

use std::fmt;

/// The contrast that text needs (<https://www.w3.org/TR/WCAG22/#contrast-minimum>).
pub const LOWEST_CONTRAST: f64 = 4.5;

/// The darkest ground of light pages (`--sunken` in `extension/style.css`).
pub const LIGHT: Surface = Surface { scheme: "light", ground: Colour([0xf0, 0xf0, 0xed]) };
/// The lightest ground of dark pages (`--surface` in `extension/style.css`).
pub const DARK: Surface = Surface { scheme: "dark", ground: Colour([0x21, 0x23, 0x27]) };

/// What text stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Surface {
    /// The colour scheme of the pages: `light` or `dark`.
    pub scheme: &'static str,
    /// Its colour.
    pub ground: Colour,
}

/// A colour of the sRGB space: red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Colour> {
        let digits = text.strip_prefix('#').filter(|it| it.len() == 6 && it.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        if !digits.bytes().all(|it| it.is_ascii_hexdigit()) {
            return None;
        }
        Some(Colour([part(0)?, part(2)?, part(4)?]))
    }

    /// From 1, the same colour, to 21, black and white
    /// (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>).
    pub fn contrast(self, other: Colour) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The nearest colour of the same tone that text on this surface may have: itself, or one that is darker on light
    /// ground and lighter on dark.
    pub fn readable_on(self, surface: Surface) -> Colour {
        let end = if surface.ground.luminance() > 0.5 { 0 } else { 255 };
        let mixed = |step: u16| {
            Colour(self.0.map(|part| {
                let mixed = (u16::from(part) * (100 - step) + end * step + 50) / 100;
                u8::try_from(mixed).unwrap_or(u8::MAX)
            }))
        };
        let readable = |colour: &Colour| colour.contrast(surface.ground) >= LOWEST_CONTRAST;
        (0..=100).map(mixed).find(readable).unwrap_or(mixed(100))
    }

    /// From 0, black, to 1, white (<https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>).
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(formatter, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn reads_six_digits_only() {
        assert_eq!(colour("#12AB4f").to_string(), "#12ab4f");
        for text in ["", "#123", "123456", "#12345g", "#+12345", "#1234567", "red", "#éé1"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }

    #[track_caller]
    fn check_contrast(one: &str, other: &str, expected: &str) {
        assert_eq!(format!("{:.2}", colour(one).contrast(colour(other))), expected);
        assert_eq!(format!("{:.2}", colour(other).contrast(colour(one))), expected);
    }

    #[test]
    fn contrast_is_wcags() {
        check_contrast("#000000", "#ffffff", "21.00");
        check_contrast("#336699", "#336699", "1.00");
        check_contrast("#777777", "#ffffff", "4.48");
        check_contrast("#767676", "#ffffff", "4.54");
    }

    #[test]
    fn a_colour_is_made_readable() {
        assert_eq!(colour("#12384a").readable_on(LIGHT), colour("#12384a"));
        for surface in [LIGHT, DARK] {
            for text in ["#ffffff", "#000000", "#ffcc00", "#3050ff", "#808080"] {
                let contrast = colour(text).readable_on(surface).contrast(surface.ground);
                assert!(contrast >= LOWEST_CONTRAST, "{text}: {contrast}");
            }
        }
    }
}
