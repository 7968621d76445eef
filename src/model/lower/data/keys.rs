//! What the keys of data files mean. The words come from frameworks, job descriptions and skill
//! matrices kept as YAML and JSON, in the languages that the project knows.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::super::super::titles::job_key;
use super::super::super::vocabulary::{
    LevelWord, is_rank, is_rank_only, level_word, looks_like_title, numeral, title_rank, words_of,
};
use crate::syntax::{Entry, Node, Value};

/// What a key says about its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::model) enum Key {
    /// The name of the thing itself.
    Title,
    /// A short name that other places refer to.
    Id,
    /// The level that the thing is about.
    Level,
    /// All levels of a ladder.
    Levels,
    /// The place in an order.
    Rank,
    /// Several roles.
    Roles,
    /// The section that the thing belongs to, the wider ones last (see [`GROUPS`]).
    Group,
    /// Holds other things and says nothing itself.
    Wrapper,
    /// A list of expectations.
    Items,
    /// Says what the thing is.
    Text,
    /// Illustrations of an expectation.
    Examples,
    /// Years of experience.
    Years,
    Pay,
    Minimum,
    Maximum,
    /// The time that pay is for.
    Period,
    /// Nothing that the model keeps: addresses, icons, dates.
    Meta,
    /// Whatever else: the name of a section.
    Other,
}

/// Words of keys, as [`spaced`] writes them.
const KEYS: &[(Key, &str)] = &[
    (
        Key::Title,
        "title | name | label | display name | full name | role | role name | role title | job title | \
         position | position title | job | heading | header | level name | level title | título | titulo | \
         nombre | nome | cargo | puesto | rol | titre | nom | intitulé | poste | titel | bezeichnung | \
         rolle | stelle | タイトル | 名前 | 名称 | 役割 | 職種",
    ),
    (
        Key::Id,
        "id | slug | code | job code | role code | position code | key | uid | identifier | ref | short name | abbreviation | código | kürzel",
    ),
    (
        Key::Level,
        "level | level id | level code | grade | job level | career level | job grade | seniority | band | \
         level key | tier | nivel | nível | niveau | stufe | senioridade | grado | レベル | 等級 | 레벨",
    ),
    (
        Key::Levels,
        "levels | grades | bands | tiers | ladder | rungs | milestones | career levels | job levels | level definitions | \
         seniorities | seniority levels | niveles | níveis | niveis | niveaux | stufen | レベル一覧",
    ),
    (
        Key::Rank,
        "level number | rank | order | index | number | sequence | position in ladder | weight | sort | \
         sort order | orden | ordem | ordre | reihenfolge",
    ),
    (
        Key::Roles,
        "roles | jobs | positions | job families | families | role families | career families | job profiles | role profiles | ladders | careers | \
         career paths | tracks | career tracks | professions | disciplines | papéis | puestos | postes | \
         rollen | stellen",
    ),
    (
        Key::Group,
        "skill | competency | competence | capability | dimension | attribute | aspect | topic | theme | \
         section | pillar | area | subcategory | category | domain | group | criterion | trait | value | \
         behavior | behaviour | competencia | competência | habilidad | habilidade | área | categoría | \
         categoria | compétence | domaine | catégorie | kompetenz | fähigkeit | bereich | kategorie | \
         スキル | カテゴリ",
    ),
    (
        Key::Wrapper,
        "content | contents | sections | topics | themes | dimensions | areas | categories | pillars | data | \
         body | entries | matrix | framework | by level | per level | level descriptions | \
         level expectations | level criteria | proficiency descriptions | proficiency levels | rubric | \
         rubrics | attributes | groups | domains | children | subcategories | capabilities | rows | cells | \
         inhalt | contenido | conteúdo",
    ),
    (
        Key::Items,
        "items | criteria | expectations | indicators | expectation | bullets | points | statements | list | \
         behaviors | behaviours | markers | signals | descriptors | standards | evidence | details | \
         criterios | critérios | expectativas | indicadores | critères | attentes | erwartungen | \
         kriterien | 基準 | 期待",
    ),
    (
        Key::Text,
        "text | description | summary | detail | definition | statement | content text | short description | \
         long description | desc | overview | intro | introduction | purpose | descripción | descrição | \
         resumen | resumo | résumé | beschreibung | zusammenfassung | 説明 | 概要",
    ),
    (Key::Examples, "examples | example | ejemplos | exemplos | exemples | beispiele | notes | note | 例"),
    (
        Key::Years,
        "years range | years | years of experience | años de experiencia | anos de experiência | jahre erfahrung | years experience | experience years | experience range | \
         year range | typical years | min years | minimum years | yoe | anos de experiencia | \
         años experiencia | años | anos | années d expérience | berufserfahrung | jahre | 経験年数",
    ),
    (
        Key::Pay,
        "salary | salary range | pay | pay range | compensation | remuneration | base salary | wage | \
         salario | salário | rémunération | salaire | gehalt | vergütung | 給与",
    ),
    (
        Key::Minimum,
        "min | minimum | from | low | lower | start | min value | mínimo | minimo | von | desde | de",
    ),
    (
        Key::Maximum,
        "max | maximum | to | high | upper | end | max value | máximo | maximo | bis | hasta | até",
    ),
    (Key::Period, "period | per | unit | unit text | interval | frequency | pay period | pay frequency"),
    (
        Key::Meta,
        "url | urls | link | links | href | path | icon | emoji | emoji icon | image | color | colour | \
         layout | template | uuid | version | updated | updated at | last updated | created | created at | \
         date | author | authors | owner | reviewed | supporting urls | google sheet id | is legacy | type | \
         tags | permalink | email | sidebar title | sidebar group | homepage | yaml | schema | lang | \
         language | locale | status | proficiency | parent | next | previous | related | source | sources | \
         references | see also | family | track | category id | meta | metadata | license | contact | \
         aliases | also known as | kind | keywords | abbreviations | currency | salary currency | pay currency | \
         currency code | währung | moneda | moeda | devise | valuta | inherits | inherits from | extends | builds on | \
         approval | approvals | approver | approvers | approved by | sign off | signoff | sign offs | signatures | \
         escalation | escalations | escalation path | permissions",
    ),
];

