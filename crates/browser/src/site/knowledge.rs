//! A profile as what the host asks: which parts are secret, and what of a page an operator may see.
//!
//! Owns the one place where a site's rules become the guard's. A page's label is the name of its rule, so that each
//! screen finds the words of its own language, the photo's field and whether the application counts as sent by
//! [`Profile::rule`]. What no rule covers stays unknown, and blank.

use super::profile::{Kind, Page, PageRule, Profile};
use crate::guard::{PageKind, PageKnowledge};

impl Profile {
    /// The rule of a name, such as stands in a host's events as a page's label.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&PageRule> {
        self.pages.iter().find(|rule| rule.id.as_str() == id)
    }
}

impl PageKnowledge for Profile {
    /// Those of every page: a guard stands in a document before its address is known.
    fn secret_fields(&self) -> Vec<String> {
        self.all_secret_fields().into_iter().map(ToString::to_string).collect()
    }

    fn secret_areas(&self) -> Vec<String> {
        self.all_secret_pads().into_iter().map(ToString::to_string).collect()
    }

    fn page(&self, url: &str) -> PageKind {
        // The profile's own answer, which says why a page is unknown; a screen says only that it is.
        let view = match Self::page(self, url) {
            Page::Known(view) => view,
            Page::Unknown(_) => return PageKind::Unknown,
        };
        let label = view.rule.to_string();
        match view.kind {
            Kind::Open | Kind::Submitted => PageKind::Open { label },
            Kind::Secret => PageKind::Secret { label },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::{SHIPPED, read};

    fn practice() -> Profile {
        read(SHIPPED[0].1).unwrap()
    }

    /// What the host is told of an address.
    fn asked(profile: &Profile, url: &str) -> PageKind {
        PageKnowledge::page(profile, url)
    }

    #[test]
    fn the_host_hears_of_a_page_what_its_rule_says_and_of_any_other_nothing() {
        let open = |label: &str| PageKind::Open { label: label.to_owned() };
        let check = |url: &str, expected: PageKind| assert_eq!(asked(&practice(), url), expected, "{url}");
        check("http://practice.madoguchi.test/", open("start"));
        check("http://practice.madoguchi.test/apply?id=12345678901234567890123", open("apply"));
        check("http://practice.madoguchi.test/apply/password", open("password"));
        check("http://practice.madoguchi.test/apply/pin?scramble=1", open("pin"));
        check("http://practice.madoguchi.test/apply/done", open("done"));
        check("http://other.madoguchi.test/framed/sign-in", open("sign-in"));
        check("http://practice.madoguchi.test/mail/k3j4", open("mail-link"));
        check("http://practice.madoguchi.test/fight/swap", PageKind::Unknown);
        check("http://practice.madoguchi.test/apply//pin", PageKind::Unknown);
        check("http://elsewhere.test/apply", PageKind::Unknown);
        check("about:blank", PageKind::Unknown);
        check("file:///etc/passwd", PageKind::Unknown);
    }

    #[test]
    fn a_secret_page_is_secret_to_the_host() {
        let rule = "id = \"pin\"\nlabel = { ja = \"暗証番号の登録\", en = \"Choosing a PIN\" }\n\
                    url = \"http://practice.madoguchi.test/apply/pin\"\nkind = ";
        let text = SHIPPED[0].1.replace(&format!("{rule}\"open\""), &format!("{rule}\"secret\""));
        let profile = read(&text).unwrap();
        let secret = PageKind::Secret { label: "pin".to_owned() };
        assert_eq!(asked(&profile, "http://practice.madoguchi.test/apply/pin"), secret);
        assert_eq!(asked(&profile, "http://practice.madoguchi.test/apply/%70in"), secret);
    }

    #[test]
    fn every_guard_knows_the_secret_parts_of_all_pages() {
        let profile = practice();
        let fields = profile.secret_fields();
        for field in ["input[name='password']", "#answer", "#strength", "#dots", "#password-echo", "city-pin"] {
            assert!(fields.iter().any(|it| it == field), "{field} is missing: {fields:?}");
        }
        assert_eq!(profile.secret_areas(), ["#pad"]);
        assert_eq!(fields.iter().filter(|it| *it == "#password").count(), 1, "named by three rules, told once");
    }

    #[test]
    fn a_label_leads_back_to_words_photo_field_and_whether_it_was_sent() {
        let profile = practice();
        let check = |label: &str, japanese: &str, kind: Kind, photo: Option<&str>| {
            let rule = profile.rule(label).unwrap();
            let found = (rule.label.ja.as_str(), rule.kind, rule.photo_field.as_ref().map(|it| it.as_str()));
            assert_eq!(found, (japanese, kind, photo), "{label}");
        };
        check("photo", "顔写真", Kind::Open, Some("#photo"));
        check("pin", "暗証番号の登録", Kind::Open, None);
        check("done", "申請が終わりました", Kind::Submitted, None);
        assert_eq!(profile.rule("fight"), None);
    }
}
