//! Keys in a form that sled can handle. To find the page before a bound, sled 0.34 assumes that no key
//! continues after four bytes 0xFF (`possible_predecessor`); if one does, as keys that count backwards
//! do, a step back loops a million times and then panics. Therefore no stored key contains the byte
//! 0xFF: 0xFE and 0xFF become two bytes each, which preserves the order. May use: the port.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::rows::LedgerError;

/// The first of the two bytes that stand for 0xFE or 0xFF.
const ESCAPE: u8 = 0xFE;

/// A key with room for the bytes that escaping usually adds.
pub type SledKey = SmallVec<[u8; 32]>;

/// A key, or a bound of keys, as sled stores it. The order is that of the plain keys.
pub fn escaped(key: &[u8]) -> SledKey {
    let mut escaped = SledKey::with_capacity(key.len());
    for &byte in key {
        if byte < ESCAPE {
            escaped.push(byte);
        } else {
            escaped.extend_from_slice(&[ESCAPE, byte - ESCAPE]);
        }
    }
    escaped
}

/// The plain key. A key that [`escaped`] cannot have written is damage.
pub fn unescaped(key: &[u8]) -> Result<Cow<'_, [u8]>, LedgerError> {
    if key.iter().all(|byte| *byte < ESCAPE) {
        return Ok(Cow::Borrowed(key));
    }
    let mut plain = Vec::with_capacity(key.len());
    let mut bytes = key.iter();
    while let Some(&byte) = bytes.next() {
        plain.push(match byte {
            ESCAPE => match bytes.next() {
                Some(&which @ (0 | 1)) => ESCAPE + which,
                _ => return Err(broken()),
            },
            u8::MAX => return Err(broken()),
            byte => byte,
        });
    }
    Ok(Cow::Owned(plain))
}

fn broken() -> LedgerError {
    LedgerError::Store("a key cannot be read".into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Keys of few different bytes, most of them near 0xFF.
    fn key() -> impl Strategy<Value = Vec<u8>> {
        let byte = prop_oneof![Just(0u8), Just(1), Just(0xFD), Just(0xFE), Just(0xFF), any::<u8>()];
        proptest::collection::vec(byte, 0..12)
    }

    proptest! {
        #[test]
        fn keys_come_back_and_keep_their_order(a in key(), b in key()) {
            let (sled_a, sled_b) = (escaped(&a), escaped(&b));
            prop_assert!(!sled_a.contains(&u8::MAX));
            prop_assert_eq!(sled_a.cmp(&sled_b), a.cmp(&b));
            let plain = unescaped(&sled_a).unwrap();
            prop_assert_eq!(plain.as_ref(), a.as_slice());
        }

        #[test]
        fn what_no_key_becomes_is_damage(key in key()) {
            if let Ok(plain) = unescaped(&key) {
                let again = escaped(&plain);
                prop_assert_eq!(again.as_slice(), key.as_slice());
            }
        }
    }
}
