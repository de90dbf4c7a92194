//! The two origins of the site, as the caller has bound them.

use thiserror::Error;

/// Where the site is, and where its frame and its letters come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins {
    main: String,
    other: String,
}

/// An address that is no origin.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is no origin: http:// or https://, a host, perhaps a port, nothing behind it")]
pub struct NoOrigin(String);

impl Origins {
    /// Two origins such as `http://127.0.0.1:8081`, without a path.
    ///
    /// # Errors
    /// When one of them is no origin. Both stand in headers and in pages, so nothing else may be in them.
    pub fn at(main: &str, other: &str) -> Result<Self, NoOrigin> {
        Ok(Self { main: origin(main)?, other: origin(other)? })
    }

    /// Where the site is.
    pub fn main(&self) -> &str {
        &self.main
    }

    /// Where the frame and the letters are.
    pub fn other(&self) -> &str {
        &self.other
    }
}

fn origin(text: &str) -> Result<String, NoOrigin> {
    let host = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://")).unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    if host.is_empty() || !host.chars().all(plain) {
        return Err(NoOrigin(text.to_owned()));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_scheme_a_host_and_a_port_are_an_origin() {
        let check = |text: &str, good: bool| assert_eq!(origin(text).is_ok(), good, "{text}");
        check("http://127.0.0.1:8081", true);
        check("https://practice.example", true);
        check("http://[::1]:80", true);
        check("http://", false);
        check("http://a/b", false);
        check("http://a; script-src *", false);
        check("ftp://a", false);
    }
}
