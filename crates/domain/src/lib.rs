//! The rules of Madoguchi: calendar, contacts, agents, queues, watched calls, guided flows, knowledge, numbers, secrets.
//!
//! Pure: no IO, no clock, no chance. Time and ids are arguments, what is to be
//! done comes out as data, and state machines never await. It must never know a
//! socket, a table or a page. Start at `floor`, where a contact meets an agent.

pub mod agent;
pub mod browser_hold;
pub mod calendar;
pub mod call_summary;
pub mod call_watch;
pub mod captions;
pub mod chat_talk;
pub mod contact;
pub mod control_token;
pub mod diagnosis;
pub mod dial_plan;
pub mod erasure_receipt;
pub mod floor;
pub mod hall;
pub mod ids;
pub mod ivr;
pub mod knowledge;
pub mod numbers;
pub mod queue;
pub mod recording_coverage;
pub mod ring_codes;
pub mod secret_text;
pub mod service_flow;
pub mod site_mail;
pub mod spoken_names;
pub mod text_fold;
pub mod time;
pub mod video_epoch;
pub mod visit_browser;
pub mod visit_chat;
pub mod visit_ladder;
mod written_numbers;
