"""Faults of tokens, of dates and times, of errors and of what a record consists of."""

from __future__ import annotations

import re
from typing import Any

from tests.oai_faults import Case, Sends, first, last, lists, once, pages, second, status, swap, verb, when
from tests.oai_server import Answer, Args, Fault, Rec, Repo

R = "oai:repo.example:"
TOKEN = re.compile(rb"<resumptionToken[^>]*>([^<]*)</resumptionToken>|<resumptionToken[^>]*/>")


def token(make: str) -> Sends:
    """The page with another token element; `{}` is the right value."""

    def sends(answer: Answer) -> Answer:
        found = TOKEN.search(answer.body)
        if found is None:
            return answer
        right = (found[1] or b"").decode()
        return answer._replace(body=answer.body.replace(found[0], make.format(right).encode()))

    return sends


def spelled(wrap: str) -> Fault:
    """Tokens that stand within other signs; they must come back exactly so."""
    pre, _, post = wrap.partition("{}")

    def fault(args: Args, answer: Answer, before: int) -> Answer:
        sent = args.get("resumptionToken")
        if sent is not None and not (sent.startswith(pre) and sent.endswith(post)):
            return Answer(Repo().error("badResumptionToken"))
        if sent is not None:
            answer = Answer(_again(args, sent[len(pre) : len(sent) - len(post)]))
        shown = wrap.replace("&", "&amp;").replace("<", "&lt;")
        found = TOKEN.search(answer.body)
        return token(f"<resumptionToken>{shown}</resumptionToken>")(answer) if found and found[1] else answer  # type: ignore[return-value]

    return fault


_WHOLE = Repo(35)


def _again(args: Args, right: str) -> bytes:
    return _WHOLE.answer({**args, "resumptionToken": right})


def error(code: str) -> Sends:
    """An error of the protocol."""
    return lambda answer: Answer(Repo().error(code))


def _stateful(repo: Repo) -> None:
    """An origin that gives the same token with every page and remembers where the client is."""
    repo.sizes = False
    at = {"page": 0}

    def fault(args: Args, answer: Answer, before: int) -> Answer:
        if args.get("verb") != "ListRecords":
            return answer
        at["page"] = at["page"] + 1 if "resumptionToken" in args else 0
        page = repo.answer({"verb": "ListRecords", "resumptionToken": f"|||{10 * at['page']}"})
        return token("<resumptionToken>next</resumptionToken>")(Answer(page)) if at["page"] < 3 else Answer(page)  # type: ignore[return-value]

    repo.fault = fault


def _endless(args: Args, answer: Answer, before: int) -> Answer:
    if args.get("verb") != "ListRecords" or not args.get("resumptionToken", "").startswith("e"):
        return token("<resumptionToken>e1</resumptionToken>")(answer) if second(args) else answer  # type: ignore[return-value]
    number = int(args["resumptionToken"][1:])
    return Answer(Repo().page("ListRecords", f"<resumptionToken>e{number + 1}</resumptionToken>"))


def _strict(args: Args, answer: Answer, before: int) -> Answer:
    alone = set(args) <= {"verb", "resumptionToken", "path"} or "resumptionToken" not in args
    return answer if alone and "" not in args.values() else Answer(Repo().error("badArgument"))


def _behind_the_end(args: Args, answer: Answer, before: int) -> Answer:
    if last(args):
        return token("<resumptionToken>|||40</resumptionToken>")(answer)  # type: ignore[return-value]
    return Answer(Repo().error("noRecordsMatch")) if args.get("resumptionToken", "").endswith("|40") else answer


def _empty_behind_the_end(args: Args, answer: Answer, before: int) -> Answer:
    if last(args):
        return token("<resumptionToken>|||40</resumptionToken>")(answer)  # type: ignore[return-value]
    return Answer(Repo().page("ListRecords", "")) if args.get("resumptionToken", "").endswith("|40") else answer


def poison(numbers: tuple[int, ...], also_alone: bool) -> Fault:
    """An origin that fails on every page that would hold one of some records."""

    def fault(args: Args, answer: Answer, before: int) -> Answer:
        bad = any(f"<identifier>{R}{n}</identifier>".encode() in answer.body for n in numbers)
        reached = args.get("verb") == "ListRecords" or (also_alone and args.get("verb") == "GetRecord")
        return Answer(b"<html>Internal error</html>", 500) if bad and reached else answer

    return fault


