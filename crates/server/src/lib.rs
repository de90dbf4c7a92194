//! The server: rooms around one floor, composed here and nowhere else.
//!
//! `start` opens what an installation needs and hands each room the small state it asks
//! for; `main` only reads the command line. A room never sees another room's state.
//! Read `router` for the order of layers, then the room you are after.

pub mod admin;
pub mod ai;
pub mod calls;
pub mod chat;
pub mod city_calendar;
pub mod cli;
pub mod clock;
pub mod config;
pub mod counter;
pub mod desk;
pub mod erasure;
pub mod faq_attachments;
pub mod faq_files;
pub mod faq_shelf;
pub mod flow_files;
pub mod health;
pub mod hearing;
pub mod installation;
pub mod knowledge;
pub mod live;
pub mod llm;
pub mod login;
pub mod office_hours;
pub mod pages;
pub mod problem;
pub mod public;
pub mod recogniser;
pub mod router;
pub mod security;
pub mod seed;
pub mod telephone;
pub mod tls;
pub mod trail;
pub mod transcript;
pub mod video;

pub use installation::{Running, StartError, start};
