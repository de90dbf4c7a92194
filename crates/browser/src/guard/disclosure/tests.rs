use proptest::prelude::*;

use super::*;
use crate::guard::report::{SecretArea, SecretPart};

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn id(name: &str) -> FrameId {
    FrameId(name.to_owned())
}

fn field(x: f64, y: f64) -> SecretArea {
    SecretArea { area: Area { x, y, width: 100.0, height: 20.0 }, part: SecretPart::Field, anchored: false }
}

fn walk(secrets: Vec<SecretArea>) -> Walk {
    Walk {
        epoch: 1,
        scroll: (0.0, 0.0),
        scale: 1.0,
        moving: false,
        overflow: false,
        synced: true,
        armed: true,
        focus: None,
        secrets,
        frames: Vec::new(),
    }
}

fn open() -> PageKind {
    PageKind::Open { label: "申請".to_owned() }
}

fn capture(earliest: u64, arrived: u64) -> Capture {
    Capture {
        earliest: ms(earliest),
        arrived: ms(arrived),
        scroll: Some((0.0, 0.0)),
        scale: 1.0,
        size: (1280.0, 800.0),
    }
}

/// A page with one field, walked at 100 ms and again at 1010 ms, after the picture of 750 to 1000 ms.
fn settled(change: impl FnOnce(&mut Walk, &mut Walk, &mut Capture)) -> (Judge, Capture) {
    let mut judge = Judge::new(id("main"), Layers::default());
    judge.page(&id("main"), open());
    judge.armed(&id("main"), true);
    let (mut before, mut after, mut picture) =
        (walk(vec![field(50.0, 60.0)]), walk(vec![field(50.0, 60.0)]), capture(750, 1000));
    change(&mut before, &mut after, &mut picture);
    judge.walked(&id("main"), ms(100), ms(110), before);
    judge.walked(&id("main"), ms(1000), ms(1010), after);
    (judge, picture)
}

fn check(change: impl FnOnce(&mut Walk, &mut Walk, &mut Capture), expected: Result<(f64, f64), Blank>) {
    let (mut judge, picture) = settled(change);
    let got = match judge.verdict(&picture) {
        Verdict::Masked(disclosure) => Ok((disclosure.covers[0].x, disclosure.covers[0].y)),
        Verdict::Blank(reason) => Err(reason),
    };
    assert_eq!(got, expected);
}

#[test]
fn a_picture_between_two_equal_walks_is_shown_with_its_secret_covered_and_its_length_hidden() {
    let (mut judge, picture) = settled(|_, _, _| {});
    let Verdict::Masked(disclosure) = judge.verdict(&picture) else { panic!("blank") };
    assert_eq!(disclosure.covers, [Area { x: 42.0, y: 52.0, width: 116.0, height: 36.0 }]);
}

#[test]
fn the_picture_s_own_scroll_offset_moves_the_cover() {
    check(|_, _, picture| picture.scroll = Some((0.0, 40.0)), Ok((42.0, 12.0)));
    check(
        |_, after, picture| {
            after.scroll = (0.0, 30.0);
            after.secrets[0].area.y = 30.0;
            picture.scroll = Some((0.0, 30.0));
        },
        Ok((42.0, 22.0)),
    );
}

#[test]
fn whatever_is_not_known_is_blank() {
    check(|_, after, _| after.epoch = 2, Err(Blank::Settling));
    check(|_, after, _| after.secrets[0].area.x += 5.0, Err(Blank::Settling));
    check(|_, after, _| after.secrets.clear(), Err(Blank::Settling));
    check(|before, _, _| before.secrets.clear(), Err(Blank::Settling));
    check(|before, _, _| before.moving = true, Err(Blank::Moving));
    check(|_, after, _| after.moving = true, Err(Blank::Moving));
    check(|_, after, _| after.overflow = true, Err(Blank::TooLarge));
    check(|_, after, _| after.scale = 1.5, Err(Blank::Zoomed));
    check(|_, after, _| after.synced = false, Err(Blank::Late));
    check(|_, _, picture| picture.scale = 2.0, Err(Blank::Zoomed));
    check(|_, _, picture| picture.arrived = ms(1001), Err(Blank::Late));
    check(|_, _, picture| picture.arrived = ms(500), Err(Blank::Late));
    check(|_, _, picture| picture.earliest = ms(109), Err(Blank::Settling));
}

