//! Lists: each row is a role, a level of one, or one thing that is expected there.

use std::collections::{HashMap, HashSet};

use crate::syntax::Cell;
use crate::text::{SourceFile, Spanned};

use super::super::super::vocabulary::{SectionKind, level_word, looks_like_title, section_kind};
use super::super::super::{Compensation, Experience, ExperienceKind, Level, Role, RoleKind, Strength};
use super::super::data::months;
use super::super::data::noise::may_be_person;
use super::super::grid::Grid;
use super::super::page::empty_role;
use super::super::tables::{Clues, Long, is_amount, spoken};
use super::super::title::Head;
use super::super::words::normal;
use super::super::{bands, title};
use super::headers::{
    ALIASES, COUNTS, FAMILIES, Headers, IDS, LEVELS, NAMES, PEOPLE, TRACKS, is_aside, is_band, is_opening,
    is_years, title_columns,
};
use super::{Places, absent, first_line, headers, items, join, kind_of, number_of, section, text_of, whole};

/// What a column says about the role of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Title,
    Level,
    Id,
    Track,
    /// The job family, where another column names the job.
    Family,
    Aliases,
    /// The name of the section that the row is about.
    Topic,
    /// What is expected, or facts.
    Section(SectionKind),
    Other,
}

/// A table with a role, a level or an expectation in each row.
pub(super) struct RoleList {
    /// The row of the headers.
    pub head: usize,
    pub columns: Vec<Column>,
    kind: RoleKind,
    /// The rows that say something.
    pub rows: Vec<usize>,
    /// Its titles are the names of job families.
    pub families: bool,
    /// Each row is one of several expectations of what it names.
    pub itemized: bool,
    /// Where an empty cell repeats what stands above it: the row to look at, for each column and row.
    sources: HashMap<usize, Vec<usize>>,
    /// What the rows are, for `export --explain`.
    reading: &'static str,
}

impl RoleList {
    /// `told`: the configuration says that the file describes roles.
    ///
    /// `clues` is what the name of the file tells.
    pub fn find(grid: &Grid<'_>, told: bool, clues: &Clues<'_>) -> Option<Self> {
        (0..grid.height().min(5)).find_map(|head| {
            RoleList::below(grid, head, told, clues).filter(|list| told || !list.plans_hiring(grid))
        })
    }

    fn below(grid: &Grid<'_>, head: usize, told: bool, clues: &Clues<'_>) -> Option<Self> {
        let headers = headers(grid, head);
        let of = |names: Headers| names.columns(&headers).first().copied();
        let (title, family) = (title_columns(&headers).first().copied(), of(FAMILIES));
        if let Some(list) = RoleList::by_topic(grid, head, clues) {
            return Some(list);
        }
        if let Some(list) = RoleList::by_item(grid, head, title) {
            return Some(list);
        }
        let mut list = RoleList::with_title(grid, head, Some(title.or(family)?))?;
        list.families = title.is_none();
        if title.is_some() && list.are_steps(grid) {
            list.hear(grid);
            return Some(list);
        }
        (told || list.families && list.holds_levels(grid) || list.holds_roles(grid)).then_some(list)
    }

    /// The list as a matrix written row by row: each row names a level and a topic, maybe a role as well,
    /// and says what is expected of them.
    fn by_topic(grid: &Grid<'_>, head: usize, clues: &Clues<'_>) -> Option<Self> {
        let found = Long::find(grid, head, clues)?;
        // Levels of one role alone are a matrix like any other.
        if found.topic.is_none() && found.role.is_none() {
            return None;
        }
        let mut list = RoleList::with_title(grid, head, None)?;
        if found.role.is_some_and(|role| names_people(grid, head, role)) {
            return None;
        }
        for (at, column) in list.columns.iter_mut().enumerate() {
            *column = match *column {
                _ if Some(at) == found.role => Column::Title,
                _ if Some(at) == found.level => Column::Level,
                _ if Some(at) == found.topic => Column::Topic,
                _ if found.texts.contains(&at) => Column::Section(SectionKind::Other),
                Column::Level | Column::Section(_) => Column::Other,
                column => column,
            };
        }
        (list.rows, list.sources) = (found.rows, found.sources);
        list.itemized = found.topic.is_none();
        list.reading = match (found.level, found.topic) {
            (Some(_), Some(_)) => "table; one row for each level and competency",
            (_, None) => "table; one row for each expectation",
            (None, _) => "table; one row for each competency of a role",
        };
        Some(list)
    }

