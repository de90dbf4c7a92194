//! The system's packages: which are missing, and how to install them.

use super::purpose::For;
use crate::shell;
use anyhow::{Context, bail};
use std::path::Path;
use std::process::{Command, Stdio};

/// A Debian package, what it is needed for, and a program or file that shows it is there.
struct Package {
    name: &'static str,
    purpose: For,
    proof: &'static str,
}

const PACKAGES: [Package; 20] = [
    needed("gcc", For::Run, "cc"),
    needed("libc6-dev", For::Run, "/usr/include/stdlib.h"),
    needed("g++", For::Run, "c++"),
    needed("cmake", For::Run, "cmake"),
    needed("libclang-dev", For::Run, "/usr/share/doc/libclang-dev/copyright"),
    needed("open-jtalk", For::Run, "open_jtalk"),
    needed("open-jtalk-mecab-naist-jdic", For::Run, "/var/lib/mecab/dic/open-jtalk/naist-jdic/sys.dic"),
    needed("espeak-ng", For::Run, "espeak-ng"),
    needed("fonts-noto-cjk", For::Run, "/usr/share/fonts/opentype/noto"),
    needed("baresip-core", For::Call, "baresip"),
    needed("postgresql", For::Test, "/usr/lib/postgresql"),
    needed("chromium", For::AnsweredCall, "chromium"),
    needed("sip-tester", For::Test, "sipp"),
    needed("rtpengine-daemon", For::Test, "rtpengine"),
    needed("faketime", For::Test, "faketime"),
    needed("iproute2", For::Test, "ip"),
    needed("openssl", For::Test, "openssl"),
    needed("openssl", For::Test, "openssl"),
    needed("tesseract-ocr", For::Test, "tesseract"),
    needed("tesseract-ocr-jpn", For::Test, "/usr/share/tesseract-ocr/5/tessdata/jpn.traineddata"),
];

const fn needed(name: &'static str, purpose: For, proof: &'static str) -> Package {
    Package { name, purpose, proof }
}

/// Supported versions of Debian.
const DEBIAN_VERSIONS: [&str; 2] = ["12", "13"];
/// While this file says 101, packages do not start what they install.
const START_POLICY: &str = "/usr/sbin/policy-rc.d";
/// Services of the packages that would start with the machine.
const SERVICES: &str = "rtpengine-daemon";
/// With this setting PostgreSQL's package makes no cluster of its own.
const CLUSTER_SETTING: &str = "/etc/postgresql-common/createcluster.conf";

/// Installs what `purpose` needs and is not there.
///
/// # Errors
/// When something is missing and cannot be installed; the message says what to type.
pub(super) fn install(purpose: For) -> anyhow::Result<()> {
    let missing: Vec<&Package> =
        PACKAGES.iter().filter(|package| package.purpose <= purpose && !is_there(package.proof)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    let system = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    if !is_supported(&system) {
        let proofs: Vec<&str> = missing.iter().map(|package| package.proof).collect();
        bail!(
            "this is neither Debian 12 nor 13, so nothing is installed for you. Missing: {}\n\
             (on Debian these come from the packages {})",
            proofs.join(", "),
            names.join(" ")
        );
    }
    let line = format!("apt-get update && apt-get install -y --no-install-recommends {}", names.join(" "));
    let Some(mut elevated) = elevated() else {
        bail!("missing packages, and no rights to install them. Type as root:\n  {line}");
    };
    shell::say(&format!("installing {}", names.join(" ")));
    elevated.args(["sh", "-euc", &script(&names)]).stdin(Stdio::null());
    let status = elevated.status().context("cannot start the installation")?;
    if !status.success() {
        bail!("the installation failed ({status}). Type as root:\n  {line}");
    }
    match missing.iter().find(|package| !is_there(package.proof)) {
        Some(package) => bail!("{} is installed but {} is not there", package.name, package.proof),
        None => Ok(()),
    }
}

/// Installs without starting services, and leaves no trace of having prevented it.
fn script(names: &[&str]) -> String {
    format!(
        "export DEBIAN_FRONTEND=noninteractive\n\
         if [ ! -e {START_POLICY} ]; then\n\
           trap 'rm -f {START_POLICY}' EXIT\n\
           printf '#!/bin/sh\\nexit 101\\n' > {START_POLICY}\n\
           chmod 755 {START_POLICY}\n\
         fi\n\
         if [ ! -e {CLUSTER_SETTING} ]; then\n\
           mkdir -p /etc/postgresql-common\n\
           echo 'create_main_cluster = false' > {CLUSTER_SETTING}\n\
         fi\n\
         apt-get update -q\n\
         apt-get install -y -q --no-install-recommends -o Dpkg::Options::=--force-confold {}\n\
         if command -v systemctl >/dev/null; then systemctl disable --quiet {SERVICES} 2>/dev/null || true; fi\n",
        names.join(" ")
    )
}

fn is_there(proof: &str) -> bool {
    if proof.starts_with('/') { Path::new(proof).exists() } else { shell::find_program(proof).is_some() }
}

fn is_supported(os_release: &str) -> bool {
    let value = |key: &str| {
        let line = os_release.lines().find_map(|line| line.strip_prefix(key))?;
        Some(line.trim_start_matches('=').trim_matches('"'))
    };
    value("ID") == Some("debian") && value("VERSION_ID").is_some_and(|version| DEBIAN_VERSIONS.contains(&version))
}

/// A command that runs its arguments as root, when we may.
fn elevated() -> Option<Command> {
    if shell::is_root() {
        return Some(Command::new("env"));
    }
    let mut ask = Command::new("sudo");
    ask.args(["-n", "true"]).stdout(Stdio::null()).stderr(Stdio::null());
    ask.status().is_ok_and(|status| status.success()).then(|| {
        let mut sudo = Command::new("sudo");
        sudo.arg("-n");
        sudo
    })
}

#[cfg(test)]
mod tests {
    use super::is_supported;

    #[test]
    fn only_the_debian_versions_we_test_on_are_installed_upon() {
        let cases = [
            ("PRETTY_NAME=\"x\"\nVERSION_ID=\"12\"\nID=debian\n", true),
            ("ID=debian\nVERSION_ID=\"13\"\n", true),
            ("ID=debian\nVERSION_ID=\"11\"\n", false),
            ("ID=ubuntu\nID_LIKE=debian\nVERSION_ID=\"12\"\n", false),
            ("", false),
        ];
        for (text, expected) in cases {
            assert_eq!(is_supported(text), expected, "{text}");
        }
    }
}
