use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rcgen::{
    CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair, PublicKeyData, SerialNumber,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use sha2::{Digest, Sha256};

/// Makes a self-signed certificate for every name that a browser asks for, all with one key.
///
/// One key means one hash for Chromium to trust; Firefox accepts insecure certificates in the session.
#[derive(Debug)]
pub struct Minter {
    key: KeyPair,
    made: Mutex<HashMap<String, Arc<CertifiedKey>>>,
}

impl Minter {
    /// Makes the key.
    ///
    /// # Errors
    /// When no key can be made.
    pub fn new() -> Result<Self> {
        let key = KeyPair::generate().context("making the key of the local servers")?;
        Ok(Self { key, made: Mutex::default() })
    }

    /// What `--ignore-certificate-errors-spki-list` takes: the SHA-256 of the public key, in base64.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        BASE64_STANDARD.encode(Sha256::digest(self.key.subject_public_key_info()))
    }

    /// A TLS configuration for servers of any name, HTTP/1.1 only.
    ///
    /// # Errors
    /// When the provider knows no protocol version.
    pub fn tls(self: Arc<Self>) -> Result<ServerConfig> {
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .context("choosing TLS versions")?
            .with_no_client_auth()
            .with_cert_resolver(self);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }

    /// The certificate of a server as a file of trusted ones holds it.
    ///
    /// # Errors
    /// When none can be made.
    pub fn pem(&self, name: &str) -> Result<String> {
        let certified = self.certificate(name)?;
        let certificate = certified.cert.first().context("a certificate without itself")?;
        Ok(format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            BASE64_STANDARD.encode(certificate)
        ))
    }

    fn certificate(&self, name: &str) -> Result<Arc<CertifiedKey>> {
        const DAY: Duration = Duration::from_secs(24 * 60 * 60);

        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made.get(name) {
            return Ok(known.clone());
        }
        let mut params = CertificateParams::new(vec![name.to_owned()])?;
        params.distinguished_name.push(DnType::CommonName, name);
        let serial: Vec<u8> = Sha256::digest(name).iter().take(16).copied().collect();
        // By default the serial comes from the key, and Firefox refuses a second certificate with the same serial.
        params.serial_number = Some(SerialNumber::from(serial));
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.not_before = (SystemTime::now() - DAY).into();
        params.not_after = (SystemTime::now() + 30 * DAY).into();
        let certificate = params.self_signed(&self.key)?.der().clone();
        let key = PrivateKeyDer::Pkcs8(self.key.serialize_der().into());
        let signer = ring::sign::any_supported_type(&key)?;
        let certified = Arc::new(CertifiedKey::new(vec![certificate], signer));
        made.insert(name.to_owned(), certified.clone());
        Ok(certified)
    }
}

impl ResolvesServerCert for Minter {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.certificate(hello.server_name().unwrap_or("127.0.0.1")).ok()
    }
}
