//! What the targets look for.

#[path = "../../tests/properties/mod.rs"]
pub mod properties;
