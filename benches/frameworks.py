#!/usr/bin/env python3
"""Makes role frameworks of any size, for measuring: the same seed and size always make the same files.

    python3 benches/frameworks.py FOLDER --megabytes 20 --seed 1
    python3 benches/frameworks.py FOLDER --files 100000 --page 1000
    python3 benches/frameworks.py - --files 3 --page 10000        # one page after the other, to look at

Each folder below FOLDER is one framework of about a dozen pages: a guide and pages of roles in the shapes that
people use (levels as headings, a pipe table, an HTML table, a job description; with --formats all also YAML,
JSON, CSV, plain text). All text is made from the lists below; about one line in forty gets a slip that a linter
may find. Prints the number of files and bytes.
"""

import argparse
import json
import pathlib
import random
import sys

VERBS = """analyses anticipates asks balances breaks builds challenges chooses clarifies closes coaches collects
compares connects coordinates debugs decides defines delegates delivers describes designs detects develops
documents drafts encourages estimates evaluates explains explores facilitates finishes fixes follows frames gathers
guides handles identifies improves influences introduces investigates keeps leads learns listens maintains manages
maps measures mentors monitors negotiates notices observes organizes owns plans prepares presents prevents
prioritizes proposes protects questions recognizes records reduces refines removes reports represents researches
resolves reviews schedules shapes shares simplifies sketches solves structures supports teaches tests tracks trains
translates tries understands unblocks updates validates verifies visits welcomes writes""".split()

OBJECTS = """the next release|a small change|the quarterly roadmap|the service catalog|designs of other teams|open questions
from customers|the backlog of the team|reports about failures|long running projects|the cost of the platform|a plan
for the migration|technical debt in older systems|the hiring process|interview questions|new colleagues|pull
requests|the weekly demonstration|risks of a launch|feedback from users|the accessibility of each page|data about
usage|a shared vocabulary|the budget of the group|working agreements|security reviews|alerts that nobody acts on|the
on-call rotation|runbooks and handbooks|experiments with clear questions|the results of interviews|prototypes of new
ideas|the style guide|complex negotiations|vendor contracts|training material|the language of our product|internal
tools|performance of slow queries|the way we estimate|goals for the coming year|dependencies between groups|the
health of the code base|test coverage of critical paths|monitoring of the main services|a healthy working
environment|conflicts within the group|the needs of stakeholders|decisions and their reasons|expectations with
partners|career conversations|the strategy of the department|compliance with regulations|customer journeys|release
notes|a catalogue of components|forecasts of demand|the quality of support answers|pricing experiments|user
research|capacity for the season|written proposals|incident reviews|architecture diagrams|the onboarding of
partners|metrics that people trust|several workstreams at once|ambiguous problems|the scope of each milestone""".replace("\n", " ").split("|")

HOWS = """with little guidance|without being asked|together with the product manager|before they become urgent|in small
steps|with the help of a senior colleague|across several teams|for the whole department|in writing|with data rather
than opinions|so that others can continue|within the agreed time|while keeping the service running|by asking good
questions|and shares what was learned|and tells the team about delays early|in a way that newcomers understand|at the
right level of detail|during the planning of the quarter|with care for privacy|and measures the effect|even when
priorities change|on a regular basis|by example|with empathy for everybody involved|and removes what is no longer
needed|from the first idea to daily use|in close contact with customers|across time zones|as part of the daily
work""".replace("\n", " ").split("|")

ADJECTIVES = """annual broad careful central clear commercial complete complex constant critical current daily deep
digital direct early effective essential external fair familiar final flexible frequent general global gradual
healthy important inclusive individual initial internal joint large local lasting legal major manual medical mobile
modern monthly mutual national natural new open optional ordinary outstanding partial physical practical precise
previous primary private public quick rapid recent regular relevant reliable remote responsible rigorous robust
rural seasonal secure separate serious shared short simple sensible specific stable standard steady strategic strong
structured subtle successful sudden suitable sustainable technical temporary thorough timely typical unusual urgent
useful valuable visual vital weekly whole wide""".split()

