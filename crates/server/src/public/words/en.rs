//! English.

use domain::knowledge::entry::TextLanguage;

use super::lexicon::{Refused, Words};

pub(super) const WORDS: Words = Words {
    language: TextLanguage::En,
    html: "en",
    name: "English",
    site: "Questions and answers",
    lead: "Questions and answers about My Number and the My Number Card.",
    to_content: "Skip to the content",
    languages: "Language",
    ask: "What would you like to know?",
    ask_hint: "For example: I lost my card. Do not enter your individual number, a PIN, your name or a telephone number.",
    ask_button: "Search",
    topics: "Browse by topic",
    recent: "Recently changed answers",
    none_yet: "There are no published answers.",
    result: "Search result",
    chosen: "This answer was chosen automatically",
    chosen_why: "A program chose the answer that fits your question. The answer itself is the published text, word for \
        word. Please check that it is what you asked.",
    choose: "Is what you want to know among these?",
    choose_why: "A program chose these as the nearest questions, three at most.",
    others: "Other near questions",
    read_whole: "Open the page of this answer",
    cannot: "I cannot answer this",
    cannot_why: "None of the published answers surely fits. So as not to tell you something wrong, no answer is given \
        here. Please ask by telephone or at the counter.",
    removed: "What looked like a number or a password was taken out before the search. It was not stored.",
    ask_person: "Ask a person",
    ask_person_why: "The call is free of charge.",
    telephone_today: "Telephone today",
    counter_today: "Online counter today",
    open_now: "open now",
    closed_now: "closed now",
    always_open: "always open in this demonstration",
    where_to_go: "Where the counter is and what it does",
    about_answer: "About this answer",
    edition: "Edition",
    no_edition: "not in an edition yet",
    version: "Version",
    published: "Published on",
    approved: "Approved by the city on",
    owner: "Responsible",
    review_by: "To be reviewed by",
    overdue: "The day by which this was to be reviewed has passed. Please check by telephone that it still holds.",
    sources: "Sources",
    files: "Files",
    related: "Related questions",
    stale: "The Japanese answer has changed since this text was written. The Japanese answer is the newer one.",
    japanese_answer: "Read the Japanese answer",
    only_japanese: "This answer is in Japanese only.",
    in_japanese: "in Japanese",
    demonstration: "Approved for a demonstration only. The city has not approved this answer.",
    did_it_help: "Did this answer help?",
    yes: "Yes",
    no: "No",
    thanks: "Thank you",
    thanks_why: "What you told us is used to make the answers better.",
    thanks_unhelped: "We are sorry that it did not help. Please search in other words, or ask by telephone or at the counter.",
    changed_since: "This answer has changed since you opened it. Please read the new one.",
    back: "Back to the answer",
    earlier: "Previous page",
    later: "Next page",
    pages: "Pages",
    gone: Refused {
        heading: "This answer was withdrawn",
        why: "It has changed or is being looked at again, so it is not published any more. Do not rely on what you read or \
            printed before; please search again, or ask by telephone or at the counter.",
    },
    unknown: Refused {
        heading: "There is no such page",
        why: "The address is wrong or the page is gone. Please search below, or ask by telephone or at the counter.",
    },
    empty: Refused { heading: "No question was entered", why: "Please enter below what you would like to know." },
    too_long: Refused {
        heading: "The question is too long",
        why: "Please enter what you want to know in 300 letters at most. If it takes longer to explain, please ask by \
            telephone or at the counter.",
    },
    number: Refused {
        heading: "What looks like an individual number was entered, so nothing was searched",
        why: "The number was not stored. Please never enter your individual number or a PIN here. Your browser may keep it in \
            its history and suggestions; you may want to delete it there. Please search again without the number.",
    },
    too_often: Refused { heading: "Many searches in a short time", why: "Please wait a little." },
    files_too_often: Refused { heading: "Many files in a short time", why: "Please wait a little." },
    malformed: Refused {
        heading: "What was entered could not be read",
        why: "Please enter it again below. If that does not help, please ask by telephone or at the counter.",
    },
    unavailable: Refused {
        heading: "The search is not available right now",
        why: "The system is busy. Please browse by topic or wait a little. If it is urgent, please ask by telephone.",
    },
};
