//! Tables of levels, of sections and of facts, in all the forms that pages give them.

use super::tests::{counts, levels, reading, role};
use crate::model::{Role, SectionKind, Strength};

/// Least and most pay of each level.
fn pay(role: &Role) -> Vec<String> {
    let amount = |amount: Option<f64>| amount.map_or("?".to_owned(), |amount| amount.to_string());
    let one = |pay: &crate::model::Compensation| {
        let level = pay.level.and_then(|at| role.level(at)).map_or("-".to_owned(), crate::model::Level::name);
        format!("{level} {}-{} {}", amount(pay.min), amount(pay.max), pay.currency.as_deref().unwrap_or("?"))
    };
    role.compensation.iter().map(one).collect()
}

/// Least and most months of each level.
fn months(role: &Role) -> Vec<(Option<usize>, Option<u32>, Option<u32>)> {
    role.experience.iter().map(|one| (one.level, one.min_months, one.max_months)).collect()
}

#[test]
fn tables_of_one_column_are_sections() {
    let below_headings = "# Gardener\n\n## Level 1\n\n| Craft |\n|---|\n| Waters what others planted<br>Knows ten plants well |\n\n\
        | Communication |\n|---|\n| Tells the team each evening what is done |\n\n\
        ## Level 2\n\n| Craft |\n|---|\n| Plants whole beds without help |\n\n| Communication |\n|---|\n| Explains the plan to visitors |\n";
    let sections = ["Craft: Level 1=2 Level 2=1", "Communication: Level 1=1 Level 2=1"];
    let (_, page) = role("gardener.md", below_headings);
    assert_eq!(
        (levels(&page), counts(&page)),
        (vec!["Level 1".to_owned(), "Level 2".into()], sections.map(str::to_owned).to_vec())
    );

    let named = "# Gardener Levels\n\n<table>\n<tr><th>Level 1 - Gardener I</th></tr>\n<tr><td><b>Craft</b></td></tr>\n\
        <tr><td><ul><li>Waters what others planted</li><li>Knows ten plants</li></ul></td></tr>\n\
        <tr><td><b>Communication</b></td></tr>\n<tr><td>Tells the team each evening what is done</td></tr>\n</table>\n\n\
        <table>\n<tr><th>Level 2 - Gardener II</th></tr>\n<tr><td><b>Craft</b></td></tr>\n<tr><td>Plants whole beds without help</td></tr>\n\
        <tr><td><b>Communication</b></td></tr>\n<tr><td>Explains the plan to visitors</td></tr>\n</table>\n";
    let (_, page) = role("gardener-levels.md", named);
    assert_eq!(levels(&page), ["Level 1 - Gardener I", "Level 2 - Gardener II"]);
    assert_eq!(counts(&page)[0], "Craft: Level 1 - Gardener I=2 Level 2 - Gardener II=1");

    let job = "# Head Gardener\n\n<table>\n<tr><td><b>Responsibilities</b></td></tr>\n\
        <tr><td><ul><li>Plans the beds of the year</li><li>Buys the seeds</li></ul></td></tr>\n\
        <tr><td><b>Communication</b></td></tr>\n<tr><td>Reports to the board of the park</td></tr>\n</table>\n\nAsk the park for more.\n";
    let (_, page) = role("head-gardener.md", job);
    assert_eq!(counts(&page), ["Responsibilities: -=2", "Communication: -=1"]);
}

#[test]
fn one_column_of_values_or_of_other_levels_is_no_section() {
    let values = "# Gardener\n\n## Duties\n\n- Waters the beds\n\n| Tools |\n|---|\n| Spade |\n| Rake |\n";
    assert_eq!(counts(&role("gardener.md", values).1), ["Duties: -=1"]);
    // Bold marks the own level, which stands among others.
    let others = "# Gardener\n\n## Duties\n\n<table>\n<tr><td>Trainee</td></tr>\n<tr><td>Waters the beds of others</td></tr>\n\
        <tr><td><b>Gardener</b></td></tr>\n<tr><td><b>Plants the beds of one park</b></td></tr>\n</table>\n";
    assert_eq!(counts(&role("gardener.md", others).1), ["Duties: Trainee=1 Gardener=1"]);
}

#[test]
fn columns_and_rows_of_years() {
    for header in ["Typical experience", "Experience (years)", "Typical YOE", "Relevant experience", "Years"]
    {
        let rows = format!(
            "# Baker levels\n\n| Level | Description | {header} |\n|---|---|---|\n\
             | Baker I | Bakes what others have planned | 0-2 years |\n| Baker II | Plans the bread of a whole shift | 2-4 yrs |\n"
        );
        let columns = format!(
            "# Baker levels\n\n| | Baker I | Baker II |\n|---|---|---|\n| Craft | Bakes what others have planned | Plans the bread of a shift |\n\
             | {header} | 0-2 | 2-4 |\n"
        );
        for text in [rows, columns] {
            let (_, page) = role("baker.md", &text);
            assert_eq!(
                months(&page),
                [(Some(0), Some(0), Some(24)), (Some(1), Some(24), Some(48))],
                "{text}"
            );
            let typical = header.starts_with("Typical");
            assert!(
                page.experience.iter().all(|one| (one.strength == Strength::Typical) == typical),
                "{text}"
            );
        }
    }
    let told = "# Baker\n\n## Typical experience\n\n6+ years of experience in baking. The way from the level below takes 3-5 years.\n";
    assert_eq!(months(&role("baker.md", told).1), [(None, Some(72), None)]);
    let age = "# Baker levels\n\n| Level | Description | Years |\n|---|---|---|\n| Baker I | Bakes what others have planned | few |\n\
        | Baker II | Plans the bread of a whole shift | many |\n";
    let (_, page) = role("baker.md", age);
    assert!(page.sections.iter().all(|section| section.kind != SectionKind::Experience));
}

