//! The language of prose.

use std::cell::RefCell;
use std::sync::LazyLock;

use whatlang::{Lang as Guess, Script, detect as guess, detect_script};

use super::tokens::{one_of, words_in};
use super::words::Dictionary;
use crate::config::language_code;
use crate::syntax::Document;
use crate::text::{Memo, Openings, QuickMap, remembered};

/// The language of a page's prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    English,
    /// ISO 639-3 code.
    Other(&'static str),
}

/// Prose that is enough to tell a language, in bytes.
const ENOUGH: usize = 6_000;
/// Words that are looked at.
const SAMPLE: usize = 800;

/// The commonest small words of a language that are none in English.
const SMALL_WORDS: &[(&str, &str)] = &[
    (
        "por",
        "de da dos das que em para com um uma os não ou por ao na nas nos seu sua e é às sobre sob pelo pela",
    ),
    ("spa", "de la el los las que en para con un una y del por su sus es al se como más sobre o lo"),
    (
        "fra",
        "de la le les des du et en un une pour est avec dans que qui sur aux ou au par ses son sa nous vous il",
    ),
    (
        "deu",
        "und der die das den dem des ein eine einer für mit von zu ist im auf nicht oder bei durch als sie wir",
    ),
    ("ita", "di il la che e per un una del della dei con non sono al nel le gli da si o come"),
    ("nld", "de het een en van voor met dat niet zijn op te aan bij door ook naar wordt je"),
];
const ENGLISH: &str = "the and of to with for is are that by on from their this your will be or you our at it not have has \
     can an we they as how its into who which them all any what when";

/// The language of `text`: English unless it is surely another one.
///
/// Small words decide ("the", "de", "und"), because trigrams alone take lists of English terms for other
/// languages; where a language's small words are not known here, a sure guess by trigrams is needed.
/// Texts with hardly any words, and lists of names, count as English.
pub fn detect(text: &str) -> Lang {
    thread_local! {
        static KNOWN: RefCell<Memo<Lang>> = RefCell::default();
    }
    remembered(&KNOWN, 0, text, || {
        let words = sample(text);
        detected(text, &words, &SmallWords::of(&words))
    })
}

/// The words of a text that are looked at.
fn sample(text: &str) -> Vec<&str> {
    super::tokens::first_words(text).take(SAMPLE).map(|word| word.word).collect()
}

/// The same; `words` are the first of the text, and `small` the small ones of them.
fn detected(text: &str, words: &[&str], small: &SmallWords) -> Lang {
    // Where most of a text is letters of ASCII, nobody needs to count those of other scripts.
    let plain = || text.bytes().filter(u8::is_ascii_alphabetic).count() * 2 > text.len();
    if !plain() && detect_script(text) != Some(Script::Latin) {
        let Some(info) = guess(text) else { return Lang::English };
        let letters = text.chars().filter(|c| c.is_alphabetic()).take(200).count();
        let other = letters >= 10 && info.lang() != Guess::Eng;
        return if other { Lang::Other(info.lang().code()) } else { Lang::English };
    }
    if let Some((found, code, list)) = small.most()
        && found > 2 * small.english
        && found * 8 >= words.len()
        && several(words, list)
    {
        // A text without letters is of no language.
        return if guess(text).is_some() { Lang::Other(code) } else { Lang::English };
    }
    // Trigrams are asked last: they take long, and most pages are surely English.
    let letters = || text.chars().filter(|c| c.is_alphabetic()).take(200).count();
    if small.english * 20 >= words.len() || letters() < 200 {
        return Lang::English;
    }
    let Some(info) = guess(text) else { return Lang::English };
    let listed = SMALL_WORDS.iter().any(|(code, _)| *code == info.lang().code());
    let sure = info.lang() != Guess::Eng && info.is_reliable();
    if sure && !listed { Lang::Other(info.lang().code()) } else { Lang::English }
}

/// How many small words of each language a text has.
struct SmallWords {
    /// In any case.
    english: usize,
    /// For each row of [`SMALL_WORDS`].
    others: [usize; SMALL_WORDS.len()],
}

