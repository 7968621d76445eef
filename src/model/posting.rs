//! Job advertisements as schema.org `JobPosting`, for the pages of a site.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::lower::data::keys::spaced;
use super::prose::parts;
use super::{Compensation, Experience, ExperienceKind, Prose, Role, RoleKind, SectionKind, Strength};

/// What search engines ask for and a role document does not hold.
pub const LEFT_OUT: &str = "datePosted, validThrough, hiringOrganization, jobLocation, employmentType";

/// The postings among the roles as JSON-LD: one object, or a graph of several. Years are given as their
/// minimum; pay whose currency is not certain, and preferences, stand in the description only.
pub fn postings(roles: &[&Role]) -> Value {
    let mut postings: Vec<Value> =
        roles.iter().filter(|role| role.kind == RoleKind::Posting).map(|role| one(role)).collect();
    let context = "https://schema.org/";
    if postings.len() == 1
        && let Some(Value::Object(mut posting)) = postings.pop()
    {
        let mut object = Map::new();
        object.insert("@context".into(), context.into());
        object.append(&mut posting);
        return Value::Object(object);
    }
    json!({ "@context": context, "@graph": postings })
}

fn one(role: &Role) -> Value {
    let mut posting = Map::new();
    posting.insert("@type".into(), "JobPosting".into());
    posting.insert("title".into(), role.name().into());
    if let Some(id) = &role.id {
        posting.insert("identifier".into(), json!({ "@type": "PropertyValue", "value": id.value }));
    }
    posting.insert("description".into(), description(role).into());
    for (property, kinds) in [
        ("responsibilities", &[SectionKind::Responsibilities][..]),
        ("skills", &[SectionKind::SkillsHard, SectionKind::SkillsSoft, SectionKind::Knowledge]),
    ] {
        let sections = role.sections.iter().filter(|section| kinds.contains(&section.kind));
        let texts: Vec<&str> =
            sections.flat_map(|s| &s.expectations).map(|item| item.text.plain.trim()).collect();
        if !texts.is_empty() {
            posting.insert(property.into(), texts.join("\n").into());
        }
    }
    if let Some(experience) = experience(role) {
        posting.insert("experienceRequirements".into(), experience);
    }
    education(role, &mut posting);
    if let Some(salary) = role.compensation.iter().find_map(salary) {
        posting.insert("baseSalary".into(), salary);
    }
    Value::Object(posting)
}

/// The text and the sections as simple HTML, as search engines want it.
fn description(role: &Role) -> String {
    let mut html = String::new();
    let (intro, parts) = parts(role);
    paragraphs(&mut html, &intro);
    for part in &parts {
        if part.kind == SectionKind::Links || part.expectations.is_empty() && part.prose.is_empty() {
            continue;
        }
        if let Some(label) = part.label {
            let _ = write!(html, "<p>{}</p>", escaped(&spoken(label.value.trim())));
        }
        let first = part.expectations.first().map_or(u32::MAX, |item| item.span.start);
        let before = part.prose.partition_point(|prose| prose.text.span.start < first);
        let (above, below) = part.prose.split_at_checked(before).unwrap_or_default();
        paragraphs(&mut html, above);
        let listed = part.expectations.len() > 1;
        html.push_str(if listed { "<ul>" } else { "" });
        for item in part.expectations {
            let tag = if listed { "li" } else { "p" };
            let _ = write!(html, "<{tag}>{}</{tag}>", escaped(item.text.plain.trim()));
        }
        html.push_str(if listed { "</ul>" } else { "" });
        paragraphs(&mut html, below);
    }
    html
}

fn paragraphs(html: &mut String, prose: &[&Prose]) {
    for prose in prose {
        let _ = write!(html, "<p>{}</p>", escaped(prose.text.plain.trim()));
    }
}

/// The name of a section for candidates: `what_you_will_do` is a key of data.
fn spoken(label: &str) -> Cow<'_, str> {
    if label.contains(' ') || !label.starts_with(|c: char| c.is_ascii_lowercase()) {
        return label.into();
    }
    let words = spaced(label);
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>().into()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The years that are required in all; those of one kind only if no others are.
fn experience(role: &Role) -> Option<Value> {
    let required = || role.experience.iter().filter(|one| one.strength == Strength::Required);
    let total = required().find(|one| one.kind == ExperienceKind::Total && one.min_months.is_some());
    let found: &Experience = total.or_else(|| required().find(|one| one.min_months.is_some()))?;
    Some(json!({
        "@type": "OccupationalExperienceRequirements",
        "monthsOfExperience": found.min_months?,
        "description": found.text.value,
    }))
}

fn education(role: &Role, posting: &mut Map<String, Value>) {
    let Some(found) = role.education.iter().find(|one| one.strength == Strength::Required) else { return };
    // The categories that search engines know.
    let category = match found.level {
        "secondary" => "high school",
        "bachelor" => "bachelor degree",
        _ => "postgraduate degree",
    };
    let credential = json!({
        "@type": "EducationalOccupationalCredential",
        "credentialCategory": category,
        "description": found.text.value,
    });
    posting.insert("educationRequirements".into(), credential);
    if found.equivalent {
        posting.insert("experienceInPlaceOfEducation".into(), true.into());
    }
}

fn salary(pay: &Compensation) -> Option<Value> {
    let currency = pay.currency.as_deref()?;
    let certain = currency.len() == 3 && currency.chars().all(|c| c.is_ascii_uppercase());
    let period = pay.period.filter(|_| certain)?;
    let mut value = Map::new();
    value.insert("@type".into(), "QuantitativeValue".into());
    for (name, amount) in [("minValue", pay.min), ("maxValue", pay.max)] {
        if let Some(amount) = amount {
            value.insert(name.into(), super::export::number(Some(amount)));
        }
    }
    value.insert("unitText".into(), period.to_uppercase().into());
    Some(json!({ "@type": "MonetaryAmount", "currency": currency, "value": value }))
}

#[cfg(test)]
mod tests {
    use super::spoken;

    #[test]
    fn keys_of_data_are_written_as_words() {
        assert_eq!(spoken("what_you_will_do"), "What you will do");
        assert_eq!(spoken("niceToHave"), "Nice to have");
        assert_eq!(spoken("What we offer"), "What we offer");
        assert_eq!(spoken("duties of all"), "duties of all");
    }
}
