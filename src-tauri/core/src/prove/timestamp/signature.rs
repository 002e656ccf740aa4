//! Whether a timestamp was signed by the one whose certificate lies in it (RFC 3161 2.4.2, RFC 5652 5.4, RFC 5280 6.1).
//!
//! There is no list here of whom to trust, and none could be kept up to date without a network. A signature that holds
//! says who signed, by the names in the certificates, and no more.

use crate::order::Moment;
use crate::words::Text;
use crate::{Failure, Outcome, text};
use cms::cert::CertificateChoices;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{ObjectIdentifier, OctetString, PrintableStringRef, Utf8StringRef};
use der::{Any, Encode, Tag, Tagged};
use rsa::Pkcs1v15Sign;
use rsa::traits::PublicKeyParts;
use sha2::Digest;
use x509_cert::Certificate;
use x509_cert::attr::Attributes;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, SubjectKeyIdentifier};

pub(super) const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// The longest chain that is walked; real ones have three.
const LONGEST_CHAIN: usize = 8;

/// What the signature of a token over `content` proves, as a sentence; `at` is when the token says that it was made.
///
/// # Errors
/// A signature that does not hold, and a certificate that does not allow it.
pub(super) fn check(signed: &SignedData, content: &[u8], at: Moment) -> Outcome<Text> {
    let forged = || Failure::failed(text!(timestamp_forged));
    let mut signers = signed.signer_infos.0.iter();
    let (Some(signer), None) = (signers.next(), signers.next()) else {
        return Err(forged());
    };
    let certificates: Vec<&Certificate> = signed
        .certificates
        .iter()
        .flat_map(|all| all.0.iter())
        .filter_map(|choice| match choice {
            CertificateChoices::Certificate(certificate) => Some(certificate),
            CertificateChoices::Other(_) => None,
        })
        .collect();
    if certificates.is_empty() {
        return Ok(text!(timestamp_no_certificate));
    }
    let certificate = certificates
        .iter()
        .find(|one| is_of(signer, one))
        .ok_or_else(forged)?;
    let Some(hash) = Hash::of(&signer.digest_alg.oid) else {
        return Ok(text!(timestamp_unknown_algorithm));
    };
    let attributes = signer.signed_attrs.as_ref().ok_or_else(forged)?;
    let covers = one(attributes, CONTENT_TYPE).and_then(|value| value.decode_as::<ObjectIdentifier>().ok())
        == Some(TST_INFO)
        && one(attributes, MESSAGE_DIGEST)
            .and_then(|value| value.decode_as::<OctetString>().ok())
            .is_some_and(|digest| digest.as_bytes() == hash.over(content))
        && names(attributes, certificate);
    if !covers {
        return Err(forged());
    }
    let bytes = attributes.to_der().map_err(|error| forged().because(error))?;
    let algorithm = &signer.signature_algorithm.oid;
    match holds(
        certificate,
        algorithm,
        Some(hash),
        &bytes,
        signer.signature.as_bytes(),
    ) {
        Some(true) => {}
        Some(false) => return Err(forged()),
        None => return Ok(text!(timestamp_unknown_algorithm)),
    }
    if !may_stamp(certificate) || !is_valid(certificate, at) {
        return Err(Failure::failed(text!(
            timestamp_wrong_certificate,
            name = name(&certificate.tbs_certificate.subject)
        )));
    }
    let signer = name(&certificate.tbs_certificate.subject);
    let (top, whole) = chain(certificate, &certificates, at)?;
    Ok(match whole {
        true => text!(timestamp_signed, name = signer, root = top),
        false => text!(timestamp_signed_alone, name = signer, issuer = top),
    })
}

