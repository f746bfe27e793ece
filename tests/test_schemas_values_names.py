"""Names: persons and organisations, parts only where certain, several in one string."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.values.names import looks_corporate, looks_like_name, parse_name, split_names

PERSONS = [
    # printed, name, family, given
    ("IVANOV, Martin", "Martin IVANOV", "IVANOV", "Martin"),
    ("SODHI, N.S", "N.S SODHI", "SODHI", "N.S"),
    ("Sousa S., Mario", "Mario Sousa S.", "Sousa S.", "Mario"),
    ("Leinaas, J. M.", "J. M. Leinaas", "Leinaas", "J. M."),
    ("Cicirello, Vincent A.", "Vincent A. Cicirello", "Cicirello", "Vincent A."),
    ("de la Cruz, Juan", "Juan de la Cruz", "de la Cruz", "Juan"),
    ("Cruz, Juan de la", "Juan de la Cruz", "Cruz", "Juan de la"),
    ("ter Horst, GJ", "GJ ter Horst", "ter Horst", "GJ"),
    ("García Márquez, Gabriel", "Gabriel García Márquez", "García Márquez", "Gabriel"),
    ("Žídek, Augustin", "Augustin Žídek", "Žídek", "Augustin"),
    ("O'Brien, Flann", "Flann O'Brien", "O'Brien", "Flann"),
    ("d'Artagnan, Charles", "Charles d'Artagnan", "d'Artagnan", "Charles"),
    ("Li, Yang", "Yang Li", "Li", "Yang"),
    ("Church, Alonzo", "Alonzo Church", "Church", "Alonzo"),
    ("Forum, Carl", "Carl Forum", "Forum", "Carl"),
    ("ZHU, C.-D.", "C.-D. ZHU", "ZHU", "C.-D."),
    ("Jonathan H. Wright", "Jonathan H. Wright", "Wright", "Jonathan H."),
    ("Michal Makocki", "Michal Makocki", "Makocki", "Michal"),
    ("Michal Makocki¹", "Michal Makocki", "Makocki", "Michal"),
    ("Michal Makocki*,†", "Michal Makocki", "Makocki", "Michal"),
    ("Michal Makocki1,2", "Michal Makocki", "Makocki", "Michal"),
    ("DALE KRETZ", "DALE KRETZ", "KRETZ", "DALE"),
    ("R.J . Ho", "R.J. Ho", "Ho", "R.J."),
    ("D N Astrov", "D N Astrov", "Astrov", "D N"),
    ("Luiz G S Branco", "Luiz G S Branco", "Branco", "Luiz G S"),
    ("M. Aaron MacNeil", "M. Aaron MacNeil", "MacNeil", "M. Aaron"),
    ("Hugh P.A. Sweatman", "Hugh P.A. Sweatman", "Sweatman", "Hugh P.A."),
    ("Matthew J. O’Meara", "Matthew J. O’Meara", "O’Meara", "Matthew J."),
    ("A. El-Khadra", "A. El-Khadra", "El-Khadra", "A."),
    ("B Manjunath", "B Manjunath", "Manjunath", "B"),
    ("Jan van der Berg", "Jan van der Berg", "van der Berg", "Jan"),
    ("Ursula von der Leyen", "Ursula von der Leyen", "von der Leyen", "Ursula"),
    ("Victoria Van Hyning", "Victoria Van Hyning", "Van Hyning", "Victoria"),
    ("Smith JA", "JA Smith", "Smith", "JA"),
    ("Michal MAKOCKI", "Michal MAKOCKI", "MAKOCKI", "Michal"),
    ("MAKOCKI Michal", "Michal MAKOCKI", "MAKOCKI", "Michal"),
    ("van der BERG Jan", "Jan van der BERG", "van der BERG", "Jan"),
    ("Wei-Ming Chen", "Wei-Ming Chen", "Chen", "Wei-Ming"),
    ("Dr. Jane Doe", "Jane Doe", "Doe", "Jane"),
    ("Prof. Dr. Hans Meier", "Hans Meier", "Meier", "Hans"),
    ("Jane Doe, PhD", "Jane Doe", "Doe", "Jane"),
    ("Doe, Jane, M.D.", "Jane Doe", "Doe", "Jane"),
    ("By Jane Doe", "Jane Doe", "Doe", "Jane"),
    ("Jane Doe <jane@x.example>", "Jane Doe", "Doe", "Jane"),
    ("Popper, Karl R. (1902-1994)", "Karl R. Popper", "Popper", "Karl R."),
    ("Popper, Karl Raimund, 1902-", "Karl Raimund Popper", "Popper", "Karl Raimund"),
    # the order, or where the family name begins, is not certain
    ("Gabriel García Márquez", "Gabriel García Márquez", None, None),
    ("Mario Sousa S.", "Mario Sousa S.", None, None),
    ("Zhang Wei", "Zhang Wei", None, None),
    ("Yang Li", "Yang Li", None, None),
    ("Kim Jong-un", "Kim Jong-un", None, None),
    ("Nguyen Van Anh", "Nguyen Van Anh", None, None),
    ("José Ortega y Gasset", "José Ortega y Gasset", None, None),
    ("van der Berg", "van der Berg", None, None),
    ("李明", "李明", None, None),
    ("김철수", "김철수", None, None),
    ("محمد علي", "محمد علي", None, None),
]
ORGANISATIONS = [
    "World Health Organization", "CEN/ISSS Workshop on Metadata for Multimedia Information - Dublin Core", "QBI COVID-19 Research Group (QCRG)",
    "World Bank", "Human Rights Watch", "OECD", "NATO", "Umweltbundesamt", "Auswärtiges Amt", "EU Institute for Security Studies", "European Commission",
    "Ministry of Foreign Affairs", "Ministère de l'Europe", "Deutsche Gesellschaft für Auswärtige Politik e.V.", "Universidad de los Andes",
    "Food and Agriculture Organization", "The Editors", "Working Group 2", "Friends of Europe", "RAND Corporation", "Bertelsmann Stiftung", "中国科学院大学",
    "Rijksuniversiteit", "Organisation for Economic Co-operation and Development", "University of North Carolina Press", "Office for National Statistics",
]  # fmt: skip


@pytest.mark.parametrize(("printed", "name", "family", "given_name"), PERSONS)
def test_persons(printed: str, name: str, family: str | None, given_name: str | None) -> None:
    found = parse_name(printed)
    assert (found.name, found.family, found.given) == (name, family, given_name)
    assert found.kind == "person"
    assert found.role == "aut"
    assert found.as_printed == (None if printed == name else printed)


@pytest.mark.parametrize("printed", ORGANISATIONS)
def test_organisations(printed: str) -> None:
    found = parse_name(printed, "pbl")
    assert (found.name, found.kind, found.family, found.given) == (printed, "organisation", None, None)
    assert looks_corporate(printed)


@pytest.mark.parametrize("printed", ["BOEADI", "Plato", "???"])
def test_one_word_is_neither(printed: str) -> None:
    found = parse_name(printed)
    assert (found.name, found.kind, found.family) == (printed, None, None)


@pytest.mark.parametrize("printed", [p for p, _, family, _ in PERSONS if family])
def test_persons_are_no_organisations(printed: str) -> None:
    assert not looks_corporate(printed)


@pytest.mark.parametrize(
    ("printed", "name", "suffix"),
    [
        ("Martin Luther King, Jr.", "Martin Luther King Jr.", "Jr."),
        ("King, Martin Luther, Jr.", "Martin Luther King Jr.", "Jr."),
        ("King, Jr., Martin Luther", "Martin Luther King Jr.", "Jr."),
        ("John Doe III", "John Doe III", "III"),
    ],
)
def test_suffixes(printed: str, name: str, suffix: str) -> None:
    found = parse_name(printed)
    assert (found.name, found.suffix) == (name, suffix)


@pytest.mark.parametrize(
    ("printed", "name", "role"),
    [
        ("Jane Doe (ed.)", "Jane Doe", "edt"),
        ("Doe, Jane (Hrsg.)", "Jane Doe", "edt"),
        ("Jane Doe, editor", "Jane Doe", "edt"),
        ("Doe, Jane (Author)", "Jane Doe", "aut"),
        ("Jane Doe (trans.)", "Jane Doe", "trl"),
        ("Jane Doe", "Jane Doe", "ctb"),
    ],
)
def test_a_printed_role_wins(printed: str, name: str, role: str) -> None:
    found = parse_name(printed, "ctb")
    assert (found.name, found.role) == (name, role)


def test_what_stands_beside_a_name() -> None:
    found = parse_name("Jane Doe https://orcid.org/0000-0002-1825-0097")
    assert [(i.scheme, i.value) for i in found.identifiers] == [("orcid", "0000-0002-1825-0097")]
    assert found.name == "Jane Doe"
    assert parse_name("Jane Doe (University of Oslo)").affiliations == ("University of Oslo",)


def test_a_carrier_that_knows_the_order() -> None:
    assert parse_name("Zhang Wei", inverted=True).family == "Zhang"
    assert parse_name("de la Cruz Juan", inverted=True).name == "Juan de la Cruz"
    assert parse_name("Jane Doe, Oslo", inverted=False).family is None


LISTS = [
    ("Michal Makocki", ["Michal Makocki"]),
    ("IVANOV, Martin", ["IVANOV, Martin"]),
    ("Sousa S., Mario", ["Sousa S., Mario"]),
    ("de la Cruz, Juan", ["de la Cruz, Juan"]),
    ("Taylor, Michael P.", ["Taylor, Michael P."]),
    ("Lal, Brij V.", ["Lal, Brij V."]),
    ("Martin Luther King, Jr.", ["Martin Luther King, Jr."]),
    ("Popescu, N.; Secrieru, S.", ["Popescu, N.", "Secrieru, S."]),
    ("Taylor, Michael P. and Wedel, Mathew J.", ["Taylor, Michael P.", "Wedel, Mathew J."]),
    ("Michael P. Taylor and Mathew J. Wedel", ["Michael P. Taylor", "Mathew J. Wedel"]),
    ("Michael P. Taylor, Mathew J. Wedel", ["Michael P. Taylor", "Mathew J. Wedel"]),
    ("David Lucca, Jonathan H. Wright", ["David Lucca", "Jonathan H. Wright"]),
    ("SODHI, N.S & NG, P.K.L", ["SODHI, N.S", "NG, P.K.L"]),
    ("LEMAITRE, R., NG, P.K.L & RAHAYU, D.L", ["LEMAITRE, R.", "NG, P.K.L", "RAHAYU, D.L"]),
    ("Smith, J., & Jones, B.", ["Smith, J.", "Jones, B."]),
    ("Smith, J., Jones, B. and Brown, C.", ["Smith, J.", "Jones, B.", "Brown, C."]),
    ("Smith, John, and Mary Jones", ["Smith, John", "Mary Jones"]),
    ("Smith, Jones, and Brown", ["Smith", "Jones", "Brown"]),
    ("Smith JA, Jones B, Brown C", ["Smith JA", "Jones B", "Brown C"]),
    ("R.J . Ho, T. Aotsuka, H.Y. Chang and F.J. Lin", ["R.J. Ho", "T. Aotsuka", "H.Y. Chang", "F.J. Lin"]),
    ("Spassov, Nikolai & Spiridonov, Geko", ["Spassov, Nikolai", "Spiridonov, Geko"]),
    ("Yang Li1,2, Tuanjie Wang1*, Lin Wang3", ["Yang Li", "Tuanjie Wang", "Lin Wang"]),
    ("Michal Makocki¹ and Nicu Popescu²", ["Michal Makocki", "Nicu Popescu"]),
    ("Hans Meier und Eva Müller", ["Hans Meier", "Eva Müller"]),
    ("Jean Dupont et Marie Curie", ["Jean Dupont", "Marie Curie"]),
    ("Juan Pérez y María López", ["Juan Pérez", "María López"]),
    ("Maria Rossi e Giuseppe Verdi", ["Maria Rossi", "Giuseppe Verdi"]),
    ("Piet Janssen en Jan de Vries", ["Piet Janssen", "Jan de Vries"]),
    ("José Ortega y Gasset", ["José Ortega y Gasset"]),
    ("张三, 李四、王五", ["张三", "李四", "王五"]),
    ("Jane Doe | John Roe", ["Jane Doe", "John Roe"]),
    ("By Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
    ("Jane Doe et al.", ["Jane Doe"]),
    ("Marsh, Beth, marsh@oclc.example", ["Marsh, Beth"]),
    ("http://www.example.com/jane", []),
    ("Jane Doe, PhD, and John Roe, MD", ["Jane Doe", "John Roe"]),
    ("Jane Doe, University of Oslo", ["Jane Doe"]),
    ("World Health Organization", ["World Health Organization"]),
    ("Food and Agriculture Organization", ["Food and Agriculture Organization"]),
    ("Ministry of Education, Youth and Sports", ["Ministry of Education, Youth and Sports"]),
    ("World Health Organization and World Bank", ["World Health Organization", "World Bank"]),
    ("Jane Doe and the World Bank", ["Jane Doe", "the World Bank"]),
    ("", []),
    (" ; ,", []),
]


@pytest.mark.parametrize(("printed", "want"), LISTS)
def test_split_names(printed: str, want: list[str]) -> None:
    assert list(split_names(printed)) == want


@pytest.mark.parametrize(
    "text",
    [
        "Michal Makocki", "DALE KRETZ", "IVANOV, Martin", "Jonathan H. Wright", "Victoria Van Hyning", "R.J. Ho", "A. El-Khadra", "Brij V. Lal",
        "World Health Organization", "Jean-Claude Juncker", "Back, Trevor", "NISHI, E", "d'Artagnan, Charles", "Yongping Wu", "Deutsche Gesellschaft für Auswärtige Politik e.V.", "Michal Makocki¹", "Flann O’Brien", "José Ortega y Gasset", "Ursula von der Leyen",
    ],
)  # fmt: skip
def test_lines_that_are_names(text: str) -> None:
    assert looks_like_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "X", "Table of Contents", "Front Matter", "Research Report", "Reading Maeshowe", "Energy and economy", "The State", "Introduction", "What next?",
        "Diplomacy and partnership", "Pages: 52", "Copyright Date", "Chapter One", "Cite this Item", "European Crisis", "Dec. 1, 2016", "pp. 5-6", "https://x.org",
        "Full Text", "a lower case line", "Notes on contributors", "Fiji’s Coup Syndrome", "The erosion of judicial independence", "Heavy Flavour Physics Review", "List of Illustrations", "The impact of the coup on Fiji’s judiciary", "Statistical Models",
    ],
)  # fmt: skip
def test_lines_that_are_no_names(text: str) -> None:
    assert not looks_like_name(text)


WORDS = [
    "Jane",
    "Doe",
    "DOE",
    "J.",
    "N.S",
    "JA",
    "de",
    "la",
    "van",
    "and",
    "&",
    ";",
    ",",
    "Jr.",
    "PhD",
    "¹",
    "1,2",
    "(ed.)",
    "Dr.",
    "University",
    "of",
    "Li",
    "y",
    "李",
    ".",
]
TEXT = (
    st.text()
    | st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
    | st.lists(st.sampled_from(WORDS), max_size=5).map("".join)
)


@given(TEXT, st.sampled_from([None, True, False]))
def test_total_and_idempotent(printed: str, inverted: bool | None) -> None:
    found = parse_name(printed, inverted=inverted)
    assert parse_name(found.name, inverted=inverted and None).name == found.name
    looks_like_name(printed)


@given(TEXT)
def test_lists_are_total_and_their_names_stay_whole(printed: str) -> None:
    for name in split_names(printed):
        assert name == name.strip()
        assert name
        parse_name(name)


GIVEN = st.sampled_from(["Jane", "Hans-Peter", "José", "J. M.", "W.", "Anna B."])
FAMILY = st.sampled_from(["Doe", "Müller", "de la Cruz", "O’Meara", "GARCÍA", "van der Berg"])


@given(st.lists(st.tuples(FAMILY, GIVEN), min_size=1, max_size=6, unique=True))
def test_inverted_lists_come_back(names: list[tuple[str, str]]) -> None:
    printed = [f"{family}, {given}" for family, given in names]
    assert list(split_names("; ".join(printed))) == printed
    assert [(parse_name(name).family, parse_name(name).given) for name in printed] == names
