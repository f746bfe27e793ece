"""MARC 21 as it is written: fields by case, what a library sets, lengths, any text; judged by programs that are not ours."""

from __future__ import annotations

import io
from pathlib import Path

import pymarc
import pytest
from hypothesis import given
from lxml import etree

from schemas.entries import entries_of
from schemas.envelope import Captured, Envelope, Held
from schemas.errors import UsageError
from schemas.formats import marc, marcxml
from schemas.left_out import NO_TITLE, Tally, unnoticed
from schemas.record import (
    ContentsEntry,
    Contributor,
    Date,
    Identifier,
    Link,
    Pages,
    Publisher,
    Record,
    Relation,
    Series,
    Subject,
    Text,
    Title,
)
from schemas.writers.marc.contents import INCOMPLETE, NO_NOTE
from schemas.writers.marc.control import number_of
from schemas.writers.marc.profile import PLAIN, Profile, style_of
from schemas.writers.marc.record import Marc, marc_of
from tests import marc_judges
from tests.format_cases import CASES, held
from tests.test_schemas_formats_cases import records as any_records


def one(record: Record, *, key: str = "b", version: int = 1, captured: Captured | None = None) -> Held:
    envelope = Envelope(
        id=f"a:{key}", source="a", key=key, version=version, datestamp="2026-11-23T18:00:00Z", captured=captured
    )
    return Held(envelope=envelope, record=record)


def made(record: Record, profile: Profile = PLAIN) -> Marc:
    found = marc_of(one(record), style_of(profile), unnoticed)
    assert found is not None
    return found


def fields(record: Record, tag: str, profile: Profile = PLAIN) -> list[str]:
    """The fields of a tag as people write them: indicators with # for a blank, subfields with $."""
    return [
        content if tag < "010" else content[:2].replace(" ", "#") + content[2:].replace("\x1f", " $")
        for known, content in made(record, profile).fields
        if known == tag
    ]


def written(items: list[Held], profile: Profile = PLAIN) -> tuple[bytes, bytes, Tally]:
    """Both forms, and what was left out of the first."""
    binary, xml, tally = io.BytesIO(), io.BytesIO(), Tally()
    marc.write(items, binary, tally, profile)
    marcxml.write(items, xml, unnoticed, profile)
    return binary.getvalue(), xml.getvalue(), tally


REPORT = Record(
    type="report", title=Title(main="The water report", sub="a global outlook"), languages=("en",),
    contributors=(
        Contributor(name="Jane Doe", family="Doe", given="Jane", kind="person", role="aut",
                    identifiers=(Identifier(scheme="orcid", value="0000-0002-1825-0097"), Identifier(scheme="gnd", value="118540238"),
                                 Identifier(scheme="viaf", value="24602065"))),
        Contributor(name="J. K. Roe", family="Roe", given="J. K.", kind="person", role="edt"),
        Contributor(name="Water Institute", kind="organisation", role="isb"),
    ),
    dates=(Date(kind="issued", edtf="2021-05", as_printed="May 2021"),),
    publisher=Publisher(name="Water Institute", place="Geneva"),
    series=(Series(title="The working papers", number="12", issn="1017-7566"),),
    identifiers=(Identifier(scheme="isbn", value="9783161484100", of="pdf"), Identifier(scheme="issn", value="1017-7566"),
                 Identifier(scheme="report-number", value="WI--2021/12"), Identifier(scheme="report-number", value="A/2")),
    links=(Link(url="https://press.example/w.pdf", rel="fulltext", media_type="application/pdf"),), page_count=120,
)  # fmt: skip


