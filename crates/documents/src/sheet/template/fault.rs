//! Why a template is not filled, in words for whoever sent it.

use crate::monthly::MonthlyFault;
use crate::sheet::fault::SheetError;

/// Most names a workbook may define.
pub(super) const NAMES_MAX: usize = 10_000;
/// Longest name, in characters, as Excel has it.
pub(super) const NAME_CHARS_MAX: usize = 255;

/// Why a template is not filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// It is no readable Excel file.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The report is not whole.
    #[error("the report cannot be printed: {0}")]
    Report(#[from] MonthlyFault),
    /// It has macros or sheets of macros.
    #[error("the template has macros; save it as a workbook without macros (.xlsx) and send that")]
    Macros,
    /// It points at something outside itself.
    #[error("the template points outside itself ({0}); break the links and remove data connections and add-ins")]
    External(&'static str),
    /// Something is embedded that can run or be opened.
    #[error("the template has embedded objects or controls; remove them")]
    Embedded,
    /// It is signed, and filling it would break the signature.
    #[error("the template bears a digital signature, which filling would break; send it without")]
    Signed,
    /// A function that fetches or sends.
    #[error("the template uses the function {0}, which reaches outside the workbook; remove it")]
    Function(&'static str),
    /// Too many names, or one too long.
    #[error("the template defines more than {NAMES_MAX} names, or one of more than {NAME_CHARS_MAX} characters")]
    Names,
    /// A name that does not stand for a cell.
    #[error("the name {0} does not name one cell of a sheet; name a single cell")]
    NotACell(String),
    /// A named cell that calculates.
    #[error("the cell named {0} holds a formula; name a cell for input")]
    Formula(String),
    /// No named cell is one of the report's.
    #[error(
        "no cell of the template bears the name of a figure, such as T3.answered.total; name the cells to be filled"
    )]
    NothingToFill,
}

impl TemplateError {
    /// The same in Japanese.
    #[must_use]
    pub fn text_ja(&self) -> String {
        match self {
            Self::Sheet(fault) => fault.text_ja(),
            Self::Report(_) => "報告書の数値に食い違いがあるため、様式に記入できません。".to_owned(),
            Self::Macros => {
                "様式にマクロがあります。マクロのないブック（.xlsx）として保存し直してください。".to_owned()
            }
            Self::External(what) => format!(
                "様式が外部を参照しています（{what}）。リンクを解除し、データ接続やアドインを削除してください。"
            ),
            Self::Embedded => "様式に埋め込みオブジェクトやコントロールがあります。削除してください。".to_owned(),
            Self::Signed => {
                "様式に電子署名があります。記入すると署名が無効になるため、署名のないものを送ってください。".to_owned()
            }
            Self::Function(name) => {
                format!("様式が外部と通信する関数（{name}）を使っています。削除してください。")
            }
            Self::Names => {
                format!("名前の定義が{NAMES_MAX}個を超えているか、{NAME_CHARS_MAX}文字を超える名前があります。")
            }
            Self::NotACell(name) => format!("名前「{name}」が1つのセルを指していません。1つのセルに付けてください。"),
            Self::Formula(name) => {
                format!("名前「{name}」のセルに数式があります。入力用のセルに名前を付けてください。")
            }
            Self::NothingToFill => {
                "記入する名前（例：T3.answered.total）の付いたセルがありません。セルに名前を付けてください。".to_owned()
            }
        }
    }
}