#[test]
fn bands_of_pay_in_columns() {
    let bands = "# Salary bands\n\n| Level | Title | Min | Max |\n|---|---|---|---|\n| L1 | Baker | $40k | $50k |\n| L2 | Senior Baker | $50k | $62k |\n";
    let (_, page) = role("bands.md", bands);
    assert_eq!(levels(&page), ["L1", "L2"]);
    assert_eq!(page.levels[1].title.as_ref().map(|title| title.value.as_str()), Some("Senior Baker"));
    assert_eq!(pay(&page), ["L1 40000-50000 $", "L2 50000-62000 $"]);
    let grades = "# Payment grades\n\n| Grade | Min | Max |\n|---|---|---|\n| Junior Baker | €30k | €35k |\n| Baker | €35k | €42k |\n";
    assert_eq!(pay(&role("grades.md", grades).1), ["Junior Baker 30000-35000 EUR", "Baker 35000-42000 EUR"]);
    let ranges = "# Pay bands\n\n| Level | Title | Range |\n|---|---|---|\n| L1 | Baker | $40k–$50k |\n| L2 | Senior Baker | $50k–$62k |\n";
    assert_eq!(pay(&role("ranges.md", ranges).1), ["L1 40000-50000 $", "L2 50000-62000 $"]);
    let sizes = "# Bakery levels\n\n| Level | Title | Min | Max |\n|---|---|---|---|\n| L1 | Baker | 1 | 3 |\n| L2 | Senior Baker | 3 | 9 |\n";
    assert!(reading("sizes.md", sizes).1.roles.iter().all(|role| role.compensation.is_empty()));
    // A list of levels in an introduction is no role.
    let told = "# Bread\n\n| Level | Name | Years |\n|---|---|---|\n".to_owned()
        + &(1..10).map(|n| format!("| L{n} | Baker {n} | {n}-{} |\n", n + 1)).collect::<String>();
    assert!(reading("README.md", &told).1.roles.is_empty());
}

#[test]
fn names_of_groups_stand_above_their_sections() {
    let marked = "# Gardener levels\n\n| Competency | Junior | Senior |\n|---|---|---|\n| **Beds** | | |\n\
        | Care | Plants what others have chosen | Chooses what is planted where |\n| **Guests** | | |\n\
        | Care | Greets everybody who comes in | Explains the plan to visitors |\n";
    let covering = "# Gardener levels\n\n<table>\n<tr><th>Area</th><th>Topic</th><th>L1</th><th>L2</th></tr>\n\
        <tr><td rowspan=\"2\">Beds</td><td>Care</td><td>Plants what others chose</td><td>Chooses what is planted</td></tr>\n\
        <tr><td>Tools</td><td>Cleans all tools</td><td>Buys new tools</td></tr>\n\
        <tr><td>Guests</td><td>Care</td><td>Greets who comes in</td><td>Explains the plan</td></tr>\n</table>\n";
    for (text, expected) in [
        (marked, vec!["beds/Care 2", "guests/Care 2"]),
        (covering, vec!["beds/Care 2", "beds/Tools 2", "guests/Care 2"]),
    ] {
        let (_, page) = role("gardener.md", text);
        let said = page.sections.iter().map(|section| {
            let label = section.label.as_ref().map_or("", |label| label.value.as_str());
            format!("{}/{label} {}", section.path.join("/"), section.expectations.len())
        });
        assert_eq!(said.collect::<Vec<_>>(), expected);
    }
}

#[test]
fn tables_as_offices_write_them() {
    let jobs = "# Sales ladder\n\n| Competency | Sales Rep | Senior Sales Rep | Sales Manager |\n|---|---|---|---|\n\
        | Customers | Calls own customers | Calls the largest customers | Shares them out |\n\
        | Plans | Keeps the plan of a week | Writes the plan of a month | Writes the plan of a year |\n";
    assert_eq!(levels(&role("sales.md", jobs).1), ["Sales Rep", "Senior Sales Rep", "Sales Manager"]);
    let steps = "# Karrierestufen Garten\n\n| Stufe | Titel | Beschreibung | Erfahrung | Gehalt (EUR) |\n|---|---|---|---|---|\n\
        | 1 | Junior Gärtner | Lernt das Handwerk mit Hilfe anderer | 0–2 Jahre | 30.000–35.000 |\n\
        | 2 | Gärtner | Arbeitet selbständig an allen Beeten | 2–5 Jahre | 35.000–42.000 |\n";
    let (_, page) = role("garten.md", steps);
    assert_eq!(pay(&page), ["1 30000-35000 EUR", "2 35000-42000 EUR"]);
    assert_eq!(months(&page).len(), 2);
    let moves = "# Promotion criteria\n\n| From | To | Criteria |\n|---|---|---|\n| L1 | L2 | Works alone on most of the tasks |\n\
        | L2 | L3 | Leads the work of several people |\n";
    assert!(reading("moves.md", moves).1.roles.is_empty());
    let headless = "<html><body><h1>Chef ladder</h1><h2>Commis Chef</h2><table><tr><th>Knives</th><td>Cuts vegetables as shown</td></tr>\
        <tr><th>Order</th><td>Cleans the station</td></tr></table><h2>Sous Chef</h2><table><tr><th>Knives</th><td>Teaches how to cut</td></tr>\
        <tr><th>Order</th><td>Checks all stations</td></tr></table></body></html>";
    assert_eq!(
        counts(&role("chefs.html", headless).1),
        ["Knives: Commis Chef=1 Sous Chef=1", "Order: Commis Chef=1 Sous Chef=1"]
    );
    let facts = "# Head Gardener\n\n| | |\n|---|---|\n| **Level** | G5 |\n| **Experience** | 5+ years |\n\n## Duties\n\n- Plans the beds of the year\n";
    assert_eq!(levels(&role("head-gardener.md", facts).1), ["G5"]);
}