#[test]
fn a_field_that_stays_while_the_page_scrolls_is_covered_only_when_all_scrolled_alike() {
    let pin = |before: &mut Walk, after: &mut Walk| {
        before.secrets[0].anchored = true;
        after.secrets[0].anchored = true;
    };
    check(|before, after, _| pin(before, after), Ok((42.0, 52.0)));
    check(
        |before, after, picture| {
            pin(before, after);
            picture.scroll = Some((0.0, 9.0));
        },
        Err(Blank::Moving),
    );
    check(
        |before, after, _| {
            pin(before, after);
            before.scroll = (0.0, 9.0);
        },
        Err(Blank::Moving),
    );
}

#[test]
fn an_unknown_or_secret_page_is_blank_and_so_is_one_without_a_guard() {
    let (mut judge, picture) = settled(|_, _, _| {});
    judge.page(&id("main"), PageKind::Unknown);
    assert_eq!(judge.verdict(&picture), Verdict::Blank(Blank::UnknownPage));
    judge.page(&id("main"), PageKind::Secret { label: "暗証番号".to_owned() });
    assert_eq!(judge.verdict(&picture), Verdict::Blank(Blank::SecretPage));
    judge.page(&id("main"), open());
    judge.unwatched(&id("main"), 1);
    assert_eq!(judge.verdict(&picture), Verdict::Blank(Blank::Unwatched));
    judge.unwatched(&id("main"), 0);
    judge.expect(id("frame"), Some(id("main")));
    assert_eq!(judge.verdict(&picture), Verdict::Blank(Blank::Unguarded));
    judge.gone(&id("frame"), ms(1000));
    assert!(matches!(judge.verdict(&picture), Verdict::Masked(_)));
    judge.lost(&id("main"), ms(1000));
    assert_eq!(judge.verdict(&picture), Verdict::Blank(Blank::Unguarded));
}

/// A page with an embedded frame whose hole is at (200, 300), 150 by 50.
fn with_frame(kind: PageKind, hole: Option<Area>, inner: Walk) -> Verdict {
    let (mut judge, picture) = settled(|before, after, _| {
        for it in [before, after] {
            it.secrets.clear();
            it.frames.extend(hole.map(|hole| (id("frame"), hole)));
        }
    });
    judge.expect(id("frame"), Some(id("main")));
    judge.page(&id("frame"), kind);
    judge.armed(&id("frame"), true);
    judge.walked(&id("frame"), ms(100), ms(110), inner.clone());
    judge.walked(&id("frame"), ms(1000), ms(1010), inner);
    judge.verdict(&picture)
}

#[test]
fn a_secret_in_an_embedded_frame_is_covered_where_the_frame_stands() {
    let hole = Area { x: 200.0, y: 300.0, width: 150.0, height: 50.0 };
    let Verdict::Masked(shown) = with_frame(open(), Some(hole), walk(vec![field(10.0, 40.0)])) else { panic!("blank") };
    assert_eq!(shown.covers, [Area { x: 202.0, y: 332.0, width: 116.0, height: 26.0 }]);
    let mut unsynced = walk(vec![field(10.0, 40.0)]);
    unsynced.synced = false;
    assert_eq!(with_frame(open(), Some(hole), unsynced), Verdict::Blank(Blank::ForeignFrame));
    assert_eq!(with_frame(open(), None, walk(vec![field(10.0, 40.0)])), Verdict::Blank(Blank::ForeignFrame));
}

#[test]
fn a_frame_nobody_described_is_covered_whole() {
    let hole = Area { x: 200.0, y: 300.0, width: 150.0, height: 50.0 };
    let Verdict::Masked(shown) = with_frame(PageKind::Unknown, Some(hole), walk(Vec::new())) else { panic!("blank") };
    assert_eq!(shown.covers, [Area { x: 192.0, y: 292.0, width: 166.0, height: 66.0 }]);
}

