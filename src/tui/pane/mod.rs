//! The panes of the desk and what opens above them, a file each.

pub mod document;
pub mod entry;
pub mod home;
pub mod list;
pub mod list_rows;
pub mod lock;
pub mod pages;
pub mod palette;
pub mod report;
mod report_draw;
pub mod reports;
pub mod restore;
pub mod sheet;
mod sheet_figures;
mod sheet_rows;
pub mod undone;
