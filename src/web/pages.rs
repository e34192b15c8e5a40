//! The extension's own pages, filled from templates.

mod announcement;
mod options;
mod popup;
mod welcome;

mod panels;

mod adding;
mod ask_panel;
mod backup_panel;
mod lists_panel;
mod marks_panel;
mod offered;
mod rules_panel;
mod site_panel;
mod sites_panel;

mod history;
mod list_actions;
mod list_card;
mod list_text;
mod outcome;
mod severity_label;

mod ask;
mod dom;
mod text;