NOUNS = """abilities accounts achievements activities advice agreements algorithms analyses applications appointments
approaches archives arguments articles assessments assets assumptions audiences audits benefits boundaries branches
briefings bugs campaigns candidates careers cases categories channels charts checklists choices claims classes
clients clinics committees communities companies comparisons complaints components concepts concerns conclusions
conditions conferences connections constraints consultants contacts contexts contributions controls conversations
costs courses criteria databases deadlines deals debates defects deliveries departments details devices diagnoses
dialogues differences directions disciplines discussions documents domains drawings economics editions efforts
engines enquiries environments errors essays estimates events examples exceptions exercises expenses experts
explanations factors failures features figures files findings forms foundations functions gaps grants groups guides
habits ideas images improvements incentives indicators industries initiatives inputs insights inspections
instructions instruments interfaces interviews inventories investments invoices issues journals judgments kits labs
languages laws layers leads lessons libraries licenses limits links lists loans locations logs machines markets
materials meetings methods migrations minutes mistakes models modules motives networks notes notices numbers
objectives obligations observations offers offices operations opinions opportunities options orders outcomes
outlines outputs packages panels papers partners patents patients patterns payments permissions phases pilots
pipelines plans platforms policies positions practices predictions premises prices principles priorities problems
procedures processes products professions profiles programs projects promises proofs properties proposals protocols
purchases qualities queries questions rates reactions reasons receipts references regions registers regulations
rehearsals relations releases remarks reminders repairs replies requests reserves resources responses results
returns revenues rewards risks routes routines rules samples scenarios schedules schemes scripts seasons sections
segments sensors services sessions settings shifts signals signatures simulations sites situations sketches skills
slides solutions sources spaces stages standards statements statistics stories strategies streams structures
studies subjects subsidies suggestions summaries suppliers surveys systems tables targets tasks taxes techniques
templates terms tests themes theories threads tickets topics trades traditions transactions transfers trends trials
tutorials updates vacancies values variants vehicles vendors versions videos views visits volunteers warehouses
warnings workflows workshops writers""".split()

# Names of products and places are made of these, so that the pages hold many words that are in no dictionary.
SYLLABLES = """bal bor cam cor dal del dor fal fen gal gar hal hen jor kal kel kor lan lin lor mal mar mel mor nal
nor pal pen quil ral ren ros sal sel sor tal tan tel tor val ven vor wen yar zan zel""".split()

SENTENCES = [
    "People in this role {verb} {object} {how}.",
    "The team relies on them for {object} and for {object2}.",
    "What matters most is the effect on {object}, not the number of hours that went into it.",
    "They work with neighbors on {object2} and say openly when work on {object} has to wait.",
    "Good work on {object} can be seen from one quarter to the next.",
    "Nobody does all of this alone: work on {object} is shared between two or three people.",
    "We look at {object} twice a year and talk about what comes next.",
    "A typical week holds time for {object}, some hours for {object2}, and room to think.",
]

COMPETENCIES = """Communication|Delivery|Craft|Collaboration|Leadership|Ownership|Planning|Customer Focus|Technical Knowledge|Problem
Solving|Mentoring|Quality|Strategy|Domain Knowledge|Impact|Decision Making|Influence|Learning""".replace("\n", " ").split("|")

FIELDS = """Software Engineer|Product Manager|Product Designer|Data Analyst|Data Engineer|Support Specialist|Sales
Representative|Account Manager|Recruiter|Technical Writer|Security Engineer|Test Engineer|Marketing Manager|Research
Scientist|Finance Analyst|Operations Manager|Solutions Architect|Program Manager|Platform Engineer|Mobile
Developer""".replace("\n", " ").split("|")

RANKS = ["Junior", "", "Senior", "Staff", "Principal"]

# What stands there, what a slip makes of it.
SLIPS = [
    ("the ", "teh "), ("receives", "recieves"), (" and ", " and and "), ("strategy", "stretegy"), (".", " ."),
    ("with ", "wiht "), ("maintains", "maintaines"), ("people", "poeple"), (" in ", "  in "), ("- ", "* "),
    ("environment", "enviroment"), ("A ", "An "), ("they ", "he/she "), (".", ""), ("responsib", "resonsib"),
]


def base(verb):
    """"teaches" → "teach"."""
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    return verb[:-2] if verb.endswith(("ches", "shes", "xes")) else verb[:-1]


