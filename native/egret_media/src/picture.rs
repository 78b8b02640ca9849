//! The size of a key frame, read from its headers: the engine sends pictures of 8×8 or 2×2 when a track closes.

use str0m::format::Codec;

/// No camera and no screen is smaller; what is smaller is the engine's filler.
pub const SMALLEST: u32 = 16;

/// Width and height of a key frame, where the codec's own header says them without decoding.
pub fn size_of_key_frame(codec: Codec, data: &[u8]) -> Option<(u32, u32)> {
    match codec {
        Codec::Vp8 => vp8(data),
        Codec::H264 => nal_units(data).find(|unit| unit.first().is_some_and(|byte| byte & 0x1f == 7)).and_then(sps),
        _ => None,
    }
}

/// RFC 6386 §9.1.
fn vp8(data: &[u8]) -> Option<(u32, u32)> {
    if data.len() < 10 || data[0] & 1 != 0 || data[3..6] != [0x9d, 0x01, 0x2a] {
        return None;
    }
    let dimension = |at: usize| u32::from(u16::from_le_bytes([data[at], data[at + 1]]) & 0x3fff);
    Some((dimension(6), dimension(8)))
}

/// The units of an Annex B stream.
pub fn nal_units(data: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut starts = Vec::new();
    let mut at = 0;
    while at + 3 <= data.len() {
        if data[at..at + 3] == [0, 0, 1] {
            starts.push((at, at + 3));
            at += 3;
        } else {
            at += 1;
        }
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|(start, _)| *start).chain([data.len()]).collect();
    starts.into_iter().zip(ends).map(move |((_, start), end)| {
        let unit = &data[start..end];
        let used = unit.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        &unit[..used]
    })
}

/// ITU-T H.264 §7.3.2.1.1, as far as the size.
fn sps(unit: &[u8]) -> Option<(u32, u32)> {
    let payload = unescape(unit);
    let mut bits = Bits { data: &payload, at: 8 };
    let profile = bits.read(8)?;
    bits.read(16)?;
    bits.unsigned()?;
    let mut chroma = 1;
    if [100, 110, 122, 244, 44, 83, 86, 118, 128].contains(&profile) {
        chroma = bits.unsigned()?;
        if chroma == 3 {
            bits.read(1)?;
        }
        bits.unsigned()?;
        bits.unsigned()?;
        bits.read(1)?;
        if bits.read(1)? == 1 {
            return None; // scaling lists: no encoder of a browser writes them
        }
    }
    bits.unsigned()?;
    match bits.unsigned()? {
        0 => {
            bits.unsigned()?;
        }
        1 => {
            bits.read(1)?;
            bits.unsigned()?;
            bits.unsigned()?;
            for _ in 0..bits.unsigned()?.min(255) {
                bits.unsigned()?;
            }
        }
        _ => {}
    }
    bits.unsigned()?;
    bits.read(1)?;
    let width = bits.unsigned()?.checked_add(1)?.checked_mul(16)?;
    let height = bits.unsigned()?.checked_add(1)?.checked_mul(16)?;
    let frames_only = bits.read(1)?;
    if frames_only == 0 {
        bits.read(1)?;
    }
    bits.read(1)?;
    let height = height.checked_mul(2 - frames_only)?;
    if bits.read(1)? == 0 {
        return Some((width, height));
    }
    let (x, y) = if chroma == 1 { (2, 2) } else { (1, 1) };
    let crop = [bits.unsigned()?, bits.unsigned()?, bits.unsigned()?, bits.unsigned()?];
    let cut = |size: u32, first: u32, last: u32, unit: u32| size.checked_sub(first.checked_add(last)?.checked_mul(unit)?);
    Some((cut(width, crop[0], crop[1], x)?, cut(height, crop[2], crop[3], y * (2 - frames_only))?))
}

fn unescape(unit: &[u8]) -> Vec<u8> {
    let mut plain: Vec<u8> = Vec::with_capacity(unit.len());
    for byte in unit {
        if *byte == 3 && plain.ends_with(&[0, 0]) {
            continue;
        }
        plain.push(*byte);
    }
    plain
}

struct Bits<'a> {
    data: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn read(&mut self, count: usize) -> Option<u32> {
        let mut value = 0;
        for _ in 0..count {
            let byte = *self.data.get(self.at / 8)?;
            value = (value << 1) | u32::from((byte >> (7 - self.at % 8)) & 1);
            self.at += 1;
        }
        Some(value)
    }

    /// Exp-Golomb, unsigned.
    fn unsigned(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while self.read(1)? == 0 {
            zeros += 1;
            if zeros > 31 {
                return None;
            }
        }
        Some((1u32 << zeros) - 1 + self.read(zeros)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engines_fillers_are_recognised() {
        // livekit-server's H264KeyFrame2x2SPS.
        let filler = [
            0, 0, 0, 1, 0x67, 0x42, 0xc0, 0x1f, 0x0f, 0xd9, 0x1f, 0x88, 0x88, 0x84, 0, 0, 3, 0, 4, 0, 0, 3, 0, 0xc8, 0x3c,
            0x60, 0xc9, 0x20,
        ];
        assert_eq!(size_of_key_frame(Codec::H264, &filler), Some((2, 2)));
        let vp8 = [0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x08, 0x00, 0x08, 0x00, 0x00];
        assert_eq!(size_of_key_frame(Codec::Vp8, &vp8), Some((8, 8)));
    }

    #[test]
    fn broken_headers_have_no_size() {
        assert_eq!(size_of_key_frame(Codec::H264, &[0, 0, 1, 0x67, 0x42]), None);
        assert_eq!(size_of_key_frame(Codec::H264, &[0, 0, 1]), None);
        assert_eq!(size_of_key_frame(Codec::Vp8, &[0x10, 0, 0]), None);
        assert_eq!(size_of_key_frame(Codec::Vp9, &[0x10; 20]), None);
    }

    #[test]
    fn units_are_split_at_both_kinds_of_start_codes() {
        let stream = [0, 0, 0, 1, 0x67, 9, 0, 0, 1, 0x68, 8, 0, 0, 0, 1, 0x65, 1, 2];
        let units: Vec<&[u8]> = nal_units(&stream).collect();
        assert_eq!(units, [&[0x67, 9][..], &[0x68, 8][..], &[0x65, 1, 2][..]]);
    }
}
