//! A brand's icon in the sizes that browsers ask for.

use anyhow::{Context, Result};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// Widths in pixels: toolbar, toolbar at twice the density, extension page, Firefox's own, Chromium's dialogs.
pub const SIZES: [u16; 5] = [16, 32, 48, 96, 128];

/// A PNG of each size.
///
/// # Errors
/// When the SVG cannot be read, or shows nothing.
pub fn render_all(svg: &[u8]) -> Result<Vec<(u16, Vec<u8>)>> {
    SIZES.into_iter().map(|size| Ok((size, render(svg, size)?))).collect()
}

fn render(svg: &[u8], size: u16) -> Result<Vec<u8>> {
    let tree = Tree::from_data(svg, &Options::default()).context("cannot read the icon")?;
    let mut pixmap = Pixmap::new(size.into(), size.into()).context("an icon without pixels")?;
    let scale = f32::from(size) / tree.size().width().max(tree.size().height());
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    if pixmap.pixels().iter().all(|pixel| pixel.alpha() == 0) {
        anyhow::bail!("nothing of the icon is seen: draw within its viewBox");
    }
    pixmap.encode_png().context("cannot write the icon")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_its_size() {
        let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#f00" d="M0 0h8v8H0z"/></svg>"##;
        for (size, png) in render_all(svg).unwrap() {
            let pixmap = Pixmap::decode_png(&png).unwrap();
            assert_eq!((pixmap.width(), pixmap.height()), (size.into(), size.into()));
            assert!(pixmap.pixels().iter().all(|pixel| (pixel.red(), pixel.alpha()) == (255, 255)));
        }
    }

    #[track_caller]
    fn check_error(svg: &str, error: &str) {
        assert_eq!(render(svg.as_bytes(), 16).unwrap_err().to_string(), error);
    }

    #[test]
    fn what_is_no_icon() {
        check_error("<html>", "cannot read the icon");
        check_error(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M9 9h8v8z\"/></svg>",
            "nothing of the icon is seen: draw within its viewBox",
        );
    }
}