#[test]
fn tables_that_name_their_level_in_the_corner() {
    let text = "# Writer\n\n| Junior | What is expected |\n|---|---|\n| Pages | Writes short ones |\n| Review | Takes it well |\n\n\
        | Senior | What is expected |\n|---|---|\n| Pages | Plans the manual |\n| Review | Reviews the pages of others |\n";
    let (_, writer) = role("writer.md", text);
    assert_eq!(levels(&writer), ["Junior", "Senior"]);
    assert_eq!(counts(&writer), ["Pages: Junior=1 Senior=1", "Review: Junior=1 Senior=1"]);
    // What stands in the corner of other tables is no level.
    let text = "# Writer\n\n## Responsibilities\n\n- Writes\n\n| Tool | Used for |\n|---|---|\n| Pen | All that is written by hand |\n\n\
        | Senior | Phone |\n|---|---|\n| Editor | The one who is asked about all the words |\n";
    assert!(levels(&role("writer.md", text).1).is_empty());
}

#[test]
fn columns_of_single_words_say_what_is_expected_if_their_header_does() {
    let text = "# Data Analyst\n\n| Level | Skills |\n|---|---|\n| Junior | SQL |\n| Middle | Python |\n| Senior | Statistics |\n";
    assert_eq!(counts(&role("analyst.md", text).1), ["Skills: Junior=1 Middle=1 Senior=1"]);
    let text = "# Data Analyst\n\n| Level | Skills |\n|---|---|\n| Junior | [list](a.md) |\n| Middle | [list](b.md) |\n| Senior | [list](c.md) |\n";
    assert!(reading("analyst.md", text).1.roles.is_empty());
}

#[test]
fn rows_between_groups_and_headings_above_sections_are_their_groups() {
    let groups = |role: &Role| -> Vec<String> {
        let name =
            |one: Option<&crate::text::Spanned<String>>| one.map_or("-".to_owned(), |one| one.value.clone());
        role.sections
            .iter()
            .map(|one| format!("{}/{}", name(one.group.as_ref()), name(one.label.as_ref())))
            .collect()
    };
    let text = "# Product Manager\n\n| | Junior | Senior |\n|---|---|---|\n| **Craft** | | |\n| Research | Runs interviews | Plans studies |\n\
        | Delivery | Ships small things | Ships large things |\n| **People** | | |\n| Feedback | Gives feedback | Builds a culture of it |\n";
    assert_eq!(groups(&role("pm.md", text).1), ["Craft/Research", "Craft/Delivery", "People/Feedback"]);
    let text = "# Product Manager\n\n## Craft\n\n- Ships\n\n### Research\n\n- Runs interviews\n\n## Responsibilities\n\n- Plans\n";
    assert_eq!(groups(&role("pm.md", text).1), ["-/Craft", "Craft/Research", "-/Responsibilities"]);
}

#[test]
fn headers_say_that_pay_is_in_thousands() {
    for (header, currency) in [
        ("Salary (kEUR)", "EUR"),
        ("Salary in k€", "EUR"),
        ("Salary (k USD)", "USD"),
        ("Gehalt (T€)", "EUR"),
        ("Base pay in thousands of USD", "USD"),
    ] {
        let text = format!(
            "# Engineer\n\n| Level | {header} | Expectations |\n|---|---|---|\n| Junior | 40–50 | Learns the trade and asks others. |\n\
             | Senior | 62.5 | Leads projects from start to end. |\n"
        );
        let expected = [format!("Junior 40000-50000 {currency}"), format!("Senior 62500-62500 {currency}")];
        assert_eq!(pay(&role("engineer.md", &text).1), expected, "{header}");
    }
    let text = "# Engineer\n\n| Level | Salary (EUR) | Expectations |\n|---|---|---|\n| Junior | 40000 | Learns the trade and asks others. |\n\
        | Senior | 62500 | Leads projects from start to end. |\n";
    assert_eq!(pay(&role("engineer.md", text).1), ["Junior 40000-40000 EUR", "Senior 62500-62500 EUR"]);
}

#[test]
fn rows_of_levels_need_no_header_of_their_own() {
    for corner in ["", "Role", "Level"] {
        let text = format!(
            "# Support Engineer\n\n| {corner} | Autonomy | Knowledge |\n|---|---|---|\n| Junior | Follows scripts. | Knows one product. |\n\
             | Mid | Handles most calls. | Knows three products. |\n| Senior | Handles difficult calls. | Knows all products. |\n"
        );
        let (_, role) = role("support-engineer.md", &text);
        assert_eq!(levels(&role), ["Junior", "Mid", "Senior"], "{corner}");
        assert_eq!(counts(&role).len(), 2, "{corner}");
    }
    let text = "# Hotel jobs\n\n| Role | Contact |\n|---|---|\n| Floor Supervisor | Room 4 |\n| Head Porter | Room 5 |\n";
    assert!(reading("hotel.md", text).1.roles.is_empty());
}

#[test]
fn specifications_say_what_is_needed_and_what_is_welcome() {
    let text = "# Chemist\n\n## Person specification\n\n| Criterion | Essential | Desirable |\n|---|---|---|\n\
        | Qualifications | Degree in chemistry | Chartered chemist |\n| Experience | 5 years in a laboratory | 2 years as a supervisor |\n";
    let (_, chemist) = role("chemist.md", text);
    assert_eq!(
        counts(&chemist),
        ["Qualifications: -=1", "Qualifications: -=1", "Experience: -=1", "Experience: -=1"]
    );
    let strength: Vec<_> = chemist.experience.iter().map(|one| one.strength).collect();
    assert_eq!(strength, [Strength::Required, Strength::Preferred]);
    let text = "# Cook\n\n| Essential | Desirable |\n|---|---|\n| Clean hands | A driving license |\n| Early riser | Two languages |\n";
    assert_eq!(counts(&role("cook.md", text).1), ["Essential: -=2", "Desirable: -=2"]);
}

