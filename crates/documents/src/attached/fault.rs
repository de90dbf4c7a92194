//! Why a file is not kept, in words for whoever brought it.

use domain::knowledge::entry::{ATTACHMENT_BYTES_MAX, FileKind};

/// Why a file is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// Nothing is in it.
    #[error("the file is empty; choose the file again")]
    Empty,
    /// It is longer than there is room.
    #[error("the file is larger than {} MB; make it smaller or split it", ATTACHMENT_BYTES_MAX >> 20)]
    TooLarge,
    /// It is none of the kinds that are kept, whatever its name says.
    #[error("the content is no PDF, PNG, JPEG or plain text in UTF-8; save it as one of these")]
    OtherKind,
    /// It begins as one kind and cannot be read as that.
    #[error("the {} is damaged or cut off; save it anew", .0.code())]
    Broken(FileKind),
    /// It is a document and something else as well.
    #[error("another file stands within the PDF; print it to a PDF anew")]
    TwoInOne,
    /// A document that does something.
    #[error("the PDF holds what a reader would carry out ({0}); print it to a PDF anew")]
    Active(&'static str),
    /// A document behind a password, which nobody can look over.
    #[error("the PDF is encrypted; save it without a password")]
    Locked,
    /// A picture of too many points.
    #[error("the picture has too many pixels or none; make it smaller")]
    Pixels,
    /// Text that a browser could take for a page.
    #[error("the text holds HTML, SVG or XML; save it as a PDF or take the tags out")]
    Markup,
    /// Text with what looks like a number that must never be stored.
    #[error("the text holds what looks like a number that must never be stored; take it out")]
    Secret,
}

impl FileFault {
    /// In Japanese: what it is and what to do.
    #[must_use]
    pub fn text_ja(&self) -> String {
        match self {
            Self::Empty => "ファイルが空です。選び直してください。".to_owned(),
            Self::TooLarge => format!(
                "ファイルが{}MBを超えています。小さくするか、分けてください。",
                ATTACHMENT_BYTES_MAX >> 20
            ),
            Self::OtherKind => {
                "中身が PDF、PNG、JPEG、文字だけのファイル（UTF-8）のどれでもありません。どれかの形式で保存し直してください。"
                    .to_owned()
            }
            Self::Broken(kind) => {
                format!("{}として読めません。壊れているか、途中で切れています。保存し直してください。", name_ja(*kind))
            }
            Self::TwoInOne => {
                "PDFの中に別のファイルが入っています。「PDFに印刷」などで作り直してください。".to_owned()
            }
            Self::Active(what) => format!(
                "開くと動作するもの（{what}）がPDFに入っています。「PDFに印刷」などで作り直してください。"
            ),
            Self::Locked => "PDFにパスワードがかかっています。外してから保存し直してください。".to_owned(),
            Self::Pixels => "画像の画素数が多すぎるか、ありません。小さくして保存し直してください。".to_owned(),
            Self::Markup => {
                "文字の中に HTML、SVG、XML があります。PDFで保存するか、タグを消してください。".to_owned()
            }
            Self::Secret => {
                "保存してはいけない番号のように見えるものがファイルの中にあります。番号を消してください。".to_owned()
            }
        }
    }
}

fn name_ja(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Pdf => "PDF",
        FileKind::Png => "PNG",
        FileKind::Jpeg => "JPEG",
        FileKind::Text => "文字だけのファイル",
    }
}
