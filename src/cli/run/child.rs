//! The command that is run: its streams pass through, its end is ours.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::process::ExitStatusExt as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::tcgetpgrp;
use tokio::process::{Child, Command};
use tokio::signal::unix::{Signal as Caught, SignalKind, signal};

use crate::sources::run::{Ended, Format, Lines, Reader, Stream};

/// Bytes that are passed on at once.
const PIECE: usize = 64 * 1024;

/// How long what the command has started may hold its streams open after its own end (chosen).
const AFTERWARDS: Duration = Duration::from_secs(5);

/// Reads what passes; shared by both streams.
pub(super) type Shared = Arc<Mutex<Option<Box<dyn Reader>>>>;

/// A command that runs.
#[derive(Debug)]
pub(super) struct Running {
    child: Child,
    signals: Signals,
    streams: usize,
    done: Receiver<()>,
}

/// How a command could not be run.
#[derive(Debug)]
pub(super) struct NotRun {
    /// As a shell says it: 127 there is no such program, 126 it cannot be run.
    pub(super) code: u8,
    pub(super) error: io::Error,
}

/// Signals that are meant for the command.
#[derive(Debug)]
pub(super) struct Signals {
    hang_up: Caught,
    interrupt: Caught,
    quit: Caught,
    terminate: Caught,
}

impl Signals {
    pub(super) fn catch() -> io::Result<Self> {
        Ok(Self {
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// The next one.
    pub(super) async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.hang_up.recv() => Signal::HUP,
            _ = self.interrupt.recv() => Signal::INT,
            _ = self.quit.recv() => Signal::QUIT,
            _ = self.terminate.recv() => Signal::TERM,
        }
    }
}

impl Running {
    /// Begins a command; what it prints passes through, and `reader` sees it.
    pub(super) fn begin(words: &[String], format: Format, reader: &Shared) -> Result<Self, NotRun> {
        let not_run = |error: io::Error| NotRun {
            code: if error.kind() == io::ErrorKind::NotFound {
                127
            } else {
                126
            },
            error,
        };
        // Before the command begins, so that none is lost that comes at once.
        let signals = Signals::catch().map_err(not_run)?;
        let Some((program, rest)) = words.split_first() else {
            return Err(not_run(io::ErrorKind::NotFound.into()));
        };
        let mut command = Command::new(program);
        command.args(rest);
        if format.is_read_on(Stream::Out) {
            command.stdout(Stdio::piped());
        }
        // What draws on a terminal needs one, unless the tool is one that is read.
        if format != Format::Plain || !io::IsTerminal::is_terminal(&io::stderr()) {
            command.stderr(Stdio::piped());
        }
        let mut child = command.spawn().map_err(not_run)?;
        let (sender, done) = mpsc::channel();
        let mut streams = 0;
        if let Some(stdout) = child.stdout.take().and_then(|it| it.into_owned_fd().ok()) {
            streams += usize::from(tee(stdout, Stream::Out, reader, &sender));
        }
        if let Some(stderr) = child.stderr.take().and_then(|it| it.into_owned_fd().ok()) {
            streams += usize::from(tee(stderr, Stream::Err, reader, &sender));
        }
        Ok(Self {
            child,
            signals,
            streams,
            done,
        })
    }

    /// Waits for the end, and hands on the signals that come until then.
    pub(super) async fn end(mut self) -> io::Result<ExitStatus> {
        let status = loop {
            tokio::select! {
                status = self.child.wait() => break status?,
                signal = self.signals.next() => self.hand_on(signal),
            }
        };
        let deadline = Instant::now() + AFTERWARDS;
        for _ in 0..self.streams {
            let left = deadline.saturating_duration_since(Instant::now());
            if self.done.recv_timeout(left).is_err() {
                break;
            }
        }
        Ok(status)
    }

    fn hand_on(&self, signal: Signal) {
        // A terminal sends its signals to all that run in front of it: the command has got it already, and a second one
        // would end restic before it has removed its lock.
        if signal != Signal::TERM && is_in_front_of_terminal() {
            return;
        }
        let id = self.child.id().and_then(|id| i32::try_from(id).ok());
        if let Some(id) = id.and_then(Pid::from_raw) {
            // It may have ended just now.
            let _ = kill_process(id, signal);
        }
    }
}

/// Whether a terminal sends its signals to this program and what it has started.
pub(super) fn is_in_front_of_terminal() -> bool {
    let front = File::open("/dev/tty").and_then(|terminal| Ok(tcgetpgrp(terminal)?));
    front.is_ok_and(|front| front == rustix::process::getpgrp())
}

/// How a process ended.
pub(super) fn ended(status: ExitStatus) -> Ended {
    Ended {
        code: status.code().map(i64::from),
        signal: status.signal(),
    }
}

/// The exit status that says the same: a shell's, for a signal.
pub(super) fn exit_status(ended: Ended) -> u8 {
    let code = match ended.signal {
        Some(signal) => 128 + i64::from(signal),
        None => ended.code.unwrap_or(1),
    };
    u8::try_from(code).unwrap_or(1)
}

/// Passes a stream on in a thread of its own. False, where there is none to be had: the stream is then closed.
fn tee(from: OwnedFd, stream: Stream, reader: &Shared, done: &Sender<()>) -> bool {
    let reader = Arc::clone(reader);
    let done = done.clone();
    let thread = thread::Builder::new().name("stream".to_owned());
    let begun = thread.spawn(move || {
        pass_on(File::from(from), stream, &reader);
        // Nobody waits any more where it took too long.
        let _ = done.send(());
    });
    begun.is_ok()
}

fn pass_on(mut from: File, stream: Stream, reader: &Shared) {
    let mut piece = vec![0; PIECE];
    let mut lines = Lines::default();
    loop {
        let length = match from.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => break,
        };
        // Whoever read it has gone: then so shall the command see it, by our closing its stream.
        if write(stream, &piece[..length]).is_err() {
            break;
        }
        read(reader, |reader| {
            lines.push(&piece[..length], |line| reader.line(stream, line));
        });
    }
    read(reader, |reader| {
        lines.finish(|line| reader.line(stream, line));
    });
}

fn write(stream: Stream, bytes: &[u8]) -> io::Result<()> {
    if stream == Stream::Err {
        return io::stderr().lock().write_all(bytes);
    }
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Lets the reader read. One that fails reads nothing more; what it reads passes all the same.
fn read(reader: &Shared, work: impl FnOnce(&mut dyn Reader)) {
    let mut reader = reader.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(reading) = reader.as_deref_mut()
        && catch_unwind(AssertUnwindSafe(|| work(reading))).is_err()
    {
        *reader = None;
    }
}
