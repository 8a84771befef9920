//! Whose certificates are trusted. There is no way to trust none.

use super::SetupError;
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use std::sync::Arc;
use tokio_rustls::TlsConnector;

/// Who vouches for the relay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Trust {
    /// The authorities that browsers trust.
    #[default]
    PublicRoots,
    /// The house's own authority, and no other: its certificates in PEM.
    PrivateAuthority(Vec<u8>),
}

pub(crate) fn connector(trust: &Trust) -> Result<TlsConnector, SetupError> {
    let mut roots = RootCertStore::empty();
    match trust {
        Trust::PublicRoots => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Trust::PrivateAuthority(pem) => {
            for certificate in CertificateDer::pem_slice_iter(pem) {
                let certificate = certificate.map_err(|_| SetupError::Authority)?;
                roots.add(certificate).map_err(|_| SetupError::Authority)?;
            }
        }
    }
    if roots.is_empty() {
        return Err(SetupError::Authority);
    }
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring speaks the protocol versions that rustls holds safe")
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}