/// Keys of [`Key::Group`] that name something wider than others; the narrower one names the section.
const WIDE: &[&str] = &[
    "theme",
    "section",
    "pillar",
    "area",
    "category",
    "domain",
    "group",
    "área",
    "categoría",
    "categoria",
    "domaine",
    "catégorie",
    "bereich",
    "kategorie",
    "カテゴリ",
];

static TABLE: LazyLock<HashMap<&'static str, Key>> = LazyLock::new(|| {
    let words = |(key, words): &(Key, &'static str)| {
        let key = *key;
        words.split('|').map(move |word| (word.trim(), key)).collect::<Vec<_>>()
    };
    KEYS.iter().flat_map(words).collect()
});

/// What a key means.
pub(in crate::model) fn key(name: &str) -> Key {
    let name = spaced(name);
    if let Some(&key) = TABLE.get(name.as_str()) {
        return key;
    }
    match name.rsplit(' ').next() {
        Some("criteria" | "expectations") => Key::Items,
        _ if says_years(&name) => Key::Years,
        Some("url" | "urls" | "uri" | "id" | "ids" | "icon" | "color" | "href") => Key::Meta,
        _ if name.starts_with('$') => Key::Meta,
        _ => Key::Other,
    }
}

/// What may stand beside "years" and "experience" without being about something else.
pub(in crate::model::lower) const BESIDE_YEARS: &[&str] = &[
    "min",
    "minimum",
    "max",
    "maximum",
    "of",
    "in",
    "required",
    "work",
    "total",
    "typical",
    "relevant",
    "professional",
    "range",
];