#[test]
fn unknown_jobs_and_lines_below_names_and_rows_above_cells() {
    let text = "# UX Researcher\n\n| | UXR 1 | UXR 2 | Senior UXR |\n|---|---|---|---|\n| Research | Runs tests | Plans studies | Leads programs |\n\
        | Impact | Own work | Team | Company |\n";
    assert_eq!(levels(&role("uxr.md", text).1), ["UXR 1", "UXR 2", "Senior UXR"]);
    let text = "# Developer\n\n| Level | Expectations |\n|---|---|\n| **Junior**<br>0–2 years<br>€40k–€48k | Writes tested code and asks for help |\n\
        | **Senior**<br>5+ years<br>€65k–€80k | Designs services and mentors others |\n";
    let (_, developer) = role("developer.md", text);
    assert_eq!(levels(&developer), ["Junior", "Senior"]);
    assert_eq!(pay(&developer), ["Junior 40000-48000 EUR", "Senior 65000-80000 EUR"]);
    assert_eq!(months(&developer), [(Some(0), Some(0), Some(24)), (Some(1), Some(60), None)]);
    let text = "# Design\n\n| Area | Skill | Junior Designer | Senior Designer |\n|---|---|---|---|\n| Craft | Visual | Uses the library | Owns the library |\n\
        | | Interaction | Makes flows | Sets patterns |\n| People | Feedback | Asks for it | Gives it |\n";
    let groups: Vec<_> = role("design.md", text).1.sections.into_iter().filter_map(|one| one.group).collect();
    let groups: Vec<&str> = groups.iter().map(|group| group.value.as_str()).collect();
    assert_eq!(groups, ["Craft", "Craft", "People"]);
    let text = "<h1>Designer</h1>\n<table>\n<tr><th>Level</th><th>Strategy</th><th>Execution</th></tr>\n<tr><th rowspan=\"2\">IC1</th><td colspan=\"2\">Starts a career.</td></tr>\n\
        <tr><td>Learns what strategy is.</td><td>Does simple designs.</td></tr>\n<tr><th rowspan=\"2\">IC2</th><td colspan=\"2\">Works alone.</td></tr>\n\
        <tr><td>Understands strategy.</td><td>Does whole designs.</td></tr>\n</table>\n";
    let (_, designer) = role("designer.html", text);
    let told: Vec<_> = designer.prose.iter().map(|prose| (prose.level, prose.text.plain.as_str())).collect();
    assert_eq!(told, [(Some(0), "Starts a career."), (Some(1), "Works alone.")]);
}

#[test]
fn competencies_of_one_job_without_levels() {
    let pages = [
        (
            "bees.md",
            "# Arborist Competency Framework\n\n| Category | Competencies | Behaviors |\n|---|---|---|\n\
             | Hives | Inspection | - Opens hives without haste<br>- Notes what was seen |\n\
             | | Feeding | - Knows when a colony starves |\n| Yield | Harvest | - Keeps the honey clean |\n",
            "Arborist",
            ["Hives/Inspection=2", "Hives/Feeding=1", "Yield/Harvest=1"],
        ),
        (
            "datos.md",
            "# Competencias: Analista de Datos\n\n<table><tr><th>Categoría</th><th>Competencia</th><th>Descripción</th></tr>\n\
             <tr><td rowspan=\"2\">Técnica</td><td>SQL</td><td>Escribe consultas claras y las revisa</td></tr>\n\
             <tr><td>Modelos</td><td>Diseña tablas que otros entienden bien</td></tr>\n\
             <tr><td>Trato</td><td>Escucha</td><td>Pregunta antes de contestar a los clientes</td></tr></table>\n",
            "Analista de Datos",
            ["Técnica/SQL=1", "Técnica/Modelos=1", "Trato/Escucha=1"],
        ),
        (
            "pflege.md",
            "# Kompetenzen der Hebamme\n\n| Feld | Kompetenz | Was man sieht |\n|---|---|---|\n\
             | Geburt | Ruhe | Bleibt ruhig, auch wenn es eilt |\n| Geburt | Wissen | Erkennt früh, wenn etwas nicht stimmt |\n\
             | Haus | Ordnung | Hält die Zimmer sauber und bereit |\n",
            "Hebamme",
            ["Geburt/Ruhe=1", "Geburt/Wissen=1", "Haus/Ordnung=1"],
        ),
        (
            "sales-engineer-competencies.md",
            "# Competencies\n\n| Area | Competency | Behaviors |\n|---|---|---|\n\
             | Craft | Demos | Shows the product well |\n| Craft | Discovery | Asks until the need is clear |\n\
             | | | Writes down what was said |\n| People | Trust | Keeps promises made to partners |\n",
            "Sales Engineer",
            ["Craft/Demos=1", "Craft/Discovery=2", "People/Trust=1"],
        ),
    ];
    for (path, page, title, sections) in pages {
        let (_, role) = role(path, page);
        assert_eq!(role.name(), title);
        let said = |section: &crate::model::Section| {
            let name = |name: &Option<crate::text::Spanned<String>>| {
                name.as_ref().map_or("", |name| &name.value).to_owned()
            };
            format!("{}/{}={}", name(&section.group), name(&section.label), section.expectations.len())
        };
        assert_eq!(role.sections.iter().map(said).collect::<Vec<_>>(), sections, "{path}");
    }
    let table = "| Category | Name | Meaning |\n|---|---|---|\n| People | Kindness | We are kind in every meeting |\n\
        | People | Honesty | We say what we think and mean it |\n| Work | Care | We look after what we have made |\n";
    let leveled = "| Area | Junior | Senior |\n|---|---|---|\n| Trees | Fells trees with help | Fells trees alone |\n| Care | Asks others | Teaches others |\n";
    for heading in ["Our values", "Company competencies", "Competencies", "Core competencies of the team"] {
        assert!(reading("page.md", &format!("# {heading}\n\n{table}")).1.roles.is_empty(), "{heading}");
    }
    let (_, kept) = role("bees.md", &format!("# Arborist Competencies\n\n{leveled}"));
    assert_eq!((kept.name(), levels(&kept).len()), ("Arborist Competencies", 2));
}

