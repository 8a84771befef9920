//! What is sealed opens at its place with its key, and nowhere else.

use super::*;
use anlass_store::memory::MemoryStore;
use anlass_store::seal::{Associated, Keyring, MasterKey, OVERHEAD_BYTES, Purpose, VaultKey};
use anlass_store::{Error, Store};
use std::os::unix::fs::PermissionsExt;

const PLACE: Associated =
    Associated { vault: VaultId(1), purpose: Purpose::Entity(EntityKind::Customer), id: 77, seq: 5 };

fn ring() -> Keyring {
    let mut ring = Keyring::new(&MasterKey::from_bytes([1; 32]), 42);
    ring.create(VaultId(1), &[2; 32]);
    ring.create(VaultId(2), &[3; 32]);
    ring
}

fn key(vault: u32) -> VaultKey {
    ring().vault(VaultId(vault)).unwrap().clone()
}

fn commit_documents(store: &dyn Store, documents: Vec<anlass_store::Document>) {
    store.commit(&Commit { documents, ..Commit::default() }).unwrap();
}

#[test]
fn keys_are_shared_between_threads() {
    fn shared<T: Send + Sync + Clone>() {}
    shared::<VaultKey>();
    shared::<Keyring>();
}

#[test]
fn what_is_sealed_opens_again() {
    for length in [0, 1, 300, 70_000] {
        let plain = vec![0x5a; length];
        let sealed = key(1).seal(&PLACE, &plain);
        assert_eq!(sealed.len(), length + OVERHEAD_BYTES);
        assert_eq!(key(1).open(&PLACE, &sealed).unwrap(), plain);
        assert_eq!(key(1).seal(&PLACE, &plain), sealed, "sealing must repeat");
        assert!(length < 300 || !sealed.windows(8).any(|window| window == [0x5a; 8]));
    }
}

#[test]
fn another_place_or_key_opens_nothing() {
    let sealed = key(1).seal(&PLACE, b"Anna");
    let places = [
        Associated { vault: VaultId(2), ..PLACE },
        Associated { purpose: Purpose::Entity(EntityKind::Identifier), ..PLACE },
        Associated { purpose: Purpose::Block, ..PLACE },
        Associated { id: 78, ..PLACE },
        Associated { seq: 6, ..PLACE },
    ];
    for place in places {
        assert!(matches!(key(1).open(&place, &sealed), Err(Error::Sealed)), "{place:?}");
    }
    assert!(matches!(key(2).open(&PLACE, &sealed), Err(Error::Sealed)));
}

#[test]
fn any_changed_byte_opens_nothing() {
    let sealed = key(1).seal(&PLACE, b"Anna");
    for place in 1..sealed.len() {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        assert!(matches!(key(1).open(&PLACE, &changed), Err(Error::Sealed)));
    }
    for length in 0..sealed.len() {
        assert!(matches!(key(1).open(&PLACE, &sealed[..length]), Err(Error::Sealed)));
    }
    let newer = [&[2u8], &sealed[1..]].concat();
    assert!(matches!(key(1).open(&PLACE, &newer), Err(Error::NewerFormat { found: 2, known: 1 })));
}

/// Stored data must stay readable: the format is fixed.
#[test]
fn sealing_is_fixed_by_a_golden_vector() {
    let hex: String = key(1).seal(&PLACE, b"Anna").iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "019ae385e0c861acf49d212b6d9a7e817920e443c53011084c19a329696cc42f1f");
}

#[test]
fn vault_keys_live_in_the_store_and_die_with_their_document() {
    let store = MemoryStore::new(PARTS, 42);
    let master = MasterKey::from_bytes([1; 32]);
    let mut ring = Keyring::open(&store, &master).unwrap();
    let documents =
        vec![ring.ensure(VaultId(1)).unwrap().unwrap(), ring.ensure(VaultId(2)).unwrap().unwrap()];
    assert_eq!(ring.ensure(VaultId(1)).unwrap(), None);
    commit_documents(&store, documents);
    let sealed = ring.vault(VaultId(1)).unwrap().seal(&PLACE, b"Anna");

    let mut again = Keyring::open(&store, &master).unwrap();
    assert_eq!(again.vault(VaultId(1)).unwrap().open(&PLACE, &sealed).unwrap(), b"Anna");
    assert!(matches!(Keyring::open(&store, &MasterKey::from_bytes([9; 32])), Err(Error::Sealed)));

    commit_documents(&store, vec![again.shred(VaultId(1))]);
    assert!(again.vault(VaultId(1)).is_none());
    let shredded = Keyring::open(&store, &master).unwrap();
    assert!(shredded.vault(VaultId(1)).is_none());
    assert!(shredded.vault(VaultId(2)).is_some());
}

#[test]
fn a_wrapped_key_is_of_no_use_elsewhere() {
    let master = MasterKey::from_bytes([1; 32]);
    let document = Keyring::new(&master, 42).create(VaultId(1), &[2; 32]);
    let other_store = MemoryStore::new(PARTS, 43);
    commit_documents(&other_store, vec![document.clone()]);
    assert!(matches!(Keyring::open(&other_store, &master), Err(Error::Sealed)));
    let other_vault = MemoryStore::new(PARTS, 42);
    commit_documents(&other_vault, vec![anlass_store::Document { name: "2".to_owned(), ..document }]);
    assert!(matches!(Keyring::open(&other_vault, &master), Err(Error::Sealed)));
}

#[test]
fn identifier_keys_are_per_vault_and_last() {
    assert_eq!(key(1).identifier_key().0, key(1).identifier_key().0);
    assert_ne!(key(1).identifier_key().0, key(2).identifier_key().0);
}

#[test]
fn the_master_key_is_made_once_and_kept_private() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("master.key");
    let made = MasterKey::load_or_create(&path).unwrap();
    let loaded = MasterKey::load_or_create(&path).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let body = |key: &MasterKey| Keyring::new(key, 1).create(VaultId(1), &[0; 32]).body;
    assert_eq!(body(&made), body(&loaded));
    assert_eq!(format!("{made:?}"), "MasterKey(…)");

    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(MasterKey::load_or_create(&path), Err(Error::MasterKey { .. })));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&path, "short").unwrap();
    assert!(matches!(MasterKey::load_or_create(&path), Err(Error::MasterKey { .. })));
    assert!(MasterKey::load(&dir.path().join("absent")).is_err());
}
