"""Checking a plan workbook: everything that is wrong in it at once, each thing at its cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from emg_xlsx.codes import CODELISTS
from emg_xlsx.errors import EmgError
from emg_xlsx.findings import Finding, Severity
from emg_xlsx.plan import Plan, Row, calendar_event, listed, plan_from_tables
from emg_xlsx.planbook.cells import ANY_TIME
from emg_xlsx.planbook.read import FORM_ROW, FoundTable, is_plan, meta, read_tables
from emg_xlsx.refusals import refused
from emg_xlsx.schedule import parse
from emg_xlsx.schemas.master_tables import master_contributions, master_proposals
from emg_xlsx.schemas.plan_tables import OPTIONAL_TABLES, PLACES, PLAN_TABLES, REFERENCES, SPANS, UNIQUE
from emg_xlsx.schemas.tables import AGAIN, CONTRIBUTIONS, PROPOSALS
from emg_xlsx.text import fold
from emg_xlsx.texts import counted, text
from emg_xlsx.xlsx import Refused, Workbook, open_workbook

OWN_LISTS = ("entity", "event", "outcome", "activity")
"""Codelists made from the plan's other tables, to which ``codes`` cannot add."""

Groups = tuple[tuple[str, tuple[str, ...]], ...]


class PlanUnreadable(EmgError):  # noqa: N818  # says what happened, as one reads it
    """A plan workbook has errors, so nothing can be done with it; ``findings`` holds them all."""

    def __init__(self, file: str, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        errors = [finding for finding in findings if _stops(finding)]
        place, message = errors[0].place, errors[0].message()
        first = f"{place}: {message}" if place else message
        key = "unreadable_more" if len(errors) > 1 else "unreadable"
        super().__init__(text(f"plan_workbook.{key}", file=file, first=first, count=counted("correction", len(errors))))


def read_plan(path: Path) -> Plan:
    """Read a plan from a workbook.

    Raises:
        PlanUnreadable: something in it must be corrected first.
    """
    plan, findings = check_plan(path)
    if plan is None:
        raise PlanUnreadable(path.name, findings)
    return plan


def check_plan(path: Path) -> tuple[Plan | None, tuple[Finding, ...]]:
    """Read a plan workbook and say everything there is to say about it, most urgent first.

    Args:
        path: the workbook.

    Returns:
        The plan, or None where an error makes it unusable, and the findings.
    """
    try:
        book = open_workbook(path.read_bytes())
        return _check(book, path)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        return None, (Finding("file-unreadable", path.name, facts={"detail": detail}),)
    except Refused as refusal:
        return None, (refused(refusal, path.name),)


def _check(book: Workbook, path: Path) -> tuple[Plan | None, tuple[Finding, ...]]:
    if not is_plan(book):
        return None, (Finding("plan-not-a-plan", path.name, value=meta(book).get("kind")),)
    found, findings = read_tables(book, path.name)
    tables = {t.name: list(found[t.name].rows.values()) if t.name in found else [] for t in PLAN_TABLES}
    findings += _by_schema(found, _known(found, tables), findings)
    findings += _by_rule(found, tables)
    findings.sort(key=lambda finding: finding.order)
    if any(_stops(finding) for finding in findings):
        return None, tuple(findings)
    return plan_from_tables(tables, str(path)), tuple(findings)


def _known(found: Mapping[str, FoundTable], tables: Mapping[str, Sequence[Row]]) -> dict[str, Sequence[Row]]:
    """The tables that references can be looked up in.

    A table that is not there, or has lost its ids, is told once, not again by every reference to it.
    """
    lost = {target for *_, target, key in REFERENCES if target in found and key not in found[target].columns}
    return {name: rows for name, rows in tables.items() if (rows or name in OPTIONAL_TABLES) and name not in lost}


def _stops(finding: Finding) -> bool:
    return finding.severity in (Severity.BLOCKING, Severity.ERROR)


def _by_schema(
    found: Mapping[str, FoundTable], known: Mapping[str, Sequence[Row]], told: Iterable[Finding]
) -> Iterator[Finding]:
    """What the schemas say, one finding a cell: a cell that could not be read is not checked further."""
    # pandas and pandera take over a second to import, and writing a plan needs neither.
    from emg_xlsx.schemas.failures import failures
    from emg_xlsx.schemas.plan_frames import plan_tables, typed

    schemas = plan_tables(known)
    seen = {(f.sheet, f.row, f.column) for f in told}
    for name, table in found.items():
        schema = schemas[name]
        frame = typed(table.table, list(table.rows.values()), list(table.rows))
        # What one cell says of itself goes before what it says beside others.
        for row, check, column in sorted(failures(frame, schema), key=lambda failure: failure[2] is None):
            code, _, key = check.partition(":")
            key = key or column or ""
            if code == "plan-cell-missing" and _is_told(table, row, key):
                continue
            finding = _finding(code, table, row, key)
            place = (finding.sheet, finding.row, finding.column)
            if place not in seen:
                seen.add(place)
                yield finding


def _is_told(table: FoundTable, row: int, key: str) -> bool:
    """Whether a missing value was told already: its column is not there, or something unreadable is in it."""
    place = table.places.get((row, key))
    return bool(place and place.seen) or (row != FORM_ROW and key not in table.columns)


def _finding(code: str, table: FoundTable, row: int, key: str) -> Finding:
    if code == "plan-cell-missing" and (row, key) not in table.places and row == FORM_ROW:
        return table.at("plan-setting-missing", row, key, help=table.table.by_key[key].help)
    return table.at(code, row, key, **_facts(code, table, row, key))


def _facts(code: str, table: FoundTable, row: int, key: str) -> dict[str, object]:
    field, values = table.table.by_key[key], table.rows[row]
    facts: dict[str, object] = {"help": field.help}
    if code == "plan-text-long":
        facts["limit"] = field.max_length
    elif code == "plan-id-elsewhere":
        facts["activity"] = values["activity"]
    elif code == "plan-reference-unknown":
        facts["target"] = next(target for name, k, target, _ in REFERENCES if (name, k) == (table.table.name, key))
    elif code == "plan-dates-backwards":
        earlier = [first for name, first, second in SPANS if (name, second) == (table.table.name, key)]
        facts["first"] = next(k for k in earlier if values[k] and values[k] > values[key])
    elif code in ("plan-id-repeated", "plan-order-repeated"):
        groups: Groups = UNIQUE if code == "plan-id-repeated" else PLACES
        keys = next(keys for name, keys in groups if name == table.table.name)
        facts["other"] = next(n for n, other in table.rows.items() if all(other[k] == values[k] for k in keys))
    return facts


def _by_rule(found: Mapping[str, FoundTable], tables: Mapping[str, Sequence[Row]]) -> Iterator[Finding]:
    """The rules that need more than one table, or the house's own words."""
    for table in PLAN_TABLES:
        if table.name in found and not found[table.name].rows and table.name not in OPTIONAL_TABLES:
            yield Finding("plan-table-empty", found[table.name].file, sheet=found[table.name].sheet)
    for name, key in (("entities", "code"), ("events", "id")):
        if name in found:
            yield from _shared_names(found[name], key)
    if "deliverables" in found:
        yield from _unread_schedules(found["deliverables"], tables["events"])
    if "columns" in found:
        yield from _own_columns(found["columns"], {row["codelist"] for row in tables["codes"]})
    if "codes" in found:
        yield from _own_codes(found["codes"])


def _shared_names(table: FoundTable, code: str) -> Iterator[Finding]:
    """Two things that one name could mean; names meet as they do when files are read."""
    owners: dict[str, int] = {}
    for row, values in table.rows.items():
        for key in (code, "name", "aliases"):
            names = listed(values[key]) if key == "aliases" else (values[key] or "",)
            for name in filter(fold, names):
                other = owners.setdefault(fold(name), row)
                # The same code twice is told as a repeated id.
                if other != row and table.rows[other][code] != values[code]:
                    yield table.at("plan-name-shared", row, key, name=name, other=other, owner=table.rows[other][code])
                    break


def _unread_schedules(table: FoundTable, events: Sequence[Row]) -> Iterator[Finding]:
    """Deliverables whose days are to be read from a schedule that gives none."""
    calendar = replace(ANY_TIME, events=tuple(calendar_event(row) for row in events if row["id"] and row["name"]))
    for row, values in table.rows.items():
        filled = [key for key in ("first_day", "last_day") if (row, key) in table.places]
        read = parse(values["schedule"], calendar=calendar)
        days = (values["first_day"], values["last_day"])
        # Days that cannot be read, or stand the wrong way round, are told as such.
        sound = all(values[key] for key in filled) and not (all(days) and days[0] > days[1])
        if filled and sound and days != (read.start, read.end):
            words = " – ".join(day.isoformat() if day else "…" for day in days)
            yield table.at("plan-schedule-differs", row, "schedule", days=words)
        elif values["schedule"] and not filled and read.start is None and read.end is None:
            yield table.at("plan-schedule-unread", row, "schedule")


def _own_columns(table: FoundTable, lists: set[str]) -> Iterator[Finding]:
    """The coordinator's own columns: no key or title that is taken, and a list where one is needed."""
    masters = {
        "Contributions": master_contributions(CONTRIBUTIONS),
        "New proposals": master_proposals(PROPOSALS),
    }
    titles: dict[tuple[str, str], int] = {}
    for row, values in table.rows.items():
        master = masters.get(values["sheet"] or "")
        if master is None:
            continue
        theirs = (*master.fields, *AGAIN[master.name])
        if values["key"] in {field.key for field in theirs}:
            yield table.at("plan-key-taken", row, "key")
        taken = {fold(name) for field in theirs for name in (field.title, field.name, *field.aliases)}
        title = fold(values["title"] or "")
        if title and (title in taken or titles.setdefault((master.sheet, title), row) != row):
            yield table.at("plan-key-taken", row, "title")
        if values["type"] == "code":
            if values["codelist"] is None:
                yield table.at("plan-cell-missing", row, "codelist")
            elif values["codelist"] not in lists | CODELISTS.keys():
                yield table.at("plan-reference-unknown", row, "codelist", target="codes")


def _own_codes(table: FoundTable) -> Iterator[Finding]:
    """The coordinator's own codes: not in a list made elsewhere, no word that means another code."""
    owners: dict[tuple[str, str], tuple[str, int | None]] = {
        (name, fold(word)): (code.code, None)
        for name, codelist in CODELISTS.items()
        for code in codelist.codes
        for word in (code.code, code.label)
    }
    for row, values in table.rows.items():
        codelist = values["codelist"] or ""
        if codelist in OWN_LISTS:
            yield table.at("plan-key-taken", row, "codelist")
            continue
        for key in ("code", "label"):
            if not values[key]:
                continue
            owner, other = owners.setdefault((codelist, fold(values[key])), (values["code"] or "", row))
            if other is None:
                yield table.at("plan-key-taken", row, key)
            elif other != row and owner != values["code"]:
                yield table.at("plan-name-shared", row, key, name=values[key], other=other, owner=owner)