#[test]
fn matrices_of_jobs_reach_the_roles_of_the_page() {
    let ladders = |matrix: &str| {
        format!(
            "# Mapa de carrera\n\n## Carrera de datos\n\n1. **Ingeniero de Datos Jr**\n   - Apoya en los flujos\n\
             2. **Ingeniero de Datos Sr**\n   - Diseña los flujos\n3. **Arquitecto de Datos**\n   - Define el modelo\n\n\
             ## Carrera de cocina\n\n1. **Ayudante de Cocina**\n   - Corta verduras\n2. **Cocinero de Cocina**\n   - Cocina solo\n\
             3. **Jefe de Cocina / Chef**\n   - Escribe el menú\n\n## Matriz\n\n{matrix}"
        )
    };
    let rows = "| Cargo | Técnica | Liderazgo |\n|---|---|---|\n\
        | Arquitecto de Datos | Modelado, grandes datos y gobierno | Consulta interna y mentoría |\n\
        | Chef | Conoce todas las cocinas de la casa | Dirige la brigada entera |\n\
        | Portero | Cierra las puertas cada noche | Saluda a quien entra |\n";
    let columns = "| Competencia | Arquitecto de Datos | Chef |\n|---|---|---|\n\
        | Técnica | Modelado, grandes datos y gobierno | Conoce todas las cocinas de la casa |\n\
        | Liderazgo | Consulta interna y mentoría | Dirige la brigada entera |\n";
    for matrix in [rows, columns] {
        let roles = reading("mapa.md", &ladders(matrix)).1.roles;
        let said: Vec<Vec<String>> = roles.iter().map(|role| counts(role).split_off(1)).collect();
        assert_eq!(
            said,
            [
                ["Técnica: Arquitecto de Datos=1", "Liderazgo: Arquitecto de Datos=1"],
                ["Técnica: Jefe de Cocina / Chef=1", "Liderazgo: Jefe de Cocina / Chef=1"]
            ]
        );
    }
    let jobs = "# Roles in the yard\n\n## Rigger\n\n### Responsibilities\n\n- Lifts loads\n- Checks ropes\n\n## Welder\n\n\
        ### Responsibilities\n\n- Joins plates\n- Cleans seams\n\n## Who knows what\n\n| Skill | Rigger | Welder |\n|---|---|---|\n\
        | Safety | Knows every rule for loads | Knows every rule for fire |\n\
        | Tools | Keeps ropes and hooks in order | Keeps torches in order |\n";
    let roles = reading("yard.md", jobs).1.roles;
    let said: Vec<Vec<String>> = roles.iter().map(counts).collect();
    let expected = ["Responsibilities: -=2", "Safety: -=1", "Tools: -=1"];
    assert_eq!(said, [expected, expected]);
    let prices = ladders(
        "| Plan | Precio | Soporte |\n|---|---|---|\n| Básico | Diez euros cada mes | Por correo en dos días |\n\
        | Senior | Veinte euros cada mes | Por teléfono en el día |\n",
    );
    assert!(reading("mapa.md", &prices).1.roles.iter().all(|role| role.sections.len() == 1));
}

#[test]
fn steps_of_pay_are_no_levels() {
    let ladder = "# Gardener\n\n## Levels\n\n| Level | What is expected |\n|---|---|\n| Junior | Waters what others planted |\n\
        | Senior | Plans whole beds without help |\n\n## Pay\n\n";
    let scales = [
        "| Level | Step 1 | Step 2 |\n|---|---|---|\n| Junior | $30,000 | $31,000 |\n| Senior | $40,000 | $41,000 |\n",
        "| Level | Point 1 | Point 2 |\n|---|---|---|\n| Junior | 30,000 | – |\n| Senior | 40,000 | 41,000 |\n",
    ];
    for scale in scales {
        let (_, page) = role("gardener.md", &format!("{ladder}{scale}"));
        assert_eq!(levels(&page), ["Junior", "Senior"], "{scale}");
    }
    let (_, page) = role("gardener.md", &format!("{ladder}{}", scales[0]));
    assert_eq!(pay(&page)[..2], ["Junior 30000-30000 $", "Junior 31000-31000 $"]);
    // Where the columns are the levels, what is paid in places stands in the rows.
    let places = "| Place | Junior | Senior |\n|---|---|---|\n| North | $30,000 | $40,000 |\n| South | $31,000 | $41,000 |\n";
    let (_, page) = role("gardener.md", &format!("{ladder}{places}"));
    assert_eq!(pay(&page).iter().filter(|pay| pay.starts_with("Junior")).count(), 2);
}

#[test]
fn who_attends_which_course_is_no_ladder() {
    let table = "| Course | Trainer | Junior | Senior |\n|---|---|---|---|\n| Soil | Ada | Learns how soil is turned | Repeats it |\n\
        | Trees | Ben | Learns how to cut trees | Refreshes what is known |\n";
    assert_eq!(reading("training.md", &format!("# Training\n\n{table}")).1.roles.len(), 0);
    let kurs = "| Kurs | Junior | Senior |\n|---|---|---|\n| Boden | Lernt, wie man Boden wendet | Wiederholt das |\n";
    assert_eq!(reading("plan.md", &format!("# Plan 2024\n\n{kurs}")).1.roles.len(), 0);
    // On the page of a job they belong to what is said of its levels.
    let course =
        "| Course | Junior | Senior |\n|---|---|---|\n| Soil | Learns how soil is turned | Repeats it |\n";
    let (_, page) = role("engineer.md", &format!("# Engineer\n\n{course}"));
    assert_eq!(levels(&page), ["Junior", "Senior"]);
}

