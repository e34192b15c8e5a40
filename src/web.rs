//! The browser around the core: the only place where values of JavaScript are met.

mod background;
mod loading;
mod page;
mod state;

mod database;
mod fetch;
mod packaged;
pub mod parser;
mod store;

mod options;
mod popup;
mod welcome;

mod list_text;
mod lists_panel;
mod panels;
mod severity_label;
mod sites_panel;

mod ask;
mod dom;
pub mod error;
pub mod message;
mod permission;
mod text;
mod webext;
