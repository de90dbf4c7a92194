//! The arithmetic of check digits.
//!
//! Owns the check digit of the individual number and the Luhn check of payment cards. Knows no text.

/// Digits of an individual number.
pub(super) const INDIVIDUAL_NUMBER_LEN: usize = 12;

/// The twelfth digit that belongs to the first eleven; None for anything but eleven digits 0..=9.
///
/// Weights from the right over the eleven: n+1 for n ≤ 6, n−5 for n ≥ 7; r = Σ mod 11; 0 if r ≤ 1, else
/// 11−r. Source: 番号法施行令 (Ministry of Internal Affairs order 85 of 2014), article 5.
#[must_use]
pub fn individual_number_check_digit(first_eleven: &[u8]) -> Option<u8> {
    if first_eleven.len() != INDIVIDUAL_NUMBER_LEN - 1 || first_eleven.iter().any(|digit| *digit > 9) {
        return None;
    }
    let weighted = first_eleven.iter().rev().zip(1u8..).map(|(digit, n)| {
        let weight = if n <= 6 { n + 1 } else { n - 5 };
        u32::from(digit * weight)
    });
    match weighted.sum::<u32>() % 11 {
        0 | 1 => Some(0),
        rest => u8::try_from(11 - rest).ok(),
    }
}

/// Whether twelve digits carry the right check digit; one in ten random strings does.
#[must_use]
pub fn is_individual_number(digits: &[u8]) -> bool {
    match digits.split_last() {
        Some((check, first_eleven)) => individual_number_check_digit(first_eleven) == Some(*check),
        None => false,
    }
}

/// Whether the digits are those of a payment card: a range that is issued and the Luhn check of
/// ISO/IEC 7812-1 annex B.
pub(super) fn is_card_number(digits: &[u8]) -> bool {
    let issued = match (digits.len(), digits) {
        (14, [3, 0 | 6 | 8 | 9, ..]) | (15, [3, 4 | 7, ..]) | (16, [2..=6, ..]) => true,
        (_, _) => false,
    };
    issued && luhn(digits)
}

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits.iter().rev().enumerate().map(|(place, digit)| luhn_part(place, *digit)).sum();
    sum.is_multiple_of(10)
}

fn luhn_part(place: usize, digit: u8) -> u32 {
    let doubled = u32::from(digit) * 2;
    match (place % 2, doubled) {
        (0, _) => u32::from(digit),
        (_, 10..) => doubled - 9,
        (_, _) => doubled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<u8> {
        text.bytes().map(|b| b - b'0').collect()
    }

    #[test]
    fn the_known_vectors_are_valid_and_every_single_misheard_digit_of_weight_breaks_them() {
        for vector in ["983205673214", "123456789018"] {
            assert!(is_individual_number(&digits(vector)), "{vector}");
            for place in 0..12 {
                let mut misheard = digits(vector);
                misheard[place] = (misheard[place] + 1) % 10;
                assert!(!is_individual_number(&misheard), "{vector} at {place}");
            }
        }
        assert!(!is_individual_number(&[]));
        assert!(!is_individual_number(&digits("12345678901")));
    }

    #[test]
    fn a_remainder_of_nought_or_one_gives_the_check_digit_nought() {
        assert_eq!(individual_number_check_digit(&digits("00000000000")), Some(0));
        // The last of the eleven has weight 2; six of it make 12, and 12 mod 11 is 1.
        assert_eq!(individual_number_check_digit(&digits("00000000006")), Some(0));
        assert_eq!(individual_number_check_digit(&digits("00000000001")), Some(9));
        assert_eq!(individual_number_check_digit(&[10; 11]), None);
    }

    #[test]
    fn test_cards_of_the_networks_pass_and_a_changed_one_fails() {
        for card in ["4111111111111111", "5555555555554444", "3530111333300000", "378282246310005", "30569309025904"] {
            assert!(is_card_number(&digits(card)), "{card}");
        }
        assert!(!is_card_number(&digits("4111111111111112")));
        assert!(!is_card_number(&digits("1111111111111117")));
    }
}
