//! The extension's own pages, filled from templates.

mod announcement;
mod options;
mod popup;
mod privacy;
mod welcome;

mod panels;

mod adding;
mod ask_panel;
mod backup_panel;
mod lists_panel;
mod marks_panel;
mod offered;
mod page_panel;
mod rules_panel;
mod search_panel;
mod show_panel;
mod site_panel;
mod sites_panel;
mod style_panel;

mod entries;
mod history;
mod list_actions;
mod list_card;
mod list_text;
mod long_table;
mod outcome;
mod said;
mod severity_label;

mod ask;
mod dom;
mod text;
