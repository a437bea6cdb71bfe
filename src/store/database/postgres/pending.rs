//! Statements that run while nobody waits for them.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The answer to come of a statement.
pub(super) type Answer = Pin<Box<dyn Future<Output = Result<u64, tokio_postgres::Error>> + Send>>;

/// Statements under way, the first one first: answers come in that order.
#[derive(Default)]
pub(super) struct Pending {
    answers: VecDeque<Answer>,
    failure: Option<tokio_postgres::Error>,
}

impl Pending {
    pub(super) fn len(&self) -> usize {
        self.answers.len()
    }

    pub(super) fn push(&mut self, answer: Answer) {
        self.answers.push_back(answer);
    }

    /// Takes the answers that are there. Whoever waits for a later answer has to call this: answers that nobody takes
    /// hold up those behind them.
    pub(super) fn advance(&mut self, context: &mut Context<'_>) {
        while let Some(answer) = self.answers.front_mut() {
            match answer.as_mut().poll(context) {
                Poll::Pending => return,
                Poll::Ready(result) => {
                    self.answers.pop_front();
                    if let Err(error) = result {
                        self.failure.get_or_insert(error);
                    }
                }
            }
        }
    }

    /// The first failure, told once.
    pub(super) fn failure(&mut self) -> Option<tokio_postgres::Error> {
        self.failure.take()
    }
}