    /// The list as what several roles need, or their levels: one topic of one of them in each row.
    pub fn of_pairs(grid: &Grid<'_>) -> Option<Self> {
        RoleList::by_topic(grid, 0, &Clues::default()).filter(|list| list.column(Column::Title).is_some())
    }

    /// The list as expectations, one in each row: it names a role or a level, maybe both, which only the first
    /// of their rows may do, and says one thing that is expected there.
    fn by_item(grid: &Grid<'_>, head: usize, title: Option<usize>) -> Option<Self> {
        let mut list = RoleList::with_title(grid, head, None)?;
        let level = list.column(Column::Level);
        let facts = |column: &Column| {
            let fact = matches!(column, Column::Section(kind) if !kind.is_expectations());
            fact || *column == Column::Id
        };
        if list.kind == RoleKind::Posting || title.or(level).is_none() || list.columns.iter().any(facts) {
            return None;
        }
        if let Some(title) = title.and_then(|title| list.columns.get_mut(title)) {
            *title = Column::Title;
        }
        let said = |at: &usize| matches!(list.columns.get(*at), Some(Column::Section(_)));
        let texts: Vec<usize> = (0..grid.width()).filter(said).collect();
        let known = |at: &&usize| list.columns.get(**at) != Some(&Column::Section(SectionKind::Other));
        let named: Vec<&usize> = texts.iter().filter(known).collect();
        let text = match (texts.as_slice(), named.as_slice()) {
            (_, [known]) => **known,
            ([only], []) if level.is_some() => *only,
            _ => return None,
        };
        list.rows.retain(|&row| !absent(grid.text(row, text)));
        for &column in [title, level].iter().flatten() {
            list.fill_down(grid, column);
        }
        let key = |row: usize| -> Vec<String> {
            [title, level].iter().flatten().map(|&column| normal(list.said(grid, row, column))).collect()
        };
        let keys: Vec<Vec<String>> = list.rows.iter().map(|&row| key(row)).collect();
        // The rows of each stand together, and there are several of them.
        let runs = keys.chunk_by(|a, b| a == b).count();
        let distinct: HashSet<&Vec<String>> = keys.iter().collect();
        let several = runs == distinct.len() && runs > 1 && runs * 4 <= keys.len() * 3;
        let full = keys.iter().flatten().all(|name| !name.is_empty());
        // "Band A" is a level where a title stands beside it.
        let short = |name: &str| title.is_some() && name.split_whitespace().count() <= 3;
        let leveled = level.is_none_or(|at| {
            let mut names = list.rows.iter().map(|&row| list.said(grid, row, at));
            names.all(|name| is_level(name) || short(name))
        });
        let single = |&row: &usize| grid.cell(row, text).is_some_and(|cell| items(cell).len() == 1);
        let words: usize = list.rows.iter().map(|&row| spoken(grid.text(row, text))).sum();
        let jobs = |title: usize| {
            let titles: Vec<&str> = list.rows.iter().map(|&row| list.said(grid, row, title)).collect();
            titles.iter().filter(|title| looks_like_title(title)).count() * 4 >= titles.len()
        };
        let fits = several
            && full
            && leveled
            && words >= keys.len() * 2
            && list.rows.iter().all(single)
            && title.is_none_or(jobs);
        if !fits {
            return None;
        }
        list.itemized = true;
        list.reading = "table; one row for each expectation";
        Some(list)
    }

    /// A list of the steps of several ladders: whatever names the ladder, each step stands there once.
    pub fn of_steps(grid: &Grid<'_>) -> Option<Self> {
        let headers = headers(grid, 0);
        let titles = title_columns(&headers);
        titles.into_iter().chain(TRACKS.columns(&headers)).find_map(|title| {
            let list = RoleList::with_title(grid, 0, Some(title))?;
            list.holds_steps(grid).then_some(list)
        })
    }