/// For each small word a bit for each row of [`SMALL_WORDS`] that has it; the highest bit is English. And with which
/// letters they begin.
static BITS: LazyLock<(QuickMap<&'static str, u8>, Openings)> = LazyLock::new(|| {
    let mut bits: QuickMap<&str, u8> = QuickMap::default();
    for (row, (_, list)) in SMALL_WORDS.iter().enumerate() {
        list.split(' ').for_each(|word| *bits.entry(word).or_default() |= 1 << row);
    }
    ENGLISH.split(' ').for_each(|word| *bits.entry(word).or_default() |= IS_ENGLISH);
    let openings = Openings::of(bits.keys().copied());
    (bits, openings)
});

const IS_ENGLISH: u8 = 1 << 7;

/// No small word is longer in any case, in bytes.
const LONGEST: usize = 16;

impl SmallWords {
    fn of(words: &[&str]) -> Self {
        let mut small = SmallWords { english: 0, others: [0; SMALL_WORDS.len()] };
        let (known, openings) = &*BITS;
        let bits_of = |word: &str| known.get(word).copied().unwrap_or(0);
        // Small letters outside ASCII may begin with another byte than capitals.
        let may_be = |word: &&&str| word.len() <= LONGEST && (openings.may_begin(word) || !word.is_ascii());
        for word in words.iter().filter(may_be) {
            let bits = bits_of(word);
            let lower =
                if word.chars().any(char::is_uppercase) { bits_of(&word.to_lowercase()) } else { bits };
            small.english += usize::from(lower & IS_ENGLISH != 0);
            for (row, count) in small.others.iter_mut().enumerate() {
                *count += usize::from(bits & 1 << row != 0);
            }
        }
        small
    }

    /// The language with the most of them, with its small words.
    fn most(&self) -> Option<(usize, &'static str, &'static str)> {
        self.others.iter().zip(SMALL_WORDS).map(|(count, (code, list))| (*count, *code, *list)).max()
    }
}

/// Is this sentence, in which `strange` words are in no dictionary, of another language than English?
///
/// For single sentences of pages that are English as a whole, where [`detect`] alone has too few words to
/// go by: a third of the words being unknown is no English either, if none of its small words is there.
pub fn is_foreign(sentence: &str, strange: usize) -> bool {
    let words: Vec<&str> = super::tokens::words(sentence).take(SAMPLE).map(|word| word.word).collect();
    let english = words.iter().filter(|word| one_of(&word.to_lowercase(), ENGLISH)).count();
    let small = |list: &'static str| words.iter().filter(|word| one_of(&word.to_lowercase(), list)).count();
    let foreign = SMALL_WORDS.iter().map(|(_, list)| small(list)).max().unwrap_or(0);
    let many = strange >= 3 && strange * 3 >= words.len();
    english == 0 && (many || strange >= 2 && foreign >= 1)
        || foreign > english && strange >= 2 && strange * 4 >= words.len()
        || detect(sentence) != Lang::English
}

/// True if at least two different small words stand in the text that are no codes of languages or
/// countries, as "en" and "es" are.
fn several(words: &[&str], list: &'static str) -> bool {
    let mut found =
        words.iter().filter(|word| one_of(word, list) && !matches!(**word, "en" | "es" | "se" | "or"));
    let first = found.next();
    first.is_some_and(|first| found.any(|word| word != first))
}

/// The language of a document's prose: the one that its settings block names, or the one that it looks like.
pub fn language_of(doc: &Document) -> Lang {
    if let Some(lang) = declared(doc) {
        return lang;
    }
    let mut prose = String::with_capacity(ENOUGH);
    let mut words: Vec<&str> = Vec::with_capacity(SAMPLE);
    doc.each_text(&mut |text| {
        if prose.len() < ENOUGH {
            prose.push_str(&text.plain);
            prose.push('\n');
            // A line ends what stands together, so these are the words of the whole.
            words.extend(words_in(text).map(|word| word.word).take(SAMPLE - words.len()));
        }
    });
    let small = SmallWords::of(&words);
    match detected(&prose, &words, &small) {
        Lang::English if small.english == 0 && is_strange(&words) => Lang::Other(
            guess(&prose)
                .map(|info| info.lang())
                .filter(|lang| *lang != Guess::Eng)
                .map_or("und", |lang| lang.code()),
        ),
        known => known,
    }
}

