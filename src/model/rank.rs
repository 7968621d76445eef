//! How high a title stands on its track. The numbers are a hint at the order inside one field and
//! mean nothing across fields: a word of rank may say much in one and little in another.

use super::vocabulary::{job_word, numeral, rank_word};

/// A hint at the order, from the words of a title in lower case: about ten for each step.
pub(super) fn rank_of(words: &[String]) -> Option<i32> {
    let number = words.iter().rev().find_map(|word| numeral(word)).unwrap_or(0);
    base(words).map(|base| base + number)
}

/// The step of "senior".
const SENIOR: i32 = 3;

fn base(words: &[String]) -> Option<i32> {
    let has = |names: &[&str]| words.iter().any(|word| names.contains(&word.as_str()));
    let job = words.iter().filter_map(|word| job_word(word)).max();
    let rank = words.iter().filter(|word| word.as_str() != "staff").filter_map(|word| rank_word(word)).max();
    // "Semi Senior" stands below "Senior".
    let rank = if has(&["semi"]) { rank.map(|rank| rank.min(SENIOR - 1)) } else { rank };
    let staff = has(&["staff"]).then(|| if is_expert_field(words, job) { 4 } else { 2 });
    let rank = rank.max(staff);
    // The second step of the Dreyfus scale stands between "novice" and "competent".
    if has(&["beginner"]) && has(&["advanced"]) {
        return Some(15);
    }
    // "Senior Staff" and "Senior Principal" stand half a step above.
    let senior =
        rank.is_some_and(|rank| rank > SENIOR) && words.iter().any(|word| rank_word(word) == Some(SENIOR));
    // How far a word of rank moves somebody who leads: "Associate Director", "Senior Director".
    let shift = match rank {
        Some(rank) => (rank - 2).clamp(-1, 2),
        None if has(&["assistant", "deputy"]) => -1,
        None => 0,
    };
    if has(&["chief"]) && has(&["officer"]) {
        return Some(80);
    }
    let leads = [
        (&["ceo"][..], 90),
        (&["cto", "coo", "cio", "ciso", "cfo", "cpo", "cdo", "cmo"], 80),
        (&["svp", "evp"], 70),
        (&["vp"], 60),
        (&["director", "directeur", "diretor", "direktor"], 50),
    ];
    if let Some((_, base)) = leads.iter().find(|(names, _)| has(names)) {
        return Some(base + shift * 3);
    }
    if has(&["president"]) {
        return Some(if has(&["vice"]) { 60 + shift * 3 } else { 75 });
    }
    if has(&["head", "gerente"]) {
        return Some(46);
    }
    if is_people_manager(words) {
        return Some(42 + shift);
    }
    if has(&["manager"]) {
        // A group of products is more than what a senior looks after.
        let rank = rank.or(has(&["group"]).then_some(4));
        return Some(20 + rank.map_or(0, |rank| (rank - 2) * 5));
    }
    if has(&["supervisor", "charge", "foreman", "forewoman"]) && job.is_some() {
        return Some(36 + shift);
    }
    // "Advanced Beginner"
    let novice = words.iter().any(|word| rank_word(word) == Some(1)) && words.len() == 2;
    match (rank, job) {
        (Some(3..), None) if novice => Some(15),
        (Some(rank), _) => {
            // A senior architect stands above an architect, who stands above most others anyhow.
            let above = match job {
                Some(job @ 3..=5) if rank >= SENIOR => job * 10 + (rank - 2) * 5,
                _ => 0,
            };
            Some((rank * 10 + if senior { 5 } else { 0 }).max(above))
        }
        // An officer without a chief is one of many.
        (None, Some(6..)) => Some(20),
        (None, Some(job)) => Some(job * 10),
        (None, None) => None,
    }
}

/// Fields in which "Staff" stands above "Senior": those who build and research. Elsewhere a staff
/// nurse or a staff accountant is one who does the work itself.
fn is_expert_field(words: &[String], job: Option<i32>) -> bool {
    const EXPERTS: &[&str] = &[
        "engineer",
        "engineers",
        "engineering",
        "developer",
        "programmer",
        "designer",
        "scientist",
        "researcher",
        "architect",
        "data",
        "product",
        "security",
        "software",
        "technical",
        "sre",
        "ux",
        "エンジニア",
    ];
    // "Staff" alone, beside "Senior" and "Principal".
    job.is_none() || words.iter().any(|word| EXPERTS.contains(&word.as_str()))
}

/// "Engineering Manager" and "Nurse Manager" lead people; "Product Manager" and "Account Manager"
/// look after a thing.
fn is_people_manager(words: &[String]) -> bool {
    const THINGS: &[&str] = &[
        "product",
        "project",
        "program",
        "programme",
        "account",
        "community",
        "case",
        "success",
        "campaign",
        "content",
        "brand",
        "category",
        "partner",
        "partnership",
        "partnerships",
        "relationship",
        "portfolio",
        "property",
        "release",
        "change",
        "event",
        "events",
        "media",
        "marketing",
        "delivery",
        "contract",
        "contracts",
        "knowledge",
        "risk",
        "process",
        "records",
        "collections",
        "scrum",
    ];
    let Some(at) = words.iter().rposition(|word| word == "manager" || word == "マネージャー") else {
        return false;
    };
    let before = words.get(..at).unwrap_or_default().iter().rev().find(|word| rank_word(word).is_none());
    match before {
        Some(before) => !THINGS.contains(&before.as_str()),
        // "Manager", "Senior Manager"
        None => at + 1 == words.len(),
    }
}

#[cfg(test)]
mod tests {
    use crate::model::title_rank;

    #[test]
    fn steps_of_a_field_stand_in_their_order() {
        let ladders: [&[&str]; 11] = [
            &["Junior Architect", "Architect", "Senior Architect", "Lead Architect", "Principal Architect"],
            &["Architekt", "Senior Architekt"],
            &[
                "Nursing Assistant",
                "Staff Nurse",
                "Senior Staff Nurse",
                "Charge Nurse",
                "Nurse Manager",
                "Director of Nursing",
            ],
            &[
                "Software Engineer",
                "Senior Software Engineer",
                "Staff Software Engineer",
                "Senior Staff Software Engineer",
                "Principal Engineer",
                "Sr. Principal Engineer",
            ],
            &[
                "Senior Engineer 1 (People Manager)",
                "Senior Engineer 2 (People Manager)",
                "Principal Engineer (People Manager)",
            ],
            &[
                "Staff Accountant",
                "Senior Accountant",
                "Accounting Supervisor",
                "Accounting Manager",
                "Controller and Finance Director",
            ],
            &[
                "Engineering Manager",
                "Senior Engineering Manager",
                "Director of Engineering",
                "Senior Director of Engineering",
                "VP of Engineering",
                "Chief Technology Officer",
            ],
            &[
                "Associate Product Manager",
                "Product Manager",
                "Senior Product Manager",
                "Group Product Manager",
                "Director of Product",
            ],
            &["Manager", "Senior Manager", "Director"],
            &["Support Agent", "Support Lead", "Support Manager", "Head of Support"],
            &["Assistant Director", "Director", "Vice President", "Senior Vice President"],
        ];
        for ladder in ladders {
            let ranks: Vec<_> = ladder.iter().map(|title| title_rank(title)).collect();
            assert!(ranks.windows(2).all(|pair| pair[0] < pair[1]), "{ladder:?} {ranks:?}");
        }
    }
}