    /// The list read with one of its columns as the title.
    fn with_title(grid: &Grid<'_>, head: usize, title: Option<usize>) -> Option<Self> {
        let headers = headers(grid, head);
        let asked = (0..grid.width()).any(|column| grid.text(head, column).contains(['?', '？']));
        if asked || headers.iter().any(|header| PEOPLE.contains(header)) {
            return None;
        }
        if title.is_some_and(|title| names_people(grid, head, title)) {
            return None;
        }
        let rows: Vec<usize> = (head + 1..grid.height())
            .filter(|&row| title.is_none_or(|title| !absent(grid.text(row, title))))
            .collect();
        let columns: Vec<Column> = headers
            .iter()
            .enumerate()
            .map(|(column, header)| {
                let is = |names: Headers| names.contains(header);
                match header.as_str() {
                    _ if Some(column) == title => Column::Title,
                    "" => Column::Other,
                    _ if is(LEVELS) => Column::Level,
                    _ if is(IDS) => Column::Id,
                    _ if is(TRACKS) => Column::Track,
                    _ if is(FAMILIES) => Column::Family,
                    _ if is(ALIASES) => Column::Aliases,
                    _ => section_of(grid, header, column, &rows),
                }
            })
            .collect();
        let columns = with_codes(grid, columns, &rows);
        let reading = "table; one row for each role";
        Some(RoleList {
            head,
            columns,
            kind: kind_of(&headers),
            rows,
            families: false,
            itemized: false,
            sources: HashMap::new(),
            reading,
        })
    }

    /// True for who is to be hired: posts that are counted, of which nothing else is said.
    fn plans_hiring(&self, grid: &Grid<'_>) -> bool {
        let counted = headers(grid, self.head).iter().any(|header| COUNTS.contains(header));
        counted && !self.columns.iter().any(|column| matches!(column, Column::Section(_)))
    }

    pub fn column(&self, wanted: Column) -> Option<usize> {
        self.columns.iter().position(|column| *column == wanted)
    }

    /// Lets the empty cells of a column repeat what stands above them.
    fn fill_down(&mut self, grid: &Grid<'_>, column: usize) {
        let mut last = self.head;
        let sources = (0..grid.height()).map(|row| {
            if row > self.head && !grid.text(row, column).is_empty() {
                last = row;
            }
            if last > self.head { last } else { row }
        });
        self.sources.insert(column, sources.collect());
    }

    /// The row whose cell says what a row means in a column.
    fn source(&self, row: usize, column: usize) -> usize {
        self.sources.get(&column).and_then(|rows| rows.get(row)).copied().unwrap_or(row)
    }

    /// What a row says in a column, in one line.
    pub fn said<'g>(&self, grid: &'g Grid<'_>, row: usize, column: usize) -> &'g str {
        grid.text(self.source(row, column), column)
    }