/// Walks from a certificate to the one that signed itself. The name where the walk ended, and whether it came that far:
/// not all services send all certificates, and not all algorithms are known.
fn chain(leaf: &Certificate, all: &[&Certificate], at: Moment) -> Outcome<(String, bool)> {
    let mut below = leaf;
    for _ in 0..LONGEST_CHAIN {
        let issuer = &below.tbs_certificate.issuer;
        let broken = || Failure::failed(text!(timestamp_broken_chain, name = name(issuer)));
        let is_root = *issuer == below.tbs_certificate.subject;
        let above: Vec<&Certificate> = match is_root {
            true => vec![below],
            false => all
                .iter()
                .copied()
                .filter(|one| one.tbs_certificate.subject == *issuer)
                .collect(),
        };
        if above.is_empty() {
            return Ok((name(issuer), false));
        }
        let body = below
            .tbs_certificate
            .to_der()
            .map_err(|error| broken().because(error))?;
        let algorithm = &below.signature_algorithm.oid;
        let found: Vec<(&Certificate, Option<bool>)> = above
            .iter()
            .map(|one| {
                (
                    *one,
                    holds(one, algorithm, None, &body, below.signature.raw_bytes()),
                )
            })
            .collect();
        let Some((signed_by, _)) = found.iter().find(|(_, holds)| *holds == Some(true)) else {
            return match found.iter().any(|(_, holds)| holds.is_none()) {
                true => Ok((name(issuer), false)),
                false => Err(broken()),
            };
        };
        if !is_valid(signed_by, at) || (!std::ptr::eq(*signed_by, leaf) && !may_issue(signed_by)) {
            return Err(broken());
        }
        if is_root {
            return Ok((name(issuer), true));
        }
        below = signed_by;
    }
    Ok((name(&below.tbs_certificate.issuer), false))
}

fn is_of(signer: &SignerInfo, certificate: &Certificate) -> bool {
    let body = &certificate.tbs_certificate;
    match &signer.sid {
        SignerIdentifier::IssuerAndSerialNumber(named) => {
            named.issuer == body.issuer && named.serial_number == body.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(named) => body
            .get::<SubjectKeyIdentifier>()
            .ok()
            .flatten()
            .is_some_and(|(_, own)| own == *named),
    }
}

/// The value of an attribute that is there once.
fn one(attributes: &Attributes, oid: ObjectIdentifier) -> Option<&Any> {
    let mut found = attributes.iter().filter(|attribute| attribute.oid == oid);
    let (attribute, None) = (found.next()?, found.next()) else {
        return None;
    };
    let mut values = attribute.values.iter();
    values.next().filter(|_| values.next().is_none())
}

/// Whether the signed attributes name this certificate by its hash (RFC 2634 5.4, RFC 5035 3): else another one for the
/// same key could be laid under the signature.
fn names(attributes: &Attributes, certificate: &Certificate) -> bool {
    let parts = |value: &Any| value.decode_as::<Vec<Any>>().ok();
    let first = |oid| {
        parts(parts(one(attributes, oid)?)?.first()?)?
            .first()
            .and_then(parts)
    };
    let (id, implied) = match first(SIGNING_CERTIFICATE_V2) {
        Some(id) => (id, Hash::Sha256),
        None => match first(SIGNING_CERTIFICATE) {
            Some(id) => (id, Hash::Sha1),
            None => return false,
        },
    };
    let (hash, digest) = match id.first().map(Tagged::tag) {
        Some(Tag::Sequence) => {
            let oid = id
                .first()
                .and_then(parts)
                .and_then(|algorithm| algorithm.first()?.decode_as::<ObjectIdentifier>().ok());
            (oid.and_then(|oid| Hash::of(&oid)), id.get(1))
        }
        _ => (Some(implied), id.first()),
    };
    let digest = digest.and_then(|digest| digest.decode_as::<OctetString>().ok());
    let Ok(bytes) = certificate.to_der() else {
        return false;
    };
    hash.zip(digest)
        .is_some_and(|(hash, digest)| digest.as_bytes() == hash.over(&bytes))
}

/// Whether a certificate is for timestamps and for nothing else, as RFC 3161 2.3 asks for.
fn may_stamp(certificate: &Certificate) -> bool {
    let usage = certificate.tbs_certificate.get::<ExtendedKeyUsage>();
    usage
        .ok()
        .flatten()
        .is_some_and(|(_, usage)| usage.0 == [TIME_STAMPING])
}

fn may_issue(certificate: &Certificate) -> bool {
    let constraints = certificate.tbs_certificate.get::<BasicConstraints>();
    constraints
        .ok()
        .flatten()
        .is_some_and(|(_, constraints)| constraints.ca)
}

fn is_valid(certificate: &Certificate, at: Moment) -> bool {
    let validity = &certificate.tbs_certificate.validity;
    let at = u128::try_from(at.0).unwrap_or_default();
    (validity.not_before.to_unix_duration().as_millis()..=validity.not_after.to_unix_duration().as_millis())
        .contains(&at)
}

/// Who a certificate says that it is for: the common name, or all of the name.
fn name(name: &x509_cert::name::Name) -> String {
    const LONGEST: usize = 80;
    let common = name
        .0
        .iter()
        .flat_map(|part| part.0.iter())
        .filter(|one| one.oid == COMMON_NAME)
        .find_map(|one| {
            let utf8 = one
                .value
                .decode_as::<Utf8StringRef<'_>>()
                .map(|text| text.to_string());
            let printable = || {
                one.value
                    .decode_as::<PrintableStringRef<'_>>()
                    .map(|text| text.to_string())
            };
            utf8.or_else(|_| printable()).ok()
        });
    common
        .unwrap_or_else(|| name.to_string())
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST)
        .collect()
}

