//! The word lists in `rules/vocabulary/` are well formed, and the phrasings that they make readable are
//! read, in every language: amounts of experience, pay, headings, levels; and what only looks like them.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::float_cmp)]

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

use rolelint::config::{WordLists, schema_of};
use rolelint::language::lexicon::built_in_languages;
use rolelint::language::{Context, experience, pay};
use rolelint::model::{SectionKind, level_word, section_kind};
use rolelint::schema::Schema;
use rolelint::syntax::{Node, Value, parse_yaml};
use rolelint::text::{FileId, SourceFile};

#[test]
fn every_file_has_the_shape_of_word_lists() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/vocabulary");
    let schema = Schema::from_value(&schema_of::<WordLists>("vocabulary", "Vocabulary"), "vocabulary", None);
    let schema = schema.unwrap_or_else(|error| panic!("{error}"));
    let mut wrong = String::new();
    let mut names = vec![];
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(language) = name.strip_suffix(".yaml") else {
            assert_eq!(name, "README.md", "rules/vocabulary holds word lists only, as `xx.yaml`");
            continue;
        };
        names.push(language.to_owned());
        if language.len() != 2 || !language.chars().all(|c| c.is_ascii_lowercase()) {
            let _ = writeln!(wrong, "{name}: name the file by the ISO 639-1 code of its language");
        }
        let file = SourceFile::from_bytes(FileId(0), name.clone(), None, &std::fs::read(&path).unwrap());
        let document = parse_yaml(&file);
        let mut say = |span: rolelint::text::Span, message: &str| {
            let at = file.position(span.start);
            let _ = writeln!(wrong, "rules/vocabulary/{name}:{}:{}: {message}", at.line, at.column);
        };
        for problem in &document.problems {
            say(problem.span, &problem.message);
        }
        let Some(root) = document.data().first() else { continue };
        for violation in schema.validate(root) {
            say(violation.span, &format!("{} {}", violation.message, violation.help.unwrap_or_default()));
        }
        each_list(root, "", &mut |key, list| {
            let mut seen = HashSet::new();
            for word in list.items() {
                let text = word.as_str().unwrap_or_default();
                if text.trim().is_empty() {
                    say(word.span, "an empty word");
                }
                if !seen.insert(text.to_lowercase()) {
                    say(word.span, &format!("`{text}` stands twice in `{key}`"));
                }
                if text != text.to_lowercase() && key != "codes" {
                    say(word.span, &format!("write `{text}` in small letters"));
                }
            }
        });
    }
    assert!(wrong.is_empty(), "{wrong}");
    names.sort();
    let embedded = built_in_languages();
    assert_eq!(names, embedded.iter().map(|(language, _)| *language).collect::<Vec<_>>());
    for (language, lists) in embedded {
        assert!(lists.is_ok(), "{language}: {lists:?}");
    }
}

fn each_list(node: &Node, key: &str, see: &mut dyn FnMut(&str, &Node)) {
    if matches!(node.value, Value::List(_)) {
        see(key, node);
    }
    for entry in node.entries() {
        each_list(&entry.value, &entry.key.value, see);
    }
}

/// Phrase, least months, most months.
type Asked<'t> = (&'t str, Option<u32>, Option<u32>);

fn asked(text: &str) -> Vec<(&str, Option<u32>, Option<u32>)> {
    let found = experience(text, Context::default());
    found.into_iter().map(|one| (text.get(one.range).unwrap(), one.min_months, one.max_months)).collect()
}