    /// The cell that a row has in a column, if it says something.
    pub fn cell<'d>(&self, grid: &Grid<'d>, row: usize, column: usize) -> Option<&'d Cell> {
        grid.cell(self.source(row, column), column).filter(|cell| !absent(&text_of(cell)))
    }

    /// True where rows say what is expected, or are the steps of a ladder, each named once.
    fn holds_roles(&self, grid: &Grid<'_>) -> bool {
        let titles = self.titles(grid);
        let words: usize = titles.iter().map(|title| title.split_whitespace().count()).sum();
        let jobs = titles.iter().filter(|title| looks_like_title(title)).count();
        // Titles are short, and most lists have some that anybody would know for one.
        if titles.is_empty() || words > titles.len() * 8 || jobs * 4 < titles.len() {
            return false;
        }
        // Titles with their pay or years, and a word about each of them.
        let fact =
            |column: &Column| matches!(column, Column::Section(SectionKind::Pay | SectionKind::Experience));
        let distinct: HashSet<String> = titles.iter().map(|title| normal(title)).collect();
        let described = self.columns.iter().any(fact)
            && distinct.len() == titles.len()
            && jobs * 4 >= titles.len() * 3
            && self.says(grid, |kind| kind.is_expectations() || kind == SectionKind::Summary);
        described
            || self.says(grid, |kind| kind.is_expectations() && kind != SectionKind::Other)
            || self.holds_steps(grid)
    }

    fn titles<'g>(&self, grid: &'g Grid<'_>) -> Vec<&'g str> {
        let title = self.column(Column::Title).unwrap_or(usize::MAX);
        self.rows.iter().map(|&row| grid.text(row, title)).collect()
    }

    /// True if a cell of such a section has three words or more.
    fn says(&self, grid: &Grid<'_>, wanted: impl Fn(SectionKind) -> bool) -> bool {
        self.columns.iter().enumerate().any(|(column, found)| match found {
            Column::Section(kind) if wanted(*kind) => {
                let cells = self.rows.iter().map(|&row| grid.text(row, column)).filter(|text| !absent(text));
                cells.map(spoken).max().unwrap_or(0) >= 3
            }
            _ => false,
        })
    }

    /// True for families of jobs with their levels: several of each, named once.
    fn holds_levels(&self, grid: &Grid<'_>) -> bool {
        let Some(level) = self.column(Column::Level) else { return false };
        let mut steps: HashMap<String, HashSet<String>> = HashMap::new();
        for (&row, title) in self.rows.iter().zip(self.titles(grid)) {
            let label = grid.text(row, level);
            if !is_level(label) || !steps.entry(normal(title)).or_default().insert(normal(label)) {
                return false;
            }
        }
        !steps.is_empty() && steps.values().all(|levels| levels.len() > 1) && self.says(grid, |_| true)
    }

    /// True for rows that are the steps of ladders with their facts, each named once.
    fn holds_steps(&self, grid: &Grid<'_>) -> bool {
        let facts = self.columns.iter().any(|column| {
            matches!(
                column,
                Column::Section(SectionKind::Experience | SectionKind::Pay | SectionKind::Education)
            )
        });
        let Some(level) = self.column(Column::Level).filter(|_| facts) else { return false };
        let steps: HashSet<(String, String)> = self
            .rows
            .iter()
            .zip(self.titles(grid))
            .map(|(&row, title)| (normal(title), normal(grid.text(row, level))))
            .collect();
        let named = self.rows.iter().filter(|&&row| level_word(grid.text(row, level)).is_some()).count();
        !self.rows.is_empty() && steps.len() == self.rows.len() && named * 2 >= self.rows.len()
    }

    /// Takes all columns of words for what is expected: beside the steps of a ladder they are.
    fn hear(&mut self, grid: &Grid<'_>) {
        let headers = headers(grid, self.head);
        for (at, (found, header)) in self.columns.iter_mut().zip(&headers).enumerate() {
            let other = is_opening(header) || is_aside(header);
            if *found != Column::Other || header.is_empty() || other {
                continue;
            }
            let cells: Vec<&str> =
                self.rows.iter().map(|&row| grid.text(row, at)).filter(|text| !absent(text)).collect();
            let worded = cells.iter().filter(|text| text.starts_with(char::is_alphabetic)).count();
            let words: usize = cells.iter().map(|text| spoken(text)).sum();
            if worded * 4 >= cells.len() * 3 && words >= cells.len() * 2 && cells.len() * 2 > self.rows.len()
            {
                *found = Column::Section(SectionKind::Other);
            }
        }
    }

    /// The header and the cell of the column with an end of a range.
    fn end(
        &self,
        grid: &Grid<'_>,
        row: usize,
        kind: SectionKind,
        is_end: fn(&str) -> bool,
    ) -> Option<bands::Column> {
        self.columns.iter().enumerate().find_map(|(column, found)| {
            let header = grid.text(self.head, column);
            let fits = *found == Column::Section(kind) && is_end(header);
            let cell = fits.then(|| grid.cell(row, column).and_then(first_line)).flatten()?;
            Some((header.to_owned(), cell))
        })
    }

    /// Years in two columns: the least and the most.
    fn years_range(&self, grid: &Grid<'_>, row: usize, level: Option<usize>) -> Option<Experience> {
        let end = |is_end| self.end(grid, row, SectionKind::Experience, is_end);
        let number = |cell: &Spanned<String>| months(cell.value.trim().parse().ok()?);
        let ((_, low), (_, high)) = (end(bands::is_least)?, end(bands::is_most)?);
        Some(Experience {
            level,
            kind: ExperienceKind::Total,
            min_months: Some(number(&low)?),
            max_months: Some(number(&high)?),
            text: low,
            open: false,
            vague: false,
            strength: Strength::Required,
        })
    }

    /// Pay in two columns: its least and its most.
    fn pay_range(&self, grid: &Grid<'_>, row: usize, level: Option<usize>) -> Option<Compensation> {
        let end = |is_end| self.end(grid, row, SectionKind::Pay, is_end);
        let mut band = bands::band(&end(bands::is_least)?, &end(bands::is_most)?, level)?;
        let stated = (0..grid.width()).find(|&column| bands::is_currency(grid.text(self.head, column)));
        let code = stated.map(|column| grid.text(row, column)).filter(|code| bands::is_code(code));
        band.currency = band.currency.or_else(|| code.map(str::to_owned));
        Some(band)
    }

    /// `name`: the sheet's, which names the role where no column does. `merged`: rows may be steps of one.
    pub fn roles(
        &self,
        file: &SourceFile,
        grid: &Grid<'_>,
        name: Option<&Spanned<String>>,
        merged: bool,
    ) -> Vec<Role> {
        let mut roles: Vec<Role> = vec![];
        let ladders = if merged { self.ladders(grid) } else { vec![] };
        // For the rows of a ladder: which one, and whether they are the first.
        let ladder_of: HashMap<usize, usize> = ladders
            .iter()
            .enumerate()
            .flat_map(|(n, ladder)| ladder.rows.iter().map(move |&row| (row, n)))
            .collect();
        let mut started: HashMap<usize, usize> = HashMap::new();
        // For the roles of several rows.
        let mut places: HashMap<usize, Places> = HashMap::new();
        // Rows of one title, each of another level, are one role.
        let mut by_title: HashMap<String, usize> = HashMap::new();
        let mut steps: HashSet<(String, Option<String>)> = HashSet::new();
        // With a topic or an expectation in each row a level takes several of them.
        let several = self.itemized || self.column(Column::Topic).is_some();
        let pooled = self.itemized || several && self.column(Column::Level).is_none();
        for &row in &self.rows {
            let Some(mut found) = self.row(file, grid, row, name) else { continue };
            if let Some((n, ladder)) = ladder_of.get(&row).and_then(|&n| Some((n, ladders.get(n)?))) {
                self.add_step(grid, row, &mut found);
                let known = started.get(&n).and_then(|&at| Some((at, roles.get_mut(at)?)));
                if let Some((at, role)) = known {
                    join(role, places.entry(at).or_insert_with(|| Places::of(role)), found);
                } else {
                    found.title =
                        ladder.title.clone().or_else(|| name.cloned()).or_else(|| title::from_name(file));
                    found.id = None;
                    found.reading = "table; one row for each level".into();
                    started.insert(n, roles.len());
                    roles.push(found);
                }
                continue;
            }
            let key = format!(
                "{}\n{}",
                normal(found.name()),
                found.track.as_ref().map_or_else(String::new, |track| normal(&track.value))
            );
            let level = found.levels.first().map(|level| normal(&level.label.value));
            let known = by_title.get(&key).copied().filter(|_| level.is_some() || pooled);
            let new = steps.insert((key.clone(), level)) || several;
            let leveled = |role: &&mut Role| pooled || !role.levels.is_empty();
            let same =
                known.and_then(|at| Some((at, roles.get_mut(at).filter(|role| new && leveled(role))?)));
            match same {
                Some((at, role)) => {
                    join(role, places.entry(at).or_insert_with(|| Places::of(role)), found);
                }
                None => {
                    by_title.insert(key, roles.len());
                    roles.push(found);
                }
            }
        }
        roles
    }

    fn row(
        &self,
        file: &SourceFile,
        grid: &Grid<'_>,
        row: usize,
        name: Option<&Spanned<String>>,
    ) -> Option<Role> {
        let cell = |column: usize| self.cell(grid, row, column);
        let mut head = Head::default();
        let (mut level, mut topic) = (None, None);
        for (column, found) in self.columns.iter().enumerate() {
            let value = cell(column).and_then(first_line);
            match found {
                Column::Title => head.title = value,
                Column::Id => head.id = head.id.take().or(value),
                Column::Track => head.track = head.track.take().or(value),
                Column::Aliases => {
                    head.aliases.extend(cell(column).map(items).unwrap_or_default().iter().map(whole));
                }
                Column::Level => level = level.or(value),
                Column::Other | Column::Family => {
                    head.extra.extend(grid.cell(self.head, column).and_then(first_line));
                }
                Column::Topic => topic = value,
                Column::Section(_) => {}
            }
        }
        if self.column(Column::Title).is_none() {
            head.title = name.cloned().or_else(|| title::from_name(file));
        }
        head.title.as_ref()?;
        let mut role = empty_role(file, &head);
        role.span = grid.row(row)?.span;
        role.kind = self.kind;
        role.reading = self.reading.into();
        let level = level.map(|label| {
            role.levels.push(level_named(label));
            0
        });
        let band = self.pay_range(grid, row, level);
        let years = self.years_range(grid, row, level);
        let ranged = |kind| match kind {
            SectionKind::Pay => band.is_some(),
            SectionKind::Experience => years.is_some(),
            _ => false,
        };
        for (column, found) in self.columns.iter().enumerate() {
            let (Column::Section(kind), Some(cell)) = (found, cell(column)) else { continue };
            let list = u32::try_from(column).unwrap_or(u32::MAX);
            let header = || grid.cell(self.head, column).and_then(first_line);
            // The ends of a band and what lies between them are no amounts of their own.
            if ranged(*kind) && bands::is_end(grid.text(self.head, column)) {
                continue;
            }
            let kind = topic.as_ref().map_or(*kind, |topic| section_kind(&topic.value));
            section(&mut role, topic.clone().or_else(header), kind, (cell, level, list));
        }
        role.compensation.extend(band);
        role.experience.extend(years);
        if topic.is_some() {
            one_section(&mut role);
        }
        Some(role)
    }
}