def stamps(*printed: str) -> Sends:
    """Datestamps of other shapes, in turn."""

    def sends(answer: Answer) -> Answer:
        parts = answer.body.split(b"<datestamp>2024-05-01T00:00:00Z</datestamp>")
        made = parts[0]
        for number, part in enumerate(parts[1:]):
            made += printed[number % len(printed)].encode() + part
        return answer._replace(body=made)

    return sends


def spread(repo: Repo) -> None:
    """Records of many days, so that a window can be split."""
    repo.records = {
        name: rec._replace(stamp=f"20{10 + n % 15}-{n % 12 + 1:02d}-{n % 27 + 1:02d}T00:00:00Z")
        for n, (name, rec) in enumerate(repo.records.items())
    }


def only_titles(repo: Repo) -> None:
    repo.sizes = False


def _gone(repo: Repo) -> None:
    repo.records[R + "15"] = Rec(deleted=True)


def _no_formats(repo: Repo) -> None:
    repo.last_token = False


def plain(name: str, fault: Fault | None = None, **more: Any) -> Case:
    """A fault that costs nothing."""
    return Case(name, "whole", fault, **more)


ODD = ("2024-05-01T00:00:00.000Z", "2024-05-01T02:00:00+02:00", "2024-05-01", "20240501", "2024-05-01 00:00:00", "", " ",
       "2024-05-01T00:00:00.1234567Z", "yesterday", "0000-00-00T00:00:00Z", "99999-12-31")  # fmt: skip
