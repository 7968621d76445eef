//! The lists behind [`super::vocabulary`].

use std::collections::HashMap;
use std::sync::LazyLock;

use super::vocabulary::SectionKind;

/// Phrases of headings and what they are about. The first phrase that stands in a heading decides, so
/// what is more special comes first ("scope of knowledge" is knowledge, not scope).
pub(super) const SECTIONS: &[(SectionKind, &str)] = &[
    (
        SectionKind::Links,
        "internal link | internal links | recommended reading | further reading | \
         additional resources | resources | references | see also | other pages | referências | \
         artigos públicos | lecturas recomendadas | referencias | ressources | liens",
    ),
    (
        SectionKind::Pay,
        "compensation | salary | pay | pay range | hiring range | remuneration | salário | \
         remuneração | salario | rémunération | gehalt | vergütung | 給与",
    ),
    (
        SectionKind::Moves,
        "career progression | career path | career paths | career moves | entry point | \
         entry points | advancement | lateral moves | lateral move | next role | next roles | \
         previous role | previous roles | prior role | prior roles | next position | next positions | \
         previous position | previous positions | next steps in your career | promotes to | próximos passos",
    ),
    (
        SectionKind::Education,
        "education | educational | degree | fields of study | academic | certifications | \
         formação | certificações | educación | formación académica | diplômes | ausbildung",
    ),
    (
        SectionKind::Experience,
        "years of experience | years of xp | required experience | experience requirements | \
         experience range | experience required | minimum experience | work experience | \
         yearsrange | years range | anos de experiência | años de experiencia | \
         années d expérience | berufserfahrung | 経験年数",
    ),
    (
        SectionKind::Evidence,
        "checkpoint | checkpoints | evidence | what success looks like | success outcomes | \
         success metrics | indicators | performance indicators | track record | examples | \
         signs of | métricas de sucesso | exemples",
    ),
    (
        SectionKind::Knowledge,
        "knowledge | domain expertise | expertise | mastery | craft | conhecimentos | \
         conocimientos | connaissances | kenntnisse",
    ),
    (
        SectionKind::SkillsSoft,
        "soft skills | interpersonal | behavioral competencies | behavioural competencies | \
         comportamentais",
    ),
    (SectionKind::Scope, "scope | reach | span of control | escopo | alcance | périmètre"),
    (SectionKind::Communication, "communication | comunicação | comunicación | kommunikation"),
    (
        SectionKind::Responsibilities,
        "responsibilities | responsibility | duties | primary functions | secondary functions | \
         accountabilities | what you ll do | what you will do | you will | day to day | \
         your tasks | responsabilidades | funciones | responsabilités | missions | aufgaben | 業務内容",
    ),
    (
        SectionKind::Leadership,
        "leadership | people management | mentoring | culture | talent | liderança | liderazgo | \
         führung",
    ),
    (SectionKind::Impact, "impact | influence | business impact | impacto | influência"),
    (
        SectionKind::SkillsHard,
        "hard skills | technical skills | technical skill | skills | skill | requirements | \
         qualifications | what we re looking for | what we are looking for | what you bring | \
         what you ll bring | you ll have | you have | essential | desirable | nice to have | \
         must have | requisitos | habilidades | anforderungen | compétences techniques | 必須スキル",
    ),
    (
        SectionKind::Competencies,
        "competencies | competency | competências | competencias | behaviors | behaviours | values",
    ),
    (
        SectionKind::Summary,
        "summary | overview | purpose | role definition | role description | job description | \
         about the role | the role | the job | description | about us | about you | visão geral | \
         descripción",
    ),
];

/// Words that say how high somebody stands among people of one job, with a hint at the order.
pub(super) static RANKS: Ranks = LazyLock::new(|| {
    ranks(&[
        (0, "intern trainee apprentice graduate estagiário aprendiz stagiaire インターン"),
        (1, "junior jr associate entry júnior débutant ジュニア 주니어"),
        (2, "mid middle intermediate professional pleno pl medio intermédiaire confirmé ミドル"),
        (3, "senior sr snr sênior sénior シニア 시니어"),
        (4, "lead leading staff especialista リード"),
        (5, "principal プリンシパル"),
        (6, "distinguished"),
        (7, "fellow"),
    ])
});

