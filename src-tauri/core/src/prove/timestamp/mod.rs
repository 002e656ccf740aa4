//! Timestamps (RFC 3161) over the list of sums: the request that the person can take to a service, and whether the token
//! that they bring back is for this list and signed. Nothing is sent anywhere.

mod signature;

use super::SUMS;
use super::verify::{in_time, made_at};
use crate::disk::plain_reason;
use crate::order::{Moment, Sha256};
use crate::words::Text;
use crate::{Failure, Outcome, text};
use cms::content_info::ContentInfo;
use cms::signed_data::SignedData;
use der::asn1::{Null, ObjectIdentifier, OctetString};
use der::{Any, Decode, Encode};
use spki::AlgorithmIdentifierOwned;
use std::io::Write;
use std::path::{Path, PathBuf};
use x509_tsp::{MessageImprint, TimeStampReq, TimeStampResp, TspVersion, TstInfo};

/// The request's name in a package.
pub const REQUEST: &str = "SHA256SUMS.tsq";

/// The endings under which a token lies beside the list.
pub const TOKEN_ENDINGS: [&str; 2] = ["tsr", "tsa"];

const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");

/// The request for a timestamp over a list of sums, as DER.
pub fn request(sums: &[u8]) -> Outcome<Vec<u8>> {
    let written = || -> der::Result<Vec<u8>> {
        TimeStampReq {
            version: TspVersion::V1,
            message_imprint: MessageImprint {
                hash_algorithm: AlgorithmIdentifierOwned {
                    oid: SHA256,
                    parameters: Some(Any::encode_from(&Null)?),
                },
                hashed_message: OctetString::new(Sha256::of(sums).0)?,
            },
            req_policy: None,
            nonce: None,
            cert_req: true,
            extensions: None,
        }
        .to_der()
    };
    written().map_err(|error| Failure::failed(text!(timestamp_unwritten)).because(error))
}

/// A token that was added to a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamped {
    pub file: PathBuf,
    /// What it says: when, by its issuer's clock, as `YYYY-MM-DDThh:mm:ssZ`.
    pub at: String,
    /// By whom it is signed, as a sentence.
    pub signature: Text,
}

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// When, by its issuer's clock, as `YYYY-MM-DDThh:mm:ssZ`.
    pub at: String,
    pub moment: Moment,
    /// By whom it is signed, as a sentence.
    pub signature: Text,
}

/// Whether a request, as it lies in a package, asks for a timestamp over this list.
pub(super) fn asks_for(request: &[u8], sums: &[u8]) -> bool {
    TimeStampReq::from_der(request).is_ok_and(|request| {
        let imprint = &request.message_imprint;
        imprint.hash_algorithm.oid == SHA256 && imprint.hashed_message.as_bytes() == Sha256::of(sums).0
    })
}

/// Adds a token that the person obtained to the package in `folder`, once it was found to be for its list of sums.
///
/// # Errors
/// A file that is no token or belongs to another list, a package that has one already, a folder that cannot be written to.
pub fn add_token(folder: &Path, token: &Path) -> Outcome<Stamped> {
    /// No service's answer comes near it.
    const LARGEST: u64 = 1_000_000;
    let unreadable = |path: &Path| Failure::failed(text!(text_unopened, file = path.display().to_string()));
    let ending = token
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .filter(|ending| TOKEN_ENDINGS.contains(&ending.as_str()))
        .ok_or_else(|| Failure::failed(text!(timestamp_ending)))?;
    let length = std::fs::metadata(token)
        .map_err(|error| unreadable(token).because(error))?
        .len();
    if length > LARGEST {
        return Err(Failure::failed(text!(timestamp_too_large)));
    }
    let sums =
        std::fs::read(folder.join(SUMS)).map_err(|error| unreadable(&folder.join(SUMS)).because(error))?;
    let bytes = std::fs::read(token).map_err(|error| unreadable(token).because(error))?;
    let Token { at, signature, .. } = in_time(read_token(&bytes, &sums)?, made_at(folder))?;
    let file = folder.join(format!("{SUMS}.{ending}"));
    // Made only where there is none yet, so that no token is ever replaced.
    let written = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&file)
        .and_then(|mut open| {
            open.write_all(&bytes)
                .and_then(|()| open.sync_all())
                // Half a token would only keep the next try from its place.
                .inspect_err(|_| drop(std::fs::remove_file(&file)))
        });
    match written {
        Ok(()) => Ok(Stamped { file, at, signature }),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(Failure::failed(text!(
            timestamp_there,
            file = file.display().to_string()
        ))),
        Err(error) => Err(Failure::failed(text!(
            timestamp_unsaved,
            file = file.display().to_string(),
            why = plain_reason(&error)
        ))),
    }
}

