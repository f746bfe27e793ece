"""Subfields of MARC that are deliberately not read, and why; docs/marc.md has the same table, and a test holds it there."""

from __future__ import annotations

from functools import lru_cache

LEFT_OUT = (
    ("any", "235689", "control subfields: source codes beside those that are read, part or copy, institution, links and numbers of one system"),
    ("01X", "015 016 018 019", "numbers of national bibliographies and of agencies: they name a catalogue's record"),
    ("020", "c z", "prices; numbers that are cancelled or another edition's"),
    ("02X", "022$l 022$y 022$z 024$d 028 030", "linking, wrong and cancelled ISSNs; publishers' numbers of music; CODEN"),
    ("03X", "032 033 034 036 037$b 037$c 038 039", "stock numbers and terms of sale, codes for music and maps, marks of one system"),
    ("035", "a z", "numbers in other systems than WorldCat"),
    ("04X", "040 042 043 044 045 047 048 049 041$h 041$k", "who made the record, codes of regions, periods and instruments; languages of an original"),
    ("05X-08X", "050 051 052 055 060 061 066 070 071 072 080 082 083 084 085 090 092 096 098 099 079", "classification numbers and shelf marks: a number is no term"),
    ("1XX, 7XX", "c d f g h k l n o q r s t m p v w x y 0", "of names: lives, titles of nobility, fuller forms, numbers that are no identifiers; the works that stand with a name"),
    ("7XX", "710$e", "owners and sellers of one copy"),
    ("24X", "243 242$y 240$d 240$f 240$g 240$k 240$l 240$m 240$o 240$r 240$s 240$0 130$f 130$g 130$k 130$l 130$s 245$f 245$g 245$h 245$s 246$f 246$g 246$h 246$i 247$f 247$g 247$h 246$0", "abbreviated and collective titles; dates, media and languages of a uniform title, words that introduce a title"),
    ("25X-28X", "254 255 256 257 258 263 264$c 270", "scale, musical form, projected date, address"),
    ("300", "b c e f g", "illustrations, dimensions and accompanying material"),
    ("30X-38X", "306 307 310 321 336 337 338 340 344 347 348 352 362 370 377 380 381 382 383 384 385 386 388", "frequency, numbering and form; content, media and carrier where the leader says the type"),
    ("490, 8XX", "490$l 800$a 800$d 800$h 800$w 810 811 830$n 830$p", "classification of a series; its heading, where 490 has it as printed"),
    ("50X", "500 501 502 504 505$6 507 508", "general notes, bibliographies, credits; what a thesis was written for"),
    ("506, 540", "b c d e f g q 3", "who may use the work, and by which authority"),
    ("51X", "510 511 513 514 515 516 518", "where the work is described, performers, kinds of report and file, place and time of an event"),
    ("52X", "520$c 520$u 521 522 524 525 526", "who wrote a summary, readers, area, supplements; how to cite"),
    ("53X", "530 532 533 534 535 536 538", "other forms and originals as notes, funding as a note, system details"),
    ("54X", "541 544 545 546 547 550", "acquisition, archives, biography, the language as a note, former issuers"),
    ("55X-59X", "552 555 556 561 562 563 565 567 580 581 583 584 585 586 587 588 59X", "copies: their owners, bindings, actions, exhibitions; awards; the source of the description; local notes"),
    ("6XX", "600$k 610$k 6XX$e 6XX$0 658 662 69X$9", "relators of a subject; authority numbers that are no address"),
    ("655", "v x y z", "subdivisions of a form"),
    ("752", "752 753 754", "places as headings, system requirements, taxa"),
    ("76X-78X", "a b c d e f g h i k m n o p r s u v w y 7 3 I", "of related works: their heading, imprint, place and record numbers; their title, ISSN, ISBN and DOI are read"),
    ("841-88X", "841 842 843 844 845 850 852 853 854 855 863 864 865 866 867 868 876 877 878 880 882 883 884 885 886 887", "holdings and shelf marks; originals in other scripts beside what is read of them; fields of other formats"),
    ("856", "c d f h i j k l m n o p r s t v w x z", "notes on an address and technical details"),
)  # fmt: skip
"""Group of tags, the subfields in it (codes for the whole group, else tags, each whole or with `$code`), and why."""

_GROUPS = {
    "1XX, 7XX": ("1", "70", "71", "72", "73", "74"),
    "506, 540": ("506", "540"),
    "76X-78X": ("76", "77", "78"),
    "6XX": ("6",),
}


@lru_cache(maxsize=4096)
def left_out(name: str) -> str | None:
    """Return why a subfield (`245 $h`) is not read, None for one that should be."""
    tag, _, code = name.partition(" $")
    for group, said, why in LEFT_OUT:
        words = said.split()
        if group == "any":
            found = code in said
        elif all(len(word) == 1 for word in words):
            found = tag.startswith(_GROUPS.get(group, (group,))) and code in words
        else:
            found = any(_fits(word, tag, code) for word in words)
        if found:
            return why
    return None


def _fits(word: str, tag: str, code: str) -> bool:
    wanted, mark, only = word.partition("$")
    return tag.startswith(wanted.rstrip("X")) and (not mark or code == only)


def markdown() -> str:
    """Return the table for docs/marc.md."""
    rows = [f"| {group} | {_shown(said)} | {why} |" for group, said, why in LEFT_OUT]
    return "\n".join(["| fields | subfields | why |", "| --- | --- | --- |", *rows])


def _shown(said: str) -> str:
    words = list(said) if said.isdigit() else said.split()
    return " ".join(f"`${word}`" if len(word) == 1 else f"`{word}`" for word in words)


if __name__ == "__main__":
    print(markdown())
