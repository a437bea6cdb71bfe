//! The pages in a real browser: headless Chromium, driven by chromedriver.
//!
//! Each page is looked at on the demo's fleet, on a thousand entities and on an empty catalog, wide and narrow, light and
//! dark: it writes nothing to the console, asks no other host, is not wider than the window, and axe finds no serious
//! fault. The paths of people through the pages have tests of their own.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/program.rs"]
mod program;

mod axe;
mod browser;
mod edit;
mod fleet;
mod keyboard;
mod live;
mod login;
mod markup;
mod pages;
mod search;
