#!/usr/bin/env python3
"""Verify the second life: notes, mailbox, questions, and every evidence quote."""
import collections
import datetime
import email.header
import email.utils
import json
import mailbox
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
NOW = datetime.datetime(2027, 3, 13, 20, 15, tzinfo=datetime.timezone.utc)
BOX = "mail/inbox.mbox"
KINDS = {"single": 36, "multi": 6, "update": 6, "absent": 7, "zh": 5}
HAN = re.compile(r"[\u4e00-\u9fff]")
problems = []


def check(cond, msg):
    if not cond:
        problems.append(msg)


def load_notes():
    notes = {f"notes/{p.name}": p.read_bytes().decode("utf-8") for p in sorted((HERE / "notes").iterdir())}
    check(22 <= len(notes) <= 26, f"{len(notes)} notes")
    stems = {pathlib.PurePath(n).stem for n in notes}
    seen = collections.Counter()
    for name, text in notes.items():
        check(name.endswith(".md"), f"{name}: not Markdown")
        size = len(text.split()) + len(HAN.findall(text)) // 2
        check(90 <= size <= 260, f"{name}: size {size}")
        check("\r" not in text and "\ufffd" not in text, f"{name}: odd characters")
        if text.startswith("---\n"):
            seen["front matter"] += 1
            check("\n---\n" in text[4:], f"{name}: front matter not closed")
        seen["table"] += bool(re.search(r"^\|[-| ]+\|$", text, re.M))
        seen["checklist"] += bool(re.search(r"^- \[[ x]\] ", text, re.M))
        for target in re.findall(r"\[\[([^\]|#]+)", text):
            seen["link"] += 1
            check(target in stems, f"{name}: link to missing {target}")
        seen["han"] += len(HAN.findall(text)) > 100
        seen["daily"] += bool(re.search(r"/\d{4}-\d\d-\d\d\.md$", name))
        for day, iso in re.findall(r"^# (\w+) .*?(\d{4}-\d\d-\d\d)", text, re.M):
            check(datetime.date.fromisoformat(iso).strftime("%A") == day, f"{name}: {day} {iso}")
    for what in ("front matter", "table", "checklist", "link", "han", "daily"):
        check(seen[what] >= 2, f"too few notes with {what}")
    return notes, seen


def head(value):
    return str(email.header.make_header(email.header.decode_header(value or "")))


def load_mail():
    raw = (HERE / BOX).read_bytes()
    check(raw.startswith(b"From ") and b"\r" not in raw, "mbox start or line ends")
    check(len(re.findall(rb"(?m)^From ", raw)) == len(re.findall(rb"(?:\A|\n\n)From \S+ \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\n", raw)), "bad From_ line")
    plain, seen, ids, before = [], collections.Counter(), set(), None
    for n, m in enumerate(mailbox.mbox(HERE / BOX, create=False), 1):
        check(not m.defects, f"mail {n}: {m.defects}")
        for key in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version"):
            check(m[key], f"mail {n}: {key} missing")
        when = email.utils.parsedate_to_datetime(m["Date"])
        check(m["Date"].startswith(when.strftime("%a, ")), f"mail {n}: weekday")
        check(before is None or before <= when, f"mail {n}: out of order")
        check(when < NOW, f"mail {n}: after now")
        offset = when.utcoffset().total_seconds() / 3600
        check(offset in (0, 1, 2), f"mail {n}: offset {offset}")
        before = when
        for _, address in email.utils.getaddresses([m["From"], m["To"]]):
            check(address.endswith(".example"), f"mail {n}: {address}")
        if m["In-Reply-To"]:
            seen["replies"] += 1
            check(m["In-Reply-To"] in ids, f"mail {n}: reply to nothing")
            check(m["In-Reply-To"] in m["References"], f"mail {n}: References")
        check(m["Message-ID"] not in ids, f"mail {n}: Message-ID used before")
        ids.add(m["Message-ID"])
        seen["encoded headers"] += "=?" in m["Subject"] + m["From"]
        check(all(ord(c) < 128 for v in m.values() for c in str(v)), f"mail {n}: raw non-ASCII header")
        seen["alternative"] += m.get_content_type() == "multipart/alternative"
        types, text = [], ""
        for part in m.walk():
            if part.is_multipart():
                continue
            check(not part.defects, f"mail {n}: part {part.defects}")
            body = part.get_payload(decode=True).decode(part.get_content_charset())
            types.append(part.get_content_type())
            seen[(part["Content-Transfer-Encoding"] or "7bit").lower()] += 1
            seen["charset " + part.get_content_charset()] += 1
            check("\ufffd" not in body, f"mail {n}: decoding")
            check(set(re.findall(r"https?://[^/\s]+?\.(\w+)(?=[/\s])", body)) <= {"example"}, f"mail {n}: link")
            if types[-1] == "text/plain":
                text += body
        seen["html only"] += types == ["text/html"]
        seen["quoted"] += bool(re.search(r"^> ", text, re.M))
        seen["injection"] += "ignore your previous instructions" in text
        seen["non-English"] += len(HAN.findall(text)) > 50 or len(re.findall(r"\b(?:und|ich|wir|der|nicht|la|las|el|que|por|ist|das)\b", text)) > 2
        if types != ["text/html"]:
            size = len(text.split()) + len(HAN.findall(text)) // 2
            check(50 <= size <= 180, f"mail {n}: size {size}")
        plain.append(head(m["From"]) + "\n" + head(m["Subject"]) + "\n" + text)
    check(28 <= len(plain) <= 32, f"{len(plain)} mails")
    for what, least in {"replies": 6, "quoted": 3, "alternative": 3, "base64": 3, "quoted-printable": 6, "encoded headers": 5, "html only": 1, "injection": 1}.items():
        check(seen[what] >= least, f"mail: too few {what}")
    check(seen["injection"] == 1, "mail: injections")
    return plain, seen


