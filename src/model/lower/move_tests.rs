//! Moves that pages name in sections about careers, in lines of their own and in chains.

use super::tests::role;
use crate::model::MoveKind::{self, EntryFrom, Lateral, Next, Previous};

fn moves(text: &str) -> Vec<(MoveKind, String)> {
    let (_, role) = role("page.md", text);
    role.moves.iter().map(|step| (step.kind, step.to.value.clone())).collect()
}

fn page(title: &str, rest: &str) -> String {
    format!("# {title}\n\n## Responsibilities\n\n- Kneads the dough by hand\n- Watches the heat\n\n{rest}\n")
}

fn to(kind: MoveKind, name: &str) -> (MoveKind, String) {
    (kind, name.to_owned())
}

#[test]
fn labels_of_items_tell_the_kind_of_move() {
    let both = vec![to(Previous, "Junior Baker"), to(Next, "Senior Baker")];
    for rest in [
        "## Career path\n\n- Previous: Junior Baker\n- Next: Senior Baker",
        "## Career path\n\n- **Previous:** Junior Baker\n- **Next:** Senior Baker",
        "## Career progression\n\n- From: Junior Baker\n- To: Senior Baker",
        "## Career path\n\nPrevious level: Junior Baker\nNext level: Senior Baker",
        "## Karriereweg\n\n- Vorherige Stufe: Junior Baker\n- Nächste Stufe: Senior Baker",
        "## Évolution\n\n- Précédent : Junior Baker\n- Suivant : Senior Baker",
        "## Plan de carrera\n\n- Anterior: Junior Baker\n- Siguiente: Senior Baker",
        "## Career progression\n\nJunior Baker → Baker → Senior Baker",
        "## Career path\n\n- Junior Baker > Baker > Senior Baker > Head Baker",
    ] {
        assert_eq!(moves(&page("Baker", rest)), both, "{rest}");
    }
    let others = "## Career path\n\n- **Lateral:** Pastry Chef\n- Next: Head Baker, Bakery Manager\n- Entry from: Kitchen Assistant";
    assert_eq!(
        moves(&page("Baker", others)),
        [
            to(Lateral, "Pastry Chef"),
            to(Next, "Head Baker"),
            to(Next, "Bakery Manager"),
            to(EntryFrom, "Kitchen Assistant")
        ]
    );
}

#[test]
fn one_of_several_roles_is_a_move_to_each() {
    let told = [to(Next, "Head Baker"), to(Next, "Bakery Manager")];
    for rest in [
        "- Next: Head Baker or Bakery Manager",
        "- Next: Head Baker, or Bakery Manager",
        "- Next: Head Baker and/or Bakery Manager.",
        "- Nächste Stufe: Head Baker oder Bakery Manager",
    ] {
        assert_eq!(moves(&page("Baker", &format!("## Career path\n\n{rest}"))), told, "{rest}");
    }
    // Only names of roles are told apart.
    let one = "## Career path\n\n- Next: Head Baker or equivalent";
    assert_eq!(moves(&page("Baker", one)), [to(Next, "Head Baker or equivalent")]);
}

#[test]
fn lists_below_next_steps_and_lines_anywhere() {
    let next = vec![to(Next, "Senior Baker")];
    for rest in [
        "## Next steps\n\n- Senior Baker",
        "## Promotion to\n\n- Senior Baker",
        "**Next level:** Senior Baker",
        "Next: [Senior Baker](senior.md)",
    ] {
        assert_eq!(moves(&page("Baker", rest)), next, "{rest}");
    }
    assert_eq!(moves(&page("IC1 Engineer", "Next: [IC2](IC2.md)")), [to(Next, "IC2")]);
}

#[test]
fn lines_that_lead_elsewhere_are_no_moves() {
    for rest in [
        "Next: [Product Designer](designer.md)",
        "Next: read the safety rules",
        "Next steps: talk to your manager about it",
        "## Next steps\n\n- Talk to your manager about a plan\n- Read the guide",
        "Previous: [Chapter 1](one.md)",
        "## Career path\n\nApprentice Cook → Cook → Sous Chef",
        "To: all bakers",
        "## Career path\n\n- Note: bakers stay two years",
    ] {
        assert_eq!(moves(&page("Baker", rest)), [], "{rest}");
    }
}

