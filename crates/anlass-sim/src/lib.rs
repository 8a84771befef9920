//! Seeded shop, customers, carriers and faults in virtual time.

pub mod fill;
pub mod laws;
pub mod scenario;
pub mod shop;
