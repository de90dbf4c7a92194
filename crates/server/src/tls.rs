//! Certificates for the pages: from files, or made for a trial on a local network.
//!
//! Owns the generated certificate in the data folder. The provider of cryptography is
//! installed by name in `install_provider`, once for the whole program, so that no library
//! chooses another.

use std::fs;
use std::io::Write as _;
use std::net::IpAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use axum_server::tls_rustls::RustlsConfig;
use thiserror::Error;

use crate::config::{Config, Https};

/// Why no encrypted pages can be served.
#[derive(Debug, Error)]
pub enum TlsError {
    /// A certificate or key file cannot be read or written.
    #[error("certificate file {path}: {why}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// The certificate could not be made.
    #[error("a certificate could not be made: {0}")]
    Generate(#[from] rcgen::Error),
}

/// Makes aws-lc-rs the provider of cryptography for every TLS connection of the program.
pub fn install_provider() {
    // A second call finds the provider installed, which is what was wanted.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
}

/// The certificate to serve with, or none where pages are not encrypted here.
///
/// # Errors
/// Names the file that is missing or unreadable.
pub async fn certificate(config: &Config) -> Result<Option<RustlsConfig>, TlsError> {
    let (certificate, key) = match config.web.https {
        Https::Off => return Ok(None),
        Https::Files => {
            (config.web.certificate.clone().unwrap_or_default(), config.web.private_key.clone().unwrap_or_default())
        }
        Https::Generated => generated(config)?,
    };
    let loaded = RustlsConfig::from_pem_file(&certificate, &key).await;
    loaded.map(Some).map_err(|why| TlsError::File { path: certificate, why })
}

fn generated(config: &Config) -> Result<(PathBuf, PathBuf), TlsError> {
    let folder = config.data_dir.join("tls");
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    if certificate.exists() && key.exists() {
        return Ok((certificate, key));
    }
    let made = rcgen::generate_simple_self_signed(names(config))?;
    fs::create_dir_all(&folder).map_err(|why| at(&folder, why))?;
    write_private(&key, &made.signing_key.serialize_pem())?;
    fs::write(&certificate, made.cert.pem()).map_err(|why| at(&certificate, why))?;
    Ok((certificate, key))
}

/// Names and addresses the generated certificate answers for.
fn names(config: &Config) -> Vec<String> {
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let listening: IpAddr = config.web.listen.ip();
    if !listening.is_unspecified() {
        names.push(listening.to_string());
    }
    if let Some(host) = host_of(&config.web.public_url) {
        names.push(host.to_owned());
    }
    names.extend(config.web.certificate_names.iter().cloned());
    names.sort();
    names.dedup();
    names
}

/// The host name within an address such as `https://madoguchi.example.jp:8443`.
pub fn host_of(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let authority = rest.split('/').next()?;
    if let Some(v6) = authority.strip_prefix('[') {
        return v6.split(']').next();
    }
    authority.split(':').next().filter(|host| !host.is_empty())
}

fn write_private(path: &Path, text: &str) -> Result<(), TlsError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    let mut file = options.open(path).map_err(|why| at(path, why))?;
    file.write_all(text.as_bytes()).map_err(|why| at(path, why))
}

fn at(path: &Path, why: std::io::Error) -> TlsError {
    TlsError::File { path: path.to_owned(), why }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_is_read_from_every_usual_form() {
        assert_eq!(host_of("http://localhost:8080"), Some("localhost"));
        assert_eq!(host_of("https://m.example.jp"), Some("m.example.jp"));
        assert_eq!(host_of("https://[::1]:8443"), Some("::1"));
        assert_eq!(host_of("nonsense"), None);
    }

    #[tokio::test]
    async fn a_generated_certificate_is_made_once_and_kept_private() {
        use std::os::unix::fs::PermissionsExt as _;
        install_provider();
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config { data_dir: folder.path().to_owned(), ..Config::default() };
        config.web.https = Https::Generated;
        assert!(certificate(&config).await.unwrap().is_some());
        let key = folder.path().join("tls/key.pem");
        let first = fs::read(&key).unwrap();
        assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(certificate(&config).await.unwrap().is_some());
        assert_eq!(fs::read(&key).unwrap(), first);
    }
}
