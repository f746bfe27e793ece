"""Place of publication as printed to the MARC country code (008/15-17): a country or state that it names, or a city that is one only."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from schemas.values.text import fold

_COUNTRIES = """
af afghanistan|aa albania|ae algeria;algerie|an andorra|ao angola|aq antigua and barbuda|ag argentina|ai armenia|aw aruba|at australia;australien
au austria;osterreich;autriche|aj azerbaijan|bf bahamas|ba bahrain|bg bangladesh|bb barbados|bw belarus|be belgium;belgique;belgie;belgien
bh belize|dm benin|bm bermuda|bt bhutan|bo bolivia|bn bosnia and herzegovina|bs botswana|bl brazil;brasil|bx brunei|bu bulgaria|uv burkina faso
br burma;myanmar|bd burundi|cb cambodia|cm cameroon;cameroun|xxc canada|cv cabo verde;cape verde|cx central african republic|cd chad|cl chile
cc china;people s republic of china;prc;中国|cw cook islands|ck colombia|cq comoros|cf congo|cg democratic republic of the congo;dr congo
cr costa rica|iv cote d ivoire;ivory coast|ci croatia;hrvatska|cu cuba|co curacao|cy cyprus|xr czech republic;czechia;ceska republika
dk denmark;danmark|ft djibouti|dq dominica|dr dominican republic|em timor leste;east timor|ec ecuador|ua egypt|es el salvador|eg equatorial guinea
ea eritrea|er estonia;eesti|sq eswatini;swaziland|et ethiopia|fa faroe islands|fj fiji|fi finland;suomi|fr france;frankreich|fp french polynesia
go gabon|gm gambia|gw germany;deutschland;allemagne;alemania;germania;duitsland|gh ghana|gi gibraltar|gr greece|gl greenland
gd grenada|gp guadeloupe|gt guatemala|gv guinea|pg guinea bissau|gy guyana|ht haiti|ho honduras|hu hungary;magyarorszag|ic iceland|ii india
io indonesia|ir iran|iq iraq|ie ireland;irland;eire|is israel|it italy;italia;italien;italie|jm jamaica|ja japan;日本|jo jordan|kz kazakhstan
ke kenya|kn north korea|ko korea;south korea;republic of korea;한국|kv kosovo|ku kuwait|kg kyrgyzstan|ls laos|lv latvia|le lebanon;liban
lo lesotho|lb liberia|ly libya|lh liechtenstein|li lithuania|lu luxembourg;luxemburg|xn north macedonia;macedonia|mg madagascar|mw malawi
my malaysia|xc maldives|ml mali|mm malta|xe marshall islands|mq martinique|mu mauritania|mf mauritius|mx mexico|fm micronesia|mv moldova
mc monaco|mp mongolia|mo montenegro|mr morocco;maroc|mz mozambique|sx namibia|nu nauru|np nepal|ne netherlands;the netherlands;nederland;niederlande
nl new caledonia|nz new zealand|nq nicaragua|ng niger|nr nigeria|no norway;norge;norwegen|mk oman|pk pakistan|pw palau|pn panama
pp papua new guinea|py paraguay|pe peru|ph philippines|pl poland;polska;polen|po portugal|pr puerto rico|qa qatar|re reunion|rm romania
ru russia;russian federation;россия|rw rwanda|xd saint kitts and nevis|xk saint lucia|xm saint vincent and the grenadines|ws samoa|sm san marino
sf sao tome and principe|su saudi arabia|sg senegal|rb serbia;srbija|se seychelles|sl sierra leone|si singapore|xo slovakia;slovensko
xv slovenia;slovenija|bp solomon islands|so somalia|sa south africa|sd south sudan|sp spain;espana;spanien;espagne|ce sri lanka|sj sudan|sr suriname
sw sweden;sverige;schweden|sz switzerland;schweiz;suisse;svizzera;suiza|sy syria|ch taiwan|ta tajikistan|tz tanzania|th thailand|tg togo|to tonga
tr trinidad and tobago|ti tunisia;tunisie|tu turkey;turkiye|tk turkmenistan|tv tuvalu|ug uganda|un ukraine;україна|ts united arab emirates;uae
xxk united kingdom;uk;great britain;gb|enk england|stk scotland|wlk wales|nik northern ireland|xxu united states;usa;united states of america;us
uy uruguay|uz uzbekistan|nn vanuatu|vc vatican city|ve venezuela|vm vietnam;viet nam|ye yemen|za zambia|rh zimbabwe
"""
_STATES = """
alu alabama;al|aku alaska;ak|azu arizona;az|aru arkansas;ar|cau california;ca;calif|cou colorado;co|ctu connecticut;ct|deu delaware;de
dcu district of columbia;dc;d c|flu florida;fl|gau ga|hiu hawaii;hi|idu idaho;id|ilu illinois;il|inu indiana;in|iau iowa;ia|ksu kansas;ks
kyu kentucky;ky|lau louisiana;la|meu maine;me|mdu maryland;md|mau massachusetts;ma;mass|miu michigan;mi|mnu minnesota;mn|msu mississippi;ms
mou missouri;mo|mtu montana;mt|nbu nebraska;ne|nvu nevada;nv|nhu new hampshire;nh|nju new jersey;nj;n j|nmu new mexico;nm|nyu new york;ny;n y
ncu north carolina;nc|ndu north dakota;nd|ohu ohio;oh|oku oklahoma;ok|oru oregon;or|pau pennsylvania;pa|riu rhode island;ri|scu south carolina;sc
sdu south dakota;sd|tnu tennessee;tn|txu texas;tx|utu utah;ut|vtu vermont;vt|vau virginia;va|wau wa|wvu west virginia;wv|wiu wisconsin;wi
wyu wyoming;wy|abc alberta|bcc british columbia;bc;b c|mbc manitoba|nkc new brunswick|nfc newfoundland|nsc nova scotia|onc ontario;on;ont
pic prince edward island|quc quebec;qc|snc saskatchewan|aca australian capital territory;act|xna new south wales;nsw|qea queensland;qld
xra south australia|tma tasmania|vra victoria;vic|wea western australia
"""
_CITIES = """
sz geneva;geneve;genf;zurich;zuerich;basel;bern;lausanne;fribourg;st gallen;sankt gallen
fr paris;strasbourg;lyon;marseille;toulouse;grenoble;montpellier;bordeaux;nantes;lille;rennes
gw berlin;munich;munchen;hamburg;frankfurt;frankfurt am main;cologne;koln;bonn;leipzig;dresden;stuttgart;heidelberg;gottingen;tubingen;bielefeld;potsdam;kiel;halle;hannover;mannheim;wiesbaden;baden baden;munster;freiburg im breisgau
au vienna;wien;salzburg;graz;innsbruck;linz;laxenburg
it rome;roma;milan;milano;turin;torino;bologna;florence;firenze;naples;napoli;venice;venezia;trieste;ispra;padova
be brussels;brussel;bruxelles;louvain;leuven;ghent;gent;antwerp;antwerpen;louvain la neuve
ne amsterdam;the hague;den haag;s gravenhage;rotterdam;utrecht;leiden;delft;groningen;nijmegen;wageningen;bilthoven
lu luxembourg
enk london;oxford
stk edinburgh;glasgow
wlk cardiff
nik belfast
ie dublin
dk copenhagen;kobenhavn;aarhus;odense
sw stockholm;goteborg;gothenburg;uppsala;lund;malmo;umea
no oslo;bergen;trondheim;tromso
fi helsinki;helsingfors;tampere;turku;jyvaskyla;oulu
ic reykjavik
sp madrid;barcelona;sevilla;seville;bilbao;granada;salamanca;zaragoza
po lisbon;lisboa;porto;coimbra
pl warsaw;warszawa;krakow;cracow;poznan;wroclaw;gdansk;lodz
xr prague;praha;brno;olomouc
xo bratislava
hu budapest
rm bucharest;bucuresti
bu sofia
gr athens;athenes
xv ljubljana
ci zagreb
rb belgrade;beograd
bn sarajevo
xn skopje
aa tirana
un kyiv;kiev;lviv;київ
ru moscow;moskva;st petersburg;saint petersburg;novosibirsk;москва;санкт петербург
er tallinn;tartu
lv riga
li vilnius;kaunas
tu ankara;istanbul
cy nicosia
dcu washington
nyu new york;new york city
mau boston
ilu chicago
cau los angeles;san francisco;berkeley;stanford;santa monica
pau philadelphia
onc ottawa;toronto
quc montreal
bcc vancouver
mx mexico city;mexico d f;ciudad de mexico
ck bogota
pe lima
cl santiago;de;chile
ag buenos aires
bl brasilia;sao paulo;rio de janeiro;campinas;porto alegre
uy montevideo
ec quito
ve caracas
ja tokyo;kyoto;osaka;東京;京都
cc beijing;shanghai;guangzhou;hong kong;北京;上海
ch taipei;台北
ko seoul;서울
si singapore
th bangkok
ph manila;quezon city
io jakarta;bogor
my kuala lumpur;putrajaya
vm hanoi
ii new delhi;delhi;mumbai;bombay;kolkata;calcutta;chennai;bangalore;bengaluru;hyderabad
pk islamabad;karachi
bg dhaka
ce colombo
np kathmandu
ke nairobi
et addis ababa;adis abeba
ua cairo
sg dakar
gh accra
nr abuja;lagos;ibadan
sa pretoria;johannesburg;cape town
rh harare
ug kampala
mr rabat;casablanca
ti tunis
is jerusalem;tel aviv
le beirut
jo amman
xra adelaide
vra melbourne
xna sydney
aca canberra
qea brisbane
nz wellington;auckland
gs tbilisi
gau atlanta
"""


_SPLIT = re.compile(r"\s*(?:;|/| & | and | et | und )\s*")


class _Tables(NamedTuple):
    """Folded names to codes: countries, states of a country, cities."""

    countries: dict[str, str]
    states: dict[str, str]
    cities: dict[str, str]


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    return _Tables(_lines(_COUNTRIES), _lines(_STATES), _lines(_CITIES))


def _lines(text: str) -> dict[str, str]:
    found = {}
    for one in "|".join(text.strip().splitlines()).split("|"):
        code, _, names = one.partition(" ")
        found.update(dict.fromkeys(map(fold, names.split(";")), code.ljust(3)))
    return found


@lru_cache(maxsize=4096)
def country(place: str) -> str:
    """Return the code of the place, "xx " where it tells no country for certain; of several places the first counts.

    What two countries have (Cambridge, Georgia) tells none by itself.
    """
    known = _tables()
    whole = place.strip(" []")
    if found := known.countries.get(fold(whole)):
        return found
    first = _SPLIT.split(whole)[0]
    head, comma, tail = first.rpartition(",")
    if not comma and first.endswith(")"):
        head, comma, tail = first.rpartition("(")
    last = fold(tail)
    if comma:
        return known.states.get(last) or known.countries.get(last) or known.cities.get(fold(head)) or "xx "
    return known.cities.get(last) or known.countries.get(last) or "xx "