/// What several columns say of one topic stands in one section of it.
fn one_section(role: &mut Role) {
    let mut sections = std::mem::take(&mut role.sections).into_iter();
    let Some(mut first) = sections.next() else { return };
    sections.for_each(|section| first.expectations.extend(section.expectations));
    role.sections.push(first);
}

/// The columns, where the only ids that rows have are codes of levels: "E1", "E2", "M1".
fn with_codes(grid: &Grid<'_>, mut columns: Vec<Column>, rows: &[usize]) -> Vec<Column> {
    if columns.contains(&Column::Level) || rows.len() < 2 {
        return columns;
    }
    let coded = |column: usize| {
        rows.iter().all(|&row| level_word(grid.text(row, column)).is_some_and(|word| word.code.is_some()))
    };
    let id = columns.iter().position(|column| *column == Column::Id).filter(|&column| coded(column));
    if let Some(column) = id.and_then(|id| columns.get_mut(id)) {
        *column = Column::Level;
    }
    columns
}

/// True where another column names who has the job of each row.
fn names_people(grid: &Grid<'_>, head: usize, title: usize) -> bool {
    let is_person = |row: usize, column: usize| {
        let name = grid.text(row, column);
        name.split_whitespace().count() > 1
            && name.split_whitespace().all(|word| word.starts_with(|c: char| !c.is_lowercase()))
            && may_be_person(name, grid.text(row, title))
    };
    let column =
        headers(grid, head).iter().enumerate().position(|(at, header)| at != title && NAMES.contains(header));
    column.is_some_and(|column| {
        let rows: Vec<usize> =
            (head + 1..grid.height()).filter(|&row| !grid.text(row, column).is_empty()).collect();
        let people = rows.iter().filter(|&&row| is_person(row, column)).count();
        people > 0 && people * 4 >= rows.len() * 3
    })
}