/// Reads a token: bare, or inside of the service's response.
///
/// # Errors
/// A file that is no token, one that was refused by its issuer, one over something else than this list, and one whose
/// signature does not hold.
pub(super) fn read_token(token: &[u8], sums: &[u8]) -> Outcome<Token> {
    let none = || Failure::failed(text!(timestamp_none));
    let signed = signed_data(token).ok_or_else(none)?;
    let content = signed
        .encap_content_info
        .econtent
        .as_ref()
        .filter(|_| signed.encap_content_info.econtent_type == signature::TST_INFO)
        .ok_or_else(none)?
        .value();
    let info = TstInfo::from_der(content).map_err(|error| none().because(error))?;
    if info.message_imprint.hash_algorithm.oid != SHA256 {
        return Err(Failure::failed(text!(timestamp_other_hash)));
    }
    if info.message_imprint.hashed_message.as_bytes() != Sha256::of(sums).0 {
        return Err(Failure::failed(text!(timestamp_other_list, sums = SUMS)));
    }
    let since_1970 = info.gen_time.to_unix_duration().as_millis();
    let moment = Moment(i64::try_from(since_1970).unwrap_or(i64::MAX));
    Ok(Token {
        at: info.gen_time.to_date_time().to_string(),
        moment,
        signature: signature::check(&signed, content, moment)?,
    })
}

fn signed_data(bytes: &[u8]) -> Option<SignedData> {
    let content = match TimeStampResp::from_der(bytes) {
        Ok(response) => response.time_stamp_token?,
        Err(_) => ContentInfo::from_der(bytes).ok()?,
    };
    content.content.decode_as::<SignedData>().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The list over which the tokens of `tokens/` were made, by an authority made for these tests.
    const LIST: &[u8] = b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  a.txt\n";
    const RESPONSE: &[u8] = include_bytes!("../tokens/response.tsr");
    const BARE: &[u8] = include_bytes!("../tokens/bare.tsa");
    const SHA512: &[u8] = include_bytes!("../tokens/sha512.tsr");

    #[test]
    fn a_token_is_for_the_list_it_was_made_over_and_for_no_other() {
        for token in [RESPONSE, BARE] {
            assert!(read_token(token, LIST).unwrap().at.starts_with("20"));
            let other = [LIST, b"b"].concat();
            assert!(
                read_token(token, &other)
                    .unwrap_err()
                    .message()
                    .contains("哈希不一致")
            );
        }
        assert!(
            read_token(SHA512, LIST)
                .unwrap_err()
                .message()
                .contains("SHA-256")
        );
    }

    #[test]
    fn a_signature_is_checked_up_to_where_its_certificates_go() {
        let said = |token: &[u8]| read_token(token, LIST).map(|token| token.signature.chinese());
        let whole = [
            (include_bytes!("../tokens/chain.tsr").as_slice(), "测试时间戳"),
            (include_bytes!("../tokens/p256.tsr"), "Test EC"),
            (include_bytes!("../tokens/p384.tsr"), "Test EC 384"),
        ];
        for (token, name) in whole {
            let said = said(token).unwrap();
            assert!(
                said.contains("签名有效") && said.contains(name) && said.contains("Test Root"),
                "{said}"
            );
        }
        let said_of_none = said(include_bytes!("../tokens/no-certificate.tsr")).unwrap();
        assert!(said_of_none.contains("未验证签名"), "{said_of_none}");
        for (token, why) in [
            (
                include_bytes!("../tokens/other-purpose.tsa").as_slice(),
                "不是签时间戳用的",
            ),
            (include_bytes!("../tokens/expired.tsa"), "不是签时间戳用的"),
        ] {
            assert!(said(token).unwrap_err().message().contains(why));
        }
    }

    #[test]
    fn no_byte_of_what_is_signed_can_be_changed() {
        let token = include_bytes!("../tokens/p256.tsr");
        let honest = read_token(token, LIST).unwrap();
        for at in 0..token.len() {
            let mut changed = token.to_vec();
            changed[at] ^= 1;
            // What is not covered by a signature changes nothing of what is told.
            if let Ok(read) = read_token(&changed, LIST) {
                let is_unchecked = read.signature.chinese().contains("未验证签名");
                assert!(read.at == honest.at || is_unchecked, "byte {at}: {read:?}");
            }
        }
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for bytes in [
            b"".as_slice(),
            b"hello",
            &RESPONSE[..100],
            &[0x30, 0x82, 0xff, 0xff],
        ] {
            assert!(read_token(bytes, LIST).is_err());
        }
    }

    #[test]
    fn the_request_asks_for_the_lists_hash() {
        let request = request(LIST).unwrap();
        let read = TimeStampReq::from_der(&request).unwrap();
        assert_eq!(read.message_imprint.hashed_message.as_bytes(), Sha256::of(LIST).0);
        assert!(read.cert_req);
    }
}