/// True for `min_years_experience`, `required experience in years`.
fn says_years(name: &str) -> bool {
    let has = |word: &str| name.split(' ').any(|own| own == word);
    has("years")
        && has("experience")
        && name.split(' ').all(|word| matches!(word, "years" | "experience") || BESIDE_YEARS.contains(&word))
}

/// True for keys that name something wider than a section.
pub(in crate::model) fn is_wide(name: &str) -> bool {
    WIDE.contains(&spaced(name).as_str())
}

/// True if a level below says that it includes another one: `inherits: junior`.
pub(super) fn inherits(node: &Node) -> bool {
    const KEYS: &[&str] = &["inherits", "inherits from", "extends", "builds on", "includes all of"];
    let named = |value: &Node| value.as_str().is_some_and(|name| level_of(name).is_some());
    let said = |node: &Node| {
        let entries = node.entries().iter().filter(|entry| KEYS.contains(&spaced(&entry.key.value).as_str()));
        entries.into_iter().any(|entry| named(&entry.value) || entry.value.items().iter().any(named))
    };
    // The role, its list of levels, and a level.
    let below =
        |node: &Node| node.items().iter().chain(node.entries().iter().map(|entry| &entry.value)).any(said);
    below(node) || node.entries().iter().any(|entry| below(&entry.value))
}

/// `coreCompetencies` and `core_competencies` as words in lower case.
pub(in crate::model) fn spaced(key: &str) -> String {
    let mut out = String::with_capacity(key.len() + 4);
    let mut small = false;
    for c in key.trim().chars() {
        if c.is_uppercase() && small {
            out.push(' ');
        }
        small = c.is_lowercase() || c.is_ascii_digit();
        match c {
            '_' | '-' | ' ' => out.push(' '),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// The level that a key or a short value names: "`senior_engineer`" says "Senior Engineer".
pub(in crate::model) fn level_of(name: &str) -> Option<LevelWord> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 60 {
        return None;
    }
    if let Some(word) = level_word(name) {
        return Some(word);
    }
    let words = spaced(name);
    let mut out = String::with_capacity(words.len());
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        // Letters with a figure are a code: `l3`, `ic4`.
        let code = word.len() <= 5 && word.ends_with(|c: char| c.is_ascii_digit());
        let mut letters = word.chars();
        match letters.next() {
            _ if code => out.push_str(&word.to_uppercase()),
            Some(first) => out.extend(first.to_uppercase().chain(letters)),
            None => {}
        }
    }
    level_word(&out)
}

/// `junior engineer` as a title is written.
pub(super) fn capitalized(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        let mut letters = word.chars();
        out.extend(letters.next().into_iter().flat_map(char::to_uppercase).chain(letters));
    }
    out
}

/// True for the title of a job, also as a key is written: `senior_engineer`.
pub(in crate::model) fn is_job(name: &str) -> bool {
    let spoken = capitalized(&spaced(name));
    looks_like_title(&spoken) && !is_rank_only(&spoken)
}

/// True for names that careers give to their levels and little else does: codes, words of rank, the titles
/// of jobs with a rank or a number. "Basic", "Level 3" and "advanced" are steps of many things.
pub(in crate::model) fn is_career_level(name: &str) -> bool {
    let Some(word) = level_of(name) else { return false };
    let words = words_of(&spaced(name));
    let counted = words.last().is_some_and(|last| numeral(last).is_some()) && words.len() > 1;
    word.code.is_some()
        || word.rank.is_some() && (words.iter().any(|word| is_rank(word)) || counted && is_job(name))
}

/// True for "Journeyman", "Team Anchor": short, and no sentence such as "Coaches people." or "Runs tests".
pub(super) fn may_be_name(text: &str) -> bool {
    let text = text.trim();
    let mut words = text.split_whitespace();
    let small = |word: &str| word.starts_with(char::is_lowercase);
    let opens = words.next().is_some_and(|word| word.starts_with(char::is_uppercase));
    let spoken =
        opens && words.any(|word| small(word) && !matches!(word, "of" | "and" | "the" | "in" | "de" | "du"));
    words_of(text).len() <= 3 && !text.ends_with(['.', '!', ';', '。']) && !spoken
}

