use super::*;

fn at(day: u32) -> DateTime<Utc> {
    chrono::NaiveDate::from_ymd_opt(2026, 3, day).and_then(|d| d.and_hms_opt(9, 0, 0)).expect("a day of March").and_utc()
}

fn standing(state: State) -> Standing {
    Standing { state, has_assignee: true, was_read: true, settled_at: (state == State::Settled).then(|| at(1)) }
}

#[test]
fn two_plain_questions_make_the_priority() {
    use Impact::{All, Me, Several};
    use Priority::{Blocks, CanWait, Hinders};
    let matrix = [
        (Urgency::Yes, [(Me, CanWait), (Several, CanWait), (All, Hinders)]),
        (Urgency::Hardly, [(Me, Hinders), (Several, Hinders), (All, Blocks)]),
        (Urgency::No, [(Me, Blocks), (Several, Blocks), (All, Blocks)]),
    ];
    for (urgency, row) in matrix {
        for (impact, priority) in row {
            assert_eq!(Priority::of(urgency, impact), priority, "{urgency} {impact}");
        }
    }
}

#[test]
fn who_asks_brings_in_others_and_who_follows_may_only_leave() {
    use Part::{Requester, Watcher};
    let hand = |part, referent, technician| Hand { part, referent, technician, confidential: false };
    let may = |hand: Hand| [hand.may_add(Requester), hand.may_add(Watcher)];
    assert_eq!(may(hand(Some(Requester), false, false)), [true, true]);
    assert_eq!(may(hand(None, true, false)), [false, true], "a referent lets somebody read, and does not speak for them");
    assert_eq!(may(hand(None, false, true)), [true, true]);
    assert_eq!(may(hand(Some(Watcher), false, false)), [false, false]);
    let watcher = hand(Some(Watcher), false, false);
    assert!(watcher.may_take_out(Watcher, true, false) && !watcher.may_take_out(Watcher, false, false));
    let requester = hand(Some(Requester), false, false);
    assert!(requester.may_take_out(Watcher, false, false) && !requester.may_take_out(Requester, false, false));
    assert!(requester.may_take_out(Requester, true, false), "who was brought in may leave");
    assert!(!hand(Some(Requester), true, true).may_take_out(Requester, true, true), "who asked first stays");
    let covered = |part, referent, technician| Hand { confidential: true, ..hand(part, referent, technician) };
    assert_eq!(may(covered(Some(Requester), false, false)), [true, true]);
    assert_eq!(may(covered(Some(Watcher), true, true)), [false, false], "of a confidential one who asks alone decides who reads");
    assert!(covered(None, false, true).may_cover() && !covered(None, false, true).may_uncover());
    assert!(!hand(None, true, false).may_cover(), "a referent covers nothing");
    let sends = [hand(Some(Requester), false, false), hand(None, true, false), covered(None, false, true)];
    assert!(sends.into_iter().all(Hand::may_send_outside));
    let sends_not = [hand(Some(Watcher), false, false), covered(None, true, false)];
    assert!(!sends_not.into_iter().any(Hand::may_send_outside), "who only follows sends nothing outside");
}

#[test]
fn blocked_people_come_first_then_more_people() {
    let mut queue = vec![
        Priority::CanWait.queue_rank(Impact::All),
        Priority::Blocks.queue_rank(Impact::Me),
        Priority::Hinders.queue_rank(Impact::All),
        Priority::Blocks.queue_rank(Impact::All),
    ];
    queue.sort_unstable();
    assert_eq!(queue, [0, 2, 10, 20]);
}

#[test]
fn a_title_is_cut_at_a_word() {
    assert_eq!(title_of("  L'imprimante\n ne répond plus "), "L'imprimante ne répond plus");
    let long = "Depuis ce matin l'imprimante de l'accueil clignote en orange et plus personne ne peut imprimer les plannings";
    let title = title_of(long);
    assert!(title.chars().count() <= TITLE_CHARACTERS && title.ends_with('…'), "{title}");
    assert!(long.starts_with(title.trim_end_matches('…')), "{title}");
    assert!(title_of(&"a".repeat(300)).chars().count() <= TITLE_CHARACTERS);
}

#[test]
fn the_moves_are_those_of_the_table_and_no_others() {
    use Move::*;
    use State::*;
    let allowed = [
        (Received, Take, InHand),
        (InHand, Take, InHand),
        (Waiting, Take, InHand),
        (InHand, PassOn, Received),
        (Waiting, PassOn, Received),
        (Received, Ask, Waiting),
        (InHand, Ask, Waiting),
        (Waiting, Ask, Waiting),
        (Received, Settle(Outcome::Fixed), Settled),
        (InHand, Settle(Outcome::Fixed), Settled),
        (Waiting, Settle(Outcome::Fixed), Settled),
        (Received, Confirm, Settled),
        (InHand, Confirm, Settled),
        (Waiting, Confirm, Settled),
        (Waiting, Reply, InHand),
        (Received, Reply, Received),
        (InHand, Reply, InHand),
        (Settled, Reply, InHand),
        (Settled, Reopen, InHand),
        (Settled, ReopenAsTechnician, InHand),
    ];
    let moves = [Take, PassOn, Ask, Settle(Outcome::Fixed), Reply, Confirm, Withdraw, Reopen, ReopenAsTechnician];
    for state in State::ALL {
        for wanted in moves {
            let expected = allowed.iter().find(|(from, by, _)| from == state && *by == wanted).map(|(_, _, to)| *to);
            assert_eq!(standing(*state).after(wanted, at(2)).ok(), expected, "{state} {wanted:?}");
        }
    }
}

#[test]
fn an_answer_to_a_ticket_that_nobody_has_goes_back_to_the_queue() {
    let nobody = Standing { has_assignee: false, ..standing(State::Waiting) };
    assert_eq!(nobody.after(Move::Reply, at(2)), Ok(State::Received));
}

#[test]
fn a_request_is_taken_back_only_while_nobody_has_read_it() {
    let unread = Standing { was_read: false, has_assignee: false, ..standing(State::Received) };
    assert_eq!(unread.after(Move::Withdraw, at(2)), Ok(State::Settled));
    assert_eq!(standing(State::Received).after(Move::Withdraw, at(2)), Err(Refusal::AlreadyRead));
}

#[test]
fn it_is_reopened_for_fourteen_days_and_by_a_technician_for_ever() {
    let settled = standing(State::Settled);
    assert_eq!(settled.after(Move::Reopen, at(15)), Ok(State::InHand));
    assert_eq!(settled.after(Move::Reopen, at(16)), Err(Refusal::TooLate));
    assert_eq!(settled.after(Move::ReopenAsTechnician, at(30)), Ok(State::InHand));
}