#[test]
fn a_hold_ends_only_with_a_picture_verified_after_the_focus_went() {
    let (mut judge, picture) = settled(|_, _, _| {});
    judge.focused(&id("main"), SecretKind::Password);
    assert_eq!(judge.verdict(&picture), Verdict::Blank(Blank::Hold));
    judge.blurred(&id("main"), ms(1020));
    assert_eq!(judge.verdict(&picture), Verdict::Blank(Blank::Hold));
    assert_eq!(judge.hold(), Hold::Clearing { since: ms(1020) }, "an older picture ends nothing");
    let later = capture(1100, 1350);
    judge.walked(&id("main"), ms(1360), ms(1370), walk(vec![field(50.0, 60.0)]));
    assert_eq!(judge.verdict(&later), Verdict::Blank(Blank::Hold));
    assert_eq!(judge.hold(), Hold::Free);
    assert!(matches!(judge.verdict(&later), Verdict::Masked(_)));
}

#[test]
fn focus_in_one_frame_is_not_ended_by_another_s_blur() {
    let (mut judge, _) = settled(|_, _, _| {});
    judge.expect(id("frame"), Some(id("main")));
    judge.focused(&id("frame"), SecretKind::Digits);
    judge.blurred(&id("main"), ms(2000));
    assert_eq!(judge.hold(), Hold::Held(SecretKind::Digits));
    judge.gone(&id("frame"), ms(2001));
    assert_eq!(judge.hold(), Hold::Clearing { since: ms(2001) });
}

#[derive(Debug, Clone)]
enum Step {
    Walk { frame: usize, took: u64, x: f64, epoch: u64, focus: bool, moving: bool },
    Lose(usize),
    Arm(usize),
    Unwatch(usize, u32),
    Page(usize, u8),
    Gone,
    Come,
    Wait(u64),
    Picture { age: u64 },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0usize..2, 0u64..500, 0u8..2, 0u64..2, prop::bool::weighted(0.05), prop::bool::weighted(0.1)).prop_map(
            |(frame, took, x, epoch, focus, moving)| Step::Walk { frame, took, x: f64::from(x) * 30.0, epoch, focus, moving }
        ),
        1 => (0usize..2).prop_map(Step::Lose),
        3 => (0usize..2).prop_map(Step::Arm),
        1 => (0usize..2, 0u32..2).prop_map(|(frame, parts)| Step::Unwatch(frame, parts)),
        2 => (0usize..2, 0u8..4).prop_map(|(frame, kind)| Step::Page(frame, kind)),
        1 => Just(Step::Gone),
        1 => Just(Step::Come),
        4 => (0u64..400).prop_map(Step::Wait),
        4 => (0u64..300).prop_map(|age| Step::Picture { age }),
    ]
}

const FRAMES: [&str; 2] = ["main", "frame"];

fn hole() -> Area {
    Area { x: 200.0, y: 300.0, width: 600.0, height: 300.0 }
}