/// True for a bare number that may count levels.
pub(in crate::model) fn is_number(name: &str) -> bool {
    numeral(&name.trim().to_lowercase()).is_some()
}

/// The name of a thing: `title: …`, `role: {name: …}`.
pub(in crate::model) fn title_of(node: &Node) -> Option<&Node> {
    let (_, title) = find(node, Key::Title)?;
    let named =
        if title.entries().is_empty() { Some(title) } else { find(title, Key::Title).map(|(_, name)| name) };
    named.filter(|name| name.entries().is_empty() && name.items().is_empty())
}

/// The first value whose key means `wanted`; for titles the one that comes first in the vocabulary.
pub(in crate::model) fn find(node: &Node, wanted: Key) -> Option<(&Entry, &Node)> {
    node.entries()
        .iter()
        .filter(|entry| key(&entry.key.value) == wanted && !matches!(entry.value.value, Value::Null))
        .min_by_key(|entry| match spaced(&entry.key.value).as_str() {
            "title" => 0,
            "role" | "job title" | "role title" => 1,
            "name" | "label" => 2,
            _ => 3,
        })
        .map(|entry| (entry, &entry.value))
}

/// The keys of a mapping that name levels, if most of its keys do: at least two, codes, ranks,
/// titles, or the numbers from 1 (0).
pub(in crate::model) fn is_keyed_by_level(node: &Node) -> bool {
    names_levels(node) && !is_keyed_by_job(node)
}

/// True for jobs with levels of their own: `{Backend Engineer: {L1: …, L2: …}, Frontend Engineer: {…}}`. "Engineer"
/// and "Senior Engineer" are levels of one job, whatever is below them.
pub(super) fn is_keyed_by_job(node: &Node) -> bool {
    let mut jobs = HashSet::new();
    let mut filled = node.entries().iter().filter(|entry| key(&entry.key.value) != Key::Meta).peekable();
    filled.peek().is_some()
        && filled.all(|entry| {
            let job = job_key(&capitalized(&spaced(&entry.key.value)));
            let ladder = find(&entry.value, Key::Levels).map_or(&entry.value, |(_, levels)| levels);
            is_job(&entry.key.value) && names_levels(ladder) && !job.is_empty() && jobs.insert(job)
        })
}

/// True for the name of a family of jobs, as a key with jobs below it: `family: {Backend Engineer: …}`.
pub(super) fn is_family(entry: &Entry) -> bool {
    let held = !entry.value.entries().is_empty() || !entry.value.items().is_empty();
    held && matches!(
        spaced(&entry.key.value).as_str(),
        "family" | "job family" | "role family" | "career family" | "track" | "discipline"
    )
}

/// True for a list of roles below the name of one, as TOML writes them: `[[role]]`.
pub(super) fn is_each_role(entry: &Entry) -> bool {
    let items = entry.value.items();
    let named = |item: &Node| title_of(item).is_some();
    let role = [
        "role",
        "job",
        "position",
        "job profile",
        "role profile",
        "rolle",
        "stelle",
        "puesto",
        "cargo",
        "poste",
    ];
    !items.is_empty() && items.iter().all(named) && role.contains(&spaced(&entry.key.value).as_str())
}

/// Most keys of a mapping of levels, with those beside them that say something else. Rule of thumb: several times
/// the longest ladder.
const MOST_KEYS: usize = 256;

/// The same by the keys alone.
fn names_levels(node: &Node) -> bool {
    let entries = node.entries();
    if entries.len() > MOST_KEYS {
        return false;
    }
    let (mut named, mut numbers, mut others) = (0usize, 0usize, 0usize);
    for entry in entries {
        let name = &entry.key.value;
        let empty = matches!(entry.value.value, Value::Null);
        if is_number(name) {
            numbers += 1;
        } else if let Some(word) = level_of(name).filter(|_| known_as_level(name)) {
            named += 1;
            // "owner" and "author" are jobs as well.
            others += usize::from(word.rank.is_none());
        } else if !empty && key(name) == Key::Other {
            others += 1;
        }
    }
    let levels = named + numbers;
    !assigns_people(entries)
        && !names_jobs(node)
        && levels >= 2
        && (named >= 2 || numbers == levels)
        && others * 2 <= levels
}

