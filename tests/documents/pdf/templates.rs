//! Templates that a company edits: what they may do, and what is said of one that cannot be used.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use daybook::documents::paper::Paper;
use daybook::documents::pdf::{PdfError, Printer, Templates};
use tempfile::TempDir;

use super::{OnDisk, has_poppler, print};
use crate::common::TestBook;
use crate::common::cli::Cli;
use crate::paper;

fn invoice() -> Paper {
    let mut test = TestBook::canada();
    test.customer("C1");
    let number = test.invoice("C1", "2026-11-01", "2026-12-01", "100.00");
    paper(&test, &number)
}

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn with(files: &[(&str, &[u8])]) -> Result<Vec<u8>, PdfError> {
    let folder = folder(files);
    let mut printer = Printer::new(Templates::in_folder(folder.path())?)?;
    Ok(printer.print(&invoice())?.bytes)
}

fn settings(change: (&str, &str)) -> Vec<u8> {
    let text =
        daybook::assets::TEMPLATES.iter().find(|(name, _)| *name == "settings.typ").unwrap().1;
    assert!(text.contains(change.0), "{}", change.0);
    text.replace(change.0, change.1).into_bytes()
}

/// A picture of 2 × 1 pixels.
fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(2, 1, image::Rgb([200, 30, 30]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

const SVG: &[u8] = br#"<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10" fill="red"/></svg>"#;

#[test]
fn settings_beside_the_book_change_its_documents() {
    if !has_poppler() {
        return;
    }
    let change = ("#let footer = none", "#let footer = [Registered in Montréal, no. 42]");
    let bytes = with(&[("settings.typ", &settings(change)), ("notes.txt", b"\xff")]).unwrap();
    let text = OnDisk::of(&bytes).pages().join("\n");
    assert!(text.contains("Registered in Montréal, no. 42"), "{text}");
    assert_ne!(bytes, print(&invoice()).bytes);
}

#[test]
fn a_logo_is_on_the_page() {
    if !has_poppler() {
        return;
    }
    let plain = print(&invoice()).bytes;
    for (name, bytes, is_bitmap) in [("logo.png", png(), true), ("logo.svg", SVG.to_vec(), false)] {
        let named = format!("#let logo = \"{name}\"");
        let printed =
            with(&[("settings.typ", &settings(("#let logo = none", &named))), (name, &bytes)]);
        let pdf = printed.unwrap();
        let images = OnDisk::of(&pdf).told("pdfimages", &["-list"], &[]);
        assert_eq!(images.lines().count() > 2, is_bitmap, "{images}");
        assert_ne!(pdf, plain);
    }
}

#[test]
fn a_logo_that_is_no_picture_is_named() {
    let settings = settings(("#let logo = none", "#let logo = \"logo.png\""));
    let mut cut = png();
    cut.truncate(cut.len() / 2);
    for (name, bytes) in [
        ("logo.png", b"not a picture".to_vec()),
        ("logo.png", Vec::new()),
        ("logo.png", cut),
        ("logo.jpg", b"\xff\xd8\xff\xe0 and then nothing".to_vec()),
        ("logo.png", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;".to_vec()),
        ("logo.svg", b"<html></html>".to_vec()),
        ("logo.svg", png()),
    ] {
        let refused = with(&[("settings.typ", &settings), (name, &bytes)]).unwrap_err();
        assert!(matches!(&refused, PdfError::Picture { file } if file == name), "{refused:?}");
    }
    let large = vec![0; 600_000];
    let refused = with(&[("logo.png", &large)]).unwrap_err();
    assert!(
        matches!(&refused, PdfError::TooLarge { file, .. } if file == "logo.png"),
        "{refused:?}"
    );
    let mut wide = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(5_000, 1_000).write_to(&mut wide, image::ImageFormat::Png).unwrap();
    let refused = with(&[("logo.png", wide.get_ref())]).unwrap_err();
    assert!(matches!(&refused, PdfError::TooManyPixels { .. }), "{refused:?}");
    // One that is named and is not there.
    let refused = with(&[("settings.typ", &settings)]).unwrap_err();
    assert!(matches!(&refused, PdfError::Missing { file } if file == "logo.png"), "{refused:?}");
    assert!(refused.to_string().contains("settings.typ"), "{refused}");
    let refused = with(&[("document.typ", b"\n#image(\"nowhere.png\")")]).unwrap_err();
    assert!(matches!(&refused, PdfError::Missing { file } if file == "nowhere.png"), "{refused:?}");
}

#[test]
fn a_link_in_the_folder_is_not_followed() {
    let elsewhere = folder(&[("secret.png", &png())]);
    let folder = folder(&[]);
    symlink(elsewhere.path().join("secret.png"), folder.path().join("logo.png")).unwrap();
    let refused = Templates::in_folder(folder.path()).unwrap_err();
    assert!(matches!(&refused, PdfError::Link { file } if file == "logo.png"), "{refused:?}");
}

/// The file and the line that an error names.
fn place(error: &PdfError) -> (String, Option<usize>) {
    match error {
        PdfError::Template { file, line, .. } => (file.clone(), *line),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_error_is_named_with_its_file_and_its_line() {
    for (text, line) in [
        ("#let x = 1\n#let y = (\n", 2),
        ("Hello\n\n#unknown", 3),
        ("#let f() = 1 + \"a\"\n#f()", 1),
        ("\n\n\nxyz\u{1f600}", 4),
        ("#{\n  while true { }\n}", 2),
        ("#let f(x) = f(x)\n#f(1)", 1),
    ] {
        let refused = with(&[("document.typ", text.as_bytes())]).unwrap_err();
        assert_eq!(place(&refused), ("document.typ".into(), Some(line)), "{text:?}: {refused}");
    }
    let refused = with(&[("settings.typ", b"\n#let logo = oops")]).unwrap_err();
    assert_eq!(place(&refused), ("settings.typ".into(), Some(2)));
    // A setting that was deleted: the template that asks for it has a file and a line.
    let refused = with(&[("settings.typ", b"#let logo = none")]).unwrap_err();
    assert!(place(&refused).1.is_some(), "{refused}");
    let refused = with(&[("document.typ", b"\xff\xfe")]).unwrap_err();
    assert!(refused.to_string().contains("document.typ"), "{refused}");
}

#[test]
fn a_template_sees_the_document_and_the_files_beside_it_alone() {
    for text in [
        "#read(\"/etc/hostname\")",
        "#read(\"../../../../../etc/hostname\")",
        "#json(\"../journal/head\")",
        "#import \"@preview/cetz:0.3.0\"",
        "#import \"@local/x:1.0.0\"",
        "#datetime.today().display()",
        "#image(\"http://example.com/x.png\")",
        "#plugin(\"x.wasm\")",
    ] {
        let refused = with(&[("document.typ", text.as_bytes())]).unwrap_err();
        assert_eq!(place(&refused), ("document.typ".into(), Some(1)), "{text}: {refused}");
    }
    assert!(with(&[("document.typ", b"#json(\"document.json\").title")]).is_ok());
}

#[test]
fn a_template_that_never_ends_is_stopped() {
    for text in [
        // All in code, where nothing is asked for: it goes on after its time, so it has an end …
        "#for a in range(9999) { for b in range(99) { let c = a * b } }",
        // … and in setting pages.
        "#set page(height: 3cm)\n#for a in range(999) { for b in range(99) [word #a #b] }",
    ] {
        let folder = folder(&[("document.typ", text.as_bytes())]);
        let templates = Templates::in_folder(folder.path()).unwrap();
        let limit = Duration::from_millis(100);
        let mut printer = Printer::new(templates).unwrap().with_limit(limit);
        let began = Instant::now();
        let paper = invoice();
        for _ in 0..5 {
            let refused = printer.print(&paper).unwrap_err();
            assert!(matches!(refused, PdfError::TooSlow { .. }), "{refused:?}");
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    }
    // Others go on.
    assert!(!print(&invoice()).bytes.is_empty());
}

#[test]
fn a_document_that_takes_too_long_fails_alone() {
    let slow = "#let it = json(\"document.json\")\n\
        #if it.title == \"SLOW\" { for a in range(9999) { for b in range(99) { let c = a * b } } }\n\
        #it.title";
    let folder = folder(&[("document.typ", slow.as_bytes())]);
    let templates = Templates::in_folder(folder.path()).unwrap();
    let mut printer = Printer::new(templates).unwrap().with_limit(Duration::from_millis(100));
    let paper = invoice();
    let slow = Paper { title: "SLOW".into(), ..paper.clone() };
    // What fails does not add up, as long as another one comes out between.
    for _ in 0..4 {
        let refused = printer.print(&slow).unwrap_err();
        assert!(matches!(refused, PdfError::TooSlow { .. }), "{refused:?}");
        let began = Instant::now();
        while printer.print(&paper).is_err() {
            // The threads of slow ones take time from this one.
            assert!(began.elapsed() < Duration::from_secs(40), "nothing comes out any more");
            printer = printer.with_limit(Duration::from_secs(10));
        }
        printer = printer.with_limit(Duration::from_millis(100));
    }
}

/// The program sets documents by a book's own templates in another process of it.
#[test]
fn a_book_s_own_templates_take_no_more_memory_than_they_may() {
    let cli = Cli::with_book();
    let (status, _) = cli.post(
        r#"{"do":"register_customer","code":"C1","name":"Mill"}
{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{"description":"x","quantity":"1","unit_price":"5"}]}"#,
    );
    assert_eq!(status, 0);
    let printed = || {
        let out = cli.dir.path().join("out.pdf");
        let _ = fs::remove_file(&out);
        let run = cli.run(&["invoice", "INV-2026-00001", "--format", "pdf", "--out", "out.pdf"]);
        (fs::read(out).ok(), String::from_utf8(run.stderr).unwrap())
    };
    let plain = printed().0.unwrap();
    let folder = cli.book().join("templates");
    fs::create_dir(&folder).unwrap();
    // The built-in settings, as a book's own: the same document.
    fs::write(folder.join("settings.typ"), settings(("#let logo = none", "#let logo = none")))
        .unwrap();
    assert_eq!(printed().0, Some(plain.clone()));
    for hungry in [
        "#let text = \"much\" * 1000000000\n#text.len()",
        "#let all = ()\n#for n in range(99999) { all.push(range(99999)) }\n#all.len()",
    ] {
        fs::write(folder.join("document.typ"), hungry).unwrap();
        let (file, said) = printed();
        assert!(file.is_none() && said.contains("MB of memory"), "{hungry}: {said}");
    }
    fs::write(folder.join("document.typ"), "#unknown").unwrap();
    assert!(printed().1.contains("document.typ has an error in line 1"), "{}", printed().1);
    fs::remove_file(folder.join("document.typ")).unwrap();
    assert_eq!(printed().0, Some(plain));
}
