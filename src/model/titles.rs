//! When two titles name one role.

use std::cell::RefCell;

use super::vocabulary::{code, is_rank, is_rank_only, numeral, words_of};
use crate::text::{Memo, remembered_by_weight};

/// Abbreviations of titles, spelled out.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("sr", "senior"),
    ("snr", "senior"),
    ("jr", "junior"),
    ("jnr", "junior"),
    ("eng", "engineering"),
    ("engg", "engineering"),
    ("dir", "director"),
    ("mgr", "manager"),
    ("mngr", "manager"),
    ("mgmt", "management"),
    ("tech", "technology"),
    ("technical", "technology"),
    ("dev", "developer"),
    ("svp", "senior vp"),
    ("evp", "executive vp"),
    ("avp", "associate vp"),
    ("cto", "chief technology officer"),
    ("ceo", "chief executive officer"),
    ("coo", "chief operating officer"),
    ("cfo", "chief financial officer"),
    ("cio", "chief information officer"),
    ("cpo", "chief product officer"),
    ("cmo", "chief marketing officer"),
    ("ciso", "chief information security officer"),
    ("swe", "software engineer"),
    ("sde", "software developer engineer"),
    ("sre", "site reliability engineer"),
    ("qa", "quality assurance"),
    ("hr", "human resources"),
    ("ops", "operations"),
    ("admin", "administrator"),
    ("asst", "assistant"),
    ("assoc", "associate"),
    ("exec", "executive"),
    ("rep", "representative"),
];

/// A title reduced to what identifies the role: its words, abbreviations expanded, in sorted order,
/// so that "Director of Engineering" and "Engineering Director" are equal. Words of rank are kept:
/// a Senior Director is another role than a Director.
pub fn title_key(title: &str) -> String {
    thread_local! {
        static KNOWN: RefCell<Memo<String>> = RefCell::default();
    }
    remembered_by_weight(&KNOWN, 0, title, String::len, || make_title_key(title))
}

fn make_title_key(title: &str) -> String {
    let mut words: Vec<String> = vec![];
    let spoken = without_acronym(title).replace("Vice President", "VP").replace("vice president", "vp");
    let parts = words_of(&spoken);
    for (n, word) in parts.iter().enumerate() {
        let last = n + 1 == parts.len();
        match word.as_str() {
            "of" | "the" | "and" | "for" | "a" | "an" | "de" | "do" | "da" | "s" => {}
            // "Software Eng" is an engineer, "Eng Manager" is about engineering.
            "eng" if last => words.push("engineer".into()),
            word => match ABBREVIATIONS.iter().find(|(short, _)| *short == word) {
                Some((_, long)) => words.extend(long.split(' ').map(str::to_owned)),
                None => words
                    .push(numeral(word).filter(|_| n > 0).map_or_else(|| word.to_owned(), |n| n.to_string())),
            },
        }
    }
    words.sort();
    words.join(" ")
}

/// [`title_key`] without the words and numbers that only say how high the role stands: "Senior
/// Product Designer" and "Product Designer II" are steps of one job.
pub fn job_key(title: &str) -> String {
    // "Proficient" and "Expert" are steps without a job.
    if is_rank_only(title) {
        return String::new();
    }
    let key = title_key(title);
    let words: Vec<&str> = key
        .split(' ')
        .filter(|word| !is_rank(word) && numeral(word).is_none() && code(&word.to_uppercase()).is_none())
        .collect();
    words.join(" ")
}

/// "Chief Technology Officer (CTO)" without the bracket that only repeats the initials.
fn without_acronym(title: &str) -> String {
    let Some((name, rest)) = title.split_once('(') else { return title.to_owned() };
    let Some((inner, after)) = rest.split_once(')') else { return title.to_owned() };
    let initials: String = words_of(name).iter().filter_map(|word| word.chars().next()).collect();
    let inner_letters = inner.trim().to_lowercase();
    if !inner_letters.is_empty() && initials.contains(&inner_letters) {
        format!("{name}{after}")
    } else {
        title.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_name_one_role_have_one_key() {
        let same = [
            ("Director of Engineering", "Engineering Director"),
            ("Tech Director", "Director of Technology"),
            ("Technology Director", "Director of Technology"),
            ("Sr. Eng. Manager", "Senior Engineering Manager"),
            ("VP of Engineering", "Vice President, Engineering"),
            ("Chief Technology Officer (CTO)", "CTO"),
            ("Engineer II", "Engineer 2"),
        ];
        for (a, b) in same {
            assert_eq!(title_key(a), title_key(b), "{a} / {b}");
        }
        let different = [
            ("Director of Engineering", "Senior Director of Engineering"),
            ("Engineering Manager", "Engineering Director"),
            ("Engineer II", "Engineer III"),
            ("Product Manager", "Project Manager"),
        ];
        for (a, b) in different {
            assert_ne!(title_key(a), title_key(b), "{a} / {b}");
        }
    }
}
