//! The forms of the verbs of the word list. The build takes this file in as well and writes down which forms belong to
//! which verbs.

/// A verb of the word list; the list's head explains the flags.
#[derive(Debug, Clone, Copy)]
pub struct Verb<'l> {
    pub base: &'l str,
    flags: &'l str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inflection {
    Base,
    Third,
    Gerund,
    Past,
}

impl Inflection {
    /// By its letter in the list of forms.
    pub fn named(letter: char) -> Option<Self> {
        Some(match letter {
            'b' => Inflection::Base,
            't' => Inflection::Third,
            'g' => Inflection::Gerund,
            'p' => Inflection::Past,
            _ => return None,
        })
    }
}

impl<'l> Verb<'l> {
    /// The verb of a line.
    pub fn read(line: &'l str) -> Option<Self> {
        let line = line.trim();
        let (base, flags) = line.split_once(' ').unwrap_or((line, ""));
        (!base.is_empty() && !base.starts_with('#')).then_some(Verb { base, flags })
    }

    pub fn is(&self, flag: &str) -> bool {
        self.flags.split(' ').any(|own| own == flag)
    }

    /// All its forms, each with the letter of its inflection.
    #[cfg_attr(not(test), allow(dead_code))]
    pub fn forms(&self) -> Vec<(String, char)> {
        let mut forms =
            vec![(self.base.to_owned(), 'b'), (self.third(), 't'), (self.gerund(), 'g'), (self.past(), 'p')];
        // British writers double a final l or s: "modelling", "focussed".
        if !self.is("d")
            && self.irregular().is_none()
            && let Some(last) = self.base.chars().next_back().filter(|last| matches!(last, 'l' | 's'))
        {
            forms.push((format!("{}{last}ing", self.base), 'g'));
            forms.push((format!("{}{last}ed", self.base), 'p'));
        }
        forms
    }

    pub fn third(&self) -> String {
        match self.base {
            "be" => "is".to_owned(),
            "have" => "has".to_owned(),
            base if base.ends_with(['s', 'x', 'z', 'o']) || base.ends_with("ch") || base.ends_with("sh") => {
                format!("{base}es")
            }
            base => match soft_y(base) {
                Some(stem) => format!("{stem}ies"),
                None => format!("{base}s"),
            },
        }
    }

    pub fn gerund(&self) -> String {
        let base = self.base;
        if base == "be" || ["ee", "oe", "ye"].iter().any(|end| base.ends_with(end)) {
            return format!("{base}ing");
        }
        if let Some(stem) = base.strip_suffix("ie") {
            return format!("{stem}ying");
        }
        match base.strip_suffix('e') {
            Some(stem) => format!("{stem}ing"),
            None => format!("{base}{}ing", self.doubled()),
        }
    }

    pub fn past(&self) -> String {
        if let Some(past) = self.irregular() {
            return past.to_owned();
        }
        if self.base.ends_with('e') {
            return format!("{}d", self.base);
        }
        match soft_y(self.base) {
            Some(stem) => format!("{stem}ied"),
            None => format!("{}{}ed", self.base, self.doubled()),
        }
    }

    pub fn irregular(&self) -> Option<&'l str> {
        self.flags.split(' ').find_map(|flag| flag.strip_prefix('='))
    }

    fn doubled(&self) -> String {
        self.base.chars().next_back().filter(|_| self.is("d")).map(String::from).unwrap_or_default()
    }
}

/// The stem of a verb in consonant + y.
fn soft_y(base: &str) -> Option<&str> {
    base.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']))
}

/// The forms of all verbs of a list, one a line, each with the places of its verbs in the list and their inflections:
/// `leads 120t`.
#[cfg_attr(not(test), allow(dead_code))]
pub fn forms(list: &str) -> String {
    let mut forms: Vec<(String, String)> = vec![];
    let mut at = 0;
    for line in list.split_inclusive('\n') {
        for (form, letter) in Verb::read(line).iter().flat_map(Verb::forms) {
            let place = format!(" {at}{letter}");
            match forms.iter_mut().find(|(known, _)| *known == form) {
                Some((_, places)) => places.push_str(&place),
                None => forms.push((form, place)),
            }
        }
        at += line.len();
    }
    let lines: Vec<String> = forms.into_iter().map(|(form, places)| form + &places).collect();
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_say_where_their_verbs_stand() {
        let list = "# head\nmodel n\nlead =led\nlead\n";
        let forms = forms(list);
        assert!(
            forms.contains("model 7b\n")
                && forms.contains("modelling 7g\n")
                && forms.contains("modeled 7p\n")
        );
        assert!(forms.contains("led 15p\n") && forms.contains("leads 15t 25t\n") && !forms.contains('#'));
    }
}