CASES = (
    # --- tokens -----------------------------------------------------------------------------------------------------
    plain("no token at the end", arrange=_no_formats),
    plain("an empty token with white space", when(last, token("<resumptionToken>\n  </resumptionToken>"))),
    plain("white space around the token", when(pages, token("<resumptionToken>\n   {}\t</resumptionToken>"))),
    plain("a token in CDATA", when(pages, token("<resumptionToken><![CDATA[{}]]></resumptionToken>"))),
    *(plain(f"a token with {sign!r}", spelled(sign)) for sign in (
        "a+b {}/=&c%20%", "{}&set=Sound&from=", "100%25{}", "\u00e9\u4e2d{}", "{}==", "http://x/?a=b#{}", "<{}>")),
    Case("a token of a hundred kilobytes", "whole", when(first, token(f"<resumptionToken>{'x' * 100_000}</resumptionToken>"))),
    plain("an expired token, once", once(second, error("badResumptionToken"))),
    Case("an expired token, always", "whole", when(second, error("badResumptionToken"))),
    plain("422 and an expired token, once", once(second, lambda a: Answer(Repo().error("badResumptionToken"), 422))),
    plain("the same token with every page", arrange=_stateful),
    Case("a token that leads back to itself", "told", when(second, token("<resumptionToken>|||10</resumptionToken>")), 20),
    Case("a token that leads back to the first page", "told", when(last, token("<resumptionToken>|||0</resumptionToken>")), 35),
    Case("tokens that go in circles", "told", when(
        lambda a: a.get("resumptionToken", "").endswith("|20"), token("<resumptionToken>|||10</resumptionToken>")), 30),
    Case("empty pages without end", "told", _endless, 20),
    plain("a token behind the end", _behind_the_end),
    plain("an empty page behind the end", _empty_behind_the_end),
    Case("a token lost", "told", when(second, token("")), 20),
    plain("two tokens in one page", when(second, token("<resumptionToken/><resumptionToken>{}</resumptionToken>"))),
    plain("an empty page in between", when(second, lambda a: Answer(Repo().page("ListRecords", "<resumptionToken>|||20</resumptionToken>")),
          times=0)),
    plain("an origin that takes nothing beside a token", _strict),
    plain("a list size that is no number", when(pages, swap('completeListSize="35"', 'completeListSize="many"'))),
    plain("a list size that is too small", when(pages, swap('completeListSize="35"', 'completeListSize="3"'))),
    plain("a list size that is too large, with an end", when(pages, swap('completeListSize="35"', 'completeListSize="350"'))),
    Case("a list size that is too large, without an end", "told", when(pages, swap('completeListSize="35"', 'completeListSize="350"')), 35,
         arrange=_no_formats),
    plain("a cursor that counts pages", when(pages, lambda a: a._replace(body=re.sub(rb'cursor="(\d)\d*"', rb'cursor="\1"', a.body)))),
    plain("the same records on two pages", when(second, lambda a: a._replace(body=a.body.replace(
        b"<ListRecords>", b"<ListRecords>" + re.findall(rb"<record>.*?</record>", _WHOLE.answer(
            {"verb": "ListRecords", "metadataPrefix": "oai_dc"}))[0])))),
    # --- dates ------------------------------------------------------------------------------------------------------
    plain("datestamps of every shape", when(pages, stamps(*(f"<datestamp>{one}</datestamp>" for one in ODD)))),
    plain("no datestamps", when(pages, stamps(""))),
    *(plain(f"a response date {said!r}", when(pages, swap("<responseDate>2026-11-24T12:00:00Z</responseDate>", said))) for said in (
        "", "<responseDate/>", "<responseDate>2026-11-24</responseDate>", "<responseDate>2026-11-24T12:00:00</responseDate>",
        "<responseDate>2026-11-24T17:45:00+05:45</responseDate>", "<responseDate>now</responseDate>", "<responseDate>9999-12-31T23:59:59Z</responseDate>")),
    *(plain(f"an earliest datestamp {said!r}", when(verb("Identify"), swap("2000-01-01T00:00:00Z", said))) for said in (
        "", "0001-01-01T00:00:00Z", "never", "9999-01-01", "2000-01-01")),
    plain("no granularity", when(verb("Identify"), swap("<granularity>YYYY-MM-DDThh:mm:ssZ</granularity>", ""))),
    # --- errors -----------------------------------------------------------------------------------------------------
    Case("an error for the list", "failed", when(lists, error("badArgument")), 0),
    Case("an error that the protocol does not have", "told", when(second, error("internalError")), 10),
    Case("an error without a code", "told", when(second, lambda a: Answer(a.body.replace(a.body, Repo().envelope("<error>no</error>", "")))), 10),
    Case("several errors", "whole", when(second, lambda a: Answer(Repo().envelope(
        '<error code="badArgument">a</error><error code="badResumptionToken">b</error>', "")))),
    Case("an error beside records", "told", when(second, swap("<ListRecords>", '<error code="x">y</error><ListRecords>', 1)), 20),
    plain("no list of formats", when(verb("ListMetadataFormats"), error("noMetadataFormats")), options={"prefix": None}),
    Case("an answer to another verb", "whole", when(second, lambda a: Answer(Repo().page("ListSets", "<set/>")))),
    plain("no records yet", when(lists, error("noRecordsMatch")), least=0, arrange=lambda repo: repo.records.clear()),
    Case("ListRecords is not there", "whole", when(pages, error("badVerb"))),
    Case("ListRecords is broken", "whole", when(pages, status(500, b"oops")), options={"retries": 0}),
    Case("an origin that fails on one record", "told", poison((17,), True), 34, arrange=spread, options={"retries": 0}),
    Case("an origin that fails on lists with three records", "whole", poison((3, 17, 30), False), arrange=spread, options={"retries": 0}),
    # --- records ----------------------------------------------------------------------------------------------------
    Case("a record without header", "told", when(second, lambda a: a._replace(body=re.sub(
        rb"<header><identifier>oai:repo.example:15.*?</header>", b"", a.body))), 34),
    Case("a record without identifier", "told", when(second, swap(f"<identifier>{R}15</identifier>", "")), 34),
    Case("an empty identifier", "told", when(second, swap(f"<identifier>{R}15</identifier>", "<identifier> </identifier>")), 34),
    Case("a record without metadata", "whole", when(second, lambda a: a._replace(body=re.sub(
        rb"(repo.example:15</identifier>.*?</header>)<metadata>.*?</metadata>", rb"\1", a.body, count=1))), 34),
    Case("empty metadata", "whole", when(second, lambda a: a._replace(body=re.sub(
        rb"(repo.example:15</identifier>.*?</header>)<metadata>.*?</metadata>", rb"\1<metadata/>", a.body, count=1))), 34),
    plain("a tombstone", arrange=_gone),
    plain("a tombstone with metadata", when(second, swap(
        f"<header><identifier>{R}15<", f'<header status="deleted"><identifier>{R}15<')), least=34),
    plain("a status that the protocol does not have", when(second, swap(
        f"<header><identifier>{R}15<", f'<header status="new"><identifier>{R}15<'))),
    plain("an about container", when(pages, swap("</metadata>", "</metadata><about><provenance/></about><about/>"))),
    plain("sets with odd names", when(pages, swap("</datestamp>", "</datestamp><setSpec> a b+%?\n</setSpec><setSpec/>"))),
    plain("white space around identifiers", when(pages, swap("</identifier><datestamp>", "\n </identifier><datestamp>"))),
    plain("a request element without attributes", when(pages, swap('<request verb="ListRecords">', "<request>"))),
    plain("no request element", when(pages, lambda a: a._replace(body=re.sub(rb"<request.*?</request>", b"", a.body)))),
)  # fmt: skip