/// Words of scales that frameworks use as level names.
pub(super) static PROFICIENCY: Ranks = LazyLock::new(|| {
    ranks(&[
        (1, "novice beginner awareness foundational iniciante débutante"),
        (2, "working developing competent intermediário"),
        (3, "proficient practitioner advanced avançado"),
        (4, "expert"),
    ])
});

/// Words that name a person by the job, with the rank of those who lead others.
pub(super) static JOBS: Ranks = LazyLock::new(|| {
    ranks(&[
        (1, "assistant supervisor"),
        (
            2,
            "engineer developer programmer designer analyst scientist researcher administrator specialist \
         coordinator consultant technician representative recruiter writer editor strategist advocate \
         tester operator clerk curator archivist registrar conservator librarian planner accountant \
         owner coach teacher nurse adviser advisor partner executive generalist agent buyer driver cook \
         chef baker mechanic electrician plumber instructor trainer physician doctor therapist counselor \
         counsellor attorney lawyer paralegal secretary receptionist cashier inspector auditor \
         controller treasurer bookkeeper marketer producer publisher illustrator photographer animator \
         artist tutor professor lecturer surveyor welder machinist pharmacist midwife caregiver guard \
         pilot dispatcher handler statistician economist actuary underwriter broker investigator ranger \
         paramedic translator interpreter moderator evangelist facilitator estimator scheduler \
         superintendent liaison aide worker custodian steward sysadmin dba counsel modeler manager \
         engenheiro engenheira desenvolvedor desenvolvedora analista cientista ingeniero ingeniera \
         desarrollador desarrolladora diseñador científico ingénieur développeur développeuse entwickler \
         ingenieur エンジニア \
             gardener farmer carpenter painter builder trader banker dentist optician physicist chemist \
             biologist geologist psychologist sociologist pathologist radiologist veterinarian \
             dietitian nutritionist hygienist stylist florist journalist reporter copywriter \
             proofreader actor dancer musician composer tailor mason roofer fitter brewer butcher \
             waiter bartender barista housekeeper porter concierge courier captain firefighter \
             detective caretaker nanny chaplain judge notary mediator diplomat ambassador teller \
             appraiser assessor adjuster cartographer drafter integrator merchandiser negotiator \
             organizer organiser fundraiser campaigner ombudsman geographer mathematician linguist \
             historian anthropologist ecologist forester",
        ),
        (3, "architect arquiteto coordenador arquitecto responsable"),
        (4, "leader head director gerente líder directeur leiter マネージャー"),
        (5, "diretor"),
        (6, "officer president vp"),
        (7, "svp evp"),
        (8, "cto coo cio ciso cfo cpo cdo cmo"),
        (9, "ceo"),
    ])
});

/// Words before a number that make it a level: "Level 3", "Grade 7".
pub(super) const LEVEL_NOUNS: &[&str] = &[
    "level",
    "lvl",
    "grade",
    "band",
    "tier",
    "stage",
    "step",
    "nível",
    "nivel",
    "niveau",
    "stufe",
    "レベル",
    "等級",
    "グレード",
    "等级",
    "级别",
    "职级",
    "등급",
    "레벨",
];

/// Letters of level codes: "IC3", "L4", "M2", "SWE-1".
pub(super) const CODES: &[&str] = &[
    "IC", "L", "M", "E", "D", "T", "P", "S", "G", "B", "N", "SWE", "SDE", "SE", "TL", "EM", "PM", "TPM",
    "QA", "DS", "PD", "LVL", "GS",
];

/// Words that never stand in a title but in sentences and questions.
pub(super) const NOT_IN_TITLES: &[&str] = &[
    "you",
    "your",
    "we",
    "our",
    "how",
    "what",
    "why",
    "who",
    "when",
    "i",
    "my",
    "being",
    "becoming",
    "is",
    "are",
    "with",
    "vs",
    "versus",
    "expectations",
    "responsibilities",
    "to",
    "into",
    "roles",
    "titles",
    "guide",
    "scorecard",
    "interview",
    "assessment",
    "template",
    "checklist",
    "framework",
    "ladder",
    "levels",
    "from",
];

pub(super) type Ranks = LazyLock<HashMap<&'static str, i32>>;

/// A table of words from lists of words of one rank.
fn ranks(lists: &[(i32, &'static str)]) -> HashMap<&'static str, i32> {
    lists.iter().flat_map(|(rank, words)| words.split_whitespace().map(|word| (word, *rank))).collect()
}
