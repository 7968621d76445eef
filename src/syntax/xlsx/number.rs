//! Numbers as the sheet shows them: a bare 0.5 may be 50%, 46143 a day in May.

/// How the numbers of a cell are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    General,
    Number(Pattern),
    Date { day: bool, time: bool },
}

/// The parts of a number format that matter to a reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pattern {
    before: String,
    after: String,
    /// Digits behind the point: at least, at most.
    least: u8,
    most: u8,
    thousands: bool,
    /// Powers of ten to multiply with: 2 for each percent sign, -3 for each comma at the end.
    shift: i8,
}

/// More digits than this behind the point say nothing.
const MOST_DIGITS: u8 = 15;

impl Form {
    /// The formats that have a number instead of a code (ECMA-376, part 1, 18.8.30).
    pub fn built_in(id: u32) -> Form {
        match id {
            1 => Form::of_code("0"),
            2 => Form::of_code("0.00"),
            3 | 5 | 6 | 37 | 38 | 41 | 42 => Form::of_code("#,##0"),
            4 | 7 | 8 | 39 | 40 | 43 | 44 => Form::of_code("#,##0.00"),
            9 => Form::of_code("0%"),
            10 => Form::of_code("0.00%"),
            14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Form::Date { day: true, time: false },
            18..=21 | 32..=35 | 45..=47 | 55 | 56 => Form::Date { day: false, time: true },
            22 => Form::Date { day: true, time: true },
            _ => Form::General,
        }
    }

    /// What a format code means: `"$"#,##0.00`, `yyyy-mm-dd`. Only its first part counts, which is
    /// for positive numbers.
    pub fn of_code(code: &str) -> Form {
        let mut pattern = Pattern::default();
        let (mut digits, mut point, mut exotic) = (false, false, false);
        let (mut day, mut time, mut months) = (false, false, false);
        let mut commas = 0i8; // since the last digit
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            let mut literal = None;
            match c {
                ';' => break,
                '"' => literal = Some(chars.by_ref().take_while(|&c| c != '"').collect::<String>()),
                '\\' => literal = chars.next().map(String::from),
                '_' | '*' => {
                    chars.next();
                }
                '[' => {
                    let inner: String = chars.by_ref().take_while(|&c| c != ']').collect();
                    match inner.strip_prefix('$') {
                        Some(currency) => literal = currency.split('-').next().map(str::to_owned),
                        None => time |= matches!(inner.as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss"),
                    }
                }
                '0' | '#' | '?' => {
                    pattern.thousands |= commas > 0 && !point;
                    commas = 0;
                    digits = true;
                    if point {
                        pattern.most = (pattern.most + 1).min(MOST_DIGITS);
                        pattern.least = if c == '0' { pattern.most } else { pattern.least };
                    }
                }
                '.' if digits || !point => point = true,
                ',' => commas = commas.saturating_add(1),
                '%' => {
                    pattern.shift = pattern.shift.saturating_add(2);
                    literal = Some("%".into());
                }
                'E' | 'e' | '/' if digits => exotic = true,
                'y' | 'Y' | 'd' | 'D' => day = true,
                'h' | 'H' | 's' | 'S' => time = true,
                'm' | 'M' => months = true,
                '@' => exotic = true,
                'G' | 'g' if code.to_ascii_lowercase().contains("general") => exotic = true,
                other => literal = Some(other.into()),
            }
            if let Some(literal) = literal {
                let side = if digits { &mut pattern.after } else { &mut pattern.before };
                side.push_str(&literal);
            }
        }
        if digits && exotic {
            return Form::General;
        }
        if digits {
            pattern.shift = pattern.shift.saturating_sub(commas.saturating_mul(3));
            return Form::Number(pattern);
        }
        if !exotic && (day || time || months) {
            return Form::Date { day: day || (months && !time), time };
        }
        Form::General
    }
}

/// Appends the number `raw` in the form `form`; what is no number is appended as it is.
pub(super) fn say(raw: &str, form: &Form, from_1904: bool, out: &mut String) {
    let Ok(number) = raw.trim().parse::<f64>() else { return out.push_str(raw) };
    if !number.is_finite() {
        return out.push_str(raw);
    }
    match form {
        Form::General => out.push_str(&general(number)),
        Form::Number(pattern) => pattern.say(number, out),
        Form::Date { day, time } => match date(number, *day, *time, from_1904) {
            Some(date) => out.push_str(&date),
            None => out.push_str(&general(number)),
        },
    }
}