def test_a_report_as_a_library_takes_it() -> None:
    found = made(REPORT)
    assert found.leader == "00000nam a22000002i 4500"
    assert fields(REPORT, "008") == ["261123s2021    sz |||||ot   |||| ||eng d"]
    assert fields(REPORT, "006") == ["m     o  d        "]
    assert fields(REPORT, "007") == ["cr |||||||||||"]
    assert fields(REPORT, "020") == ["## $a9783161484100 $q(pdf)"]
    assert fields(REPORT, "022") == [], "the ISSN of the series stands with the series"
    assert fields(REPORT, "027") == ["## $aWI--2021/12"]
    assert fields(REPORT, "088") == ["## $aA/2"]
    assert fields(REPORT, "040") == ["## $atocsin $beng $erda $ctocsin"]
    assert fields(REPORT, "041") == []
    assert fields(REPORT, "046") == ["## $k2021-05 $2edtf"]
    assert fields(REPORT, "100") == [
        "1# $aDoe, Jane, $eauthor. $0https://orcid.org/0000-0002-1825-0097 $0(DE-588)118540238 $0http://viaf.org/viaf/24602065 $4aut"
    ]
    assert fields(REPORT, "245") == ["14 $aThe water report : $ba global outlook / $cJane Doe ; edited by J.K. Roe."]
    assert fields(REPORT, "264") == ["#1 $aGeneva : $bWater Institute, $cMay 2021."]
    assert fields(REPORT, "300") == ["## $a1 online resource (120 pages)"]
    assert fields(REPORT, "338") == ["## $aonline resource $bcr $2rdacarrier"]
    assert fields(REPORT, "490") == ["1# $aThe working papers, $x1017-7566 ; $v12"]
    assert fields(REPORT, "830") == ["#4 $aThe working papers ; $v12. $x1017-7566"]
    assert fields(REPORT, "700") == ["1# $aRoe, J. K., $eeditor. $4edt"]
    assert fields(REPORT, "710") == ["2# $aWater Institute, $eissuing body. $4isb"]
    assert fields(REPORT, "856") == ["40 $3Full text $uhttps://press.example/w.pdf $qapplication/pdf"]


def test_in_german_and_without_marks() -> None:
    german = Profile(agency="DE-101", catalogued_in="ger", isbd=False, add=("912 ## $a batch $b 7", "041 0# $ager"))
    assert made(REPORT, german).leader[18] == "c"
    assert fields(REPORT, "003", german) == ["DE-101"]
    assert fields(REPORT, "040", german) == ["## $aDE-101 $bger $erda $cDE-101"]
    assert fields(REPORT, "100", german)[0].startswith("1# $aDoe, Jane $eVerfasser $0")
    assert fields(REPORT, "245", german) == ["14 $aThe water report $ba global outlook $cJane Doe ; edited by J.K. Roe"]
    assert fields(REPORT, "264", german) == ["#1 $aGeneva $bWater Institute $cMay 2021"]
    assert fields(REPORT, "300", german) == ["## $a1 Online-Ressource (120 Seiten)"]
    assert fields(REPORT, "337", german) == ["## $aComputermedien $bc $2rdamedia"]
    assert fields(REPORT, "830", german) == ["#4 $aThe working papers $v12 $x1017-7566"]
    assert fields(REPORT, "912", german) == ["## $abatch $b7"]
    tags = [tag for tag, _ in made(REPORT, german).fields]
    assert tags == sorted(tags), "what is added stands in its place"


