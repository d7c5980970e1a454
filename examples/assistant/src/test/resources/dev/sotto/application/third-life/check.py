#!/usr/bin/env python3
"""Checks the sample data: formats, counts, and that every evidence quote is in its file."""
import collections, csv, datetime as dt, email.header, email.utils, json, mailbox, pathlib, re, sys

ROOT = pathlib.Path(__file__).resolve().parent
errors = []


def need(ok, what):
    if not ok:
        errors.append(what)


def raw(path):
    return (ROOT / path).read_bytes().decode("utf-8")


def header(value):
    return str(email.header.make_header(email.header.decode_header(value or "")))


# --- notes ---------------------------------------------------------------
notes = sorted((ROOT / "notes").glob("*.md"))
names = {p.stem for p in notes}
need(len(notes) == 24, f"notes: {len(notes)}")
tables = front = links = boxes = zhnotes = 0
for p in notes:
    t = p.read_text("utf-8")
    n = len(t.split())
    zh = len(re.findall(r"[\u4e00-\u9fff]", t))
    zhnotes += zh > 60
    need(50 <= n + zh <= 320, f"{p.name}: {n} words")
    front += t.startswith("---\n")
    tables += len(re.findall(r"(?m)^\|[-|]+\|$", t))
    boxes += len(re.findall(r"(?m)^- \[[ x]\] ", t))
    for link in re.findall(r"\[\[([^\]]+)\]\]", t):
        links += 1
        need(link in names, f"{p.name}: dead link {link}")
need(tables == 4 and zhnotes == 4, f"tables: {tables}, Chinese notes: {zhnotes}")
need(front and links and boxes, "front matter, links and checklists")

# --- mail ----------------------------------------------------------------
decoded, ids, replies, qp, b64, alt, zhmails = [], {}, [], 0, 0, 0, 0
box = mailbox.mbox(ROOT / "mail/inbox.mbox", create=False)
last = None
for i, msg in enumerate(box):
    need(msg.get_from(), f"mail {i}: no From_ line")
    for h in ("Date", "From", "To", "Subject", "Message-ID"):
        need(msg[h], f"mail {i}: no {h}")
    when = email.utils.parsedate_to_datetime(msg["Date"])
    need(msg["Date"][:3] == when.strftime("%a"), f"mail {i}: weekday in Date")
    need(last is None or when >= last, f"mail {i}: not in date order")
    last = when
    need(msg["Message-ID"] not in ids, f"mail {i}: Message-ID twice")
    ids[msg["Message-ID"]] = i
    if msg["In-Reply-To"]:
        replies.append((i, msg["In-Reply-To"]))
    alt += msg.get_content_type() == "multipart/alternative"
    parts = []
    for part in msg.walk():
        if part.is_multipart():
            continue
        qp += part["Content-Transfer-Encoding"] == "quoted-printable"
        b64 += part["Content-Transfer-Encoding"] == "base64"
        body = part.get_payload(decode=True).decode(part.get_content_charset() or "ascii")
        if part.get_content_type() == "text/plain":
            parts.append(body)
    text = "\n".join(parts)
    zh = len(re.findall(r"[\u4e00-\u9fff]", text))
    zhmails += zh > 60
    need(40 <= len(text.split()) + zh <= 260, f"mail {i}: {len(text.split())} words")
    need("\ufffd" not in text, f"mail {i}: decoding")
    decoded.append(header(msg["From"]) + "\n" + header(msg["Subject"]) + "\n" + text)
need(len(decoded) == 26 and zhmails == 4, f"mails: {len(decoded)}")
need(qp >= 8 and b64 >= 8 and alt == 5, f"quoted-printable {qp}, base64 {b64}, alternative {alt}")
order = {v: k for k, v in ids.items()}
roots = set()
for i, parent in replies:
    need(parent in ids and ids[parent] < i, f"mail {i}: unknown parent")
    by = dict(replies)
    while ids.get(parent) in by:
        parent = by[ids[parent]]
    roots.add(parent)
need(len(roots) == 2, f"threads: {len(roots)}")
for m in re.findall(r"@([\w.-]+)", raw("mail/inbox.mbox") + raw("contacts/contacts.vcf")):
    need(m.endswith(".example"), f"domain {m}")

# --- chats ---------------------------------------------------------------
forms = {
    "familia.txt": (r"(\d\d/\d\d/\d{4}, \d\d:\d\d) - ", "%d/%m/%Y, %H:%M"),
    "mo.txt": (r"\[(\d\d/\d\d/\d{4}, \d\d:\d\d:\d\d)\] ", "%d/%m/%Y, %H:%M:%S"),
    "zhoulan.txt": (r"\[(\d{4}/\d+/\d+ \d\d:\d\d:\d\d)\] ", "%Y/%m/%d %H:%M:%S"),
}
chats = sorted((ROOT / "chats").glob("*.txt"))
need({p.name for p in chats} == set(forms), "chat files")
for p in chats:
    lines = p.read_text("utf-8").splitlines()
    rx, fmt = forms[p.name]
    stamps = [dt.datetime.strptime(m[1], fmt) for m in (re.match(rx, l) for l in lines) if m]
    need(25 <= len(lines) <= 45, f"{p.name}: {len(lines)} lines")
    need(len(stamps) < len(lines), f"{p.name}: no multi-line message")
    need(any(x in l for l in lines for x in ("<Ficheiro multimédia oculto>", "image omitted", "图像已忽略")), f"{p.name}: no media line")
    need(stamps == sorted(stamps), f"{p.name}: order")
    need(stamps[-1] < dt.datetime(2026, 11, 23, 9), f"{p.name}: after now")

