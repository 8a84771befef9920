//! Encryption of what goes to and fro with a server.

use super::{Error, Tls, Trouble};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::fmt::Display;
use std::sync::Arc;

/// A connection still to be shaken hands on; `None` where nothing is encrypted.
pub(super) fn connection(tls: &Tls, host: &str, place: &str) -> Result<Option<ClientConnection>, Error> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|error| refused(place, error))?;
    let config = match tls {
        Tls::Off => return Ok(None),
        Tls::Require => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Anybody { provider }))
            .with_no_client_auth(),
        Tls::Verify => {
            let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
            builder.with_webpki_verifier(verifier(roots, provider, place)?).with_no_client_auth()
        }
        Tls::VerifyBy { roots } => {
            let mut store = RootCertStore::empty();
            for certificate in certificates(roots, place)? {
                store.add(certificate).map_err(|error| refused(place, error))?;
            }
            builder.with_webpki_verifier(verifier(store, provider, place)?).with_no_client_auth()
        }
    };
    let name = ServerName::try_from(host.to_owned()).map_err(|error| refused(place, error))?;
    Ok(Some(ClientConnection::new(Arc::new(config), name).map_err(|error| refused(place, error))?))
}

fn verifier(
    roots: RootCertStore,
    provider: Arc<CryptoProvider>,
    place: &str,
) -> Result<Arc<WebPkiServerVerifier>, Error> {
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build();
    verifier.map_err(|error| refused(place, error))
}

/// The certificates of a PEM text, of which there must be one.
pub(super) fn certificates(pem: &str, place: &str) -> Result<Vec<CertificateDer<'static>>, Error> {
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    let found = read.map_err(|error| refused(place, error))?;
    if found.is_empty() {
        return Err(refused(place, "the text of roots holds no certificate"));
    }
    Ok(found)
}

pub(super) fn refused(place: &str, cause: impl Display) -> Error {
    let cure = "give the certificate that signed the server's (PEM), name the server as its certificate does, or choose \
                \"off\" or \"require\" if nobody else can be in that network";
    Error::new(Trouble::Insecure, place, format!("no safe connection: {cause}"), cure)
}

/// Takes any certificate, as long as the server holds its key.
#[derive(Debug)]
struct Anybody {
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