class Maker:
    def __init__(self, seed, slips):
        self.random = random.Random(seed)
        self.slips = slips

    def one(self, words):
        return words[self.random.randrange(len(words))]

    def slip(self, line):
        if self.random.random() >= self.slips:
            return line
        for _ in range(6):
            right, wrong = self.one(SLIPS)
            if right in line:
                return line.replace(right, wrong, 1)
        return line

    def object(self):
        """What the work is about; often one of the usual things, sometimes something with a name of its own."""
        chance = self.random.random()
        if chance < 0.45:
            return self.one(OBJECTS)
        if chance < 0.92:
            return f"{self.one(ADJECTIVES)} {self.one(NOUNS)}"
        # Some names come again and again, most are rare.
        name = random.Random(int(self.random.paretovariate(0.25) % 1e9))
        return f"{self.one(NOUNS)} of {''.join(self.one_by(name, SYLLABLES) for _ in range(3)).capitalize()}"

    @staticmethod
    def one_by(generator, words):
        return words[generator.randrange(len(words))]

    def duty(self):
        """One expectation: a verb, what it is about, and mostly how."""
        text = f"{self.one(VERBS).capitalize()} {self.object()}"
        for _ in range(self.random.choice((0, 1, 1, 1, 2))):
            text += " " + self.one(HOWS)
        return text

    def sentence(self):
        return self.one(SENTENCES).format(
            verb=base(self.one(VERBS)), object=self.object(), object2=self.object(), how=self.one(HOWS),
        )

    def paragraph(self, sentences):
        return self.slip(" ".join(self.sentence() for _ in range(sentences)))

    def bullets(self, count, stop="."):
        return "".join(self.slip(f"- {self.duty()}{stop}") + "\n" for _ in range(count))

    def titles(self, field):
        return [f"{rank} {field}".strip() for rank in RANKS]

    def years(self, level):
        low = level * 2 + 2
        return self.one((f"{low}+ years of experience", f"At least {low} years of experience",
                         f"{low}–{low + 2} years of experience"))

    def front(self, title, order):
        return f"---\ntitle: {title}\nlayout: role\norder: {order}\n---\n\n"

    # Shapes of pages. Each takes about `size` bytes, and never ends in the middle of something.

    def headings(self, field, order, size):
        text = self.front(field, order) + f"# {field}\n\n{self.paragraph(4)}\n\n"
        share = size / len(RANKS)
        for level, title in enumerate(self.titles(field)):
            text += f"## {title}\n\n{self.paragraph(3)}\n\n- {self.years(level)} in a similar role.\n\n"
            start = len(text)
            while len(text) - start < share * 0.9:
                text += f"### {self.one(COMPETENCIES)}\n\n{self.bullets(self.random.randint(3, 6))}\n"
                if self.random.random() < 0.3:
                    text += self.paragraph(2) + "\n\n"
        return text.rstrip("\n") + "\n"

    def pipe(self, field, order, size):
        titles = self.titles(field)
        text = self.front(f"{field} Matrix", order) + f"# {field} Matrix\n\n{self.paragraph(3)}\n\n"
        while len(text) < size:
            text += f"## {self.one(COMPETENCIES)}\n\n| | {' | '.join(titles)} |\n|---|{'---|' * len(titles)}\n"
            for name in self.random.sample(COMPETENCIES, 5):
                cells = [self.slip(self.duty()) for _ in titles]
                text += f"| {name} | {' | '.join(cells)} |\n"
            text += "\n" + self.paragraph(2) + "\n\n"
        return text.rstrip("\n") + "\n"

    def html(self, field, order, size):
        titles = self.titles(field)[:3]
        text = self.front(field, order) + f"# {field}\n\n{self.paragraph(3)}\n\n"
        while len(text) < size:
            text += f"## {self.one(COMPETENCIES)}\n\n<table markdown=\"1\">\n<tr>\n"
            text += "".join(f"<th>{title}</th>\n" for title in titles) + "</tr>\n<tr>\n"
            for _ in titles:
                text += f"<td markdown=\"1\">\n\n{self.bullets(3)}\n</td>\n"
            text += "</tr>\n</table>\n\n"
        return text.rstrip("\n") + "\n"

    def posting(self, field, order, size):
        level = self.random.randrange(len(RANKS))
        text = self.front(self.titles(field)[level], order) + f"# {self.titles(field)[level]}\n\n"
        for name in ("About the role", "Responsibilities", "Requirements", "Nice to have", "How we work"):
            text += f"## {name}\n\n"
            start = len(text)
            if name == "Requirements":
                text += f"- {self.years(level)} in the field.\n"
            while len(text) - start < size / 5.5:
                text += (self.paragraph(4) + "\n\n") if name in ("About the role", "How we work") else self.bullets(1)
            text = text.rstrip("\n") + "\n\n"
        return text.rstrip("\n") + "\n"

    def guide(self, fields, size):
        text = f"# How we use these pages\n\n{self.paragraph(4)}\n\n"
        text += "".join(f"- [{field}]({name})\n" for field, name in fields) + "\n"
        while len(text) < size:
            text += f"## {self.one(COMPETENCIES)} at every level\n\n{self.paragraph(5)}\n\n{self.bullets(4)}\n"
            text += f"1. {self.duty()}.\n2. {self.duty()}.\n\n> {self.sentence()}\n\n"
        return text.rstrip("\n") + "\n"

    def data(self, field, size):
        role = {"id": field.lower().replace(" ", "-"), "title": field, "levels": []}
        for level, title in enumerate(self.titles(field)):
            entry = {"title": title, "summary": self.paragraph(1), "competencies": []}
            length = 0
            while length < size / len(RANKS):
                items = [self.slip(self.duty() + ".") for _ in range(4)]
                entry["competencies"].append({"name": self.one(COMPETENCIES), "expectations": items})
                length += sum(map(len, items)) + 60
            role["levels"].append(entry)
        return role

    def yaml(self, field, _order, size):
        quote = lambda text: json.dumps(text, ensure_ascii=False)
        role = self.data(field, size)
        text = f"id: {role['id']}\ntitle: {role['title']}\nlevels:\n"
        for level in role["levels"]:
            text += f"  - title: {level['title']}\n    summary: {quote(level['summary'])}\n    competencies:\n"
            for entry in level["competencies"]:
                text += f"      - name: {entry['name']}\n        expectations:\n"
                text += "".join(f"          - {item}\n" for item in entry["expectations"] if ": " not in item)
        return text

    def json(self, field, _order, size):
        return json.dumps(self.data(field, size), indent=2, ensure_ascii=False) + "\n"

    def csv(self, field, _order, size):
        titles = self.titles(field)
        text = "Competency," + ",".join(titles) + "\n"
        while len(text) < size:
            text += ",".join([self.one(COMPETENCIES)] + [f'"{self.slip(self.duty())}"' for _ in titles]) + "\n"
        return text

    def plain(self, field, _order, size):
        text = f"{field}\n\n{self.paragraph(3)}\n\n"
        while len(text) < size:
            text += f"{self.one(COMPETENCIES)}\n\n" + self.bullets(4).replace("- ", "• ") + "\n"
        return text


