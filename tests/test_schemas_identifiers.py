"""Identifiers: one normal form for each spelling, check digits, what running text names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.identifiers import SCHEMES, find_identifiers, identify, is_valid, kept, normalise
from schemas.identifiers_in_text import kind_of

KNOWN = [
    ("doi", "10.2815/047728", "10.2815/047728"),
    ("doi", "doi:10.2815/047728", "10.2815/047728"),
    ("doi", "DOI: 10.1000/ABC", "10.1000/abc"),
    ("doi", "https://doi.org/10.1000/ABC.", "10.1000/abc"),
    ("doi", "http://dx.doi.org/10.1000/abc", "10.1000/abc"),
    ("doi", "info:doi/10.1000/abc", "10.1000/abc"),
    ("doi", "10.1000%2Fabc", "10.1000/abc"),
    ("doi", "https://doi.org/10.1000%2Fabc", "10.1000/abc"),
    ("doi", "10.1016/S0140-6736(20)30183-5", "10.1016/s0140-6736(20)30183-5"),
    ("doi", "(10.1000/abc)", "10.1000/abc"),
    (
        "doi",
        "10.1002/(SICI)1097-4571(1999)50:9<763::AID-ASI1>3.0.CO;2-#",
        "10.1002/(sici)1097-4571(1999)50:9<763::aid-asi1>3.0.co;2-#",
    ),
    ("doi", "10.1051/jphysrad:01955001606044400", "10.1051/jphysrad:01955001606044400"),
    ("doi", "https://onlinelibrary.wiley.com/doi/abs/10.1002/asi.1234?x=y", "10.1002/asi.1234"),
    ("doi", "https://www.tandfonline.com/doi/full/10.1080/0361526X.2020.1847740", "10.1080/0361526x.2020.1847740"),
    ("doi", "https://link.springer.com/content/pdf/10.1007/BF02727953.pdf", "10.1007/bf02727953"),
    ("doi", "https://iopscience.iop.org/article/10.1088/0026-1394/12/4/002/meta", "10.1088/0026-1394/12/4/002"),
    ("doi", "https://www.biorxiv.org/content/10.1101/2020.03.22.002386v3.full", "10.1101/2020.03.22.002386"),
    ("isbn", "978-92-9198-608-8", "9789291986088"),
    ("isbn", "ISBN 978–92–9198–608–8", "9789291986088"),
    ("isbn", "ISBN-13: 978 92 9198 608 8 (print)", "9789291986088"),
    ("isbn", "urn:isbn:9789291986088", "9789291986088"),
    ("isbn", "0-306-40615-2", "9780306406157"),
    ("isbn", "080442957X", "9780804429573"),
    ("issn", "1017-7566", "1017-7566"),
    ("issn", "ISSN 1017-7566", "1017-7566"),
    ("issn", "e-ISSN: 2153-4810 (online)", "2153-4810"),
    ("issn", "https://portal.issn.org/resource/ISSN/1683-4917", "1683-4917"),
    ("issn", "issn:0000-006x", "0000-006X"),
    ("orcid", "0000-0002-1825-0097", "0000-0002-1825-0097"),
    ("orcid", "https://orcid.org/0000-0002-1694-233x", "0000-0002-1694-233X"),
    ("isni", "0000 0001 2103 2683", "0000000121032683"),
    ("isni", "https://isni.org/isni/0000000121032683", "0000000121032683"),
    ("ror", "https://ror.org/05gq02987", "05gq02987"),
    ("ror", "ror.org/03yrm5c26", "03yrm5c26"),
    ("handle", "hdl:10665/331234", "10665/331234"),
    ("handle", "https://hdl.handle.net/2027/mdp.39015012345678", "2027/mdp.39015012345678"),
    ("handle", "https://iris.who.int/handle/10665/331234", "10665/331234"),
    ("jstor", "https://www.jstor.org/stable/resrep06942", "resrep06942"),
    ("jstor", "https://www.jstor.org/stable/10.2307/resrep06942?seq=1", "resrep06942"),
    ("jstor", "http://slave2.omega.jstor.org/stable/resrep06942", "resrep06942"),
    ("jstor", "https://www.jstor.org/stable/pdf/resrep06942.3.pdf", "resrep06942.3"),
    ("jstor", "https://www.jstor.org/stable/10.5149/9781469671048_kretz", "10.5149/9781469671048_kretz"),
    ("jstor", "resrep06942", "resrep06942"),
    ("jstor", "j.ctt24hdz7", "j.ctt24hdz7"),
    ("arxiv", "arXiv:1706.03762v5", "1706.03762"),
    ("arxiv", "https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001"),
    ("arxiv", "https://arxiv.org/pdf/1706.03762.pdf", "1706.03762"),
    ("arxiv", "10.48550/arXiv.1706.03762", "1706.03762"),
    ("urn", "URN:NBN:de:101:1-2019", "urn:nbn:de:101:1-2019"),
    ("urn", "https://nbn-resolving.org/urn:nbn:de:101:1-2019", "urn:nbn:de:101:1-2019"),
    ("oai", "oai:zenodo.org:1196821", "oai:zenodo.org:1196821"),
    ("pmcid", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3531190/", "PMC3531190"),
    ("pmid", "PMID: 23193287", "23193287"),
]


@pytest.mark.parametrize(("scheme", "text", "value"), KNOWN)
def test_normal_forms(scheme: str, text: str, value: str) -> None:
    assert normalise(scheme, text) == value
    assert is_valid(scheme, text)
    assert normalise(scheme, value) == value


@pytest.mark.parametrize(("scheme", "text", "value"), KNOWN)
def test_identify_guesses_the_scheme(scheme: str, text: str, value: str) -> None:
    found = identify(text)
    assert found is not None
    assert (found.scheme, found.value) == (scheme, value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "w29971",
        "140",
        "2016-12-01",
        "2016",
        "10.5",
        "52 pages",
        "https://www.example.org/",
        "QN-AA-17-001-EN-C",
        "1990-1995",
    ],
)
def test_what_is_no_identifier(text: str) -> None:
    assert identify(text) is None


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        ("isbn", "978-92-9198-608-9"), ("isbn", "97892919860"), ("issn", "1017-7567"), ("orcid", "0000-0002-1825-0098"), ("ror", "05gq02988"),
        ("doi", "047728"), ("doi", "https://www.jstor.org/stable/10.2307/resrep06942"), ("handle", "10.1000/abc"), ("jstor", "https://www.jstor.org/journal/blachistbull"),
        ("isbn", ""), ("doi", "10.1000/"),
    ],
)  # fmt: skip
def test_what_is_not_valid(scheme: str, value: str) -> None:
    assert not is_valid(scheme, value)


def test_wrong_check_digits_are_kept_apart() -> None:
    wrong = kept("isbn", "978-92-9198-608-9", of="print")
    assert wrong is not None
    assert (wrong.scheme, wrong.value, wrong.of) == ("isbn-invalid", "9789291986089", "print")
    right = kept("eISSN", "2153-4810")
    assert right is not None
    assert (right.scheme, right.value) == ("issn", "2153-4810")
    assert kept("isbn", "twelve") is None
    assert kept("doi", "047728") is None
    number = kept("report-number", " NBER  w29971 ")
    assert number is not None
    assert (number.scheme, number.value) == ("report-number", "NBER w29971")


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("ISBN: 978-92-9198-608-8", [("isbn", "9789291986088", None)]),
        (
            "ISBN 978-92-9198-608-8 (print), 978-92-9198-609-5 (pdf)",
            [("isbn", "9789291986088", "print"), ("isbn", "9789291986095", "pdf")],
        ),
        ("ISBN (Online): 9789291986385", [("isbn", "9789291986385", "online")]),
        ("e-ISBN 978–92–9198–638–5", [("isbn", "9789291986385", "online")]),
        ("ISSN 1017-7566 (print)\nISSN 1683-4917", [("issn", "1017-7566", "print"), ("issn", "1683-4917", None)]),
        ("ISSN: 19386656 EISSN: 21534810", [("issn", "1938-6656", None), ("issn", "2153-4810", "online")]),
        ("ISSN 0217-2445 2002", [("issn", "0217-2445", None)]),
        ("ISSN 0217-2446", [("issn-invalid", "0217-2446", None)]),
        (
            "see doi:10.2815/047728, and (https://doi.org/10.1000/ABC).",
            [("doi", "10.2815/047728", None), ("doi", "10.1000/abc", None)],
        ),
        ("https://www.jstor.org/stable/10.2307/resrep06942", [("jstor", "resrep06942", None)]),
        (
            "ORCID: 0000-0002-1825-0097; hdl.handle.net/10665/331234",
            [("orcid", "0000-0002-1825-0097", None), ("handle", "10665/331234", None)],
        ),
        (
            "arXiv:1706.03762v5 [cs.CL], urn:nbn:de:101:1-2019.",
            [("arxiv", "1706.03762", None), ("urn", "urn:nbn:de:101:1-2019", None)],
        ),
        ("PMID: 23193287 PMC3531190", [("pmid", "23193287", None), ("pmcid", "PMC3531190", None)]),
        ("doi:10.1000/a doi:10.1000/A", [("doi", "10.1000/a", None)]),
        ("Version 10.1234 of 2016, pp. 1017-7566", []),
        ("", []),
    ],
)
def test_running_text(text: str, want: list[tuple[str, str, str | None]]) -> None:
    assert [(i.scheme, i.value, i.of) for i in find_identifiers(text)] == want


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("pbk.", "paperback"),
        ("Print", "print"),
        ("en ligne", None),
        ("E-Book", "ebook"),
        (None, None),
        ("elektronisch", "online"),
    ],
)
def test_what_an_identifier_names(words: str | None, kind: str | None) -> None:
    assert kind_of(words) == kind


PIECES = [
    "10.1000/",
    "ISBN",
    " ",
    "978-92-9198-608-8",
    "issn",
    "1017-7566",
    "https://",
    "doi.org/",
    "orcid.org/",
    "0000-0002-1825-0097",
    "urn:nbn:",
    "hdl:",
    "1/",
    "%2F",
    "(",
    ")",
    ".",
    "x",
]
TEXT = (
    st.text()
    | st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
    | st.from_regex(r"10\.\d{4}/[!-~]{1,20}", fullmatch=True)
)


@given(TEXT)
def test_total_and_idempotent(text: str) -> None:
    identify(text)
    find_identifiers(text)
    for scheme in [*SCHEMES, "report-number"]:
        value = normalise(scheme, text)
        if value is not None:
            assert normalise(scheme, value) == value
        one = kept(scheme, text)
        if one is not None:
            assert kept(one.scheme, one.value) == one


@given(st.integers(0, 999_999_999))
def test_a_wrong_digit_is_seen(number: int) -> None:
    from stdnum import ean

    digits = f"978{number:09d}"
    check = ean.calc_check_digit(digits)
    assert normalise("isbn", digits + check) == digits + check
    assert normalise("isbn", digits + str((int(check) + 1) % 10)) is None
