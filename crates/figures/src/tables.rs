//! The tables of the monthly deliverable, T0 to T9 (clause 6(5)), and of the definitions they are counted by.
//!
//! Each file is one table: its rows, its columns, nothing of how they are counted. T10, the findings, is not here. Next:
//! `reader`, which fills them.

pub mod applications;
pub mod bookings;
pub mod calls;
pub mod definitions;
pub mod erasure;
pub mod hours;
pub mod matters;
pub mod names;
pub mod quality;
pub mod summary;
pub mod topics;
pub mod waiting;