#[test]
fn settings_name_the_steps_before_and_behind() {
    let page = |facts: &str| {
        format!("---\ntitle: Senior Baker\n{facts}\n---\n\n## Duties\n\n- Kneads the dough by hand\n")
    };
    let both = vec![to(Previous, "Baker"), to(Next, "Head Baker")];
    for facts in [
        "previous: Baker\nnext: [Head Baker]",
        "levels: [Baker, Senior Baker, Head Baker]",
        "levels:\n  - Baker\n  - Senior Baker\n  - Head Baker\nprevious: Baker",
        "vorherige: Baker\nnächste: Head Baker",
    ] {
        assert_eq!(moves(&page(facts)), both, "{facts}");
    }
    for facts in [
        "prev: Baker\nnext: Head Baker",
        "next: /jobs/head-baker",
        "next: Product Designer",
        "next: Opening hours",
        "levels: [Cook, Sous Chef]",
    ] {
        assert_eq!(moves(&page(facts)), [], "{facts}");
    }
}

#[test]
fn ways_through_a_site_are_no_moves() {
    for line in [
        "Next page: [Senior Data Engineer](senior.md)",
        "Previous: [Junior Data Engineer](a.md) | Next: [Senior Data Engineer](b.md)",
    ] {
        let page = format!(
            "# Data Engineer\n\n## Duties\n\n- Builds pipelines for others\n- Mends them at night\n\n{line}\n"
        );
        let (_, role) = role("data.md", &page);
        assert!(role.moves.is_empty(), "{line}: {:?}", role.moves);
    }
}

#[test]
fn moves_to_the_side_are_marked_in_brackets() {
    let rest = "## Next steps\n\n- Head Baker\n- Pastry Chef (lateral)\n- Recipe Writer (lateral move)\n- Bakery Manager (north)";
    let all = [
        to(Next, "Head Baker"),
        to(Lateral, "Pastry Chef"),
        to(Lateral, "Recipe Writer"),
        to(Next, "Bakery Manager (north)"),
    ];
    assert_eq!(moves(&page("Baker", rest)), all);
}

#[test]
fn headings_of_the_next_step_in_other_languages() {
    for heading in [
        "Nächster Schritt",
        "Aufstieg",
        "Prochaine étape",
        "Siguiente puesto",
        "Próximo cargo",
        "Prossimo ruolo",
    ] {
        let rest = format!("## {heading}\n\n- Head Baker");
        assert_eq!(moves(&page("Baker", &rest)), [to(Next, "Head Baker")], "{heading}");
        let line = format!("**Salario:** 1.800 €\n**{heading}:** Head Baker");
        assert_eq!(moves(&page("Baker", &line)), [to(Next, "Head Baker")], "{heading}");
        let told = format!(
            "## {heading}\n\n- Habla con tu responsable sobre tu futuro aquí\n- Gespräch mit der Personalabteilung\n- Weiterbildung zum Meister"
        );
        assert_eq!(moves(&page("Baker", &told)), [], "{heading}");
    }
}

#[test]
fn the_words_of_the_configuration_name_moves() {
    let own = |kind: &str| {
        let text = format!("{{\"moves\": {{\"{kind}\": [\"Onward to\"]}}}}");
        crate::language::lexicon::Lexicon::with(&serde_json::from_str(&text).unwrap())
    };
    let pages = ["## Onward to\n\n- Head Baker", "## Onward to:\n\nHead Baker", "**Onward to:** Head Baker"]
        .map(|rest| page("Baker", rest));
    for text in &pages {
        own("next").enter(|| assert_eq!(moves(text), [to(Next, "Head Baker")], "{text}"));
        own("lateral").enter(|| assert_eq!(moves(text), [to(Lateral, "Head Baker")], "{text}"));
        assert_eq!(moves(text), [], "{text}");
    }
}
