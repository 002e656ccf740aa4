//! The icon set, drawn from `icons/icon.svg`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::requirements::{self, Purpose};
use crate::steps::{Step, Stopped, root, run, say, stop, target_dir};

const PNGS: &[(&str, u32)] = &[
    ("32x32.png", 32),
    ("128x128.png", 128),
    ("128x128@2x.png", 256),
    ("icon.png", 512),
];

/// 32 comes first because the window takes the first entry.
const ICO_SIZES: &[u32] = &[32, 16, 24, 48, 64, 256];

const ICNS_ENTRIES: &[(&[u8; 4], u32)] = &[
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic07", 128),
    (b"ic13", 256),
    (b"ic08", 256),
    (b"ic14", 512),
    (b"ic09", 512),
    (b"ic10", 1024),
];

/// Draws the whole set anew.
pub fn draw() -> Step {
    requirements::provide(Purpose::Icons)?;
    let icons = root().join("icons");
    let drawing = icons.join("icon.svg");
    say("由 icons/icon.svg 画出整套图标");
    for (name, size) in PNGS {
        keep(&icons.join(name), &render(&drawing, *size)?)?;
    }
    let mut layers = Vec::new();
    for size in ICO_SIZES {
        layers.push((*size, render(&drawing, *size)?));
    }
    keep(&icons.join("icon.ico"), &ico(&layers))?;
    let mut entries = Vec::new();
    for (kind, size) in ICNS_ENTRIES {
        entries.push((**kind, render(&drawing, *size)?));
    }
    keep(&icons.join("icon.icns"), &icns(&entries))
}

fn render(drawing: &Path, size: u32) -> Step<Vec<u8>> {
    let folder = target_dir().join("icons");
    fs::create_dir_all(&folder).map_err(|error| Stopped(format!("{} 建不了：{error}", folder.display())))?;
    let at = folder.join(format!("{size}.png"));
    let pixels = size.to_string();
    run(Command::new("rsvg-convert")
        .args([
            "--format", "png", "--width", &pixels, "--height", &pixels, "--output",
        ])
        .arg(&at)
        .arg(drawing))?;
    let png = fs::read(&at).map_err(|error| Stopped(format!("{} 读不了：{error}", at.display())))?;
    if !is_rgba(&png) {
        return stop(format!("{} 不是 8 位 RGBA 的 PNG，窗口用不了", at.display()));
    }
    Ok(png)
}

/// The build of the window refuses any other kind of PNG.
fn is_rgba(png: &[u8]) -> bool {
    png.starts_with(b"\x89PNG\r\n\x1a\n") && png.get(24..26) == Some(&[8, 6])
}

fn keep(at: &Path, bytes: &[u8]) -> Step {
    fs::write(at, bytes).map_err(|error| Stopped(format!("{} 写不了：{error}", at.display())))
}

fn ico(layers: &[(u32, Vec<u8>)]) -> Vec<u8> {
    const HEADER: usize = 6;
    const ENTRY: usize = 16;
    let mut file = vec![0, 0, 1, 0];
    file.extend((layers.len() as u16).to_le_bytes());
    let mut offset = HEADER + ENTRY * layers.len();
    for (size, png) in layers {
        // 256 does not fit a byte; the format writes it as 0.
        let side = *size as u8;
        file.extend([side, side, 0, 0, 1, 0, 32, 0]);
        file.extend((png.len() as u32).to_le_bytes());
        file.extend((offset as u32).to_le_bytes());
        offset += png.len();
    }
    for (_, png) in layers {
        file.extend(png);
    }
    file
}

fn icns(entries: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    const HEADER: usize = 8;
    let length = HEADER + entries.iter().map(|(_, png)| HEADER + png.len()).sum::<usize>();
    let mut file = b"icns".to_vec();
    file.extend((length as u32).to_be_bytes());
    for (kind, png) in entries {
        file.extend(kind);
        file.extend(((HEADER + png.len()) as u32).to_be_bytes());
        file.extend(png);
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ico_points_at_each_of_its_pictures() {
        let file = ico(&[(32, b"first".to_vec()), (256, b"second!".to_vec())]);
        assert_eq!(file[..6], [0, 0, 1, 0, 2, 0]);
        assert_eq!(file[6..8], [32, 32]);
        assert_eq!(file[22..24], [0, 0]);
        for (entry, picture) in [(6, &b"first"[..]), (22, b"second!")] {
            let number = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap()) as usize;
            let (length, offset) = (number(entry + 8), number(entry + 12));
            assert_eq!(&file[offset..offset + length], picture);
        }
    }

    #[test]
    fn an_icns_counts_its_headers() {
        let file = icns(&[(*b"ic07", b"12345".to_vec()), (*b"ic08", b"1".to_vec())]);
        assert_eq!(&file[..4], b"icns");
        assert_eq!(
            u32::from_be_bytes(file[4..8].try_into().unwrap()) as usize,
            file.len()
        );
        assert_eq!(&file[8..12], b"ic07");
        assert_eq!(file[12..16], 13_u32.to_be_bytes());
        assert_eq!(&file[21..25], b"ic08");
    }

    #[test]
    fn only_eight_bit_rgba_passes() {
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        png.extend([0; 16]);
        png.extend([8, 6]);
        assert!(is_rgba(&png));
        png[25] = 2;
        assert!(!is_rgba(&png));
        assert!(!is_rgba(b"<svg/>"));
    }

    #[test]
    fn the_set_in_the_repository_can_be_used() {
        for (name, size) in PNGS {
            let png = fs::read(root().join("icons").join(name)).unwrap();
            assert!(is_rgba(&png), "{name}");
            assert_eq!(png[16..20], size.to_be_bytes(), "{name}");
        }
    }
}