/// The hashes under signatures; SHA-1 alone names a certificate in older tokens, and signs nothing here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    fn of(oid: &ObjectIdentifier) -> Option<Self> {
        Some(match oid.to_string().as_str() {
            "2.16.840.1.101.3.4.2.1" => Self::Sha256,
            "2.16.840.1.101.3.4.2.2" => Self::Sha384,
            "2.16.840.1.101.3.4.2.3" => Self::Sha512,
            _ => return None,
        })
    }

    fn over(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => sha1::Sha1::digest(bytes).to_vec(),
            Self::Sha256 => sha2::Sha256::digest(bytes).to_vec(),
            Self::Sha384 => sha2::Sha384::digest(bytes).to_vec(),
            Self::Sha512 => sha2::Sha512::digest(bytes).to_vec(),
        }
    }
}

/// Whether a signature over a message holds under a certificate's key; `None` where the algorithm or the key is not one
/// that is known here, or too weak to prove anything. `hash` is for algorithms that do not say it themselves.
fn holds(
    certificate: &Certificate,
    algorithm: &ObjectIdentifier,
    hash: Option<Hash>,
    message: &[u8],
    signature: &[u8],
) -> Option<bool> {
    let key = certificate
        .tbs_certificate
        .subject_public_key_info
        .to_der()
        .ok()?;
    match algorithm.to_string().as_str() {
        "1.2.840.113549.1.1.1" => rsa(&key, hash?, message, signature),
        "1.2.840.113549.1.1.11" => rsa(&key, Hash::Sha256, message, signature),
        "1.2.840.113549.1.1.12" => rsa(&key, Hash::Sha384, message, signature),
        "1.2.840.113549.1.1.13" => rsa(&key, Hash::Sha512, message, signature),
        "1.2.840.10045.4.3.2" => ecdsa(&key, Hash::Sha256, message, signature),
        "1.2.840.10045.4.3.3" => ecdsa(&key, Hash::Sha384, message, signature),
        "1.2.840.10045.4.3.4" => ecdsa(&key, Hash::Sha512, message, signature),
        _ => None,
    }
}

fn rsa(key: &[u8], hash: Hash, message: &[u8], signature: &[u8]) -> Option<bool> {
    use rsa::pkcs8::DecodePublicKey;
    /// In bytes; shorter keys have been broken, or will be.
    const SHORTEST: usize = 256;
    let key = rsa::PublicKey::from_public_key_der(key).ok()?;
    if key.size() < SHORTEST {
        return None;
    }
    let scheme = match hash {
        Hash::Sha1 => return None,
        Hash::Sha256 => Pkcs1v15Sign::new::<sha2::Sha256>(),
        Hash::Sha384 => Pkcs1v15Sign::new::<sha2::Sha384>(),
        Hash::Sha512 => Pkcs1v15Sign::new::<sha2::Sha512>(),
    };
    Some(key.verify(scheme, &hash.over(message), signature).is_ok())
}

fn ecdsa(key: &[u8], hash: Hash, message: &[u8], signature: &[u8]) -> Option<bool> {
    use p256::ecdsa::signature::hazmat::PrehashVerifier;
    use p256::pkcs8::DecodePublicKey;
    let digest = hash.over(message);
    if let Ok(key) = p256::ecdsa::VerifyingKey::from_public_key_der(key) {
        let signature = p256::ecdsa::Signature::from_der(signature);
        return Some(signature.is_ok_and(|signature| key.verify_prehash(&digest, &signature).is_ok()));
    }
    let key = p384::ecdsa::VerifyingKey::from_public_key_der(key).ok()?;
    let signature = p384::ecdsa::Signature::from_der(signature);
    Some(signature.is_ok_and(|signature| key.verify_prehash(&digest, &signature).is_ok()))
}