/// At most 15 digits, as spreadsheet programs show numbers: sums are not exact behind them.
fn general(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    if rounded == 0.0 { "0".into() } else { format!("{rounded}") }
}

impl Pattern {
    fn say(&self, number: f64, out: &mut String) {
        let scaled = number * 10f64.powi(i32::from(self.shift));
        let mut digits = format!("{:.*}", usize::from(self.most), scaled.abs());
        if let Some(point) = digits.find('.') {
            let least = point + 1 + usize::from(self.least);
            let kept = digits.trim_end_matches('0').len().max(least);
            digits.truncate(if kept == point + 1 { point } else { kept });
        }
        if number < 0.0 && digits.contains(|c: char| ('1'..='9').contains(&c)) {
            out.push('-');
        }
        out.push_str(self.before.trim_start());
        let whole = digits.find('.').unwrap_or(digits.len());
        for (at, c) in digits.char_indices() {
            if self.thousands && at > 0 && at < whole && (whole - at) % 3 == 0 {
                out.push(',');
            }
            out.push(c);
        }
        out.push_str(self.after.trim_end());
    }
}

/// A day as `2026-05-01`, a time as `14:30`. `None`: no day that calendars have.
fn date(serial: f64, day: bool, time: bool, from_1904: bool) -> Option<String> {
    // Day 60 of the usual count never was: it is 29 February 1900, kept for old programs' sake.
    let shift = if from_1904 {
        1462.0
    } else if serial < 60.0 {
        1.0
    } else {
        0.0
    };
    let minutes = ((serial + shift) * 1440.0).round();
    if !(0.0..2_958_466.0 * 1440.0).contains(&minutes) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)] // it is in range and whole
    let minutes = minutes as i64;
    let (days, minute) = (minutes / 1440, minutes % 1440);
    let (year, month, date) = civil(days - 25_569);
    let clock = format!("{:02}:{:02}", minute / 60, minute % 60);
    Some(match (day, time) {
        (_, false) => format!("{year:04}-{month:02}-{date:02}"),
        (false, true) => clock,
        (true, true) => format!("{year:04}-{month:02}-{date:02} {clock}"),
    })
}

/// Year, month and day of a day counted from 1970-01-01, in years that begin with March, so that the
/// leap day comes last.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468; // since 0000-03-01
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(raw: &str, code: &str) -> String {
        let mut out = String::new();
        say(raw, &Form::of_code(code), false, &mut out);
        out
    }

    #[test]
    fn numbers_read_as_the_sheet_shows_them() {
        for (raw, code, expected) in [
            ("0.30000000000000004", "General", "0.3"),
            ("5", "General", "5"),
            ("1E+3", "General", "1000"),
            ("95000", "\"$\"#,##0", "$95,000"),
            ("95000.5", "[$€-407] #,##0.00", "€ 95,000.50"),
            ("1234.5", "#,##0.00\\ \"kr\";-#,##0.00", "1,234.50 kr"),
            ("-1234", "#,##0_);(#,##0)", "-1,234"),
            ("0.125", "0.0%", "12.5%"),
            ("0.5", "0%", "50%"),
            ("95000", "0,\"k\"", "95k"),
            ("3.10", "0.0##", "3.1"),
            ("3", "0.##", "3"),
            ("46143", "yyyy\\-mm\\-dd", "2026-05-01"),
            ("46143.604166", "d.m.yy hh:mm", "2026-05-01 14:30"),
            ("0.5", "h:mm AM/PM", "12:00"),
            ("46143", "mmm", "2026-05-01"),
            ("61", "d/m/yyyy", "1900-03-01"),
            ("1", "d/m/yyyy", "1900-01-01"),
            ("-3", "d/m/yyyy", "-3"),
            ("7", "@", "7"),
            ("7", "\"Level \"0", "Level 7"),
            ("2.5", "# ?/?", "2.5"),
            ("n/a", "0", "n/a"),
        ] {
            assert_eq!(said(raw, code), expected, "{raw} as {code}");
        }
        let mut out = String::new();
        say("0", &Form::built_in(14), true, &mut out);
        assert_eq!(out, "1904-01-01");
    }
}
