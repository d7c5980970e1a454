"""Makes recurrences.txt: seeded random rules and when they take place, as python-dateutil 2.9.0 computes it.

Run: python3 recurrences.py > recurrences.txt

Each line: rule, tab, start (the rule's own first time), tab, number of times within four years (at most
300), tab, the first eight and the last of these. Left out: what the standard leaves open (a start that the
rule does not give, BYWEEKNO without BYDAY, weekdays with and without a number in one rule), and
two cases in which dateutil 2.9.0 errs: BYSETPOS with WEEKLY, counted from the start instead of the
week's beginning; BYWEEKNO=53 with a WKST (it gives 2 January 2030 for WKST=TH, which is in week 52).
"""
import datetime
import random
import re
import signal

from dateutil.rrule import rrulestr

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
RULES = 500
MAX_TIMES = 300


def too_long(*_):
    raise TimeoutError()


signal.signal(signal.SIGALRM, too_long)


def rule(pick):
    frequency = pick.choice(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"])
    parts = ["FREQ=" + frequency]
    if pick.random() < 0.33:
        parts.append(f"INTERVAL={pick.randint(1, 5)}")
    if pick.random() < 0.33:
        parts.append(f"BYMONTH={pick.randint(1, 6)},{pick.randint(7, 12)}")
    weeks = frequency == "YEARLY" and pick.random() < 0.2
    if weeks:
        parts.append("BYWEEKNO=" + pick.choice(["1", "20", "53", "-1", "52", "9,30"]))
    if frequency == "YEARLY" and pick.random() < 0.2:
        parts.append("BYYEARDAY=" + pick.choice(["1", "100", "-1", "200", "366", "60,-30"]))
    if frequency != "WEEKLY" and pick.random() < 0.25:
        parts.append("BYMONTHDAY=" + pick.choice(["1", "15", "31", "-1", "29,30", "-2,5"]))
    if weeks or pick.random() < 0.5:
        numbered = frequency in ("MONTHLY", "YEARLY") and not weeks and pick.random() < 0.5
        days = pick.sample(DAYS, pick.randint(1, 3))
        numbers = [pick.choice(["1", "2", "-1", "5", "-2"]) if numbered else "" for _ in days]
        parts.append("BYDAY=" + ",".join(n + d for n, d in zip(numbers, days)))
    if pick.random() < 0.17:
        parts.append("BYHOUR=9,17")
    if pick.random() < 0.12:
        parts.append("BYMINUTE=0,30")
    if frequency != "WEEKLY" and any(part.startswith("BY") for part in parts) and pick.random() < 0.25:
        parts.append("BYSETPOS=" + pick.choice(["1", "-1", "2", "1,-1"]))
    if not weeks and pick.random() < 0.2:
        parts.append("WKST=" + pick.choice(["SU", "MO", "TH"]))
    end = pick.random()
    if end < 0.3:
        parts.append(f"COUNT={pick.randint(1, 30)}")
    elif end < 0.5:
        parts.append(f"UNTIL=202{pick.randint(5, 8)}{pick.randint(1, 12):02}15T120000")
    return ";".join(parts)


def times(text, seed):
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        endless = re.sub(r";(COUNT|UNTIL)=[^;]*", "", text)
        start = next(iter(rrulestr(endless, dtstart=seed)), None)
        if start is None or start.year > 2032:
            return None
        found = []
        for time in rrulestr(text, dtstart=start):
            if len(found) == MAX_TIMES or time >= start.replace(year=start.year + 4, day=min(start.day, 28)):
                break
            found.append(time)
        return (start, found) if found else None
    except TimeoutError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def main():
    pick = random.Random(5545)
    written = 0
    while written < RULES:
        text = rule(pick)
        seed = datetime.datetime(2024, pick.randint(1, 12), pick.randint(1, 28), 9, 30)
        result = times(text, seed)
        if result:
            start, found = result
            shown = found[:8] + found[-1:]
            print(text, start.isoformat(timespec="minutes"), len(found),
                  " ".join(time.isoformat(timespec="minutes") for time in shown), sep="\t")
            written += 1


main()
