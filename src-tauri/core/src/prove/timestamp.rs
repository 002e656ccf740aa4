//! Trusted timestamps (RFC 3161) over the list of sums: the request that the person can take to a service, and whether
//! the token that they bring back is for this list. Nothing is sent anywhere.

use super::SUMS;
use crate::order::Sha256;
use crate::{Failure, Outcome};
use cms::content_info::ContentInfo;
use cms::signed_data::SignedData;
use der::asn1::{Null, ObjectIdentifier, OctetString};
use der::{Any, Decode, Encode};
use spki::AlgorithmIdentifierOwned;
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
    written().map_err(|_| Failure::failed("时间戳请求写不出来，请再导出一次。"))
}

/// What a token says: when, by its issuer's clock, as `YYYY-MM-DDThh:mm:ssZ`.
///
/// # Errors
/// A file that is no token, one that was refused by its issuer, and one over something else than this list.
pub fn check_token(token: &[u8], sums: &[u8]) -> Outcome<String> {
    let info =
        token_info(token).ok_or_else(|| Failure::failed("这不是 RFC 3161 时间戳文件（.tsr 或 .tsa）。"))?;
    if info.message_imprint.hash_algorithm.oid != SHA256 {
        return Err(Failure::failed(
            "这个时间戳用的不是 SHA-256，没法和 SHA256SUMS 核对。",
        ));
    }
    if info.message_imprint.hashed_message.as_bytes() != Sha256::of(sums).0 {
        return Err(Failure::failed(format!(
            "这个时间戳不是对着这份 {SUMS} 的：哈希不一致。"
        )));
    }
    Ok(info.gen_time.to_date_time().to_string())
}

/// Reads a token: bare, or inside of the service's response.
fn token_info(bytes: &[u8]) -> Option<TstInfo> {
    let content = match TimeStampResp::from_der(bytes) {
        Ok(response) => response.time_stamp_token?,
        Err(_) => ContentInfo::from_der(bytes).ok()?,
    };
    let signed = content.content.decode_as::<SignedData>().ok()?;
    let inner = signed.encap_content_info.econtent?;
    TstInfo::from_der(inner.value()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The list over which the tokens of `tokens/` were made, by an authority made for these tests.
    const LIST: &[u8] = b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  a.txt\n";
    const RESPONSE: &[u8] = include_bytes!("tokens/response.tsr");
    const BARE: &[u8] = include_bytes!("tokens/bare.tsa");
    const SHA512: &[u8] = include_bytes!("tokens/sha512.tsr");

    #[test]
    fn a_token_is_for_the_list_it_was_made_over_and_for_no_other() {
        for token in [RESPONSE, BARE] {
            assert!(check_token(token, LIST).unwrap().starts_with("20"));
            let other = [LIST, b"b"].concat();
            assert!(
                check_token(token, &other)
                    .unwrap_err()
                    .message
                    .contains("哈希不一致")
            );
        }
        assert!(check_token(SHA512, LIST).unwrap_err().message.contains("SHA-256"));
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for bytes in [
            b"".as_slice(),
            b"hello",
            &RESPONSE[..100],
            &[0x30, 0x82, 0xff, 0xff],
        ] {
            assert!(check_token(bytes, LIST).is_err());
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
