//! The inbox: order, durability, torn writes, trimming.

use super::*;
use anlass_store::Error;
use anlass_store::faulty::{Tear, tear_inbox};
use anlass_store::inbox::{FileInbox, Inbox, InboxEntry, MemoryInbox, Recovered};
use std::path::Path;

fn entry(content: &[u8]) -> InboxEntry {
    InboxEntry { seq: 0, vault: VaultId(2), received: Timestamp(-7), sealed: content.to_vec() }
}

fn numbered(from: u64, to: u64) -> Vec<InboxEntry> {
    (from..=to).map(|n| InboxEntry { seq: n, ..entry(format!("entry {n}").as_bytes()) }).collect()
}

fn segments(dir: &Path) -> usize {
    let files = std::fs::read_dir(dir).unwrap().map(|file| file.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|ending| ending == "inbox")).count()
}

fn keeps_what_it_accepted(inbox: &dyn Inbox) {
    assert_eq!(inbox.last().unwrap(), 5);
    assert_eq!(inbox.append(&[]).unwrap(), 5);
    assert_eq!(inbox.append(&numbered(6, 8)).unwrap(), 8);
    assert_eq!(inbox.append(&numbered(9, 40)).unwrap(), 40);
    assert_eq!(inbox.last().unwrap(), 40);
    assert_eq!(inbox.read(0, 100).unwrap(), numbered(6, 40));
    assert_eq!(inbox.read(0, 2).unwrap(), numbered(6, 7));
    assert_eq!(inbox.read(7, 10).unwrap(), numbered(8, 17));
    assert_eq!(inbox.read(17, 10).unwrap(), numbered(18, 27));
    assert_eq!(inbox.read(12, 3).unwrap(), numbered(13, 15));
    assert_eq!(inbox.read(40, 3).unwrap(), []);
    assert_eq!(inbox.read(0, 0).unwrap(), []);
    inbox.append(&numbered(41, 41)).unwrap();
    assert_eq!(inbox.read(40, 3).unwrap(), numbered(41, 41));
    inbox.trim(30).unwrap();
    assert_eq!(inbox.read(30, 100).unwrap(), numbered(31, 41));
    inbox.trim(41).unwrap();
    assert_eq!(inbox.append(&numbered(42, 42)).unwrap(), 42);
    assert_eq!(inbox.read(41, 3).unwrap(), numbered(42, 42));
}

#[test]
fn inboxes_keep_what_they_accepted() {
    keeps_what_it_accepted(&MemoryInbox::new(5));
    for segment_bytes in [1, 300, 1 << 20] {
        let dir = tempfile::tempdir().unwrap();
        keeps_what_it_accepted(&FileInbox::open_with(dir.path(), 5, segment_bytes).unwrap());
    }
}

#[test]
fn an_inbox_opens_as_it_was_closed() {
    let dir = tempfile::tempdir().unwrap();
    for round in 0..4 {
        let inbox = FileInbox::open_with(dir.path(), 0, 200).unwrap();
        assert_eq!(inbox.recovered(), Recovered { last: round * 5, cut_bytes: 0 });
        assert!(matches!(FileInbox::open(dir.path(), 0), Err(Error::InUse { .. })));
        inbox.append(&numbered(round * 5 + 1, round * 5 + 5)).unwrap();
        assert_eq!(inbox.read(0, 100).unwrap(), numbered(1, round * 5 + 5));
    }
}

#[test]
fn segments_go_when_wholly_applied() {
    let dir = tempfile::tempdir().unwrap();
    let inbox = FileInbox::open_with(dir.path(), 0, 100).unwrap();
    for n in 1..=20 {
        inbox.append(&numbered(n, n)).unwrap();
    }
    let before = segments(dir.path());
    assert!(before > 5);
    inbox.trim(3).unwrap();
    assert!(segments(dir.path()) < before);
    assert_eq!(inbox.read(3, 100).unwrap(), numbered(4, 20));
    inbox.trim(20).unwrap();
    assert_eq!(segments(dir.path()), 1);
    drop(inbox);
    let inbox = FileInbox::open_with(dir.path(), 20, 100).unwrap();
    assert_eq!(inbox.append(&numbered(21, 21)).unwrap(), 21);
    assert_eq!(inbox.read(20, 100).unwrap(), numbered(21, 21));
}

/// Otherwise new entries would be taken for applied ones.
#[test]
fn lost_files_do_not_take_numbers_back() {
    let dir = tempfile::tempdir().unwrap();
    drop(FileInbox::open(dir.path(), 0).unwrap());
    let inbox = FileInbox::open(dir.path(), 1_000).unwrap();
    assert_eq!(inbox.append(&numbered(1_001, 1_002)).unwrap(), 1_002);
    assert_eq!(inbox.read(1_000, 9).unwrap(), numbered(1_001, 1_002));
    drop(inbox);
    assert_eq!(FileInbox::open(dir.path(), 1_000).unwrap().last().unwrap(), 1_002);
}

#[test]
fn a_torn_end_is_cut_and_nothing_before_it() {
    let tears = [
        Tear::Truncate { bytes: 1 },
        Tear::Truncate { bytes: 30 },
        Tear::Truncate { bytes: 38 },
        Tear::Zero { bytes: 20 },
        Tear::Flip { from_end: 1 },
        Tear::Flip { from_end: 39 },
    ];
    for tear in tears {
        let dir = tempfile::tempdir().unwrap();
        let inbox = FileInbox::open(dir.path(), 0).unwrap();
        inbox.append(&numbered(1, 5)).unwrap();
        drop(inbox);
        tear_inbox(dir.path(), tear).unwrap();
        let inbox = FileInbox::open(dir.path(), 0).unwrap();
        assert_eq!(inbox.recovered().last, 4, "{tear:?}");
        assert_eq!(inbox.read(0, 9).unwrap(), numbered(1, 4), "{tear:?}");
        assert_eq!(inbox.append(&numbered(5, 6)).unwrap(), 6);
        drop(inbox);
        let inbox = FileInbox::open(dir.path(), 0).unwrap();
        assert_eq!(inbox.recovered(), Recovered { last: 6, cut_bytes: 0 });
        assert_eq!(inbox.read(0, 9).unwrap(), numbered(1, 6));
    }
}