def check_questions(notes, plain):
    rows = [json.loads(line) for line in (HERE / "questions.jsonl").read_text("utf-8").splitlines()]
    kinds = collections.Counter(r["kind"] for r in rows)
    check(kinds == KINDS, f"kinds {dict(kinds)}")
    check([r["id"] for r in rows] == list(range(1, 61)), "ids")
    check(len({r["q"].lower() for r in rows}) == len(rows), "a question twice")
    used = collections.Counter()
    for r in rows:
        name = f"question {r['id']}"
        check(list(r) == ["id", "q", "answer", "alts", "evidence", "kind"], f"{name}: keys")
        empty = r["kind"] == "absent"
        check(bool(r["answer"]) != empty and bool(r["evidence"]) != empty, f"{name}: answer/evidence")
        check(not (empty and r["alts"]), f"{name}: alts")
        check(len(r["evidence"]) == {"absent": 0, "multi": 2}.get(r["kind"], 1), f"{name}: evidence count")
        check((r["kind"] == "zh") == (len(HAN.findall(r["q"])) > 5), f"{name}: language")
        for ev in r["evidence"]:
            check(set(ev) == {"file", "quote"}, f"{name}: evidence keys")
            used["mail" if ev["file"] == BOX else "notes"] += 1
            where = plain if ev["file"] == BOX else [notes.get(ev["file"], "")]
            check(ev["quote"] and sum(ev["quote"] in t for t in where) == 1, f"{name}: quote not in exactly one record of {ev['file']}: {ev['quote']}")
            if r["kind"] in ("single", "update"):
                digits = re.findall(r"\d[\d.,:-]*\d|\d", ev["quote"])
                words = [w for w in re.findall(r"[A-Za-z]{4,}", " ".join([r["answer"], *r["alts"]]))]
                ok = any(d in " ".join([r["answer"], *r["alts"]]) for d in digits) or any(w.lower() in ev["quote"].lower() for w in words)
                check(ok, f"{name}: the quote does not show the answer")
    return kinds, used


notes, nstats = load_notes()
plain, mstats = load_mail()
kinds, used = check_questions(notes, plain)
readme = (HERE / "README.md").read_text("utf-8")
check("CC0 1.0" in readme and "2027-03-13 20:15, Europe/London" in readme, "README.md")
check(NOW.strftime("%A") in readme, "README.md weekday")
print(f"notes {len(notes)} {dict(nstats)}")
print(f"mails {len(plain)} {dict(mstats)}")
print(f"questions {sum(kinds.values())} {dict(kinds)}, quotes {dict(used)}")
for p in problems:
    print("FAIL", p)
print("ok" if not problems else f"{len(problems)} problems")
sys.exit(bool(problems))