#[test]
fn levels_may_be_counted_behind_their_number() {
    let rows = "# 庭師\n\n| 等級 | 期待される役割 |\n|---|---|\n| 1級 | 指示を受けて水をやる |\n| 2級 | 一人で花壇を作る |\n| 3級 | 後輩を指導する |\n";
    assert_eq!(levels(&role("a.md", rows).1), ["1級", "2級", "3級"]);
    let headings = "# 庭師\n\n## １級\n\n- 指示を受けて水をやる\n\n## ２級\n\n- 一人で花壇を作る\n\n## ３級\n\n- 後輩を指導する\n";
    assert_eq!(levels(&role("a.md", headings).1), ["１級", "２級", "３級"]);
    let korean = "# 정원사\n\n## 1급\n\n- 지시에 따라 물을 준다\n\n## 2급\n\n- 혼자서 꽃밭을 만든다\n\n## 3급\n\n- 후배를 가르친다\n";
    assert_eq!(levels(&role("a.md", korean).1), ["1급", "2급", "3급"]);
    assert!(crate::model::level_word("2級建築士").is_none_or(|word| word.rank != Some(20)));
    assert!(crate::model::level_word("上級").is_some());
}

#[test]
fn families_over_the_same_levels() {
    let table = |corner: &str, names: [&str; 2]| {
        let [a, b] = names;
        format!(
            "<table>\n<tr>{corner}<th colspan=\"2\">{a}</th><th colspan=\"2\">{b}</th></tr>\n\
             <tr>{}<th>Junior</th><th>Senior</th><th>Junior</th><th>Senior</th></tr>\n\
             <tr><td>Craft</td><td>Cuts</td><td>Writes menus</td><td>Sets tables</td><td>Plans rooms</td></tr>\n\
             <tr><td>Team</td><td>Asks</td><td>Trains others</td><td colspan=\"2\">Greets everybody</td></tr>\n</table>\n",
            if corner.contains("rowspan") { "" } else { "<th>Area</th>" }
        )
    };
    for corner in ["<th></th>", "<th rowspan=\"2\">Area</th>"] {
        let roles =
            reading("levels.md", &format!("# Career levels\n\n{}", table(corner, ["Kitchen", "Service"])))
                .1
                .roles;
        assert_eq!(roles.iter().map(Role::name).collect::<Vec<_>>(), ["Kitchen", "Service"]);
        for role in &roles {
            assert_eq!(counts(role), ["Craft: Junior=1 Senior=1", "Team: Junior=1 Senior=1"]);
        }
    }
    // The page is about one job, or what stands above is no family.
    let page = format!("# Cook\n\n{}", table("<th></th>", ["Kitchen", "Service"]));
    assert_eq!(reading("cook.md", &page).1.roles.len(), 1);
    let page = format!("# Career levels\n\n{}", table("<th></th>", ["Year 1", "Year 2"]));
    assert_eq!(reading("levels.md", &page).1.roles.len(), 1);
}

#[test]
fn first_levels_with_names_of_their_own_are_levels() {
    let pages = [
        (
            "# Nurse\n\n| | Probationer | Nurse | Senior Nurse |\n|---|---|---|---|\n| Care | Watches and helps | Cares for a room | Cares for a ward |\n\
             | Records | Writes with help | Writes alone | Checks those of others |\n| Years of experience | 1-2 years | 2-4 years | 4+ years |\n",
            vec!["Probationer", "Nurse", "Senior Nurse"],
        ),
        (
            "# Köchin\n\n| Kompetenz | Hilfskraft | Junior Köchin | Senior Köchin |\n|---|---|---|---|\n| Handwerk | Schält und schneidet Gemüse | Kocht alle Gerichte | Plant die Karte |\n\
             | Ordnung | Räumt den Platz auf | Hält die Küche sauber | Führt das Lager |\n",
            vec!["Hilfskraft", "Junior Köchin", "Senior Köchin"],
        ),
        (
            "# Baker\n\n| Competency | Helper | Stager | Baker I | Baker II |\n|---|---|---|---|---|\n| Dough | Weighs the flour | Kneads by hand | Bakes the morning bread | Plans the bread |\n\
             | Till | Greets the guests | Counts the till | Orders the flour | Sets the prices |\n",
            vec!["Helper", "Stager", "Baker I", "Baker II"],
        ),
        (
            "# Enfermera\n\n| Competencia | Estudiante | Enfermera Junior | Enfermera Senior |\n|---|---|---|---|\n| Cuidado | Observa a los pacientes | Cuida a los pacientes | Dirige la planta |\n",
            vec!["Estudiante", "Enfermera Junior", "Enfermera Senior"],
        ),
    ];
    for (page, expected) in &pages {
        let (_, role) = role("page.md", page);
        assert_eq!(&levels(&role), expected, "{page}");
        assert!(role.sections.iter().all(|one| one.group.is_none()), "{page}");
    }
    let (_, nurse) = role("nurse.md", pages[0].0);
    assert_eq!(months(&nurse)[0], (Some(0), Some(12), Some(24)));
    // What names or explains the rows is no level.
    for (first, second, cell) in [
        ("Area", "Skill", "Sharp knives"),
        ("", "Description", "How well they cook"),
        ("Competency", "Why it matters", "Guests taste what was done"),
        ("Competency", "What we mean", "The craft of the kitchen"),
        ("Pillar", "Part", "Knives"),
    ] {
        let page = format!(
            "# Cook\n\n| {first} | {second} | Junior Cook | Senior Cook |\n|---|---|---|---|\n| Craft | {cell} | Cooks with help | Plans the menu |\n\
             | Order | {cell} too | Cleans the place | Leads the store |\n"
        );
        assert_eq!(levels(&role("cook.md", &page).1), ["Junior Cook", "Senior Cook"], "{page}");
    }
    let parts = "# Cook\n\n| Theme | Subject | Junior Cook | Senior Cook |\n|---|---|---|---|\n| Craft | Sharp knives | Cooks with help | Plans the menu |\n\
        | | Clean pans | Cleans the place | Leads the store |\n";
    assert_eq!(levels(&role("cook.md", parts).1), ["Junior Cook", "Senior Cook"]);
}

