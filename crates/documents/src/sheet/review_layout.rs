//! Where things stand in a review file; written and read by these names.

/// The sheet with the texts and the marks.
pub(super) const MARKS_NAME: &str = "審査";
/// The sheet for the signature.
pub(super) const SIGNATURE_NAME: &str = "署名";

/// Marks as they are chosen.
pub(super) const APPROVED: &str = "承認";
pub(super) const RETURNED: &str = "差戻し";

/// The columns of the sheet with the marks, with their widths in characters.
pub(super) const COLUMNS: [(&str, f64); 13] = [
    ("キー", 22.0),
    ("版", 6.0),
    ("改訂", 6.0),
    ("区分", 16.0),
    ("質問", 30.0),
    ("回答", 54.0),
    ("質問（英語）", 30.0),
    ("回答（英語）", 54.0),
    ("やさしい日本語", 40.0),
    ("前回承認からの変更", 44.0),
    ("判定", 9.0),
    ("差戻し理由・意見", 36.0),
    ("照合", 18.0),
];

/// How many columns, counted from the first, are as they were exported.
pub(super) const FIXED: usize = 10;
pub(super) const MARK: usize = 10;
pub(super) const REMARK: usize = 11;
pub(super) const CHECK: usize = 12;

/// The lines of the sheet for the signature; values stand in the second column.
pub(super) const OFFICER: &str = "確認者氏名";
pub(super) const DEPARTMENT: &str = "所属";
pub(super) const SIGNED_ON: &str = "確認日";
pub(super) const MADE_AT: &str = "書き出し日時";
pub(super) const COUNT: &str = "件数";
pub(super) const FINGERPRINT: &str = "照合番号";
