//! Messages as a server of version 15 wrote them, and as nobody wrote them.

use super::*;
use proptest::prelude::*;

fn bytes(digits: &str) -> Vec<u8> {
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("a byte"))
        .collect()
}

const RELATION: &str = "52000040007075626c696300437573746f6d6572006400030169640000000017ffffffff006e616d650000000019ffffffff\
                        0073636f726500000006a400080006";

#[test]
fn what_a_server_wrote_is_understood() {
    use Value::{Null, Text, Unchanged};
    let check = |recorded: &str, expected: Message<'_>| assert_eq!(read(&bytes(recorded)), Ok(expected));
    check(
        "4200000000015277b00003042e5c199ef8000002d6",
        Message::Begin { last: 0x15_277b0, at: 849_022_090_321_656 },
    );
    check("430000000000015277b000000000015277e00003042e5c199ef8", Message::Commit { end: 0x15_277e0 });
    let column = |name: &str, kind| Column { name: name.into(), kind };
    check(
        RELATION,
        Message::Relation(Relation {
            id: 16_384,
            schema: "public".into(),
            name: "Customer".into(),
            columns: vec![column("id", 23), column("name", 25), column("score", 1_700)],
        }),
    );
    let relation = 16_384;
    check(
        "49000040004e000374000000013174000000074dc3bc6c6c65727400000004312e3530",
        Message::Insert { relation, new: vec![Text("1"), Text("Müller"), Text("1.50")] },
    );
    check(
        "55000040004b00037400000001326e6e4e0003740000000232306e6e",
        Message::Update {
            relation,
            old: Some(Old::Key(vec![Text("2"), Null, Null])),
            new: vec![Text("20"), Null, Null],
        },
    );
    check(
        "55000040004e0003740000000133757400000004312e3030",
        Message::Update { relation, old: None, new: vec![Text("3"), Unchanged, Text("1.00")] },
    );
    check(
        "44000040004b00037400000001316e6e",
        Message::Delete { relation, old: Old::Key(vec![Text("1"), Null, Null]) },
    );
    check("54000000010000004000", Message::Truncate { relations: vec![relation] });
}

#[test]
fn a_message_that_was_cut_off_or_goes_on_is_damaged() {
    let whole = bytes(RELATION);
    for end in 0..whole.len() {
        assert_eq!(read(&whole[..end]), Err(Short));
    }
    assert_eq!(read(&[&*whole, b"x"].concat()), Err(Short));
}

proptest! {
    #[test]
    fn no_bytes_stop_the_reader(first in "[BCRIUDTOYM]", rest in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut bytes = first.into_bytes();
        bytes.extend(rest);
        let _message = read(&bytes);
    }

    #[test]
    fn a_row_comes_out_as_it_was_put_in(values in prop::collection::vec(prop::option::of("\\PC{0,12}"), 0..20)) {
        let mut bytes = vec![b'I', 0, 0, 0, 9, b'N'];
        bytes.extend(u16::try_from(values.len()).expect("few").to_be_bytes());
        for value in &values {
            match value {
                None => bytes.push(b'n'),
                Some(text) => {
                    bytes.push(b't');
                    bytes.extend(u32::try_from(text.len()).expect("short").to_be_bytes());
                    bytes.extend(text.as_bytes());
                }
            }
        }
        let expected: Vec<_> =
            values.iter().map(|value| value.as_deref().map_or(Value::Null, Value::Text)).collect();
        prop_assert_eq!(read(&bytes), Ok(Message::Insert { relation: 9, new: expected }));
        for end in 0..bytes.len() {
            prop_assert_eq!(read(&bytes[..end]), Err(Short));
        }
    }
}