#[test]
fn tables_on_the_page_of_a_job_are_items_of_their_section() {
    let pages = [
        (
            "# Midwife\n\n## Duties\n\n| Duty | Share of time |\n|---|---|\n| Leads births | 60% |\n| Advises families | 40% |\n\n## Skills\n\n- Calm\n",
            "Duties: -=2",
        ),
        (
            "# Hebamme\n\n## Aufgaben\n\n| Aufgabe | Anteil |\n|---|---|\n| Begleitet Geburten | 50% |\n| Berät Familien | 50% |\n\n## Kenntnisse\n\n- Ruhe\n",
            "Aufgaben: -=2",
        ),
        (
            "# Data Analyst\n\n| Skill | Level |\n|---|---|\n| SQL | Advanced |\n| Statistics | Intermediate |\n",
            "Skill: -=2",
        ),
        (
            "# Site Engineer\n\n## Skills\n\n| Skill | Expected proficiency |\n|---|---|\n| Reading of plans | 3 |\n| Surveying | 2 |\n",
            "Skills: -=2",
        ),
        (
            "# Site Engineer\n\n## Areas\n\n| KRA | Weight | Tasks |\n|---|---|---|\n| Reports | 40% | Writes monthly reports |\n| Models | 60% | Builds models |\n",
            "Reports: -=1",
        ),
    ];
    for (page, section) in pages {
        assert_eq!(counts(&role("page.md", page).1)[0], section, "{page}");
    }
    let others = [
        "| Tool | Link |\n|---|---|\n| Editor | <https://example.com> |\n| Shell | <https://example.org> |\n",
        "| Benefit | Value |\n|---|---|\n| Meals | 200 € |\n| Travel | 300 € |\n",
        "| Skill | Ada | Ben |\n|---|---|---|\n| Welding | R | A |\n| Cutting | C | R |\n",
        "| Contact | Phone |\n|---|---|\n| Front desk of the house | 12 34 |\n| Back office of the house | 12 35 |\n",
    ];
    for table in others {
        let page = format!("# Welder\n\n## Duties\n\n- Joins plates\n- Cleans seams\n\n## More\n\n{table}");
        assert_eq!(counts(&role("welder.md", &page).1), ["Duties: -=2"], "{table}");
        let readme = format!("# mytool\n\nA tool for tables.\n\n## More\n\n{table}");
        assert!(reading("README.md", &readme).1.roles.is_empty(), "{table}");
    }
}

#[test]
fn what_explains_a_competency_is_kept_beside_what_is_expected() {
    let text = "# Ward Manager\n\n## Competencies\n\n| Competency | Definition | Behaviors |\n|---|---|---|\n\
        | Empathy | Understands the feelings of others | Listens before speaking |\n| Order | Keeps things in place | Checks the store weekly |\n";
    let (_, page) = role("ward.md", text);
    assert_eq!(counts(&page), ["Empathy: -=1", "Order: -=1"]);
    let told: Vec<&str> = page.prose.iter().map(|prose| prose.text.plain.as_str()).collect();
    assert_eq!(told, ["Understands the feelings of others", "Keeps things in place"]);
}

#[test]
fn short_cells_beside_years_and_pay_describe_the_level() {
    let text = "# Nurse Levels\n\n| Grade | Track | Focus | Salary (EUR) | Bonus |\n|---|---|---|---|---|\n| N1 | Care | Learns | 30k–35k | 2% |\n\
        | N2 | Care | Mentors others | 35k–42k | 4% |\n| N3 | Care | Leads the ward | 42k–50k | 6% |\n";
    let (_, page) = role("nurse.md", text);
    assert_eq!(counts(&page), ["Focus: N1=1 N2=1 N3=1", "Salary (EUR): N1=1 N2=1 N3=1"]);
    assert_eq!(pay(&page)[0], "N1 30000-35000 EUR");
    let stufen = "# Stufen der Pflege\n\n| Stufe | Bedeutung | Erfahrung (Jahre) |\n|---|---|---|\n| P1 | Lernt | 0–2 |\n| P2 | Pflegt selbst | 2–5 |\n| P3 | Leitet an | 5+ |\n";
    let (_, page) = role("pflege.md", stufen);
    assert_eq!(counts(&page)[0], "Bedeutung: P1=1 P2=1 P3=1");
    assert_eq!(months(&page).len(), 3);
    // Names of jobs, departments and codes beside the pay of grades are no expectations.
    let grades = "# Pay grades\n\n| Grade | Salary | Department | Example roles | Code |\n|---|---|---|---|---|\n| 1 | 30,000 | Kitchen | Porter | KA |\n\
        | 2 | 35,000 | Ward | Nurse | WA |\n| 3 | 45,000 | Office | Clerk | OA |\n";
    assert_eq!(counts(&role("grades.md", grades).1), ["Salary: 1=1 2=1 3=1"]);
}

