//! What callers can get wrong. Each error names the place and the cure.

/// Why something could not be learned.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("row {row}: {kind} {index} of {count}; count indices from 0 and give the number there are")]
    OutOfRange { row: usize, kind: &'static str, index: u32, count: u32 },
    #[error("item {item} is unknown, there are {items}; make room with grow() first")]
    UnknownItem { item: u32, items: u32 },
    #[error("row {row}: weight {weight}; give a positive, finite weight, or leave the row out")]
    Weight { row: usize, weight: f32 },
    #[error("{name} is {value}; give a positive, finite number")]
    NotPositive { name: &'static str, value: f64 },
    #[error("{items} items are more than the {max} that fit a dense matrix; use lists by LLR or cosine")]
    TooManyItems { items: u32, max: u32 },
    #[error("the matrix could not be inverted at item {item}; raise lambda, or scale the weights down")]
    Singular { item: u32 },
    #[error(
        "{held} pairs are held and {more} more may not be: the limit is {max}; raise it, or shorten histories"
    )]
    TooManyPairs { held: usize, more: usize, max: usize },
    #[error("{given} moments to forecast from are more than {max}; give fewer")]
    TooManyOrigins { given: usize, max: usize },
}

/// `value` where it is positive and finite.
///
/// # Errors
/// [`Error::NotPositive`] with `name` otherwise.
pub(crate) fn positive(name: &'static str, value: f64) -> Result<f64, Error> {
    if value > 0.0 && value.is_finite() { Ok(value) } else { Err(Error::NotPositive { name, value }) }
}