pub(in super::super) fn is_level(label: &str) -> bool {
    level_word(label).is_some() || number_of(label).is_some()
}

/// A level by the name that a cell gives it.
pub(super) fn level_named(label: Spanned<String>) -> Level {
    let word = level_word(&label.value);
    let number = number_of(&label.value).map(|n| n.saturating_mul(10));
    Level {
        code: word.as_ref().and_then(|word| word.code.clone()),
        rank: word.and_then(|word| word.rank).or(number),
        label,
        title: None,
        mirror: false,
        occurrence: 1,
    }
}

/// What a column is about, by its header and by what its cells look like.
pub(super) fn section_of(grid: &Grid<'_>, header: &str, column: usize, rows: &[usize]) -> Column {
    let cells = || rows.iter().filter_map(|&row| grid.cell(row, column)).filter(|c| !absent(&text_of(c)));
    match section_kind(header) {
        SectionKind::Links => Column::Other,
        _ if is_years(header) => Column::Section(SectionKind::Experience),
        SectionKind::Other | SectionKind::Scope
            if is_band(header) && cells().all(|cell| is_amount(&text_of(cell))) =>
        {
            Column::Section(SectionKind::Pay)
        }
        SectionKind::Other => {
            let listed = cells().filter(|cell| items(cell).len() > 1).count();
            // Lists say what a role is about, whatever the header; a word or a date does not.
            let count = cells().count();
            let words: usize = cells().map(|cell| spoken(&text_of(cell))).sum();
            let other = is_opening(header) || is_aside(header);
            // Dates and amounts with a remark say nothing that is expected.
            let worded = || {
                cells().filter(|cell| text_of(cell).starts_with(char::is_alphabetic)).count() * 4 >= count * 3
            };
            let distinct = || cells().map(|cell| normal(&text_of(cell))).collect::<HashSet<String>>().len();
            // Sentences do so, each of them another.
            let says = !other
                && count * 2 > rows.len()
                && words >= count * 4
                && worded()
                && distinct() * 4 >= count * 3;
            if listed * 10 >= count * 3 && listed > 0 || says {
                Column::Section(SectionKind::Other)
            } else {
                Column::Other
            }
        }
        kind => Column::Section(kind),
    }
}