# --- calendar and contacts ----------------------------------------------
for f in ("calendar/leonor.ics", "contacts/contacts.vcf"):
    b = (ROOT / f).read_bytes()
    need(b.count(b"\n") == b.count(b"\r\n"), f"{f}: CRLF")
    need(all(len(l) <= 75 for l in b.split(b"\r\n")), f"{f}: long line")
ics = raw("calendar/leonor.ics").replace("\r\n ", "").split("\r\n")
events, cur = [], None
for l in ics:
    if l == "BEGIN:VEVENT":
        cur = []
    elif l == "END:VEVENT":
        events.append(cur)
        cur = None
    elif cur is not None:
        cur.append(l)
need(len(events) == 25, f"events: {len(events)}")
need(ics.count("BEGIN:VTIMEZONE") == 1 and "TZID:Europe/Lisbon" in ics, "VTIMEZONE")
count = collections.Counter()
masters = set()
for e in events:
    k = [re.split("[;:]", l)[0] for l in e]
    need(all(k.count(x) == 1 for x in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY")), f"event {e[0]}")
    count.update(k)
    if "RECURRENCE-ID" not in k:
        need(e[0] not in masters, f"UID twice {e[0]}")
        masters.add(e[0])
    count["cancelled"] += "STATUS:CANCELLED" in e
    count["allday"] += any(l.startswith("DTSTART;VALUE=DATE:") for l in e)
need(all(e[0] in masters for e in events), "override without master")
need((count["RRULE"], count["EXDATE"], count["RECURRENCE-ID"], count["cancelled"]) == (6, 3, 2, 3), f"calendar {count}")
need(count["allday"] and count["LOCATION"] and count["ATTENDEE"], "all-day, locations, attendees")
vcf = raw("contacts/contacts.vcf").replace("\r\n ", "")
cards = vcf.count("BEGIN:VCARD\r\nVERSION:4.0\r\n")
need(cards == vcf.count("END:VCARD\r\n") == vcf.count("\r\nFN:") == 12, f"cards: {cards}")
need(vcf.count("\r\nTEL;") >= 12 and vcf.count("\r\nEMAIL;") == 12 and vcf.count("\r\nADR;") == 12 and vcf.count("\r\nBDAY:") >= 5, "card fields")

# --- health --------------------------------------------------------------
rows = list(csv.DictReader(raw("health/steps.csv").splitlines()))
need(len(rows) == 60 and list(rows[0]) == ["date", "steps", "resting_hr", "sleep_min"], "steps.csv")
days = [dt.date.fromisoformat(r["date"]) for r in rows]
need(all((b - a).days == 1 for a, b in zip(days, days[1:])), "steps.csv: gap")
for r in rows:
    need(0 < int(r["steps"]) < 40000 and 40 < int(r["resting_hr"]) < 90 and 120 < int(r["sleep_min"]) < 720, f"steps.csv {r['date']}")

# --- questions -----------------------------------------------------------
want = {"single": 40, "multi": 8, "update": 10, "time": 16, "absent": 14, "zh": 12}
qs = [json.loads(l) for l in raw("questions.jsonl").splitlines()]
kinds = collections.Counter(q["kind"] for q in qs)
need(kinds == want, f"kinds {dict(kinds)}")
need([q["id"] for q in qs] == list(range(1, 101)), "ids")
need(len({q["q"] for q in qs}) == 100, "question twice")
quotes = 0
need(sum(q.get("cross", False) for q in qs) == 6, "cross")
need(sum(bool(re.search(r"[\u4e00-\u9fff]{4}", q["q"])) for q in qs if q["kind"] == "absent") == 3, "absent zh")
for q in qs:
    need(set(q) - {"cross"} == {"id", "q", "answer", "alts", "evidence", "kind"}, f"q{q['id']}: keys")
    if q["kind"] == "absent":
        need(q["answer"] == "" and not q["evidence"] and not q["alts"], f"q{q['id']}: absent")
    else:
        need(q["answer"] and q["evidence"], f"q{q['id']}: no answer or evidence")
    if q["kind"] == "multi":
        need(len(q["evidence"]) >= 2, f"q{q['id']}: one record only")
    need(q["kind"] == "absent" or (q["kind"] == "zh") == bool(re.search(r"[\u4e00-\u9fff]{4}", q["q"])), f"q{q['id']}: language")
    for e in q["evidence"]:
        quotes += 1
        hay = decoded if e["file"] == "mail/inbox.mbox" else [raw(e["file"])]
        need(e["quote"] and any(e["quote"] in t for t in hay), f"q{q['id']}: not in {e['file']}: {e['quote']}")
readme = raw("README.md").splitlines()
need(len(readme) == 10 and "CC0" in readme[-1], "README.md")

print(f"notes {len(notes)}, mails {len(decoded)} (threads {len(roots)}), chats {len(chats)}, events {len(events)}, "
      f"contacts {cards}, health days {len(rows)}, questions {len(qs)} {dict(kinds)}, quotes {quotes}")
for e in errors:
    print("FAIL", e)
sys.exit(1 if errors else 0)