#[track_caller]
fn asks(cases: &[(&str, Asked<'_>)]) {
    let mut wrong = String::new();
    for (text, expected) in cases {
        let found = asked(text);
        if found != [*expected] {
            let _ = writeln!(wrong, "{text}: {found:?}, expected {expected:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[track_caller]
fn asks_nothing(texts: &[&str]) {
    let mut wrong = String::new();
    for text in texts {
        let found = asked(text);
        if !found.is_empty() {
            let _ = writeln!(wrong, "{text}: {found:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn experience_in_english() {
    asks(&[
        ("10+ years of experience", ("10+ years", Some(120), None)),
        ("5–7 years of experience", ("5–7 years", Some(60), Some(84))),
        ("over a decade of experience", ("over a decade", Some(120), None)),
        ("two (2) years of experience", ("two (2) years", Some(24), None)),
        ("18 months of experience", ("18 months", Some(18), None)),
        ("less than 2 years of experience", ("less than 2 years", None, Some(24))),
        ("3 years or less of experience", ("3 years or less", None, Some(36))),
        ("between two and four years of experience", ("between two and four years", Some(24), Some(48))),
        ("No less than six years' experience", ("No less than six years'", Some(72), None)),
        ("A company that wants 5 years of experience", ("5 years", Some(60), None)),
    ]);
    asks_nothing(&[
        "We have over 20 years of experience in the field.",
        "Our company has more than 30 years of experience in shipping.",
        "With over 25 years of experience, our agency serves clients everywhere.",
        "Must be at least 18 years of age",
        "Plans the next 3 years",
        "Options vest over four years with a one-year cliff",
        "A probation of 6 months",
    ]);
}

#[test]
fn experience_in_spanish() {
    asks(&[
        ("Al menos 1 año de experiencia", ("Al menos 1 año", Some(12), None)),
        ("Mínimo 3 años de experiencia", ("Mínimo 3 años", Some(36), None)),
        ("Más de cinco años de experiencia", ("Más de cinco años", Some(60), None)),
        ("De 2 a 5 años de experiencia", ("De 2 a 5 años", Some(24), Some(60))),
        ("Entre 2 y 5 años de experiencia", ("Entre 2 y 5 años", Some(24), Some(60))),
        ("Hasta 2 años de experiencia", ("Hasta 2 años", None, Some(24))),
        ("Experiencia de 3 años o más", ("3 años o más", Some(36), None)),
        ("Experiencia: 18 meses", ("18 meses", Some(18), None)),
        ("5 años en un puesto similar", ("5 años", Some(60), None)),
        ("Una década de experiencia", ("Una década", Some(120), None)),
    ]);
    asks_nothing(&[
        "Planifica los próximos 3 años",
        "Mayor de 18 años de edad",
        "Un periodo de prueba de 6 meses",
        "Nuestra empresa tiene más de 20 años de experiencia.",
    ]);
}

#[test]
fn experience_in_portuguese() {
    asks(&[
        ("0-2 anos de experiência", ("0-2 anos", Some(0), Some(24))),
        ("Pelo menos três anos de experiência", ("Pelo menos três anos", Some(36), None)),
        ("Mais de 5 anos de experiência", ("Mais de 5 anos", Some(60), None)),
        ("No mínimo 2 anos de experiência", ("No mínimo 2 anos", Some(24), None)),
        ("Entre 2 e 4 anos de experiência", ("Entre 2 e 4 anos", Some(24), Some(48))),
        ("Experiência: 6 meses", ("6 meses", Some(6), None)),
        ("8+ anos de experiência", ("8+ anos", Some(96), None)),
        ("Até 1 ano de experiência", ("Até 1 ano", None, Some(12))),
    ]);
    asks_nothing(&[
        "Planeja os próximos 2 anos",
        "Ter no mínimo 18 anos de idade",
        "Período de experiência de 3 meses",
        "Nossa empresa tem mais de 20 anos de experiência.",
    ]);
}

#[test]
fn experience_in_french() {
    asks(&[
        ("2 à 5 ans d'expérience", ("2 à 5 ans", Some(24), Some(60))),
        ("De 2 à 5 ans d’expérience", ("De 2 à 5 ans", Some(24), Some(60))),
        ("Au moins trois ans d’expérience", ("Au moins trois ans", Some(36), None)),
        ("Plus de 5 ans d’expérience", ("Plus de 5 ans", Some(60), None)),
        ("Moins de 2 ans d’expérience", ("Moins de 2 ans", None, Some(24))),
        ("Entre 3 et 5 ans d’expérience", ("Entre 3 et 5 ans", Some(36), Some(60))),
        ("3 ans minimum d’expérience", ("3 ans minimum", Some(36), None)),
        ("Expérience : 5 ans ou plus", ("5 ans ou plus", Some(60), None)),
        ("un an d’expérience", ("un an", Some(12), None)),
    ]);
    asks_nothing(&[
        "Prépare les 3 prochaines années",
        "Une période d’essai de 4 mois",
        "Nous avons plus de 20 ans d’expérience.",
        "Être âgé de 18 ans",
    ]);
}

#[test]
fn experience_in_german() {
    asks(&[
        ("Mindestens 3 Jahre Berufserfahrung", ("Mindestens 3 Jahre", Some(36), None)),
        ("3–5 Jahre Erfahrung", ("3–5 Jahre", Some(36), Some(60))),
        ("Zwei bis drei Jahre Erfahrung", ("Zwei bis drei Jahre", Some(24), Some(36))),
        ("Mehr als 5 Jahre Führungserfahrung", ("Mehr als 5 Jahre", Some(60), None)),
        ("Weniger als 2 Jahre Erfahrung", ("Weniger als 2 Jahre", None, Some(24))),
        ("Zwischen 2 und 4 Jahren Erfahrung", ("Zwischen 2 und 4 Jahren", Some(24), Some(48))),
        ("Erfahrung: 5 Jahre oder mehr", ("5 Jahre oder mehr", Some(60), None)),
        ("5-jährige Berufserfahrung", ("5-jährige", Some(60), None)),
        ("18 Monate Erfahrung", ("18 Monate", Some(18), None)),
    ]);
    asks_nothing(&[
        "Plant die nächsten 3 Jahre",
        "Eine Probezeit von 6 Monaten",
        "Wir haben über 20 Jahre Erfahrung.",
        "Mindestens 18 Jahre alt",
    ]);
}

#[test]
fn experience_in_japanese() {
    asks(&[
        ("実務経験3年以上", ("3年以上", Some(36), None)),
        ("3年以上の実務経験", ("3年以上", Some(36), None)),
        ("開発経験５年以上", ("５年以上", Some(60), None)),
        ("3〜5年の経験", ("3〜5年", Some(36), Some(60))),
        ("最低2年の経験", ("最低2年", Some(24), None)),
        ("経験2年未満", ("2年未満", None, Some(24))),
        ("実務経験三年以上", ("三年以上", Some(36), None)),
        ("6か月以上の経験", ("6か月以上", Some(6), None)),
    ]);
    asks_nothing(&["今後3年の計画を立てる", "試用期間3ヶ月", "3年後の目標", "2024年4月に設立", "創業20年"]);
}

#[test]
fn experience_in_korean() {
    asks(&[
        ("경력 3년 이상", ("3년 이상", Some(36), None)),
        ("3년 이상의 경력", ("3년 이상의", Some(36), None)),
        ("개발 경력 5년이상", ("5년이상", Some(60), None)),
        ("3~5년의 경력", ("3~5년", Some(36), Some(60))),
        ("최소 2년의 실무 경험", ("최소 2년", Some(24), None)),
        ("경력 1년 미만", ("1년 미만", None, Some(12))),
        ("6개월 이상의 경험", ("6개월 이상의", Some(6), None)),
    ]);
    asks_nothing(&["향후 3년 계획", "수습 기간 3개월", "3년 후의 목표", "입사 후 6개월"]);
}

#[test]
fn pay_in_several_languages() {
    let cases = [
        ("年収600万円〜800万円", Some(6e6), Some(8e6), "JPY"),
        ("연봉 5000만원", Some(5e7), Some(5e7), "KRW"),
        ("Gehalt: 60.000–80.000 € pro Jahr", Some(6e4), Some(8e4), "EUR"),
        ("Salário: R$ 8.000 por mês", Some(8e3), Some(8e3), "BRL"),
        ("Salario: entre 30.000 y 40.000 euros al año", Some(3e4), Some(4e4), "EUR"),
        ("Rémunération : 45 k€ à 55 k€ par an", Some(4.5e4), Some(5.5e4), "EUR"),
        ("Salary: 60 to 80 thousand euros", Some(6e4), Some(8e4), "EUR"),
    ];
    let mut wrong = String::new();
    for (text, min, max, currency) in cases {
        let found = pay(text, Context::default());
        let fits = matches!(found.as_slice(), [one]
            if one.min == min && one.max == max && one.currency.as_deref() == Some(currency));
        if !fits {
            let _ = writeln!(wrong, "{text}: {found:?}");
        }
    }
    for text in ["予算1000万円", "Budget von 2 Mio. €", "Presupuesto de 2 millones de euros"] {
        let found = pay(text, Context::default());
        if !found.is_empty() {
            let _ = writeln!(wrong, "{text}: {found:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn headings_and_levels_in_several_languages() {
    let kinds = [
        ("Responsabilidades", SectionKind::Responsibilities),
        ("Conocimientos técnicos", SectionKind::Knowledge),
        ("Formação acadêmica", SectionKind::Education),
        ("Requisitos", SectionKind::SkillsHard),
        ("Vos missions", SectionKind::Responsibilities),
        ("Compétences comportementales", SectionKind::SkillsSoft),
        ("Deine Aufgaben", SectionKind::Responsibilities),
        ("Berufserfahrung", SectionKind::Experience),
        ("Vergütung", SectionKind::Pay),
        ("業務内容", SectionKind::Responsibilities),
        ("必須スキル・経験", SectionKind::SkillsHard),
        ("キャリアパス", SectionKind::Moves),
        ("주요 업무", SectionKind::Responsibilities),
        ("자격 요건", SectionKind::SkillsHard),
        ("처우", SectionKind::Pay),
    ];
    for (heading, kind) in kinds {
        assert_eq!(section_kind(heading), kind, "{heading}");
    }
    for label in [
        "Ingeniero Senior",
        "Desenvolvedor Pleno",
        "Développeur confirmé",
        "Junior Softwareentwickler",
        "シニアエンジニア",
        "ジュニア",
        "시니어 개발자",
        "주니어",
        "Stufe 3",
        "Nivel 2",
        "Niveau 3",
        "レベル3",
    ] {
        assert!(level_word(label).is_some(), "{label}");
    }
}
