//! How questions take turns.

// The tidy tests skip everything after this line.
#[cfg(test)]
use super::*;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

#[derive(Debug)]
struct Ended;

impl From<LedgerError> for Ended {
    fn from(_: LedgerError) -> Ended {
        Ended
    }
}

/// Works until told to stop, looking around as a question does.
fn work(turn: &Turn, stop: &AtomicBool) -> Result<(), Ended> {
    while !stop.load(Ordering::SeqCst) {
        turn.look_around()?;
        let long = turn.turns.state().users.get(turn.user).map_or(0, |user| user.long);
        assert!(long <= LONG_OF_ONE, "{long} long questions are under way");
    }
    Ok(())
}

/// Works until it counts as long.
fn long(turn: &Turn) -> Result<(), Ended> {
    while turn.run().slot.is_none() {
        turn.look_around()?;
    }
    Ok(())
}

fn always() -> bool {
    true
}

#[test]
fn a_short_question_is_answered_while_one_user_asks_many_long_ones() {
    let turns = Arc::new(Turns::of(2));
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                turns.take(("eva", "report"), &always, |_: &Ended| true, |turn| work(turn, &stop))
            });
        }
        while turns.state().users.get("eva").is_none_or(|eva| eva.long < LONG_OF_ONE) {
            std::thread::yield_now();
        }
        for _ in 0..100 {
            let answer = turns.take(("ben", "glance"), &always, |_: &Ended| true, |_| Ok(7));
            assert_eq!(
                answer.map(|(answer, slot)| (answer, slot.is_some())).ok(),
                Some((7, false))
            );
        }
        stop.store(true, Ordering::SeqCst);
    });
    let state = turns.state();
    assert_eq!((state.running, state.running_long, state.waiting.len()), (0, 0, 0));
    assert!(state.users.values().all(|user| user.long == 0));
}

#[test]
fn a_question_of_a_kind_that_took_long_waits_for_the_place_of_a_long_one() {
    let turns = Arc::new(Turns::of(2));
    let ask = |kind, ask: fn(&Turn) -> Result<(), Ended>| {
        turns.take(("eva", kind), &always, |_: &Ended| true, ask).unwrap().1
    };
    assert!(ask("report", long).is_some());
    let one = turns.begin(("eva", "report"), &always, false).unwrap();
    assert!(ask("glance", |_| Ok(())).is_none(), "another kind is answered beside it");
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| ask("report", |_| Ok(())).is_none());
        while turns.state().waiting.is_empty() && !waits.is_finished() {
            std::thread::yield_now();
        }
        assert!(!waits.is_finished());
        drop(one);
        assert!(waits.join().unwrap());
    });
    assert!(turns.state().long_kinds.is_empty(), "the last one took no time");
}

#[test]
fn one_long_question_of_a_user_ends_before_the_next_goes_on() {
    let turns = Arc::new(Turns::of(2));
    let took_turns: Mutex<Vec<usize>> = Mutex::default();
    let work = |me: usize, turn: &Turn| -> Result<(), Ended> {
        while turn.run().ran < 8 * LONG {
            turn.look_around()?;
            if turn.run().slot.is_none() {
                continue;
            }
            let mut all = took_turns.lock().unwrap();
            if all.last() != Some(&me) {
                all.push(me);
            }
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        for me in 0..2 {
            let (turns, work) = (&turns, &work);
            scope.spawn(move || {
                let ask = |turn: &Turn| work(me, turn);
                turns.take(("eva", "report"), &always, |_: &Ended| true, ask).map(drop)
            });
        }
    });
    // They run beside each other until they are found to be long. From then on only the one
    // with the place of a long question works, and it keeps that place to its end.
    let turns_taken = took_turns.into_inner().unwrap();
    assert_eq!(turns_taken.len(), 2, "{turns_taken:?}");
    assert_ne!(turns_taken[0], turns_taken[1]);
}

#[test]
fn a_question_works_in_one_thread_while_others_are_there() {
    let turns = Arc::new(Turns::of(2));
    let may_share = || {
        let shares = |turn: &Turn| Ok::<bool, Ended>(turn.may_share);
        turns.take(("eva", "report"), &always, |_: &Ended| true, shares).ok().map(|(may, _)| may)
    };
    let only = turns.join();
    assert_eq!(may_share(), Some(true));
    let other = turns.join();
    assert_eq!(may_share(), Some(false));
    drop(only);
    assert_eq!(may_share(), Some(true));
    drop(other);
    assert_eq!(turns.state().parties, 0);
}

