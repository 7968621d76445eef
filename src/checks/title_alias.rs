//! One job under several titles.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;

use crate::model::{Framework, MoveKind, Role, RoleKind, job_key, looks_like_title, title_key, words_of};
use crate::rule::{Context, FrameworkCheck};
use crate::text::{Span, Spanned};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleAlias {
    /// Report declared aliases as well, where the preferred title should stand.
    declared: bool,
}

/// A place where a title stands.
#[derive(Clone, Copy)]
struct Mention<'f> {
    title: &'f Spanned<String>,
    role: usize,
    /// The page calls its own role so.
    own: bool,
}

impl FrameworkCheck for TitleAlias {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let known = Declared::new(framework);
        let mut reported: BTreeSet<Span> = BTreeSet::new();
        for role in &framework.roles {
            two_names(role, &known, &mut reported, cx);
            two_patterns(role, &known, &mut reported, cx);
            other_tables(role, &known, &mut reported, cx);
        }
        across(framework, &known, &mut reported, cx);
        if self.declared {
            not_preferred(framework, &mut reported, cx);
        }
    }
}

/// A title as it is said: lower case, without punctuation and what stands in brackets.
fn form(title: &str) -> String {
    let bare = title.split('(').next().filter(|bare| !bare.trim().is_empty()).unwrap_or(title);
    words_of(bare).join(" ")
}

/// Titles that somebody declared to be one role, in the configuration or on the page.
struct Declared(Vec<BTreeSet<String>>);

impl Declared {
    fn new(framework: &Framework) -> Self {
        let groups = framework.aliases.iter().map(|group| group.iter().map(|title| form(title)).collect());
        let pages = framework
            .roles
            .iter()
            .filter(|role| !role.aliases.is_empty())
            .map(|role| role.title.iter().chain(&role.aliases).map(|title| form(&title.value)).collect());
        Declared(groups.chain(pages).collect())
    }

    fn together(&self, a: &str, b: &str) -> bool {
        let (a, b) = (form(a), form(b));
        self.0.iter().any(|group| group.contains(&a) && group.contains(&b))
    }
}

/// "product marketing manager" and "marketing product manager": the same words, and yet two jobs, because
/// what stands last is the job and what stands before it the field. "Director of Support" and "Support
/// Director" differ by what stands last.
fn is_other_field(a: &str, b: &str) -> bool {
    let mut words: [Vec<&str>; 2] = [a, b].map(|form| form.split(' ').collect());
    let same_end = words[0].last() == words[1].last();
    words.iter_mut().for_each(|words| words.sort_unstable());
    same_end && a != b && words[0] == words[1]
}

const WHY: &str = "People search, link and compare by title: under two names the same job is found only half of the \
                   time.";

/// "A Tech Director, or Director of Technology, …"
fn two_names(role: &Role, known: &Declared, reported: &mut BTreeSet<Span>, cx: &mut Context<'_>) {
    let Some(title) = &role.title else { return };
    for other in &role.also {
        if form(&other.value) == form(&title.value) || known.together(&other.value, &title.value) {
            continue;
        }
        reported.insert(other.span);
        let message = format!("This page calls its role “{}” and also “{}”.", title.value, other.value);
        let help = format!(
            "{WHY} Use “{}” throughout, and declare the other title as an alias (`aliases:` in the settings block or \
             under `framework:` in rolelint.yaml).",
            title.value
        );
        let finding = cx.report(other.span, message);
        finding.help(help);
        if !title.span.is_empty() {
            finding.related(title.span, "the title of this page");
        }
    }
}

/// "Engineering Director" whose next step is "Senior Director of Engineering".
fn two_patterns(role: &Role, known: &Declared, reported: &mut BTreeSet<Span>, cx: &mut Context<'_>) {
    let Some(title) = role.title.as_ref().filter(|title| looks_like_title(&title.value)) else { return };
    let of = |title: &str| words_of(title).iter().any(|word| word == "of");
    let (job, key) = (job_key(&title.value), title_key(&title.value));
    for step in role.moves.iter().filter(|step| step.kind != MoveKind::Lateral) {
        let to = &step.to;
        let same_job = !job.is_empty() && job_key(&to.value) == job && title_key(&to.value) != key;
        let plain = job.split(' ').count() > 1 && of(&to.value) != of(&title.value);
        if !same_job || !plain || known.together(&to.value, &title.value) || !reported.insert(to.span) {
            continue;
        }
        let message = format!(
            "“{}” is built in another way than “{}”, the title of this page, though both are steps of one ladder.",
            to.value, title.value
        );
        let finding = cx.report(to.span, message);
        finding.help(
            "Readers take titles of two patterns for two careers. Choose one pattern for all titles of a ladder: \
             either “Director of …” or “… Director”.",
        );
        if !title.span.is_empty() {
            finding.related(title.span, "the title of this page");
        }
    }
}

