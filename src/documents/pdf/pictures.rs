//! Pictures beside the templates: whether they are pictures, and not too large to hold in memory.
//! May use: image.

use std::io::Cursor;
use std::path::Path;

use image::{ImageFormat, ImageReader};

use super::error::PdfError;

/// How many pixels a picture has at most.
const MOST_PIXELS: u64 = 4_000_000;

/// Reads a picture once, to say before any document is set what is wrong with it.
pub fn check(name: &str, bytes: &[u8]) -> Result<(), PdfError> {
    let is_svg = Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("svg"));
    if is_svg {
        let text = std::str::from_utf8(bytes).map_err(|_| not_one(name))?;
        return if text.contains("<svg") { Ok(()) } else { Err(not_one(name)) };
    }
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let reader = reader.map_err(|_| not_one(name))?;
    let Some(format @ (ImageFormat::Png | ImageFormat::Jpeg)) = reader.format() else {
        return Err(not_one(name));
    };
    let (width, height) = reader.into_dimensions().map_err(|_| not_one(name))?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PdfError::TooManyPixels { file: name.into() });
    }
    let whole = image::load_from_memory_with_format(bytes, format);
    whole.map(drop).map_err(|_| not_one(name))
}

fn not_one(name: &str) -> PdfError {
    PdfError::Picture { file: name.into() }
}
