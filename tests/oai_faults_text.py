"""Faults of the bytes and of the XML of a page."""

from __future__ import annotations

from collections.abc import Callable

from tests.oai_faults import Case, Sends, first, once, pages, second, swap, swap_bytes, when
from tests.oai_server import OAI, Answer, Repo

TITLE = b"<dc:title>Report 15</dc:title>"
RECORD = b"<record><header><identifier>oai:repo.example:15</identifier>"


def titled(inner: str) -> Sends:
    """The title of the fifteenth report with something in it."""
    return swap_bytes(TITLE, b"<dc:title>Report 15" + inner.encode("utf-8", "surrogatepass") + b"</dc:title>")


def raw(inner: bytes) -> Sends:
    """The same with bytes that may be no text."""
    return swap_bytes(TITLE, b"<dc:title>Report 15" + inner + b"</dc:title>")


def before(data: bytes) -> Sends:
    """Something before the first byte."""
    return lambda answer: answer._replace(body=data + answer.body)


def cut(mark: bytes, *, behind: int = 0) -> Sends:
    """A page that ends in the middle, its length told as if that were all."""
    return lambda answer: answer._replace(body=answer.body[: answer.body.index(mark) + behind])


def _utf16(answer: Answer) -> Answer:
    return answer._replace(body=answer.body.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"))


def _as_latin(answer: Answer) -> Answer:
    return answer._replace(body=answer.body.decode().replace("Report", "Réport").encode("latin-1"))


def _said_latin(answer: Answer) -> Answer:
    return swap('encoding="UTF-8"', 'encoding="ISO-8859-1"')(answer)  # type: ignore[return-value]


def _prefixed(answer: Answer) -> Answer:
    text = answer.body.decode().replace(f'xmlns="{OAI}"', f'xmlns:oai="{OAI}"')
    for (
        name
    ) in "OAI-PMH responseDate request ListRecords record header identifier datestamp metadata resumptionToken".split():
        for end in (">", " ", "/"):
            text = text.replace(f"<{name}{end}", f"<oai:{name}{end}").replace(f"</{name}{end}", f"</oai:{name}{end}")
    return answer._replace(body=text.encode())


def doctype(inner: str) -> Sends:
    """A DOCTYPE before the root, and an entity in a title."""
    return lambda answer: answer._replace(
        body=answer.body.replace(b"<OAI-PMH", f"<!DOCTYPE OAI-PMH [{inner}]>\n<OAI-PMH".encode(), 1).replace(
            TITLE, b"<dc:title>Report 15&x;</dc:title>"
        )
    )


LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {n} "{f"&{o};" * 20}">' for o, n in zip("abcdefgh", "bcdefghx", strict=True)
)


def _deep(answer: Answer) -> Answer:
    return swap_bytes(TITLE, b"<dc:title>Report 15" + b"<i>" * 50_000 + b"</i>" * 50_000 + b"</dc:title>")(answer)  # type: ignore[return-value]


def _attributes(answer: Answer) -> Answer:
    many = " ".join(f'a{n}="1"' for n in range(100_000)).encode()
    return swap_bytes(TITLE, b"<dc:title " + many + b">Report 15</dc:title>")(answer)  # type: ignore[return-value]


def lettered(repo: Repo) -> None:
    """Reports with letters beyond ASCII."""
    repo.records = {
        name: one._replace(title=one.title.replace("Report", "Réport")) for name, one in repo.records.items()
    }


def large(repo: Repo) -> None:
    """A record of eleven megabytes, which libxml2 reads only when asked to."""
    one = repo.records["oai:repo.example:15"]
    dc = '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    text = "word " * 2_200_000
    repo.records["oai:repo.example:15"] = one._replace(
        payload=f"{dc}<dc:title>Report 15</dc:title><dc:description>{text}</dc:description></oai_dc:dc>"
    )


HURT: tuple[tuple[str, Sends], ...] = (
    ("a control character", titled("\x0b")),
    ("the character 0", titled("\0")),
    ("an escape", titled("\x1a\x03")),
    ("a reference to a control character", titled("&#11;")),
    ("a reference to U+FFFE", titled("&#xfffe;")),
    ("a reference to half a surrogate", titled("&#55349;")),
    ("bytes that are no UTF-8", raw(b"\xc3\x28 \xff")),
    ("half a letter", raw(b"\xe2\x82")),
    ("a surrogate as UTF-8", titled("\ud834")),
    ("a bare ampersand", titled(" & Co")),
    ("an entity of HTML", titled("&nbsp;&eacute;")),
    ("a second declaration within", swap_bytes(TITLE, b'<?xml version="1.0"?>' + TITLE)),
    ("a namespace that is no address", swap_bytes(TITLE, TITLE + b'<x xmlns="http://a b>c/"/>')),
    ("a quote lost at the root", swap(f'xmlns="{OAI}"', f'xmlns="{OAI}', 1)),
    ("a prefix that nobody declared", swap_bytes(TITLE, TITLE + b'<gco:x xlink:href="a">b</gco:x>')),
)
"""What can be read once it is taken out: the record is kept, the damage told."""

