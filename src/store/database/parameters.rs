//! Values for the parameters of a statement.

use rusqlite::types::ToSql;

use super::StoreError;

/// Takes one value after the other.
pub(in crate::store) type Take<'a> = dyn FnMut(&dyn ToSql) -> Result<(), StoreError> + 'a;

/// Values, in the order of the parameters: a tuple, an array or a slice.
pub(in crate::store) trait Parameters {
    /// Hands on each value.
    fn each(self, take: &mut Take<'_>) -> Result<(), StoreError>;
}

impl<T: ToSql, const N: usize> Parameters for [T; N] {
    fn each(self, take: &mut Take<'_>) -> Result<(), StoreError> {
        self.iter().try_for_each(|value| take(value))
    }
}

impl<T: ToSql> Parameters for &Vec<T> {
    fn each(self, take: &mut Take<'_>) -> Result<(), StoreError> {
        self.iter().try_for_each(|value| take(value))
    }
}

impl Parameters for () {
    fn each(self, _: &mut Take<'_>) -> Result<(), StoreError> {
        Ok(())
    }
}

macro_rules! tuple {
    ($($value:ident),+) => {
        impl<$($value: ToSql),+> Parameters for ($($value,)+) {
            fn each(self, take: &mut Take<'_>) -> Result<(), StoreError> {
                #[allow(non_snake_case)]
                let ($($value,)+) = self;
                $(take(&$value)?;)+
                Ok(())
            }
        }
    };
}

tuple!(A, B);
tuple!(A, B, C);
tuple!(A, B, C, D);
tuple!(A, B, C, D, E);
tuple!(A, B, C, D, E, F);
tuple!(A, B, C, D, E, F, G);
tuple!(A, B, C, D, E, F, G, H);
tuple!(A, B, C, D, E, F, G, H, I);
tuple!(A, B, C, D, E, F, G, H, I, J);
tuple!(A, B, C, D, E, F, G, H, I, J, K);
