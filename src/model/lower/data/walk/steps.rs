//! What stands under steps and levels in forms of its own: steps without names, facts by level, ids.

use super::super::super::super::SectionKind;
use super::super::super::super::section_kind;
use super::super::super::words::normal;
use super::super::keys::{Key, find, is_keyed_by_level, is_number, key, level_of, spaced};
use super::super::make::currency;
use super::{Here, Walk, label, scalar};
use crate::syntax::{Entry, Node};
use crate::text::{Span, Spanned};

impl Walk<'_, '_> {
    /// The number of a step of one competency, and its name: the names of such steps are other ones in each
    /// competency, "Adopts" in one and "Enhances" in the next, so that the numbers are the levels.
    pub(super) fn step_name(
        &self,
        own: Option<&Spanned<String>>,
        node: &Node,
        here: &Here,
    ) -> Option<(Spanned<String>, Spanned<String>)> {
        here.seat.label.as_ref()?;
        let title = find(node, Key::Title).and_then(|(_, title)| label(title))?;
        let stated = || [Key::Level, Key::Rank].iter().find_map(|key| scalar(find(node, *key)?.1));
        let number = own.cloned().or_else(stated).filter(|number| is_number(&number.value))?;
        let once = self.named.get(&normal(&title.value)).is_none_or(|count| *count < 2);
        let fits = once && level_of(&title.value).is_none() && self.make.known(&title.value).is_none();
        fits.then_some((number, title))
    }

    /// `milestones: [{summary: …}, {summary: …}]` of a competency: steps without names are counted.
    pub(super) fn by_number(&mut self, node: &Node, here: &Here) {
        let unnamed = |item: &Node| {
            let named = [Key::Title, Key::Level, Key::Id, Key::Rank];
            !item.entries().is_empty() && named.iter().all(|key| find(item, *key).is_none())
        };
        if here.seat.label.is_none() || node.items().len() < 2 || !node.items().iter().all(unnamed) {
            return;
        }
        self.clue("steps in their order");
        for (at, item) in node.items().iter().enumerate() {
            let place = Span::at(item.span.file, item.span.start as usize);
            let index = self.make.level(&Spanned::new((at + 1).to_string(), place));
            self.level_body(item, &here.at_level(index), None);
        }
    }

    /// The name of a competency that is told by an id alone, in several places: `{id: coding, description: …}`.
    pub(super) fn id_of_many(&self, node: &Node) -> Option<Spanned<String>> {
        let id = find(node, Key::Id).and_then(|(_, id)| scalar(id))?;
        let many = self.named.get(&normal(&id.value)).is_some_and(|count| *count > 1);
        let word = !id.value.contains(|c: char| c.is_ascii_digit());
        let mut names = self.defined.names.values();
        let name = names.find_map(|names| names.get(&normal(&id.value)).cloned());
        name.or_else(|| (many && word).then_some(id))
    }

    /// `salary: {L1: {min: …, max: …}, L2: …}` and `years: {junior: 0-2, senior: 5+}`: a fact of each level.
    pub(super) fn facts_by_level(&mut self, entry: &Entry, here: &Here) -> bool {
        let named = section_kind(&spaced(&entry.key.value));
        let fact = match key(&entry.key.value) {
            fact @ (Key::Years | Key::Pay) => fact,
            _ if named == SectionKind::Pay => Key::Pay,
            _ if named == SectionKind::Experience => Key::Years,
            _ => return false,
        };
        if !is_keyed_by_level(&entry.value) {
            return false;
        }
        let here = here.labeled(entry.key.clone());
        self.clue("keys that name levels");
        let around = currency(&entry.value, here.currency.as_deref());
        for level in entry.value.entries() {
            if level_of(&level.key.value).is_none() && !is_number(&level.key.value) {
                continue;
            }
            let seat = here.at_level(self.make.level(&level.key)).seat;
            match fact {
                Key::Years => self.make.years(&level.value, &seat),
                _ => self.make.pay(&level.value, around.as_deref(), &seat),
            }
        }
        true
    }
}