#[test]
fn every_level_has_its_own_table_below_its_heading() {
    let table = |rows: [&str; 2]| {
        format!(
            "| Area | Description | Example |\n|---|---|---|\n| Plans | {} |\n| Risk | {} |\n\n",
            rows[0], rows[1]
        )
    };
    let page = format!(
        "# Site Manager\n\n## Level 1\n\n{}## Level 2\n\n{}## Level 3\n\n{}",
        table([
            "Keeps a plan for one site | A plan that was kept",
            "Keeps a list of what may fail | A list of ten risks"
        ]),
        table(["Plans three sites | Three plans", "Reduces risks early | Two reports"]),
        table(["Plans | All", "Decides | Some"]),
    );
    let (_, page) = role("site.md", &page);
    assert_eq!(
        counts(&page),
        ["Plans: Level 1=2 Level 2=2 Level 3=2", "Risk: Level 1=2 Level 2=2 Level 3=2"]
    );
}

#[test]
fn columns_without_a_name_belong_to_the_level_before_them() {
    let text = "# UX Writer\n\n| Dimension | L1 | | L2 | |\n|---|---|---|---|---|\n| | Behavior | Example | Behavior | Example |\n\
        | Clarity | Writes short labels | Button texts | Writes flows | Checkout |\n| Voice | Follows the guide | Errors | Extends it | Mails |\n";
    let expected = ["Clarity: L1=2 L2=2", "Voice: L1=2 L2=2"];
    assert_eq!(counts(&role("writer.md", text).1), expected);
    let html = "<h1>UX Writer</h1>\n<table>\n<tr><th>Dimension</th><th colspan=\"2\">L1</th><th colspan=\"2\">L2</th></tr>\n\
        <tr><td></td><td>Behavior</td><td>Example</td><td>Behavior</td><td>Example</td></tr>\n\
        <tr><td>Clarity</td><td>Writes short labels</td><td>Button texts</td><td>Writes flows</td><td>Checkout</td></tr>\n\
        <tr><td>Voice</td><td>Follows the guide</td><td>Errors</td><td>Extends it</td><td>Mails</td></tr>\n</table>\n";
    assert_eq!(counts(&role("writer.html", html).1), expected);
    // An empty column between levels that has no name in the next row either.
    let gap = "# UX Writer\n\n| Dimension | L1 | | L2 |\n|---|---|---|---|\n| Clarity | Writes short labels | | Writes flows |\n| Voice | Follows the guide | | Extends it |\n";
    assert_eq!(counts(&role("writer.md", gap).1), ["Clarity: L1=1 L2=1", "Voice: L1=1 L2=1"]);
}

#[test]
fn letters_of_jobs_are_levels_beside_their_ranks() {
    let pages = [
        (
            "# Product ladder\n\n| Competency | APM | PM | Sr. PM | GPM | Director |\n|---|---|---|---|---|---|\n| Strategy | Reads it | Writes part | Writes it | Joins areas | Sets it |\n\
             | Delivery | Helps out | Ships alone | Ships big | Ships areas | Sets pace |\n",
            vec!["APM", "PM", "Sr. PM", "GPM", "Director"],
        ),
        (
            "# Karrierestufen im Vertrieb\n\n| Kompetenz | AM | Senior AM | Lead AM |\n|---|---|---|---|\n| Kunden | Betreut kleine Kunden | Betreut große Kunden | Führt das Team |\n\
             | Planung | Plant den Tag | Plant das Quartal | Plant das Jahr |\n",
            vec!["AM", "Senior AM", "Lead AM"],
        ),
    ];
    for (page, expected) in pages {
        assert_eq!(levels(&role("ladder.md", page).1), expected, "{page}");
    }
    let others = [
        "# Exports\n\n| Feature | CSV | PDF | XML |\n|---|---|---|---|\n| Speed | Writes very fast | Writes slowly | Writes fast |\n",
        "# Headcount plan\n\n| Team | Junior | Mid | Senior | Lead |\n|---|---|---|---|---|\n| Web | 2 | 3 | 2 | 1 |\n| Mobile | 1 | 2 | 1 | – |\n",
        "# Personalplan\n\n| Abteilung | Junior | Senior |\n|---|---|---|\n| Küche | 4 | 2 |\n| Service | 6 | 1 |\n",
    ];
    for page in others {
        assert!(reading("page.md", page).1.roles.is_empty(), "{page}");
    }
    // Scores of skills are what levels are expected to reach.
    let scores = "# Cook levels\n\n| Skill | Junior | Senior |\n|---|---|---|\n| Knives | 2 | 4 |\n| Menus | 1 | 3 |\n";
    assert_eq!(levels(&role("cook.md", scores).1), ["Junior", "Senior"]);
}

#[test]
fn rows_that_name_the_levels_of_the_configuration() {
    let names = serde_json::from_str("{\"levels\": {\"names\": [\"Flooper\", \"Wizzer\"]}}").unwrap();
    let own = crate::language::lexicon::Lexicon::with(&names);
    for head in ["Rank | Text", "Rank | Responsibilities", "Stripe | What they do", "| Duties"] {
        let page =
            format!("# Police ladder\n\n| {head} |\n|---|---|\n| Flooper | Walks |\n| Wizzer | Leads |\n");
        own.enter(|| {
            let (_, role) = role("police.md", &page);
            let levels: Vec<_> = role.levels.iter().map(|level| (level.name(), level.rank)).collect();
            assert_eq!(levels, [("Flooper".to_owned(), Some(10)), ("Wizzer".to_owned(), Some(20))], "{head}");
            assert_eq!(role.sections.iter().flat_map(|section| &section.expectations).count(), 2, "{head}");
        });
    }
    // Figures and codes beside them are no expectations.
    let counted = "# Police\n\n| Rank | Officers |\n|---|---|\n| Flooper | 12 |\n| Wizzer | 3 |\n";
    own.enter(|| {
        let found = reading("police.md", counted).1.roles;
        let said =
            found.iter().flat_map(|role| &role.sections).flat_map(|section| &section.expectations).count();
        assert_eq!(said, 0);
    });
}
