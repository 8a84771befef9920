//! What the learning methods promise, through their public functions.

mod counter;
mod data;
mod decay;
mod evaluate;
mod movielens;
mod relations;
mod serve;