/// True for keys that are titles of several jobs: on one level ("Backend Engineer", "Frontend Engineer"), or in an
/// order that does not climb ("Engineering Manager", "Product Manager", "Designer").
pub(super) fn names_jobs(node: &Node) -> bool {
    let told = || node.entries().iter().filter(|entry| key(&entry.key.value) != Key::Meta);
    let titles: Vec<String> = told().map(|entry| capitalized(&spaced(&entry.key.value))).collect();
    let jobs: HashSet<String> = titles.iter().map(|title| job_key(title)).collect();
    let heights: Vec<Option<i32>> = titles.iter().map(|title| title_rank(title)).collect();
    let even = heights.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
    let climbs =
        |up: bool| heights.windows(2).all(|pair| matches!(pair, [a, b] if if up { a < b } else { a > b }));
    let spoken = titles.iter().filter(|title| title.contains(' ')).count();
    titles.len() > 1
        && titles.iter().all(|title| is_job(title))
        && jobs.len() == titles.len()
        && !jobs.contains("")
        && if even {
            spoken == titles.len()
        } else {
            spoken > 0 && heights.iter().all(Option::is_some) && !climbs(true) && !climbs(false)
        }
}

/// True for nothing but jobs and who has them: `{manager: Anna Meyer, director: Karl Braun}`.
fn assigns_people(entries: &[Entry]) -> bool {
    let capital = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    let person = |text: &str| {
        let words = text.split_whitespace().count();
        (2..=3).contains(&words) && text.split_whitespace().all(capital) && level_of(text).is_none()
    };
    entries.len() > 1
        && entries.iter().all(|entry| {
            is_job(&entry.key.value) && entry.value.as_str().is_some_and(|text| person(text.trim()))
        })
}

/// Names of keys that are words of ladders and something else in a file of settings.
fn known_as_level(name: &str) -> bool {
    !matches!(
        spaced(name).as_str(),
        "author"
            | "owner"
            | "editor"
            | "agent"
            | "partner"
            | "buyer"
            | "manager url"
            | "handler"
            | "worker"
            | "publisher"
            | "driver"
            | "controller"
            | "broker"
            | "scheduler"
            | "president"
            | "advisor"
            | "moderator"
            | "guard"
    )
}

/// Number of letters of writing systems that set no blanks between words.
pub(in crate::model) fn wide_letters(text: &str) -> usize {
    text.chars()
        .filter(|c| matches!(*c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_any_spelling() {
        assert_eq!(key("yearsRange"), Key::Years);
        assert_eq!(key("years_of_experience"), Key::Years);
        assert_eq!(key("exampleCriteria"), Key::Items);
        assert_eq!(key("Níveis"), Key::Levels);
        assert_eq!(key("coreCompetencies"), Key::Other);
        assert_eq!(key("sidebarTitle"), Key::Meta);
    }

    #[test]
    fn levels_of_careers_and_steps_of_other_things() {
        for name in ["L1", "m2", "junior", "Senior", "senior_engineer", "Engineer II", "staff"] {
            assert!(is_career_level(name), "{name}");
        }
        for name in ["basic", "advanced", "1", "level_1", "engineer", "info", "owner", "Coding"] {
            assert!(!is_career_level(name), "{name}");
        }
    }

    #[test]
    fn names_of_levels_in_keys() {
        for name in
            ["l3", "L3", "ic4", "senior", "senior_engineer", "AIE-L3", "Mid-level", "awareness", "level_2"]
        {
            assert!(level_of(name).is_some(), "{name}");
        }
        for name in ["communication", "description", "criteria", "icon"] {
            assert!(level_of(name).is_none(), "{name}");
        }
    }
}
