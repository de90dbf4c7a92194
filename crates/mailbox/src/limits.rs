//! The bound of everything that comes from outside.

/// Bytes of one message with its header.
pub const MESSAGE_BYTES_MAX: usize = 256 * 1024;
/// Letters a visit gets.
pub const LETTERS_MAX: usize = 10;
/// Visits with an address at a time.
pub const ADDRESSES_MAX: usize = 64;
/// Characters of a letter's text that are kept.
pub const TEXT_CHARS_MAX: usize = 20_000;
/// Characters of a subject or a sender that are kept.
pub const SUBJECT_CHARS_MAX: usize = 200;
/// Links of one letter.
pub const LINKS_MAX: usize = 20;

/// Bytes of a link.
pub(crate) const LINK_BYTES_MAX: usize = 2_048;
/// Bytes of a command line with its end (RFC 5321 §4.5.3.1.4).
pub(crate) const COMMAND_BYTES_MAX: usize = 512;
/// Bytes of a line of text with its end (RFC 5321 §4.5.3.1.6), and one for a dot that was put before it.
pub(crate) const LINE_BYTES_MAX: usize = 1_001;
/// Lines of a message's header.
pub(crate) const HEADER_LINES_MAX: usize = 300;
/// Bytes of a message's header.
pub(crate) const HEADER_BYTES_MAX: usize = 32 * 1024;
/// Parts of a message, nested ones counted.
pub(crate) const PARTS_MAX: usize = 64;
/// Commands that were refused before a connection is ended.
pub(crate) const FAULTS_MAX: u8 = 8;
/// Letters one connection may bring.
pub(crate) const LETTERS_A_CONNECTION_MAX: u8 = 4;