/// True if two names say the same words, some of them shortened: "L2 Senior Vet".
fn is_short_for(a: &str, b: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| a.starts_with(b) || b.starts_with(a))
}

/// A level that one table of a page calls otherwise than the other tables do.
fn other_tables(role: &Role, known: &Declared, reported: &mut BTreeSet<Span>, cx: &mut Context<'_>) {
    type Places<'r> = BTreeMap<String, (BTreeSet<u32>, &'r Spanned<String>)>;
    let mut levels: BTreeMap<String, Places<'_>> = BTreeMap::new();
    for shown in role.sections.iter().flat_map(|section| &section.shown) {
        let Some(level) = role.level(shown.level).filter(|level| !level.mirror && level.occurrence == 1)
        else {
            continue;
        };
        let Some(code) = level.code.as_ref().filter(|code| shown.label.value.contains(code.as_str())) else {
            continue;
        };
        let name = form(&shown.label.value);
        let places = levels.entry(code.clone()).or_default();
        places.entry(name).or_insert_with(|| (BTreeSet::new(), &shown.label)).0.insert(shown.table);
    }
    for places in levels.into_values().filter(|places| places.len() == 2) {
        let mut both: Vec<_> = places.iter().collect();
        both.sort_by_key(|(_, (tables, _))| tables.len());
        let [(other, (rare, place)), (usual, (tables, first))] = both.as_slice() else { continue };
        let words = |form: &str| form.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
        let (a, b) = (words(other), words(usual));
        // "L2" and "L2 Engineer" are long and short for one thing.
        let alike = a.is_subset(&b)
            || b.is_subset(&a)
            || is_short_for(other, usual)
            || title_key(other) == title_key(usual)
            || known.together(other, usual);
        if rare.len() != 1
            || tables.len() < 2
            || !rare.is_disjoint(tables)
            || alike
            || !reported.insert(place.span)
        {
            continue;
        }
        let (name, usual) = (&place.value, &first.value);
        cx.report(
            place.span,
            format!("This table calls the level “{name}”, the other tables of the page “{usual}”."),
        )
        .help(format!("{WHY} Use one name in all tables."))
        .related(first.span, "the name in another table");
    }
}

/// Abbreviations that people use in the same breath with the long form.
const ACRONYMS: &[&str] = &[
    "cto", "ceo", "coo", "cfo", "cio", "cpo", "cmo", "ciso", "swe", "sde", "sre", "qa", "hr", "svp", "evp",
    "avp",
];

/// All titles of the framework, by what they mean.
fn mentions(framework: &Framework) -> BTreeMap<String, Vec<Mention<'_>>> {
    let mut all: BTreeMap<String, Vec<Mention<'_>>> = BTreeMap::new();
    let mut add = |title, role, own| {
        let title: &Spanned<String> = title;
        let short = words_of(&title.value).iter().any(|word| ACRONYMS.contains(&word.as_str()));
        let key = title_key(&title.value);
        let several = title.value.contains(['/', '&', '|']);
        if looks_like_title(&title.value) && !short && !several && key.contains(' ') {
            all.entry(key).or_default().push(Mention { title, role, own });
        }
    };
    for (at, role) in framework.roles.iter().enumerate() {
        role.title.iter().chain(&role.also).for_each(|title| add(title, at, true));
        role.levels.iter().for_each(|level| add(&level.label, at, false));
        role.moves.iter().for_each(|step| add(&step.to, at, false));
    }
    all
}

