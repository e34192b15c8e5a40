//! The extension's own pages, filled from templates.

mod announcement;
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
mod text;