/// Plays the steps and looks at every picture that may be shown: whatever a walk said around its moment is covered.
fn play(steps: Vec<Step>) -> Result<u32, TestCaseError> {
    let mut judge = Judge::new(id("main"), Layers::default());
    let (mut now, mut shown) = (ms(1000), 0);
    let mut walks: Vec<(usize, Duration, Duration, Area)> = Vec::new();
    for step in steps {
        match step {
            Step::Walk { frame, took, x, epoch, focus, moving } => {
                let mut it = walk(vec![field(10.0 + x, 40.0)]);
                it.epoch = epoch;
                it.moving = moving;
                it.focus = focus.then_some(SecretKind::Password);
                it.frames = if frame == 0 { vec![(id("frame"), hole())] } else { Vec::new() };
                walks.push((frame, now, now + ms(took), it.secrets[0].area));
                now += ms(took);
                judge.walked(&id(FRAMES[frame]), now - ms(took), now, it);
            }
            Step::Lose(frame) => judge.lost(&id(FRAMES[frame]), now),
            Step::Arm(frame) => judge.armed(&id(FRAMES[frame]), true),
            Step::Unwatch(frame, parts) => judge.unwatched(&id(FRAMES[frame]), parts),
            Step::Page(frame, kind) => judge.page(
                &id(FRAMES[frame]),
                match kind {
                    0 => PageKind::Unknown,
                    1 => PageKind::Secret { label: String::new() },
                    _ => open(),
                },
            ),
            Step::Gone => judge.gone(&id("frame"), now),
            Step::Come => judge.expect(id("frame"), Some(id("main"))),
            Step::Wait(time) => now += ms(time),
            Step::Picture { age } => {
                let picture = Capture { earliest: now.saturating_sub(ms(age)), arrived: now, ..capture(0, 0) };
                now += ms(1);
                for (frame, name) in FRAMES.iter().enumerate() {
                    let last = walks.iter().rev().find(|it| it.0 == frame).map_or(field(10.0, 40.0).area, |it| it.3);
                    let mut it = walk(vec![SecretArea { area: last, ..field(0.0, 0.0) }]);
                    it.frames = if frame == 0 { vec![(id("frame"), hole())] } else { Vec::new() };
                    judge.walked(&id(name), picture.arrived, now, it);
                }
                shown += shown_rightly(&mut judge, &picture, &walks)?;
            }
        }
    }
    Ok(shown)
}

fn shown_rightly(
    judge: &mut Judge,
    picture: &Capture,
    walks: &[(usize, Duration, Duration, Area)],
) -> Result<u32, TestCaseError> {
    let free = judge.hold() == Hold::Free;
    let Verdict::Masked(disclosure) = judge.verdict(picture) else { return Ok(0) };
    prop_assert!(free, "shown during a hold");
    prop_assert!(judge.healthy(), "shown without a guard");
    let open_page = matches!(judge.root_page(), PageKind::Open { .. });
    prop_assert!(open_page, "shown although nobody described the page");
    for (frame, _, done, area) in walks.iter().filter(|it| it.2 > picture.earliest && it.1 <= picture.arrived) {
        if *frame == 1 && !judge.documents.contains_key(&id("frame")) {
            continue;
        }
        let at = if *frame == 1 { area.moved(hole().x, hole().y) } else { *area };
        let covered = disclosure.covers().iter().any(|it| it.x <= at.x && it.x + it.width >= at.x + at.width);
        // Walks of a document that is no more (its frame was lost since) say nothing of this picture.
        let known = judge.documents[&id(FRAMES[*frame])].walks.iter().any(|it| it.done == *done);
        prop_assert!(covered || !known, "a secret walked at {done:?} is not covered");
    }
    Ok(1)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn whatever_happens_in_whatever_order_nothing_secret_is_shown(steps in prop::collection::vec(step(), 1..60)) {
        play(steps)?;
    }

    #[test]
    fn a_picture_without_a_walk_after_it_is_never_shown(age in 0u64..400, late in 1u64..2000) {
        let (mut judge, _) = settled(|_, _, _| {});
        let picture = capture((1010 + late).saturating_sub(age), 1010 + late);
        prop_assert_eq!(judge.verdict(&picture), Verdict::Blank(Blank::Late));
    }

    #[test]
    fn a_walk_that_came_late_is_no_truth(late in 401u64..5000) {
        let mut judge = Judge::new(id("main"), Layers::default());
        judge.page(&id("main"), open());
        judge.armed(&id("main"), true);
        judge.walked(&id("main"), ms(100), ms(110), walk(Vec::new()));
        judge.walked(&id("main"), ms(1000), ms(1000 + late), walk(Vec::new()));
        prop_assert_eq!(judge.verdict(&capture(750, 1000)), Verdict::Blank(Blank::Late));
    }
}

#[test]
fn the_properties_see_pictures_that_are_shown() {
    let steady = |frame| Step::Walk { frame, took: 5, x: 0.0, epoch: 1, focus: false, moving: false };
    let mut steps = vec![Step::Page(0, 3), Step::Arm(0)];
    steps.extend([steady(0), Step::Wait(300), Step::Picture { age: 250 }]);
    assert_eq!(play(steps).unwrap(), 1);
}
