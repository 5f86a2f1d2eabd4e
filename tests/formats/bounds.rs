//! What has no end, or says that it is larger than it is, costs little and is refused.

use std::fs::{self, File};
use std::process::{Command, Stdio};

use crate::common::cli::Cli;

/// Runs the program with at most so much memory: what wants more is killed or fails.
fn within(cli: &Cli, mebibytes: u64, args: &str) -> (i32, String) {
    let program = env!("CARGO_BIN_EXE_daybook");
    let line = format!("ulimit -v {}; exec {program} {args}", mebibytes * 1024);
    let output = Command::new("sh")
        .args(["-c", &line])
        .env("DAYBOOK_BOOK", cli.book())
        .env("HOME", cli.dir.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_file_without_an_end_is_not_imported() {
    let cli = Cli::with_book();
    let (status, said) = within(&cli, 4_000, "import customers /dev/zero");
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("is a device"), "{said}");
    let (status, said) = within(&cli, 4_000, "import customers - </dev/zero");
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("longer than 256 MiB"), "{said}");
    let (status, said) = within(&cli, 4_000, "lookup - </dev/zero");
    assert_eq!(status, 1, "{said}");
}

#[test]
fn a_small_archive_with_an_endless_name_or_file_takes_no_memory() {
    let cli = Cli::new();
    let file = cli.dir.path().join("bomb.tar.gz");
    for (kind, name, size) in [
        (tar::EntryType::GNULongName, "././@LongLink", 400_u64 << 20),
        (tar::EntryType::XHeader, "x", 400 << 20),
        (tar::EntryType::Regular, "journal/000000000001.jsonl", 2 << 30),
        (tar::EntryType::Regular, "manifest.json", 300 << 20),
    ] {
        let out = flate2::write::GzEncoder::new(
            File::create(&file).unwrap(),
            flate2::Compression::fast(),
        );
        let mut archive = tar::Builder::new(out);
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_path(name).unwrap();
        header.set_size(size);
        header.set_mode(0o600);
        header.set_cksum();
        // A little of a file is enough: its header says how long it is.
        let given = if kind == tar::EntryType::Regular { size.min(1 << 20) } else { size };
        archive.append(&header, std::io::Read::take(std::io::repeat(b'a'), given)).unwrap();
        drop(archive.into_inner().unwrap().finish().unwrap());
        assert!(fs::metadata(&file).unwrap().len() < 5 << 20, "it is small");
        let (status, said) = within(&cli, 400, &format!("restore {}", file.display()));
        assert_eq!(status, 3, "{kind:?}: {said}");
        assert!(
            said.contains("not a backup") || said.contains("damaged or cut off"),
            "{kind:?}: {said}"
        );
        let left = fs::read_dir(cli.book()).into_iter().flatten().flatten();
        assert!(left.map(|entry| entry.file_name()).all(|name| name != "restoring-1"));
    }
}
