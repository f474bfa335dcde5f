#!/usr/bin/env python3
"""Writes gold.tsv: Vietnamese queries and the documents they must find.

  build/dev/tests/search/search_gold --dump >corpus.tsv
  tests/search/make_gold.py corpus.tsv >tests/search/gold.tsv

Truth is worked out here with Python's own Unicode tables: a word is its letters with the tone taken
off, and the tone, so that the place of the tone mark cannot matter.  Nothing is shared with the program.
"""
import random
import re
import sys
import unicodedata

TONES = "\u0300\u0301\u0303\u0309\u0323"
random.seed(71)


def exact(word):
    """(letters without tone, tone): hòa = hoà, but not hóa."""
    d = unicodedata.normalize("NFD", word.lower().replace("ð", "đ"))
    tone = "".join(c for c in d if c in TONES)
    return unicodedata.normalize("NFC", "".join(c for c in d if c not in TONES)), tone


def fold(word):
    d = unicodedata.normalize("NFD", word.lower().replace("ð", "đ").replace("đ", "d"))
    return "".join(c for c in d if not unicodedata.combining(c))


def split(text):
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).replace("_", " "))


def marked(word):
    return fold(word) != word.lower()


def fits(typed, have):
    """A typed syllable against one of a document."""
    return exact(typed) == exact(have) if marked(typed) else fold(typed) == fold(have)


def old_place(word):
    """hòa → hoà, thúy → thuý: the other placement, for oa oe uy at the end."""
    for a, b in (("òa", "oà"), ("óa", "oá"), ("ỏa", "oả"), ("õa", "oã"), ("ọa", "oạ"), ("ùy", "uỳ"), ("úy", "uý"),
                 ("ủy", "uỷ"), ("ũy", "uỹ"), ("ụy", "uỵ"), ("òe", "oè"), ("óe", "oé"), ("ỏe", "oẻ")):
        if word.lower().endswith(a) and not word.lower().startswith("q"):
            return word[: -len(a)] + b
    return word


docs = []
for line in open(sys.argv[1], encoding="utf-8"):
    i, code, kind, kind_name, date, title, signer, people, body = line.rstrip("\n").split("\t")
    # Fields are apart: nothing is a phrase across them.
    fields = [split(f"{kind_name} {code} {title}"), split(people), split(body)]
    docs.append(dict(id=int(i), code=code, kind=kind, date=date, title=title, signer=signer, fields=fields,
                     text=f"{kind_name} {code} {title}\n{people}\n{body}",
                     names=[n.split(";")[0] for n in people.split("|") if n],
                     exacts={exact(w) for f in fields for w in f}, folds={fold(w) for f in fields for w in f}))


def has_words(doc, words):
    return all(exact(w) in doc["exacts"] if marked(w) else fold(w) in doc["folds"] for w in words)


def has_phrase(doc, words):
    if not has_words(doc, words):
        return False
    for f in doc["fields"]:
        for k in range(len(f) - len(words) + 1):
            if all(fits(w, f[k + j]) for j, w in enumerate(words)):
                return True
    return False


def is_name(doc, words):
    for n in doc["names"] + [doc["signer"]]:
        have = split(n)
        if len(have) == len(words) and all(fits(w, h) for w, h in zip(words, have)):
            return True
    return False


rows, seen = [], set()
MOST = 120


def add(kind, query, found, first=0):
    found = sorted(found)
    if query in seen or not (0 < len(found) <= MOST or kind == "wrong"):
        return False
    seen.add(query)
    rows.append((kind, query, ",".join(map(str, found)) or "-", str(first)))
    return True


def of_words(words):
    return [d["id"] for d in docs if has_words(d, words)]


def of_phrase(words):
    return [d["id"] for d in docs if has_phrase(d, words)]


def of_name(words):
    """Documents of that name, and documents where it stands."""
    return [d["id"] for d in docs if has_phrase(d, words)]


names = sorted({n for d in docs for n in d["names"] if d["kind"] == "certificate"})
known = {tuple(fold(w) for w in split(n)) for d in docs for n in d["names"] + [d["signer"]]}


def some_words(n):
    d = random.choice(docs)
    return random.sample([w for w in d["fields"][random.choice((0, 2, 2))] if w.isalpha()], n)


def collect(kind, want, make):
    have = tries = 0
    while have < want:
        tries += 1
        assert tries < 20000, kind
        have += bool(make(kind))


def words_query(change):
    def make(kind):
        words = [change(w) for w in some_words(random.choice((2, 3, 3, 4)))]
        if kind == "accented" and not all(map(marked, words)):
            return False
        if kind == "mixed" and len({marked(w) for w in words}) < 2:
            return False
        if tuple(map(fold, words)) in known:
            return False
        return add(kind, " ".join(words), of_words(words))
    return make


collect("accented", 45, words_query(lambda w: w))
collect("unaccented", 40, words_query(fold))
collect("mixed", 25, words_query(lambda w: w if random.random() < 0.5 else fold(w)))
collect("upper", 10, words_query(lambda w: w.upper()))


def stroke(kind):
    words = some_words(3)
    if not any("đ" in w.lower() for w in words) or not all(map(marked, words)):
        return False
    return add(kind, " ".join(words).replace("Đ", "Ð").replace("đ", "ð"), of_words(words))