#[test]
fn long_answers_that_are_not_sent_keep_the_next_ones_of_that_user_waiting() {
    let turns = Arc::new(Turns::of(2));
    let take = |user: &'static str| turns.take((user, "report"), &always, |_: &Ended| true, long);
    let mut unsent: Vec<Slot> = (0..LONG_OF_ONE).filter_map(|_| take("eva").ok()?.1).collect();
    assert_eq!(unsent.len(), LONG_OF_ONE);
    let gone = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| take("eva").is_ok());
        let leaves = scope.spawn(|| {
            let still_there = || !gone.load(Ordering::SeqCst);
            turns.take(("eva", "report"), &still_there, |_: &Ended| true, long).is_err()
        });
        assert!(take("ben").is_ok());
        while turns.state().waiting.len() < 2 {
            std::thread::yield_now();
        }
        gone.store(true, Ordering::SeqCst);
        assert!(leaves.join().unwrap(), "whoever is gone is not answered");
        unsent.pop();
        assert!(waits.join().unwrap());
    });
    drop(unsent);
    assert!(turns.state().users.values().all(|user| user.long == 0));
    assert_eq!(turns.state().running, 0);
}

/// Works for some time, however often it makes way.
fn some_time(turn: &Turn) -> Result<(), Ended> {
    while turn.run().ran < 4 * LONG {
        turn.look_around()?;
    }
    Ok(())
}

#[test]
fn few_long_questions_have_begun_at_a_time_and_all_are_answered() {
    let turns = Arc::new(Turns::of(2));
    let (begun, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let ask = |user: &str, turn: &Turn| {
        if user != "first" {
            most.fetch_max(begun.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        }
        let asked = some_time(turn);
        begun.fetch_sub(usize::from(user != "first"), Ordering::SeqCst);
        asked
    };
    let take = |user: &str| {
        turns.take((user, "report"), &always, |_: &Ended| true, |turn| ask(user, turn)).is_ok()
    };
    // From then on it is known that this kind takes long.
    assert!(take("first"));
    let users: Vec<String> = (0..12).map(|user| format!("user {user}")).collect();
    std::thread::scope(|scope| {
        let asked: Vec<_> = users.iter().map(|user| scope.spawn(|| take(user))).collect();
        assert!(asked.into_iter().all(|asked| asked.join().unwrap()));
    });
    let most = most.into_inner();
    assert!(most <= turns.most_begun, "{most} held what they had read");
    assert_eq!(turns.state().begun_long, 0);
}

#[test]
fn whoever_hangs_up_in_a_long_question_leaves_its_place_to_the_next() {
    let turns = Arc::new(Turns::of(2));
    assert!(turns.take(("first", "report"), &always, |_: &Ended| true, long).is_ok());
    let [stop, gone, never, waits] = [false, false, false, true].map(AtomicBool::new);
    let take = |user: &str, still_there: &StillThere, stop: &AtomicBool| {
        let ask = |turn: &Turn| work(turn, stop);
        turns.take((user, "report"), still_there, |_: &Ended| true, ask).is_ok()
    };
    let take_last = || {
        let ask = |turn: &Turn| {
            waits.store(false, Ordering::SeqCst);
            some_time(turn)
        };
        turns.take(("cyd", "report"), &always, |_: &Ended| true, ask).is_ok()
    };
    let is_waiting = |user: &str| turns.state().waiting.iter().any(|it| it.wants.user == user);
    std::thread::scope(|scope| {
        let eva = scope.spawn(|| take("eva", &always, &stop));
        let ben = scope.spawn(|| take("ben", &|| !gone.load(Ordering::SeqCst), &never));
        while turns.state().begun_long < turns.most_begun {
            std::thread::yield_now();
        }
        let cyd = scope.spawn(take_last);
        while !is_waiting("cyd") {
            std::thread::yield_now();
        }
        assert!(waits.load(Ordering::SeqCst), "both places are taken");
        gone.store(true, Ordering::SeqCst);
        assert!(!ben.join().unwrap());
        assert!(cyd.join().unwrap());
        stop.store(true, Ordering::SeqCst);
        assert!(eva.join().unwrap());
    });
    let state = turns.state();
    assert_eq!((state.running, state.running_long, state.begun_long), (0, 0, 0));
}

#[test]
fn a_question_that_turns_out_long_begins_again_where_it_makes_way_for_others() {
    let turns = Arc::new(Turns::of(2));
    let where_it_worked = |_: &[Participant]| {
        let ways: Mutex<Vec<bool>> = Mutex::default();
        let ask = |turn: &Turn| {
            ways.lock().unwrap().push(threads::makes_way());
            some_time(turn)
        };
        turns.state().long_kinds.clear();
        assert!(turns.take(("eva", "report"), &always, |_: &Ended| true, ask).is_ok());
        ways.into_inner().unwrap()
    };
    assert_eq!(where_it_worked(&[turns.join()]), [false], "nobody else is there");
    assert_eq!(where_it_worked(&[turns.join(), turns.join()]), [false, true]);
}
