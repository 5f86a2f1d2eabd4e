//! A damaged ledger that is put aside while the book is open: the new one is not opened in its
//! place as long as the old one may still write there.

use std::fs;
use std::os::unix::fs::MetadataExt;

use crate::common::TestBook;
use daybook::engine::maintenance::verify;
use daybook::engine::ports::Silent;

#[test]
fn a_damaged_ledger_makes_room_once_nobody_reads_it() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.close();
    test.open();
    let ledger = test.folder().join("ledger");
    let inode = || fs::metadata(&ledger).unwrap().ino();
    let before = inode();
    let shared = test.book().shared();
    let picture = shared.picture();
    test.book().mend(true).unwrap();
    assert_eq!((inode(), &test.book().found.quarantine), (before, &None), "it is still open");
    test.customer("C2");
    drop(picture);
    test.book().mend(true).unwrap();
    let aside = test.book().found.quarantine.clone().expect("it is put aside");
    assert_eq!(fs::metadata(aside).unwrap().ino(), before);
    assert_ne!(inode(), before);
    test.customer("C3");
    drop(shared);
    test.close();
    let report = verify(&test.folder(), &test.options, None, &mut Silent).unwrap();
    assert!(report.ok && report.behind == 0, "the new one has it all: {report:?}");
    test.open();
    assert_eq!(test.book().found.posted, 0, "it is opened as it was left");
}