/// Words of a page up to which it may be too short to tell its language by small words.
const FEW: usize = 200;

/// True for a short page on which a third of the words, and three at least, are in no dictionary: tables and lists of
/// other languages have few small words, and this is asked where none is English.
fn is_strange(words: &[&str]) -> bool {
    if words.len() > FEW {
        return false;
    }
    let mut long: Vec<String> =
        words.iter().filter(|word| word.chars().count() > 3).map(|word| word.to_lowercase()).collect();
    long.sort();
    long.dedup();
    let strange = long.iter().filter(|word| Dictionary::english().entry(word).is_none()).count();
    strange >= 3 && strange * 3 >= long.len()
}

/// `lang: de`, `language: pt-BR`. English pages are looked at all the same: few settings are kept up to date
/// when a page is translated.
fn declared(doc: &Document) -> Option<Lang> {
    let node = doc.front.as_ref()?.node.as_ref()?;
    let named = ["lang", "language", "locale"].into_iter().find_map(|key| node.get(key)?.as_text())?;
    language_code(named.plain.trim()).map(Lang::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_block_tells_the_language() {
        let lang = |front: &str| {
            let text = format!("---\n{front}\n---\n\n# Leiter Produktion\n");
            let file =
                crate::text::SourceFile::from_bytes(crate::text::FileId(0), "a.md", None, text.as_bytes());
            language_of(&crate::syntax::parse(&file).unwrap())
        };
        assert_eq!(lang("lang: de-CH"), Lang::Other("deu"));
        assert_eq!(lang("language: pt_BR"), Lang::Other("por"));
        assert_eq!(lang("language: Python"), Lang::English);
        assert_eq!(lang("lang: en"), Lang::English);
    }

    #[test]
    fn short_pages_of_other_languages() {
        let lang = |text: &str| {
            let file =
                crate::text::SourceFile::from_bytes(crate::text::FileId(0), "a.csv", None, text.as_bytes());
            language_of(&crate::syntax::parse(&file).unwrap())
        };
        assert_ne!(
            lang(
                "Bereich,Junior,Senior\nLager,Zählt Kisten,Prüft Kisten\nFahrzeuge,Wäscht Wagen,Fährt Wagen\n"
            ),
            Lang::English
        );
        assert_ne!(lang("Nivel,Tareas\nJunior,Cuenta cajas\nSenior,Dirige almacenes\n"), Lang::English);
        // Verbs and names of English, with hardly a small word.
        assert_eq!(
            lang(
                "Area,Junior,Senior\nStorage,Counts boxes,Checks boxes\nTools,Learns Kubernetes,Teaches Kubernetes\n"
            ),
            Lang::English
        );
        assert_eq!(
            lang("Area,Junior\nTools,Uses Zorblat Quuxly Frobnix\nCraft,Sharpens the knives\n"),
            Lang::English
        );
    }

    #[test]
    fn languages() {
        assert_eq!(
            detect("Leads the work of two teams and answers for what they deliver to their customers."),
            Lang::English
        );
        assert_eq!(detect("Ação"), Lang::English);
        assert_eq!(detect(""), Lang::English);
        assert_eq!(
            detect(
                "Lidera o trabalho de duas equipas e responde por aquilo que elas entregam aos seus clientes, todos os meses."
            ),
            Lang::Other("por")
        );
        assert_eq!(
            detect(
                "Dirige les travaux de deux équipes et répond de ce qu’elles livrent à leurs clients chaque mois."
            ),
            Lang::Other("fra")
        );
        assert_eq!(detect("Monitoramento de alertas sob supervisão"), Lang::Other("por"));
        assert_eq!(detect("二つのチームの仕事を率い、成果に責任を持つ。"), Lang::Other("jpn"));
        assert_eq!(
            detect(
                "Kubernetes, Terraform, Ansible, Prometheus, Grafana, Jenkins, Docker, Helm, Istio, Argo, Vault"
            ),
            Lang::English
        );
    }
}