BROKEN: tuple[tuple[str, Sends], ...] = (
    ("tags that cross", titled("<b><i></b></i>")),
    ("a tag that is not closed", titled("<b>")),
    ("a quote that is not closed", swap_bytes(TITLE, b'<dc:title lang="en>Report 15</dc:title>')),
    ("a less-than sign", titled(" < 16")),
    ("an attribute twice", swap_bytes(TITLE, b'<dc:title a="1" a="2">Report 15</dc:title>')),
    ("a record without its end", swap_bytes(b"</record>" + RECORD, RECORD)),
)
"""What costs the record on this page; it is asked for alone."""


def told(name: str, sends: Sends, least: int = 35) -> Case:
    """A fault of the second page that is told."""
    return Case(name, "whole, told" if least == 35 else "told", when(second, sends), least)


CASES = (
    *(told(name, sends) for name, sends in HURT),
    *(told(name, sends) for name, sends in BROKEN),
    # --- before the root --------------------------------------------------------------------------------------------
    Case("a line before the declaration", "whole", when(pages, before(b"\n \r\n"))),
    Case("a byte order mark", "whole", when(pages, before(b"\xef\xbb\xbf"))),
    Case("a byte order mark and a line", "whole", when(pages, before(b"\xef\xbb\xbf\n"))),
    told("words before the declaration", before(b"Warning: deprecated in /srv/oai.php on line 3\n")),
    Case("no declaration", "whole", when(pages, swap('<?xml version="1.0" encoding="UTF-8"?>\n', ""))),
    Case("a style sheet and comments", "whole", when(pages, swap("<OAI-PMH", '<?xml-stylesheet href="a.xsl"?><!-- x --><OAI-PMH', 1))),
    Case("words behind the root, once", "whole, told", once(second, lambda a: a._replace(body=a.body + b"<!-- 0.3 s --> Notice"))),
    Case("a type that is text/html", "whole", when(pages, lambda a: a._replace(headers={"Content-Type": "text/html; charset=latin-1"}))),
    # --- encodings --------------------------------------------------------------------------------------------------
    Case("UTF-16", "whole", when(pages, _utf16), arrange=lettered),
    Case("Latin-1, and said so", "whole", when(pages, lambda a: _said_latin(a)._replace(
        body=_said_latin(a).body.decode().encode("latin-1"))), arrange=lettered),
    Case("UTF-8 that is said to be Latin-1", "whole", when(pages, _said_latin), arrange=lettered),
    Case("Latin-1 that is said to be UTF-8", "whole, told", when(pages, lambda a: a._replace(
        body=a.body.decode().encode("latin-1"))), arrange=lettered),
    Case("an encoding that nobody knows", "whole", when(pages, swap("UTF-8", "x-klingon", 1)), arrange=lettered),
    # --- namespaces -------------------------------------------------------------------------------------------------
    Case("no namespace", "whole", when(pages, swap(f' xmlns="{OAI}"', ""))),
    Case("another namespace", "whole", when(pages, swap(f' xmlns="{OAI}"', ' xmlns="https://www.openarchives.org/OAI/2.0/"'))),
    Case("a prefix for the protocol", "whole", when(pages, _prefixed)),
    Case("namespaces of the payload at the root", "whole", when(pages, lambda a: a._replace(body=a.body.replace(
        b' xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"', b"").replace(
        b"<OAI-PMH", b'<OAI-PMH xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"')))),
    Case("text in CDATA", "whole", when(pages, swap("<dc:title>Report 15<", "<dc:title><![CDATA[Report 15]]><"))),
    # --- cut --------------------------------------------------------------------------------------------------------
    Case("cut within a record, once", "whole", once(second, cut(RECORD, behind=40))),
    Case("cut behind the records, once", "whole", once(second, cut(b"<resumptionToken"))),
    told("cut within a record, always", cut(RECORD, behind=40), 14),
    told("cut within the token, always", cut(b"</resumptionToken>", behind=-3), 20),
    Case("only the end of the page is cut", "whole, told", when(second, cut(b"</ListRecords>"))),
    # --- hostile ----------------------------------------------------------------------------------------------------
    told("an entity of a file", doctype('<!ENTITY x SYSTEM "file:///etc/hostname">')),
    told("an entity of an address", doctype('<!ENTITY x SYSTEM "http://127.0.0.1:{trap}/x">')),
    told("a parameter entity", doctype('<!ENTITY % p SYSTEM "http://127.0.0.1:{trap}/p"> %p; <!ENTITY x "y">')),
    told("a billion laughs", doctype(LAUGHS)),
    Case("a DTD elsewhere", "whole, told", when(first, swap("<OAI-PMH", '<!DOCTYPE x SYSTEM "http://127.0.0.1:{trap}/d"><OAI-PMH', 1))),
    told("fifty thousand elements within each other", _deep),
    Case("a hundred thousand attributes", "whole", when(second, _attributes)),
    Case("a page of eleven megabytes", "whole", None, arrange=large),
    Case("a page of zeros", "whole", when(second, lambda a: a._replace(body=b"\0" * 1_000_000))),
    Case("a page of opening brackets", "whole", when(second, lambda a: a._replace(body=b"<" * 300_000))),
    Case("a page of openings of records", "whole", when(second, lambda a: a._replace(body=b"<OAI-PMH>" + b"<record><header>" * 20_000))),
)  # fmt: skip


def secrets() -> Callable[[str], bool]:
    """A test for what a harvest must never have read."""
    try:
        with open("/etc/hostname") as file:
            name = file.read().strip()
    except OSError:
        name = ""
    return lambda text: bool(name) and f"Report 15{name}" in text
