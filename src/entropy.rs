//! Randomness, as an argument.

use std::fmt::Debug;

/// Gives random bytes.
pub trait Entropy: Debug + Send + Sync + 'static {
    /// Thirty-two bytes that nobody can guess.
    fn secret(&self) -> Result<[u8; 32], EntropyError>;
}

/// The operating system gives no randomness.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random bytes: {0}")]
pub struct EntropyError(pub String);

/// The operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn secret(&self) -> Result<[u8; 32], EntropyError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| EntropyError(error.to_string()))?;
        Ok(bytes)
    }
}