@pytest.mark.parametrize("language", ["eng", "ger", "fre", "spa", "ita", "dut"])
def test_no_word_of_another_language_gets_in(language: str) -> None:
    text = (
        fields(REPORT, "300", Profile(catalogued_in=language))[0]
        + fields(REPORT, "338", Profile(catalogued_in=language))[0]
    )
    assert ("online resource" in text) == (language == "eng")


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (Profile(catalogued_in="deu"), "there are terms for dut, eng"),
        (Profile(agency="a b"), "printable ASCII"),
        (Profile(add=("912 $a x",)), "two indicators"),
        (Profile(add=("005 ## $a x",)), "two indicators"),
        (Profile(add=("912 ## $a",)), "every subfield"),
        (Profile(add=("912 ## $a x\x1d",)), "two indicators"),
    ],
)
def test_what_cannot_be_set_is_said(profile: Profile, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        marc.write([one(REPORT)], io.BytesIO(), unnoticed, profile)


def test_the_control_number_never_changes() -> None:
    again = marc_of(one(Record(title=Title(main="Other")), version=7), style_of(PLAIN), unnoticed)
    assert again is not None
    assert dict(again.fields)["001"] == dict(made(REPORT).fields)["001"] == "a:b"
    assert again.leader[5] == "c"
    assert number_of("a:ü b%20c") == "a:%C3%BC%20b%2520c", (
        "one number for one id, also where one is spelt like another's"
    )


def test_only_a_chief_author_is_the_main_entry() -> None:
    editors = Record(
        title=Title(main="Seas"), contributors=(Contributor(name="Roe", kind="person", family="Roe", role="edt"),)
    )
    assert fields(editors, "100") == []
    assert fields(editors, "245") == ["00 $aSeas."]
    unknown = Record(title=Title(main="Seas"), contributors=(Contributor(name="Wang Li", role="aut"),))
    assert (fields(unknown, "100"), fields(unknown, "720")) == ([], ["## $aWang Li, $eauthor. $4aut"])
    body = Record(
        title=Title(main="Seas"), contributors=(Contributor(name="Water Institute", kind="organisation", role="aut"),)
    )
    assert fields(body, "110") == ["2# $aWater Institute, $eauthor. $4aut"]
    both = Record(
        title=Title(main="Seas"),
        contributors=tuple(Contributor(name="Ann Poe", kind="person", role=role) for role in ("aut", "trl")),
    )
    assert fields(both, "100") == ["0# $aAnn Poe, $eauthor, $etranslator. $4aut $4trl"]
    assert fields(both, "700") == []


def test_what_the_record_lacks_is_not_made_up() -> None:
    bare = Record(title=Title(main="Here"))
    assert fields(bare, "008") == ["261123nuuuuuuuuxx |||||||||||||| ||und d"]
    assert fields(bare, "338") == ["## $aunspecified $bzu $2rdacarrier"]
    for tag in ("006", "007", "041", "046", "100", "264", "300", "490", "520", "856"):
        assert fields(bare, tag) == [], tag
    tally = Tally()
    assert marc.write([one(Record(type="report"))], io.BytesIO(), tally) == 0
    assert tally.counts == {NO_TITLE: 1}


@pytest.mark.parametrize(
    ("dates", "coded", "exact"),
    [
        ((Date(kind="issued", edtf="2021"), Date(kind="copyright", edtf="2020")), "t20212020", None),
        ((Date(kind="copyright", edtf="2016-12-01"),), "s2016    ", None),
        ((Date(kind="issued", edtf="2019/2021-03"),), "m20192021", "## $k2019 $l2021-03 $2edtf"),
        ((Date(kind="issued", edtf="2019/.."),), "m20199999", None),
        ((Date(kind="issued", edtf="198X"),), "q19801989", "## $k198X $2edtf"),
        ((Date(kind="issued", edtf="1984~"),), "s1984    ", "## $k1984~ $2edtf"),
        ((Date(kind="issued", as_printed="n.d."),), "nuuuuuuuu", None),
        ((Date(kind="accepted", edtf="2020"),), "nuuuuuuuu", None),
    ],
)
def test_dates(dates: tuple[Date, ...], coded: str, exact: str | None) -> None:
    record = Record(title=Title(main="Seas"), dates=dates)
    assert fields(record, "008")[0][6:15] == coded
    assert fields(record, "046") == ([exact] if exact else [])


def test_field_008_has_forty_positions_for_every_type() -> None:
    for kind in (
        "report",
        "book",
        "chapter",
        "article",
        "series",
        "journal",
        "issue",
        "proceedings",
        "thesis",
        "dataset",
        "post",
        "other",
        None,
    ):
        record = Record(title=Title(main="Seas"), type=kind, languages=("de",), links=(Link(url="https://a.example/"),))
        (fixed,) = fields(record, "008")
        assert (len(fixed), fixed[35:38], len(fields(record, "007")[0])) == (40, "ger", 14), kind


def test_subjects_by_their_list() -> None:
    subjects = (
        Subject(term="Water-supply -- Law -- 1945-", scheme="LCSH"),
        Subject(term="Wasser", scheme="gnd"),
        Subject(term="Rivers", scheme="x y"),
    )
    record = Record(title=Title(main="Seas"), subjects=subjects)
    assert fields(record, "650") == ["#0 $aWater-supply $xLaw $y1945-", "#7 $aWasser $2gnd"]
    assert fields(record, "653") == ["## $aRivers"]


ENTRIES = tuple(
    ContentsEntry(key=f"p{n}", label=str(n), title=f"Rivers of the world, part {n}, a long title that fills the note",
                  contributors=(Contributor(name=f"Ann Poe {n}", role="aut"),), pages=(Pages(first=str(n * 10), last=str(n * 10 + 9)),))
    for n in range(1, 201)
)  # fmt: skip


def test_two_hundred_entries_fill_several_notes() -> None:
    notes = fields(Record(title=Title(main="Seas"), contents=ENTRIES), "505")
    assert [note[:2] for note in notes] == ["00"] + ["80"] * (len(notes) - 1)
    assert len(notes) > 1
    assert all(len(note.encode()) < 9999 for note in notes)
    assert sum(note.count("$t") for note in notes) == 200


def test_entries_without_title() -> None:
    mixed = Record(title=Title(main="Seas"), contents=(ENTRIES[0], ContentsEntry(key="p9", pages=(Pages(first="ix"),))))
    tally = Tally()
    marc.write([one(mixed), one(Record(title=Title(main="Seas"), contents=mixed.contents[1:]))], io.BytesIO(), tally)
    assert tally.counts == {INCOMPLETE: 1, NO_NOTE: 1}
    assert "a:b#p9" in tally.lines()[0]
    assert fields(mixed, "505")[0].startswith("10 $g1. $tRivers")
    assert fields(Record(title=Title(main="Seas"), contents=mixed.contents[1:]), "505") == []


def test_an_address_in_the_note_ends_in_no_point() -> None:
    record = Record(
        title=Title(main="Seas"), contents=(ContentsEntry(title="Annex", url="https://press.example/annex"),)
    )
    assert fields(record, "505") == ["00 $tAnnex $uhttps://press.example/annex"]


def test_a_chapter_tells_where_it_stands() -> None:
    report = one(
        Record(
            **{name: getattr(REPORT, name) for name in REPORT.__struct_fields__ if name not in ("contents", "links")},
            contents=(ContentsEntry(key="p11", label="1", title="Rivers", pages=(Pages(first="11", last="25"),)),),
        )
    )
    (entry,) = entries_of(report)
    found = marc_of(entry, style_of(PLAIN), unnoticed)
    assert found is not None
    assert found.leader[7] == "a"
    content = dict(found.fields)
    assert content["001"] == "a:b#p11"
    assert content["300"] == "  \x1fapages 11-25"
    assert "490" not in content
    assert content["773"].replace("\x1f", " $") == (
        "0  $7p1am $aDoe, Jane. $tWater report: a global outlook. $dGeneva : Water Institute, May 2021. $kThe working papers ; 12"
        " $gPages 11-25 $q<11 $w(tocsin)a:b $x1017-7566 $z9783161484100"
    )


def test_an_article_tells_its_journal() -> None:
    article = Record(type="article", title=Title(main="Lakes"), series=(Series(title="Journal of Water", volume="172", issue="7", issn="1017-7566"),),
                     dates=(Date(kind="issued", edtf="2019"),), pages=(Pages(first="7", last="9"),))  # fmt: skip
    assert fields(article, "773") == [
        "0# $7nnas $tJournal of Water. $gVol. 172, no. 7 (2019), pages 7-9 $q172:7<7 $x1017-7566"
    ]


def test_links_and_relations() -> None:
    record = Record(title=Title(main="Seas"), links=(Link(url="javascript:alert(1)"), Link(url="https://a.example/x y", rel="landing")),
                    relations=(Relation(kind="replaces", title="The old seas", to="10.1234/old"), Relation(kind="cites", to="https://b.example/"),
                               Relation(kind="relation", to="https://c.example/"), Relation(kind="hasFormat", to="urn:isbn:9783161484100")))  # fmt: skip
    assert fields(record, "856") == ["40 $uhttps://a.example/x%20y", "42 $uhttps://c.example/"]
    assert fields(record, "780") == ["00 $tOld seas. $o10.1234/old"]
    assert fields(record, "776") == ["0# $z9783161484100"]


def test_level_both_names_each_entry_in_the_report() -> None:
    record = Record(title=Title(main="Seas"), contents=ENTRIES[:2])
    assert fields(record, "774") == []
    found = fields(record, "774", Profile(linked=True))
    assert len(found) == 2
    assert found[0].endswith("$gPages 10-19 $w(tocsin)a:b#p1")


def test_a_tombstone_is_what_a_catalogue_needs_to_take_it_out() -> None:
    found = marc_of(
        one(Record(deleted=True, title=Title(main="The seas"), languages=("en",), contents=ENTRIES)),
        style_of(PLAIN),
        unnoticed,
    )
    assert found is not None
    assert found.leader[5] == "d"
    assert [tag for tag, _ in found.fields] == ["001", "003", "035", "035", "245"]
    assert dict(found.fields)["245"] == "04\x1faThe seas."


def test_what_is_too_long_is_split_or_refused() -> None:
    abstract = Record(title=Title(main="Seas"), abstract=(Text(text=("Wörter über Wörter. " * 1500).strip()),))
    binary, _, tally = written([one(abstract), one(Record(title=Title(main="é" * 6000))), one(REPORT, key="c")])
    records = marc_judges.by_pymarc(binary)
    assert len(records) == 2
    assert [field.indicators.first for field in records[0].get_fields("520")] == ["3", "8", "8", "8"]
    assert " ".join(field["a"] for field in records[0].get_fields("520")) == ("Wörter über Wörter. " * 1500).strip()
    assert list(tally.counts) == ["field 245 is longer than ISO 2709 allows (9,999 bytes): export it as marcxml"]
    whole = Record(title=Title(main="Seas"), abstract=tuple(Text(text="Seas " * 1700) for _ in range(12)))
    binary, xml, tally = written([one(whole)])
    assert binary == b""
    assert list(tally.counts) == ["the record is longer than ISO 2709 allows (99,999 bytes): export it as marcxml"]
    assert xml.count(b"<record>") == 1


def test_harvested_text_cannot_break_a_record() -> None:
    evil = "Seas\x1d\x1e\x1fa\x1b[31m\x00\x9b <script>alert(1)</script> <b>bold</b> \u202eevil\r\n$b"
    record = Record(
        title=Title(main=evil), abstract=(Text(text=evil),), identifiers=(Identifier(scheme="doi", value="10.1/\x1f"),)
    )
    assert fields(record, "245") == ["00 $aSeas a[31m› < script>alert(1)< /script> bold evil $b."]
    binary, xml, _ = written(
        [
            Held(
                envelope=Envelope(id="a:\x1d", source="a", key="\x1d", version=1, datestamp="2026-11-23T18:00:00Z"),
                record=record,
            )
        ]
    )
    assert binary.count(b"\x1d") == 1
    assert marc_judges.by_pymarc(binary)[0]["001"].data == "a:%1D"
    etree.fromstring(xml)


@given(any_records)
def test_any_record_gives_sound_marc(shared: Path, record: Record) -> None:
    items = [one(record), *entries_of(one(record))]
    binary, xml, tally = written(items)
    read = marc_judges.by_pymarc(binary)
    marc_judges.valid(xml, shared)
    refused = sum(count for reason, count in tally.counts.items() if reason == NO_TITLE or "ISO 2709" in reason)
    assert len(read) + refused == len(items)
    for found in read:
        assert found.leader[10:12] == "22"
        for field in found.fields:
            assert field.tag < "010" or field.subfields or field.tag == "245"
            assert not any(ord(char) < 32 for char in str(field))


@pytest.mark.parametrize("isbd", [True, False])
def test_the_judges_find_nothing_in_the_cases(isbd: bool, tmp_path: Path, shared: Path) -> None:
    items = [item for case in CASES for item in held(case)]
    items += [entry for item in items if not item.record.deleted for entry in entries_of(item)] + [one(REPORT)]
    binary, xml, _ = written(items, Profile(isbd=isbd, linked=True))
    path = tmp_path / "cases.mrc"
    path.write_bytes(binary)
    marc_judges.valid(xml, shared)
    assert marc_judges.structure(path) == ""
    assert marc_judges.schema_faults(path) == []
    assert marc_judges.lint(path, isbd=isbd)[0] == []


def test_pymarc_reads_what_was_written() -> None:
    items = [item for case in CASES for item in held(case) if not item.record.deleted]
    style = style_of(PLAIN)
    expected = [made_of for item in items if (made_of := marc_of(item, style, unnoticed))]
    binary, xml, _ = written(items)
    for read in (marc_judges.by_pymarc(binary), pymarc.parse_xml_to_array(io.BytesIO(xml))):
        assert len(read) == len(expected)
        for record, marc_record in zip(read, expected, strict=True):
            told = [(field.tag, field.as_marc("utf-8").decode().rstrip("\x1e")) for field in record.fields]
            assert told == [(tag, content.replace("\x1e", "")) for tag, content in marc_record.fields]


def test_the_issn_of_a_report_is_that_of_its_series() -> None:
    marks = (Identifier(scheme="issn", value="1017-7566"), Identifier(scheme="issn", value="1683-4917"))
    report = Record(
        type="report", title=Title(main="Seas"), series=(Series(title="Papers", number="140"),), identifiers=marks
    )
    assert fields(report, "022") == []
    assert fields(report, "490") == ["1# $aPapers, $x1017-7566, $x1683-4917 ; $v140"]
    assert fields(report, "830") == ["#0 $aPapers ; $v140. $x1017-7566"]
    journal = Record(type="journal", title=Title(main="Seas"), identifiers=marks)
    assert fields(journal, "022") == ["## $a1017-7566", "## $a1683-4917"]


def test_titles_in_five_scripts_and_forty_authors() -> None:
    titles = ("Seas", "Моря", "海", "البحار", "Θάλασσες")
    people = tuple(
        Contributor(name=f"Ann Poe{n}", family=f"Poe{n}", given="Ann", kind="person", role="aut") for n in range(40)
    )
    items = [one(Record(title=Title(main=title), contributors=people), key=str(n)) for n, title in enumerate(titles)]
    read = marc_judges.by_pymarc(written(items)[0])
    assert [record.title for record in read] == [f"{title} /" for title in titles]
    assert {len(record.get_fields("700")) for record in read} == {39}
