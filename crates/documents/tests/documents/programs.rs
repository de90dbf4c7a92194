//! Programs of the machine that look at documents too; where one is not installed, its test says so and ends.

use std::path::Path;
use std::process::Command;

/// What a program prints about a file; None where it is not installed.
pub fn told(program: &str, arguments: &[&str], file: &Path) -> Option<String> {
    let made = Command::new(program).args(arguments).arg(file).output();
    let Ok(made) = made else {
        eprintln!("{program} is not installed: not asked");
        return None;
    };
    assert!(made.status.success(), "{program}: {}", String::from_utf8_lossy(&made.stderr));
    Some(String::from_utf8_lossy(&made.stdout).into_owned())
}

/// A workbook as LibreOffice saves it after calculating; None where it is not installed.
pub fn recalculated(workbook: &[u8]) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, out) = (folder.path().join("in.xlsx"), folder.path().join("out"));
    std::fs::write(&file, workbook).expect("a file");
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let out_name = out.display().to_string();
    let arguments =
        [profile.as_str(), "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", &out_name];
    told("soffice", &arguments, &file)?;
    Some(std::fs::read(out.join("in.xlsx")).expect("what LibreOffice saved"))
}

/// A page in grey: width, height, and a byte a dot.
pub struct Page {
    pub width: usize,
    pub height: usize,
    pub dots: Vec<u8>,
}

/// The pages of a PDF as pictures, some 20 dots a centimetre; None where poppler is not installed.
pub fn pages(pdf: &[u8]) -> Option<Vec<Page>> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("in.pdf");
    std::fs::write(&file, pdf).expect("a file");
    let root = folder.path().join("page").display().to_string();
    let made = Command::new("pdftoppm").args(["-r", "50", "-gray"]).arg(&file).arg(&root).output();
    let Ok(made) = made else {
        eprintln!("pdftoppm is not installed: no page is looked at");
        return None;
    };
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let entries = std::fs::read_dir(folder.path()).expect("the folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == "pgm")).collect();
    files.sort();
    Some(files.iter().map(|path| page(&std::fs::read(path).expect("a picture"))).collect())
}

/// A picture of the plainest kind: `P5 width height 255` and a byte a dot.
fn page(bytes: &[u8]) -> Page {
    let head = bytes.iter().enumerate().filter(|(_, byte)| byte.is_ascii_whitespace()).map(|(at, _)| at).nth(3);
    let (head, dots) = bytes.split_at(head.expect("a head") + 1);
    let numbers: Vec<usize> =
        String::from_utf8_lossy(head).split_whitespace().skip(1).map(|n| n.parse().expect("a number")).collect();
    assert_eq!(dots.len(), numbers[0] * numbers[1]);
    Page { width: numbers[0], height: numbers[1], dots: dots.to_vec() }
}
