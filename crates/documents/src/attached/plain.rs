//! Plain text: UTF-8 that nothing takes for a page or a program.

use domain::secret_text::{self, SecretKind, TextContext};

use super::fault::FileFault;

/// Longest text that is looked over for secrets; more is a document and better a PDF.
const TEXT_BYTES_MAX: usize = 512 * 1024;
/// What makes a page or a picture of text.
const TAGS: [&str; 9] =
    ["<script", "<html", "<svg", "<body", "<iframe", "<!doctype", "<?xml", "<?php", "<foreignobject"];

/// Looks a text over.
pub(super) fn check(bytes: &[u8]) -> Result<(), FileFault> {
    let text = std::str::from_utf8(bytes).map_err(|_| FileFault::OtherKind)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(FileFault::OtherKind);
    }
    if text.trim().is_empty() {
        return Err(FileFault::Empty);
    }
    if text.len() > TEXT_BYTES_MAX {
        return Err(FileFault::TooLarge);
    }
    let small = text.to_ascii_lowercase();
    if small.trim_start().starts_with('<') || TAGS.iter().any(|tag| small.contains(tag)) {
        return Err(FileFault::Markup);
    }
    let is_secret = |kind: SecretKind| match kind {
        SecretKind::IndividualNumber | SecretKind::ApplicationId | SecretKind::CardNumber => true,
        SecretKind::Pin | SecretKind::Password => false,
    };
    let found = secret_text::find(text, TextContext::default());
    if found.into_iter().any(|finding| is_secret(finding.kind)) { Err(FileFault::Secret) } else { Ok(()) }
}
