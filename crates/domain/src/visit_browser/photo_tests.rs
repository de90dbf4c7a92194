//! The photo, case by case: who hands it over, and when it is erased.

use super::tests::{Place, START, Way, asked, changes, receipt};
use super::*;
use crate::control_token::{InputClaim, InputRefusal, Side};
use crate::erasure_receipt::TraceKind;

#[test]
fn a_photo_is_handed_over_by_the_holder_once_and_erased_when_the_site_has_it() {
    let mut place = Place::live();
    let photo = PhotoId(1);
    let by = |holder, place: &Place| InputClaim { holder, epoch: place.epoch() };
    place.does(BrowserEvent::Photo(PhotoEvent::Taken(photo)));
    let by_operator = by(Side::Operator, &place);
    let refused = place.does(BrowserEvent::Photo(PhotoEvent::HandOver { photo, by: by_operator }));
    assert_eq!(refused, [BrowserEffect::Refused(BrowserRefusal::Input(InputRefusal::NotHolder))]);
    let by_resident = by(Side::Resident, &place);
    let given = place.does(BrowserEvent::Photo(PhotoEvent::HandOver { photo, by: by_resident }));
    assert_eq!(given.first(), Some(&BrowserEffect::GivePhoto { photo }));
    let again = place.does(BrowserEvent::Photo(PhotoEvent::HandOver { photo, by: by_resident }));
    assert_eq!(again, [BrowserEffect::Refused(BrowserRefusal::Photo(PhotoRefusal::AlreadyHandedOver))]);
    assert!(place.host(HostEvent::Submitted).contains(&BrowserEffect::ErasePhoto { photo }));
    assert_eq!(place.host(HostEvent::Submitted), [], "the site says it twice");
    place.now = place.now.plus_ms(40);
    let erased = place.does(BrowserEvent::Photo(PhotoEvent::Erased(photo)));
    assert_eq!(changes(&erased), [BrowserChange::PhotoErased(photo)]);
    place.now = place.now.plus_ms(9_000);
    place.does(BrowserEvent::End(Side::Resident));
    let erasing = place.host(HostEvent::Closed);
    assert!(!asked(&erasing).contains(&TraceKind::Photo), "it is gone already");
    let account = receipt(&place.erase_all(&erasing)).expect("a receipt");
    assert_eq!(account.erased.get(&TraceKind::Photo), Some(&START.plus_ms(40)));
}

#[test]
fn a_photo_is_erased_when_replaced_dropped_or_too_old() {
    let ways: [(&str, Way); 3] = [
        ("replaced", |place| place.does(BrowserEvent::Photo(PhotoEvent::Taken(PhotoId(2))))),
        ("dropped", |place| place.does(BrowserEvent::Photo(PhotoEvent::Dropped(PhotoId(1))))),
        ("too old", |place| place.waits(PHOTO_MS_MAX)),
    ];
    for (why, way) in ways {
        let mut place = Place::live();
        place.does(BrowserEvent::Photo(PhotoEvent::Taken(PhotoId(1))));
        assert!(way(&mut place).contains(&BrowserEffect::ErasePhoto { photo: PhotoId(1) }), "{why}");
        let by = InputClaim { holder: Side::Resident, epoch: place.epoch() };
        let late = place.does(BrowserEvent::Photo(PhotoEvent::HandOver { photo: PhotoId(1), by }));
        assert_eq!(late, [BrowserEffect::Refused(BrowserRefusal::Photo(PhotoRefusal::NoSuchPhoto))], "{why}");
    }
}

#[test]
fn each_photo_that_does_not_fit_is_refused_for_its_reason() {
    let mut place = Place::live();
    place.does(BrowserEvent::Photo(PhotoEvent::Taken(PhotoId(5))));
    let cases = [
        (PhotoEvent::Taken(PhotoId(5)), PhotoRefusal::Replayed),
        (PhotoEvent::Taken(PhotoId(4)), PhotoRefusal::Replayed),
        (PhotoEvent::Dropped(PhotoId(4)), PhotoRefusal::NoSuchPhoto),
        (PhotoEvent::Erased(PhotoId(5)), PhotoRefusal::NoSuchPhoto),
    ];
    for (event, reason) in cases {
        let expected = [BrowserEffect::Refused(BrowserRefusal::Photo(reason))];
        assert_eq!(place.does(BrowserEvent::Photo(event)), expected, "{event:?}");
    }
    for n in 1..PHOTOS_MAX {
        place.does(BrowserEvent::Photo(PhotoEvent::Taken(PhotoId(5 + n))));
    }
    let expected = [BrowserEffect::Refused(BrowserRefusal::Photo(PhotoRefusal::TooMany))];
    assert_eq!(place.does(BrowserEvent::Photo(PhotoEvent::Taken(PhotoId(99)))), expected);
}
