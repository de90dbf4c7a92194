//! Who waits for a worker, and who is heard first.
//!
//! Pure. Text that stays goes before text that is replaced a second later, and takes its place where there is
//! none. Nothing is lost here: who is turned away keeps its sound and asks again.

use std::collections::VecDeque;

use tokio::sync::oneshot;

use crate::recognition::{Effort, RecogniseError, Recognised, Utterance};

/// One utterance that waits.
#[derive(Debug)]
pub(super) struct Job {
    /// What is to be heard.
    pub(super) utterance: Utterance,
    /// How often a worker had it in hand.
    pub(super) tries: u8,
    /// Where the result goes.
    pub(super) answer: oneshot::Sender<Result<Recognised, RecogniseError>>,
}

impl Job {
    /// Answers; who asked may have gone.
    pub(super) fn end(self, result: Result<Recognised, RecogniseError>) {
        let _ = self.answer.send(result);
    }

    fn is_partial(&self) -> bool {
        self.utterance.effort == Effort::Partial
    }
}

/// Utterances that wait, in two lines.
#[derive(Debug)]
pub(super) struct Queue {
    finals: VecDeque<Job>,
    partials: VecDeque<Job>,
    waiting_max: usize,
}

impl Queue {
    /// A queue for so many last passes, and half as many others.
    pub(super) fn new(waiting_max: usize) -> Self {
        Self { finals: VecDeque::new(), partials: VecDeque::new(), waiting_max: waiting_max.max(1) }
    }

    /// Puts an utterance in line; answers "busy" to it, or to an older partial one, where the line is full.
    pub(super) fn push(&mut self, job: Job) {
        self.finals.retain(|job| !job.answer.is_closed());
        self.partials.retain(|job| !job.answer.is_closed());
        let waiting = self.finals.len() + self.partials.len();
        if job.is_partial() {
            if waiting >= self.waiting_max.div_ceil(2) {
                return job.end(Err(RecogniseError::Busy));
            }
            return self.partials.push_back(job);
        }
        if waiting >= self.waiting_max {
            match self.partials.pop_front() {
                Some(partial) => partial.end(Err(RecogniseError::Busy)),
                None => return job.end(Err(RecogniseError::Busy)),
            }
        }
        self.finals.push_back(job);
    }

    /// Puts an utterance back that a worker died over, before all others of its kind.
    pub(super) fn give_back(&mut self, job: Job) {
        let line = if job.is_partial() { &mut self.partials } else { &mut self.finals };
        line.push_front(job);
    }

    /// The next one whose result somebody still waits for.
    pub(super) fn pop(&mut self) -> Option<Job> {
        while let Some(job) = self.finals.pop_front().or_else(|| self.partials.pop_front()) {
            if !job.answer.is_closed() {
                return Some(job);
            }
        }
        None
    }

    /// Whether nobody waits.
    pub(super) fn is_empty(&self) -> bool {
        self.finals.is_empty() && self.partials.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Answered = oneshot::Receiver<Result<Recognised, RecogniseError>>;

    fn job(effort: Effort, name: &str) -> (Job, Answered) {
        let (answer, answered) = oneshot::channel();
        let utterance =
            Utterance { samples: Vec::new(), language: None, prompt: name.to_owned(), effort, local_only: false };
        (Job { utterance, tries: 0, answer }, answered)
    }

    fn popped(queue: &mut Queue) -> Option<String> {
        queue.pop().map(|job| job.utterance.prompt)
    }

    #[test]
    fn text_that_stays_goes_before_text_that_is_replaced() {
        let mut queue = Queue::new(8);
        let (partial, _one) = job(Effort::Partial, "partial");
        let (last, _two) = job(Effort::Final, "final");
        queue.push(partial);
        queue.push(last);
        assert_eq!(popped(&mut queue).as_deref(), Some("final"));
        assert_eq!(popped(&mut queue).as_deref(), Some("partial"));
        assert!(queue.is_empty());
    }

    #[test]
    fn a_full_queue_turns_partial_text_away_first() {
        let mut queue = Queue::new(2);
        let (first, mut first_answer) = job(Effort::Partial, "first");
        let (second, mut second_answer) = job(Effort::Partial, "second");
        queue.push(first);
        queue.push(second);
        assert_eq!(second_answer.try_recv().unwrap(), Err(RecogniseError::Busy));
        let finals: Vec<_> = ["a", "b", "c"].map(|name| job(Effort::Final, name)).into_iter().collect();
        let mut answers: Vec<Answered> = finals
            .into_iter()
            .map(|(job, answer)| {
                queue.push(job);
                answer
            })
            .collect();
        assert_eq!(first_answer.try_recv().unwrap(), Err(RecogniseError::Busy), "it made room for the last pass");
        assert_eq!(answers[2].try_recv().unwrap(), Err(RecogniseError::Busy));
        assert_eq!(popped(&mut queue).as_deref(), Some("a"));
        assert_eq!(popped(&mut queue).as_deref(), Some("b"));
        assert_eq!(popped(&mut queue), None);
        assert!(answers[0].try_recv().is_err());
    }

    #[test]
    fn what_a_worker_died_over_comes_first_and_what_nobody_awaits_never() {
        let mut queue = Queue::new(8);
        let (first, _answer) = job(Effort::Final, "first");
        let (gone, gone_answer) = job(Effort::Final, "gone");
        let (back, _back_answer) = job(Effort::Final, "back");
        queue.push(first);
        queue.push(gone);
        queue.give_back(back);
        drop(gone_answer);
        assert_eq!(popped(&mut queue).as_deref(), Some("back"));
        assert_eq!(popped(&mut queue).as_deref(), Some("first"));
        assert_eq!(popped(&mut queue), None);
    }
}
