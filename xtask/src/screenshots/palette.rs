//! PNG with at most 256 colours, which is all that a page of ours needs: a third of the size.

use std::collections::HashMap;
use std::io::Cursor;

use anyhow::{Context, Result, bail};
use color_quant::NeuQuant;
use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Transformations};

/// How many colours a picture keeps.
const COLOURS: usize = 256;

/// The same picture with so few colours.
///
/// # Errors
/// When it is no PNG of true colours.
pub fn reduced(png: &[u8]) -> Result<Vec<u8>> {
    let mut decoder = Decoder::new(Cursor::new(png));
    decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
    let mut reader = decoder.read_info().context("reading a picture")?;
    let size = reader.output_buffer_size().context("a picture that is too large")?;
    let mut pixels = vec![0; size];
    let info = reader.next_frame(&mut pixels).context("reading a picture")?;
    if info.color_type != ColorType::Rgba {
        bail!("a picture with the colours {:?}", info.color_type);
    }
    let (indices, colours) = indexed(&pixels);
    let mut small = Vec::new();
    let mut encoder = Encoder::new(&mut small, info.width, info.height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::High);
    encoder.set_palette(colours);
    let mut writer = encoder.write_header().context("writing a picture")?;
    writer.write_image_data(&indices).context("writing a picture")?;
    writer.finish().context("writing a picture")?;
    Ok(small)
}

/// Of each pixel the number of its colour, and the colours.
fn indexed(pixels: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let (pixels, _) = pixels.as_chunks::<4>();
    let mut numbers: HashMap<[u8; 4], u8> = HashMap::new();
    let mut colours = Vec::new();
    for pixel in pixels {
        if numbers.contains_key(pixel) {
            continue;
        }
        let Ok(number) = u8::try_from(numbers.len()) else { return nearest(pixels) };
        numbers.insert(*pixel, number);
        let [red, green, blue, _] = *pixel;
        colours.extend([red, green, blue]);
    }
    (pixels.iter().filter_map(|it| numbers.get(it).copied()).collect(), colours)
}

/// The same for a picture with more colours.
fn nearest(pixels: &[[u8; 4]]) -> (Vec<u8>, Vec<u8>) {
    let chosen = NeuQuant::new(10, COLOURS, pixels.as_flattened());
    let mut known: HashMap<[u8; 4], u8> = HashMap::new();
    let index = |it: &[u8; 4]| {
        *known.entry(*it).or_insert_with(|| u8::try_from(chosen.index_of(it)).unwrap_or_default())
    };
    (pixels.iter().map(index).collect(), chosen.color_map_rgb())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_colours_stay_as_they_are() {
        let red = [255, 0, 0, 255];
        let blue = [0, 0, 255, 255];
        let pixels: Vec<u8> = [red, blue, blue].concat();
        assert_eq!(indexed(&pixels), (vec![0, 1, 1], vec![255, 0, 0, 0, 0, 255]));
    }

    #[test]
    fn many_colours_become_256() {
        let pixels: Vec<u8> =
            (0..1000_u32).flat_map(|it| [(it / 4) as u8, it as u8, 7, 255]).collect();
        let (indices, colours) = indexed(&pixels);
        assert_eq!((indices.len(), colours.len()), (1000, 3 * COLOURS));
    }
}
