//! One page's live connection (RFC 6455), as far as a measurement needs it.

use anyhow::{Context, bail};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Longest head of an answer and longest message that is read.
const MESSAGE_BYTES_MAX: usize = 1 << 20;
const QUIET_LIMIT: Duration = Duration::from_secs(60);
const TEXT: u8 = 1;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

/// A connection.
pub(super) struct Live {
    stream: TcpStream,
}

impl Live {
    /// Opens it with the cookie of somebody who is logged in, and says hello.
    ///
    /// # Errors
    /// When the server refuses.
    pub(super) fn open(port: u16, cookie: &str, page: &str, tab: &str) -> anyhow::Result<Self> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(QUIET_LIMIT))?;
        // The key proves nothing here: both ends are ours (RFC 6455 §4.1).
        write!(
            stream,
            "GET /api/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n{cookie}\
             Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: bWFkb2d1Y2hpLWJlbmNoIQ==\r\n\r\n"
        )?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte)?;
            head.push(byte[0]);
            if head.len() > MESSAGE_BYTES_MAX {
                bail!("the answer has no end");
            }
        }
        if !head.starts_with(b"HTTP/1.1 101") {
            bail!("no live connection: {}", String::from_utf8_lossy(&head));
        }
        let mut live = Self { stream };
        live.say(&format!(r#"{{"type":"hello","page":"{page}","tab":"{tab}","take_over":false}}"#))?;
        Ok(live)
    }

    /// Sends one text.
    ///
    /// # Errors
    /// When the connection is gone.
    pub(super) fn say(&mut self, text: &str) -> anyhow::Result<()> {
        self.frame(TEXT, text.as_bytes())
    }

    /// The next text; pings are answered on the way.
    ///
    /// # Errors
    /// When the connection is gone, or quiet for a minute.
    pub(super) fn hear(&mut self) -> anyhow::Result<String> {
        loop {
            let mut head = [0; 2];
            self.stream.read_exact(&mut head)?;
            let length = match head[1] & 0x7F {
                126 => u64::from(u16::from_be_bytes(self.bytes()?)),
                127 => u64::from_be_bytes(self.bytes()?),
                short => u64::from(short),
            };
            let length = usize::try_from(length).ok().filter(|length| *length <= MESSAGE_BYTES_MAX);
            let mut body = vec![0; length.context("a message is too long")?];
            self.stream.read_exact(&mut body)?;
            match head[0] & 0x0F {
                TEXT => return Ok(String::from_utf8(body)?),
                PING => self.frame(PONG, &body)?,
                CLOSE => bail!("the server closed the connection"),
                _ => {}
            }
        }
    }

    fn bytes<const N: usize>(&mut self) -> anyhow::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.stream.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// A client masks what it sends (RFC 6455 §5.3); a mask of zeros leaves it as it is.
    fn frame(&mut self, kind: u8, body: &[u8]) -> anyhow::Result<()> {
        let mut frame = vec![0x80 | kind];
        match u8::try_from(body.len()) {
            Ok(length) if length < 126 => frame.push(0x80 | length),
            Ok(_) | Err(_) => {
                frame.push(0x80 | 126);
                frame.extend(u16::try_from(body.len())?.to_be_bytes());
            }
        }
        frame.extend([0; 4]);
        frame.extend(body);
        Ok(self.stream.write_all(&frame)?)
    }
}
