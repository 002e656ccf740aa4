//! Attached files (凭证): screenshots, PDFs and recordings, named by their SHA-256.

use super::Moment;
use crate::text;
use crate::words::Text;
use serde::{Deserialize, Serialize};
use sha2::Digest;
use strum::{IntoStaticStr, VariantArray};
use ts_rs::TS;

/// The SHA-256 of a file's bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sha256(pub [u8; 32]);

impl Sha256 {
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// Reads 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok().map(|()| Self(bytes))
    }
}

impl std::fmt::Display for Sha256 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl std::fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// What an attached file shows.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum ShotRole {
    /// The payment (支付凭证).
    Payment,
    /// The order on the platform.
    OrderPage,
    /// The talk with customer service.
    Chat,
    /// The balance or record that shows that nothing came.
    ArrivalCheck,
    /// Who the merchant is.
    MerchantIdentity,
    /// Anything else.
    Other,
}

impl ShotRole {
    pub fn name(self) -> Text {
        match self {
            Self::Payment => text!(role_payment),
            Self::OrderPage => text!(role_order_page),
            Self::Chat => text!(role_chat),
            Self::ArrivalCheck => text!(role_arrival_check),
            Self::MerchantIdentity => text!(role_merchant_identity),
            Self::Other => text!(role_other),
        }
    }
}

/// The kinds of file that can be attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr, VariantArray)]
pub enum Media {
    /// image/png
    #[strum(serialize = "image/png")]
    Png,
    /// image/jpeg
    #[strum(serialize = "image/jpeg")]
    Jpeg,
    /// image/webp
    #[strum(serialize = "image/webp")]
    Webp,
    /// application/pdf, kept as a file
    #[strum(serialize = "application/pdf")]
    Pdf,
    /// audio/mpeg: a recorded call
    #[strum(serialize = "audio/mpeg")]
    Mp3,
    /// audio/mp4: a recorded call, as iPhones keep it
    #[strum(serialize = "audio/mp4")]
    M4a,
    /// video/mp4: a recorded screen
    #[strum(serialize = "video/mp4")]
    Mp4,
}

impl Media {
    /// Whether it can be shown as a picture.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Webp)
    }

    /// Whether it is a recording, of sound or of moving pictures.
    pub fn is_recording(self) -> bool {
        matches!(self, Self::Mp3 | Self::M4a | Self::Mp4)
    }

    /// What a person calls a file of this kind.
    pub fn name(self) -> Text {
        match self {
            Self::Png | Self::Jpeg | Self::Webp => text!(media_picture),
            Self::Pdf => text!(media_pdf),
            Self::Mp3 | Self::M4a => text!(media_sound),
            Self::Mp4 => text!(media_film),
        }
    }

    /// The usual ending of a file name, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Mp3 => "mp3",
            Self::M4a => "m4a",
            Self::Mp4 => "mp4",
        }
    }
}

/// A file attached to an order. Its bytes are in the store, once per hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shot {
    pub sha256: Sha256,
    pub role: ShotRole,
    /// The name it came with.
    pub name: String,
    /// What kind of file it is.
    pub media: Media,
    /// Its length in bytes.
    pub bytes: u64,
    /// Width and height in pixels, of a picture.
    pub pixels: Option<(u32, u32)>,
    pub added_at: Moment,
}

/// A file as an order is to have it: the bytes are in the store already, or come with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    pub sha256: Sha256,
    pub role: ShotRole,
    /// The name it came with.
    pub name: String,
}

/// A file that was checked and can be attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewShot {
    pub sha256: Sha256,
    /// The name it came with, without folders.
    pub name: String,
    /// What kind of file it is, by its content.
    pub media: Media,
    /// Width and height in pixels, of a picture.
    pub pixels: Option<(u32, u32)>,
    /// Its bytes, untouched.
    pub bytes: Vec<u8>,
}
