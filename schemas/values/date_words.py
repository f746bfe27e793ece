"""The words that dates are printed with, in some fifteen languages; how they make a date is in dates."""

from __future__ import annotations

from types import MappingProxyType

from schemas.values.text import fold

# One line a month: its names (folded: no accents) in en de fr es it nl pt, then ca ro sv da pl cs ru ar. Croatian is left out: its
# "listopad" is October where the Czech and Polish one is November.
_MONTHS = """
january januar jaenner janner janvier enero gennaio januari janeiro gener ianuarie styczen stycznia leden ledna январь января يناير
february februar feber fevrier febrero febbraio februari fevereiro febrer februarie luty lutego unor unora февраль февраля فبراير
march maerz marz mars marzo maart marco marc martie marts marzec marca brezen brezna март марта مارس
april avril abril aprile aprilie kwiecien kwietnia duben dubna апрель апреля أبريل
may mai mayo maggio mei maio maig maj maja kveten kvetna май мая مايو
june juni juin junio giugno junho juny iunie czerwiec czerwca cerven cervna июнь июня يونيو
july juli juillet julio luglio julho juliol iulie lipiec lipca cervenec cervence июль июля يوليو
august aout agosto augustus agost sierpien sierpnia srpen srpna август августа أغسطس
september septembre septiembre setiembre settembre setembro setembre septembrie wrzesien wrzesnia zari сентябрь сентября سبتمبر
october oktober octobre octubre ottobre outubro octombrie pazdziernik pazdziernika rijen rijna октябрь октября أكتوبر
november novembre noviembre novembro noiembrie listopad listopada listopadu ноябрь ноября نوفمبر
december dezember decembre diciembre dicembre dezembro desembre decembrie grudzien grudnia prosinec prosince декабрь декабря ديسمبر
"""
# EDTF level 1 numbers the seasons from 21, spring first.
_SEASONS = """
spring fruhling fruhjahr fruehjahr fruehling printemps primavera lente voorjaar wiosna var
summer sommer ete verano estate zomer verao lato
autumn fall herbst automne otono autunno herfst najaar outono jesien host
winter hiver invierno inverno zima vinter
"""
_WEEKDAYS = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche
lunes martes miercoles jueves viernes sabado domingo lunedi martedi mercoledi giovedi venerdi domenica
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
"""
_EMPTY = """
of the de del di le la il el den der do dos on in am vom st nd rd th er re eme o a º ª g r year month day
date dated published publication issued issue first online available posted publiziert veroffentlicht erschienen publie publiee publicado publicada
pubblicato gepubliceerd datum fecha data stand released release copyright cop c p printed print impreso edition version uhr utc gmt
"""
_APPROXIMATE = "ca circa approx approximately about around um etwa vers environ hacia cerca verso rond omstreeks"
_JOINING = "to bis until through and und et y e en al a au tot ate"
_OPEN = "present today now heute ongoing"
_QUARTERS = "q quarter quartal trimestre trimester kwartaal qtr"


def _numbered(lines: str, first: int) -> dict[str, int]:
    return {word: first + i for i, line in enumerate(lines.strip().splitlines()) for word in fold(line).split()}


def _abbreviated(names: dict[str, int]) -> dict[str, int]:
    """Add each beginning of three letters or more that fits one month only ("sept", "juil"; not "jui")."""
    begun: dict[str, set[int]] = {}
    for name, number in names.items():
        for length in range(3, len(name)):
            begun.setdefault(name[:length], set()).add(number)
    return {part: numbers.pop() for part, numbers in begun.items() if len(numbers) == 1} | names


MONTHS = MappingProxyType(_abbreviated(_numbered(_MONTHS, 1)))
"""Month names and their abbreviations, folded."""

_KINDS = dict.fromkeys(_numbered(_SEASONS, 21), "S")
_KINDS |= dict.fromkeys((_EMPTY + _WEEKDAYS).split(), "") | dict.fromkeys(_APPROXIMATE.split(), "~")
_KINDS |= dict.fromkeys(_OPEN.split(), "O") | dict.fromkeys(_QUARTERS.split(), "Q")
_SEASON = _numbered(_SEASONS, 21)
_JOINS = frozenset(_JOINING.split())


def kind_of(word: str) -> tuple[str, int]:
    """Return what a word is in a date and its number: M(onth), S(eason), Q(uarter), O(pen end), ~, "" (says nothing) or "?".

    A joining word is "-" where `dates` finds it between two parts; words of both kinds ("a", "e") are told apart there.
    """
    word = fold(word)
    if word in MONTHS:
        return "M", MONTHS[word]
    return _KINDS.get(word, "-" if word in _JOINS else "?"), _SEASON.get(word, 0)
