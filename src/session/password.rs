//! Passwords, as argon2id hashes.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// What a password is compared with where there is no user: the hash of nothing anybody can type, with the same
/// parameters, so that an unknown login takes as long as a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ibw$dlwYYyFJ5qV2M9RFJ7vHd3Y0FvV8c6q5dH8mOYyq0dw";

/// The password cannot be hashed, or the stored hash cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the password hash failed: {0}")]
pub struct PasswordError(String);

/// The hash of a password as a PHC string.
pub async fn hash(password: String, salt: [u8; 32]) -> Result<String, PasswordError> {
    blocking(move || {
        Argon2::default()
            .hash_password_with_salt(password.as_bytes(), &salt[..16])
            .map(|hash| hash.to_string())
            .map_err(|error| PasswordError(error.to_string()))
    })
    .await
}

/// Whether the password is that of the hash; never, where there is no hash.
pub(super) async fn verify(password: String, hash: Option<String>) -> Result<bool, PasswordError> {
    blocking(move || {
        let known = hash.is_some();
        let hash = hash.as_deref().unwrap_or(NOBODY);
        let hash = PasswordHash::new(hash).map_err(|error| PasswordError(error.to_string()))?;
        let right = Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok();
        Ok(right && known)
    })
    .await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
) -> Result<T, PasswordError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| PasswordError(error.to_string()))?
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{hash, verify};

    #[tokio::test]
    async fn only_the_right_password_of_a_known_user_is_right() {
        let stored = hash("correct horse".to_owned(), [7; 32]).await.unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
        assert!(
            verify("correct horse".to_owned(), Some(stored.clone()))
                .await
                .unwrap()
        );
        assert!(
            !verify("Correct horse".to_owned(), Some(stored))
                .await
                .unwrap()
        );
        assert!(!verify("correct horse".to_owned(), None).await.unwrap());
    }
}
