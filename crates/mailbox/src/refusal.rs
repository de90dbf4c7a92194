//! What the door says, word for word: codes of RFC 5321 §4.2.3, and no word about who has an address.

pub(crate) const GREETING_OFF: &str = "554 no mail is taken here\r\n";
pub(crate) const BUSY: &str = "421 too many connections, try again later\r\n";
pub(crate) const TOO_SLOW: &str = "421 you took too long\r\n";
pub(crate) const ENOUGH: &str = "421 enough for one connection\r\n";
pub(crate) const BYE: &str = "221 bye\r\n";
pub(crate) const FINE: &str = "250 ok\r\n";
pub(crate) const GO_ON: &str = "354 end with a dot on a line of its own\r\n";
pub(crate) const TLS_NOW: &str = "220 ready for TLS\r\n";
pub(crate) const NO_TLS: &str = "502 no TLS here\r\n";
pub(crate) const LINE_TOO_LONG: &str = "500 line too long\r\n";
pub(crate) const BAD_LINE: &str = "500 lines are ASCII and end with CR LF\r\n";
pub(crate) const UNKNOWN: &str = "500 unknown command\r\n";
pub(crate) const SYNTAX: &str = "501 cannot read that\r\n";
pub(crate) const NOT_DONE: &str = "502 not done here\r\n";
pub(crate) const NOT_YET: &str = "503 not in this order\r\n";
pub(crate) const ONE_RECIPIENT: &str = "452 one recipient at a time\r\n";
pub(crate) const FULL: &str = "452 no room for more letters\r\n";
pub(crate) const NO_SENDER: &str = "550 this sender is not expected here\r\n";
pub(crate) const NO_RECIPIENT: &str = "550 no such address, or not for this sender\r\n";
pub(crate) const TOO_LARGE: &str = "552 message too large\r\n";
pub(crate) const NO_PARAMETERS: &str = "555 parameter not known here\r\n";
pub(crate) const BAD_MESSAGE: &str = "554 message refused\r\n";
pub(crate) const BAD_TEXT: &str = "554 text lines end with CR LF, are short, and hold no NUL\r\n";
pub(crate) const BAD_HEADER: &str = "554 header too long\r\n";
