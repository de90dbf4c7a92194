//! Names of domains, and the rules a site's profile gives for them.

/// Letters a domain's name may have (RFC 1035 §2.3.4).
pub const DOMAIN_CHARS_MAX: usize = 253;
const LABEL_CHARS_MAX: usize = 63;

/// A domain's name in small ASCII letters, such as `mail.city.example`; never an address of numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DomainName(String);

impl DomainName {
    /// Reads a name of two labels or more; `None` for whatever is none. Names with other letters come as `xn--`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > DOMAIN_CHARS_MAX || !text.contains('.') {
            return None;
        }
        let name = text.to_ascii_lowercase();
        // A last label such as `1` or `0x7f` is read as an address of numbers; no top-level domain has digits but
        // those that begin with `xn--`.
        let last = name.rsplit('.').next().unwrap_or_default();
        let is_address = last.bytes().any(|byte| byte.is_ascii_digit()) && !last.starts_with("xn--");
        (!is_address && name.split('.').all(is_label)).then_some(Self(name))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_label(label: &str) -> bool {
    let is_ours = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LABEL_CHARS_MAX).contains(&label.len())
        && label.bytes().all(is_ours)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Which domains a profile means: `city.example` is that one alone, `*.city.example` those below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainRule {
    name: DomainName,
    is_below: bool,
}

impl DomainRule {
    /// Reads a rule; `None` for whatever is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (name, is_below) = match text.strip_prefix("*.") {
            Some(name) => (name, true),
            None => (text, false),
        };
        DomainName::parse(name).map(|name| Self { name, is_below })
    }

    /// Whether the rule means this domain.
    #[must_use]
    pub fn means(&self, domain: &DomainName) -> bool {
        if !self.is_below {
            return *domain == self.name;
        }
        domain.as_str().strip_suffix(self.name.as_str()).is_some_and(|before| before.len() > 1 && before.ends_with('.'))
    }
}
