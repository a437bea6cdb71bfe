//! Other programs, each on a processor of its own.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Where the server runs.
pub(crate) const SERVER: u32 = 0;

/// A command that runs on one processor.
pub(crate) fn pinned(processor: u32, program: &str) -> Command {
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", &processor.to_string(), program]);
    command
}

/// Keeps this program, and what it starts, off the server's processor.
pub(crate) fn keep_off() {
    let me = std::process::id().to_string();
    let done = Command::new("taskset")
        .args(["--all-tasks", "--pid", "--cpu-list", "1", &me])
        .stdout(Stdio::null())
        .status()
        .expect("taskset is not installed; install it with: apt-get install util-linux");
    assert!(done.success(), "this needs two processors");
}

/// A server that ends with this value.
pub(crate) struct Server {
    child: Child,
    /// Such as `127.0.0.1:41234`.
    pub(crate) address: String,
    /// Kept open, so that the server may write.
    out: BufReader<std::process::ChildStdout>,
}

impl Server {
    /// Starts it, and waits until it prints a line with `http://ADDRESS`.
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut server = Self {
            child,
            address: String::new(),
            out,
        };
        let mut line = String::new();
        while server.address.is_empty() {
            line.clear();
            assert!(
                server.out.read_line(&mut line).unwrap() > 0,
                "{command:?} ended"
            );
            if let Some((_, address)) = line.split_once("http://") {
                address.trim().clone_into(&mut server.address);
            }
        }
        server
    }

    /// Processor time so far, also that of threads that have ended: `schedstat` is finer, but has only those that live,
    /// and a thread that ends between two looks takes all its time with it.
    pub(crate) fn cpu(&self) -> Duration {
        // Fields 14 and 15 of proc(5), behind the program's name, which is the second and may have spaces.
        const USER: usize = 11;
        const SYSTEM: usize = 12;
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let (_, fields) = text.rsplit_once(") ").unwrap();
        let ticks = |nth: usize| fields.split(' ').nth(nth).unwrap().parse::<u64>().unwrap();
        // `USER_HZ` is 100 wherever Linux runs.
        Duration::from_millis(10 * (ticks(USER) + ticks(SYSTEM)))
    }

    /// Memory that it has, or had at most, bytes.
    pub(crate) fn memory(&self, which: Memory) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let name = match which {
            Memory::Now => "VmRSS:",
            Memory::Peak => "VmHWM:",
        };
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        let kib: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        kib * 1024
    }
}

/// Resident memory of a process.
#[derive(Clone, Copy)]
pub(crate) enum Memory {
    Now,
    Peak,
}

impl Drop for Server {
    fn drop(&mut self) {
        let id = self.child.id().to_string();
        let _ = Command::new("kill").arg(id).status();
        let _ = self.child.wait();
    }
}
