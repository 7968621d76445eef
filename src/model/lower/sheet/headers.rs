//! Headers of the columns of lists of roles, in the languages that the project knows.

use super::super::data::keys::BESIDE_YEARS;

/// Headers of columns into which people enter how they did.
pub(super) const SCORES: &[&str] = &[
    "score",
    "scores",
    "rating",
    "ratings",
    "points",
    "weight",
    "value",
    "self",
    "self assessment",
    "manager",
    "done",
    "check",
    "status",
    "assessment",
    "current",
    "target",
    "#",
];

/// Headers of what is asked in interviews and surveys: how somebody answers is no expectation.
pub(super) const QUESTIONS: &[&str] = &[
    "question",
    "questions",
    "interview question",
    "interview questions",
    "frage",
    "fragen",
    "pregunta",
    "preguntas",
    "pergunta",
    "perguntas",
    "質問",
    "질문",
];

/// Names of rows that sum up those above them.
pub(super) const TOTALS: &[&str] = &[
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sub total",
    "sum",
    "average",
    "avg",
    "mean",
    "count",
    "total score",
    "overall score",
    "summe",
    "gesamt",
    "durchschnitt",
    "promedio",
    "suma",
    "média",
    "soma",
    "moyenne",
    "somme",
    "合計",
    "平均",
    "합계",
    "평균",
];

/// Headers of the column that names the role, best first.
pub(in super::super) const TITLES: &[&str] = &[
    "job title",
    "role title",
    "position title",
    "title",
    "role",
    "job role",
    "position",
    "role name",
    "job name",
    "job",
    "titel",
    "stelle",
    "stellenbezeichnung",
    "puesto",
    "cargo",
    "título",
    "titulo",
    "titre",
    "poste",
    "intitulé du poste",
    "rolle",
    "designation",
    "level name",
    "level title",
    "bezeichnung",
    "berufsbezeichnung",
    "funktion",
    "fonction",
    "función",
    "função",
    "職種",
    "役職",
    "직무",
    "name",
];

pub(super) const LEVELS: &[&str] = &[
    "level",
    "job level",
    "career level",
    "grade",
    "job grade",
    "band",
    "level code",
    "seniority",
    "rank",
    "seniority level",
    "pay grade",
    "salary grade",
    "karrierestufe",
    "nivel",
    "nível",
    "niveau",
    "stufe",
    "等級",
    "レベル",
];

/// Headers of the column that says what a row of a matrix is about, the narrowest first.
pub(in super::super) const TOPICS: &[&str] = &[
    "competency",
    "competencies",
    "competence",
    "skill",
    "capability",
    "attribute",
    "behavior",
    "behaviour",
    "competencia",
    "competência",
    "compétence",
    "kompetenz",
    "fähigkeit",
    "habilidad",
    "habilidade",
    "スキル",
    "コンピテンシー",
    "역량",
    "criterion",
    "dimension",
    "topic",
    "skill area",
    "area",
    "category",
    "pillar",
    "theme",
];

/// Headers of the column that names a family of jobs.
pub(super) const FAMILIES: &[&str] = &[
    "job family",
    "role family",
    "career family",
    "family",
    "job function",
    "function",
    "discipline",
    "profession",
    "famille de métiers",
    "jobfamilie",
    "familia de puestos",
    "família de cargos",
];

/// Words of headers that mean the ends of a band and what lies between: "Annual midpoint".
const BAND: &[&str] = &[
    "min", "minimum", "mid", "midpoint", "max", "maximum", "annual", "monthly", "hourly", "range", "base",
    "comp", "usd", "eur", "inr", "gbp", "cad", "aud", "chf", "pay", "salary", "band", "low", "high",
];

/// True for the header of one of the figures of a band of pay.
pub(in super::super) fn is_band(header: &str) -> bool {
    header.split(' ').all(|word| BAND.contains(&word)) && super::super::bands::is_end(header)
}

/// True for the header of years that are asked for: "Min Experience (yrs)", "Years exp.", "Erfahrung in Jahren".
pub(in super::super) fn is_years(header: &str) -> bool {
    const SAID: &[&str] = &[
        "experience",
        "exp",
        "yoe",
        "years",
        "yrs",
        "erfahrung",
        "berufserfahrung",
        "jahre",
        "jahren",
        "experiencia",
        "experiência",
        "años",
        "anos",
        "expérience",
        "années",
        "ans",
        "ervaring",
        "jaren",
        "esperienza",
        "anni",
        "経験年数",
        "경력",
    ];
    const BESIDE: &[&str] = &["year", "yr", "level", "de", "d", "en", "mínimo", "mínima", "minimale"];
    // "Experience" alone may be a sentence, and says what it is by itself.
    let words: Vec<&str> = header.split(' ').collect();
    let spoken = words.iter().filter(|word| SAID.contains(word)).count();
    spoken > 0
        && words
            .iter()
            .all(|word| SAID.contains(word) || BESIDE.contains(word) || BESIDE_YEARS.contains(word))
        && words != ["experience", "level"]
}

pub(super) const IDS: &[&str] = &["id", "role id", "job id", "code", "job code", "role code", "slug", "key"];

pub(super) const TRACKS: &[&str] =
    &["track", "career track", "path", "career path", "ladder", "pista", "trilha"];

pub(super) const ALIASES: &[&str] =
    &["alias", "aliases", "also known as", "other titles", "alternative titles", "aka"];

/// Headers that only lists of people and answers have.
pub(super) const PEOPLE: &[&str] = &[
    "timestamp",
    "respondent",
    "respondent id",
    "response id",
    "zeitstempel",
    "marca temporal",
    "horodateur",
    "employee",
    "employee name",
    "employee id",
    "person",
    "first name",
    "last name",
    "full name",
    "vorname",
    "nachname",
    "prénom",
    "apellido",
    "apellidos",
    "sobrenome",
    "hire date",
    "hired",
    "hired on",
    "date hired",
    "date of hire",
    "eintrittsdatum",
    "fecha de ingreso",
    "email",
    "e mail",
    "email address",
    "gender",
    "age",
];

/// Headers of columns that may name people beside their jobs.
pub(super) const NAMES: &[&str] =
    &["name", "names", "nombre", "nome", "nom", "who", "team member", "staff member", "naam"];

/// Words in headers of lists of openings.
pub(super) const OPENINGS: &[&str] = &[
    "employer",
    "company",
    "organization",
    "organisation",
    "institution",
    "location",
    "closing",
    "closed",
    "deadline",
    "posted",
    "apply",
    "application",
    "url",
];

/// Words in headers of columns whose sentences are not about the job.
pub(super) const NOT_SAID: &[&str] = &[
    "note",
    "notes",
    "comment",
    "comments",
    "remarks",
    "source",
    "address",
    "benefits",
    "contact",
    "department",
    "date",
    "deadline",
];