/// Titles of one meaning and several forms.
fn across(framework: &Framework, known: &Declared, reported: &mut BTreeSet<Span>, cx: &mut Context<'_>) {
    let all = mentions(framework);
    for (key, group) in &all {
        let mut forms: HashMap<String, (usize, usize)> = HashMap::new();
        for mention in group {
            let count = forms.entry(form(&mention.title.value)).or_default();
            count.0 += usize::from(mention.own);
            count.1 += 1;
        }
        if forms.len() < 2 || !group.iter().any(|mention| mention.own) {
            continue;
        }
        let best =
            forms.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0))).map(|(form, _)| form.clone());
        let Some(best) = best else { continue };
        let Some(preferred) = group.iter().find(|mention| form(&mention.title.value) == best) else {
            continue;
        };
        let mut told: BTreeSet<(usize, String)> = BTreeSet::new();
        for mention in group {
            let (title, shape) = (mention.title, form(&mention.title.value));
            let role = framework.roles.get(mention.role);
            // Two names on one page are reported there.
            let both = role.is_some_and(|role| {
                role.title.iter().chain(&role.also).any(|title| form(&title.value) == best)
            });
            let once = told.insert((mention.role, shape.clone()));
            // Advertisements of several employers name a job as they like.
            let advertised = role.is_some_and(|role| role.kind == RoleKind::Posting)
                && framework.roles.get(preferred.role).is_some_and(|role| role.kind == RoleKind::Posting);
            if shape == best
                || both
                || advertised
                || is_other_field(&shape, &best)
                || !once
                || known.together(&title.value, &preferred.title.value)
                || reported.contains(&title.span)
            {
                continue;
            }
            let place = if title.span.is_empty() {
                role.map_or(title.span, |role| start_of(role.span))
            } else {
                title.span
            };
            reported.insert(title.span);
            let message = format!(
                "“{}” is called “{}” elsewhere in this framework.",
                title.value, preferred.title.value
            );
            let help = format!(
                "{WHY} Use “{0}” everywhere, or declare the titles to be one role: `framework: aliases: {{{0}: [{1}]}}` \
                 in rolelint.yaml.",
                preferred.title.value, title.value
            );
            let names: BTreeSet<&str> = group.iter().map(|mention| mention.title.value.as_str()).collect();
            let list = names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
            let finding = cx.report(place, message);
            finding.help(help).group(
                format!("title-alias:{}:{key}", framework.root),
                format!("one job under several titles: {list}"),
            );
            for other in group.iter().filter(|other| other.own && form(&other.title.value) == best).take(8) {
                finding.related(other.title.span, format!("called “{}” here", other.title.value));
            }
            if finding.related.is_empty() {
                finding.related(preferred.title.span, format!("called “{}” here", preferred.title.value));
            }
            for other in perhaps(framework, &all, key, group) {
                finding.related(other.title.span, format!("“{}” is perhaps the same job", other.title.value));
            }
        }
    }
}

fn start_of(span: Span) -> Span {
    Span { end: span.start, ..span }
}

/// Titles that differ in nothing but "engineering" and "technology", as long as no page of the
/// framework names the other as another job.
fn perhaps<'f>(
    framework: &Framework,
    all: &BTreeMap<String, Vec<Mention<'f>>>,
    key: &str,
    group: &[Mention<'f>],
) -> Vec<Mention<'f>> {
    let swap = |from: &str, to: &str| {
        let mut words: Vec<&str> = key.split(' ').map(|word| if word == from { to } else { word }).collect();
        words.sort_unstable();
        words.join(" ")
    };
    let twin = [swap("engineering", "technology"), swap("technology", "engineering")];
    let Some(others) = twin.iter().filter(|twin| *twin != key).find_map(|twin| all.get(twin)) else {
        return vec![];
    };
    let names = |at: usize, keys: &[Mention<'_>]| {
        framework.roles.get(at).is_some_and(|role| {
            role.moves.iter().any(|step| {
                keys.iter().any(|other| title_key(&step.to.value) == title_key(&other.title.value))
            })
        })
    };
    let apart = group.iter().take(32).any(|mention| names(mention.role, others.get(..1).unwrap_or(&[])))
        || others.iter().take(32).any(|mention| names(mention.role, group.get(..1).unwrap_or(&[])));
    if apart { vec![] } else { others.iter().filter(|other| other.own).take(8).copied().collect() }
}

/// Titles that are declared as aliases but stand where the preferred title should.
fn not_preferred(framework: &Framework, reported: &mut BTreeSet<Span>, cx: &mut Context<'_>) {
    for group in &framework.aliases {
        let Some((preferred, others)) = group.split_first() else { continue };
        let forms: BTreeSet<String> = others.iter().map(|title| form(title)).collect();
        for title in framework.roles.iter().filter_map(|role| role.title.as_ref()) {
            let shape = form(&title.value);
            if shape != form(preferred) && forms.contains(&shape) && reported.insert(title.span) {
                cx.report(
                    title.span,
                    format!("“{}” is an alias; the title to use is “{preferred}”.", title.value),
                )
                .help(format!("{WHY} Write “{preferred}”."));
            }
        }
    }
}
