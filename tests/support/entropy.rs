//! Secrets that are the same in every run.

use std::sync::atomic::{AtomicU64, Ordering};

use backup_catalog::entropy::{Entropy, EntropyError};

/// 1, 2, 3, … as secrets.
#[derive(Debug, Default)]
pub struct Counting(AtomicU64);

impl Entropy for Counting {
    fn secret(&self) -> Result<[u8; 32], EntropyError> {
        let mut secret = [0; 32];
        let next = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        secret[..8].copy_from_slice(&next.to_le_bytes());
        Ok(secret)
    }
}
