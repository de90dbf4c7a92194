//! The worker program alone: what it does with its input's end and with what is no request.
#![expect(clippy::unwrap_used, reason = "a test may end at what it did not expect")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use speech::workers::protocol::{self, Hello};

fn started() -> Child {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/models/ggml-base.bin");
    let model = std::env::var_os("MADOGUCHI_TEST_MODEL").map_or(beside, PathBuf::from);
    let mut worker = Command::new(env!("CARGO_BIN_EXE_madoguchi-whisper"))
        .arg("--model")
        .arg(model)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let hello = protocol::read::<Hello>(worker.stdout.as_mut().unwrap()).unwrap();
    assert_eq!(hello, Some(Hello::Ready));
    worker
}

#[test]
fn it_ends_well_and_silently_when_its_input_ends() {
    let mut worker = started();
    drop(worker.stdin.take());
    let output = worker.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!((output.stdout, output.stderr), (Vec::new(), Vec::new()), "not a word beside its answers");
}

#[test]
fn it_ends_over_what_is_no_request() {
    let check = |bytes: &[u8]| {
        let mut worker = started();
        worker.stdin.take().unwrap().write_all(bytes).unwrap();
        let output = worker.wait_with_output().unwrap();
        assert!(!output.status.success(), "{bytes:?}");
        assert_eq!((output.stdout, output.stderr), (Vec::new(), Vec::new()), "{bytes:?}");
    };
    check(b"GET / HTTP/1.1\r\n\r\n");
    check(b"\x02\0\0\0{}");
    let long = br#"{"id":1,"samples":99999999,"language":"ja","prompt":"","last_pass":true}"#;
    check(&[&(long.len() as u32).to_le_bytes()[..], long].concat());
}