#[test]
fn a_torn_new_segment_leaves_the_one_before() {
    let dir = tempfile::tempdir().unwrap();
    let inbox = FileInbox::open_with(dir.path(), 0, 100).unwrap();
    inbox.append(&numbered(1, 5)).unwrap();
    drop(inbox);
    std::fs::write(dir.path().join("00000000000000000006.inbox"), b"ANLAS").unwrap();
    let inbox = FileInbox::open_with(dir.path(), 0, 100).unwrap();
    assert_eq!(inbox.recovered(), Recovered { last: 5, cut_bytes: 5 });
    inbox.append(&numbered(6, 6)).unwrap();
    assert_eq!(inbox.read(0, 9).unwrap(), numbered(1, 6));
}

/// A torn write can only be at the end: anything else is damage and must be told.
#[test]
fn damage_in_a_closed_segment_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let inbox = FileInbox::open_with(dir.path(), 0, 100).unwrap();
    inbox.append(&numbered(1, 5)).unwrap();
    drop(inbox);
    tear_inbox(dir.path(), Tear::Flip { from_end: 3 }).unwrap();
    let first = dir.path().join("00000000000000000001.inbox");
    let bytes = std::fs::read(&first).unwrap();
    std::fs::remove_file(&first).unwrap();
    let inbox = FileInbox::open_with(dir.path(), 5, 100).unwrap();
    inbox.append(&numbered(6, 6)).unwrap();
    drop(inbox);
    std::fs::write(&first, bytes).unwrap();
    let inbox = FileInbox::open_with(dir.path(), 5, 100).unwrap();
    assert!(matches!(inbox.read(0, 9), Err(Error::Damaged { .. })));
    assert_eq!(inbox.read(5, 9).unwrap(), numbered(6, 6));
}

/// A torn write has nothing behind it. Confirmed entries behind a bad one are not thrown away.
#[test]
fn damage_before_sound_entries_of_the_newest_segment_is_an_error() {
    // Each record has 39 bytes after a header of 20: in the length, the checksum, the number, the content.
    for place in [20 + 39 + 1, 20 + 39 + 5, 20 + 39 + 13, 20 + 39 + 38] {
        let dir = tempfile::tempdir().unwrap();
        let inbox = FileInbox::open(dir.path(), 0).unwrap();
        inbox.append(&numbered(1, 5)).unwrap();
        drop(inbox);
        let path = dir.path().join("00000000000000000001.inbox");
        let sound = std::fs::read(&path).unwrap();
        let mut bytes = sound.clone();
        bytes[place] ^= 0xff;
        std::fs::write(&path, &bytes).unwrap();
        let Err(error) = FileInbox::open(dir.path(), 0) else { panic!("damage at {place} went unseen") };
        assert!(matches!(&error, Error::DamagedInside { sound: 1, follows: 3, .. }), "{place}: {error}");
        assert!(error.hint().contains("restore the latest backup"));
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "the file is left as it was");
        std::fs::write(&path, sound).unwrap();
        assert_eq!(FileInbox::open(dir.path(), 0).unwrap().read(0, 9).unwrap(), numbered(1, 5));
    }
}

#[test]
fn a_newer_format_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    drop(FileInbox::open(dir.path(), 0).unwrap());
    let path = dir.path().join("00000000000000000001.inbox");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[8] = 9;
    std::fs::write(&path, bytes).unwrap();
    assert!(matches!(FileInbox::open(dir.path(), 0), Err(Error::NewerFormat { found: 9, known: 2 })));
}

#[test]
fn what_is_too_long_is_refused_whole() {
    let dir = tempfile::tempdir().unwrap();
    let inbox = FileInbox::open(dir.path(), 0).unwrap();
    let long = entry(&vec![0; (16 << 20) + 1]);
    assert!(matches!(inbox.append(&[entry(b"short"), long]), Err(Error::Invalid(_))));
    assert_eq!(inbox.append(&numbered(1, 1)).unwrap(), 1);
    assert_eq!(inbox.read(0, 9).unwrap(), numbered(1, 1));
}

#[test]
fn concurrent_appenders_keep_their_entries_together() {
    let dir = tempfile::tempdir().unwrap();
    let inbox = FileInbox::open_with(dir.path(), 0, 2_000).unwrap();
    std::thread::scope(|threads| {
        for thread in 0..8u8 {
            let inbox = &inbox;
            threads.spawn(move || {
                for round in 0..30u8 {
                    let last =
                        inbox.append(&[entry(&[thread, round, 0]), entry(&[thread, round, 1])]).unwrap();
                    let mine = inbox.read(last - 2, 2).unwrap();
                    assert_eq!(mine[1].sealed, [thread, round, 1]);
                    assert_eq!(mine[0].sealed, [thread, round, 0]);
                }
            });
        }
    });
    let all = inbox.read(0, 1_000).unwrap();
    assert_eq!(all.len(), 480);
    assert!(all.iter().zip(1..).all(|(entry, seq)| entry.seq == seq));
}