MARKDOWN = [("headings", "md"), ("pipe", "md"), ("posting", "md"), ("html", "md"), ("headings", "md")]
OTHERS = [("yaml", "yaml"), ("json", "json"), ("csv", "csv"), ("plain", "txt")]
PER_FOLDER = 12


def files(options):
    """Pairs of a path and a text, without end."""
    maker = Maker(options.seed, options.slips)
    shapes = MARKDOWN + (OTHERS if options.formats == "all" else [])
    folder, number = 0, 0
    while True:
        folder += 1
        place = "roles" if options.one else f"company-{folder:05}"
        fields = [f"{maker.one(('', 'Regional ', 'Internal ', 'Clinical '))}{field}"
                  for field in maker.random.sample(FIELDS, PER_FOLDER - 1)]
        pages = []
        for order, field in enumerate(fields):
            shape, extension = maker.one(shapes)
            size = int(options.page * maker.random.uniform(0.6, 1.4))
            number += 1
            name = f"{number:06}-" if options.one else ""
            name += f"{field.lower().replace(' ', '-')}.{extension}"
            pages.append((f"{place}/{name}", getattr(maker, shape)(field, order, size), field, name))
        if not options.one or folder == 1:
            yield f"{place}/README.md", maker.guide([(page[2], page[3]) for page in pages], options.page)
        for path, text, _, _ in pages:
            yield path, text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="where to write; - prints the pages")
    parser.add_argument("--megabytes", type=float, default=20.0, help="stop after so much text (default: 20)")
    parser.add_argument("--files", type=int, default=0, help="stop after so many files instead")
    parser.add_argument("--page", type=int, default=10_000, help="bytes of a page, about (default: 10000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slips", type=float, default=0.025, help="share of lines with a slip (default: 0.025)")
    parser.add_argument("--formats", choices=("md", "all"), default="md")
    parser.add_argument("--one", action="store_true", help="all pages in one framework")
    options = parser.parse_args()
    count, written = 0, 0
    for path, text in files(options):
        if options.files and count >= options.files or not options.files and written >= options.megabytes * 1e6:
            break
        data = text.encode()
        if options.folder == "-":
            sys.stdout.write(f"==> {path}\n{text}\n")
        else:
            target = pathlib.Path(options.folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        count += 1
        written += len(data)
    print(f"{count} files, {written} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