collect("stroke", 10, stroke)


def placement(kind):
    words = some_words(3)
    other = [old_place(w) for w in words]
    return other != words and all(map(marked, words)) and add(kind, " ".join(other), of_words(words))


collect("placement", 15, placement)


def decomposed(kind):
    words = some_words(3)
    return all(map(marked, words)) and add(kind, unicodedata.normalize("NFD", " ".join(words)), of_words(words))


collect("nfd", 15, decomposed)


def name_query(change):
    def make(kind):
        name = random.choice(names)
        words = [change(w) for w in split(name)]
        if kind == "name" and not any(map(marked, words)):
            return False
        return add(kind, " ".join(words), of_name(words))
    return make


collect("name", 40, name_query(lambda w: w))
collect("name-unaccented", 30, name_query(fold))
collect("name-mixed", 15, name_query(lambda w: w if random.random() < 0.5 else fold(w)))
collect("name-placement", 6, lambda kind: (lambda n: any(old_place(w) != w for w in split(n)) and add(
    kind, " ".join(map(old_place, split(n))), of_name(split(n))))(random.choice(names)))


def phrase(kind):
    d = random.choice(docs)
    f = d["fields"][2]
    k, n = random.randrange(max(1, len(f) - 6)), random.choice((2, 3, 4, 5))
    words = f[k : k + n]
    return len(words) == n and add(kind, "“" + " ".join(words) + "”", of_phrase(words))


collect("phrase", 30, phrase)


def number(kind):
    d = random.choice(docs)
    code = d["code"]
    if code.endswith("/SV"):
        return False
    def mentions(x):
        return re.search(r"(?<![\w/])0*" + re.escape(code.lstrip("0")) + r"(?![\w/-])", x["text"]) is not None
    own = [x["id"] for x in docs if x["code"].lstrip("0") == code.lstrip("0")]
    cited = [x["id"] for x in docs if re.search(r"(?<![\w/])" + re.escape(code) + r"(?![\w/-])", x["text"])]
    return add(kind, random.choice((code, "số " + code)) if not cited[len(own):] else code, set(own) | set(cited), max(own))


collect("number", 25, number)


def wrong(kind):
    swap = {"à": "á", "á": "ả", "ả": "ã", "ế": "ề", "ề": "ể", "ấ": "ầ", "ầ": "ẩ", "ò": "ỏ", "ó": "õ", "ũ": "ủ", "ứ": "ừ",
            "ướ": "ườ", "ị": "ỉ", "í": "ĩ", "ắ": "ẵ", "ằ": "ẳ", "ộ": "ỗ", "ồ": "ổ"}
    name = random.choice(names)
    words = split(name)
    k = random.randrange(len(words))
    for a, b in swap.items():
        if a in words[k]:
            words[k] = words[k].replace(a, b)
            break
    else:
        return False
    return not of_words(words) and of_phrase([fold(w) for w in words]) and add(kind, " ".join(words), [])


collect("wrong", 20, wrong)


def typing(kind):
    """The last word is not finished: every document with a word that begins so, as long as few words do."""
    words = some_words(2)
    last = fold(words[1])
    begin = last[: max(2, len(last) - 1)]
    endings = {w for d in docs for w in d["folds"] if w.startswith(begin) and w.isalpha()}
    if len(endings) > 12 or not last.isalpha() or tuple(map(fold, (words[0], begin))) in known:
        return False
    found = [d["id"] for d in docs if has_words(d, [words[0]]) and any(w in d["folds"] for w in endings)]
    return add(kind, f"{words[0]} {begin}", found)


collect("typing", 12, typing)

collect("name-placement", 14, lambda kind: (lambda n: any(old_place(w) != w for w in split(n)) and add(
    kind, " ".join(map(old_place, split(n))), of_name(split(n))))(random.choice(names)))
collect("name-nfd", 10, lambda kind: (lambda n: any(map(marked, split(n))) and add(
    kind, unicodedata.normalize("NFD", n), of_name(split(n))))(random.choice(names)))
collect("name-upper", 10, lambda kind: (lambda n: any(map(marked, split(n))) and add(
    kind, n.upper(), of_name(split(n))))(random.choice(names)))


def wrong_words(kind):
    """Another tone on one word: no document has it, but unmarked it would be found."""
    words = some_words(3)
    k = random.randrange(3)
    letters, tone = exact(words[k])
    if not all(map(marked, words)) or not tone:
        return False
    d = unicodedata.normalize("NFD", words[k])
    words[k] = unicodedata.normalize("NFC", d.replace(tone, random.choice([t for t in TONES if t != tone])))
    return not of_words(words) and of_words([fold(w) for w in words]) and add(kind, " ".join(words), [])


collect("wrong", 20, wrong_words)


def number_unaccented(kind):
    d = random.choice(docs)
    code = d["code"]
    if code.endswith("/SV") or fold(code) == code.lower():
        return False
    own = [x["id"] for x in docs if x["code"] == code]
    cited = [x["id"] for x in docs if re.search(r"(?<![\w/])0*" + re.escape(code.lstrip("0")) + r"(?![\w/-])", x["text"])]
    return add(kind, fold(code), set(own) | set(cited), max(own))


collect("number-unaccented", 12, number_unaccented)

for row in rows:
    print("\t".join(row))
