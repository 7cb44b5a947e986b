"""The messages of a round as files: invitations beside their templates, reminders in a folder; nothing is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from emg_xlsx.mastered import EntityStatus, Master
from emg_xlsx.outputs import place, write_whole
from emg_xlsx.packs import LEDGER, Addressee
from emg_xlsx.plan import Plan
from emg_xlsx.report import Draft, MessageLine, eml, folder, invitation, messages_csv, reminder
from emg_xlsx.statuses import addressee, statuses
from emg_xlsx.values import Attachment

NOTED = ".emg-messages.json"
"""What was written beside templates: a folder where answers may be put, unlike one of reminders."""
REMINDED = ("missing", "returned", "partial", "questions")


@dataclass(slots=True)
class Called:
    """What was written.

    Attributes:
        drafts: how many messages.
        unknown: entities whose address is not known.
        beside: files somebody had changed, to the new ones that stand beside them.
    """

    drafts: int = 0
    unknown: list[str] = field(default_factory=list)
    beside: dict[Path, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """The plan, the id of the round, and the day of the run."""

    plan: Plan
    round: str
    day: date


def write_reminders(root: Path, found: Iterable[EntityStatus], call: Call) -> Called:
    """Write a draft for each expected entity that has not answered or has questions left.

    Args:
        root: the folder.
        found: where each entity stands.
        call: plan, round and day of the run.

    Raises:
        EmgError: the folder cannot be written to.
    """
    drafts = {}
    for one in found:
        questions = one.questions if one.state not in ("missing", "returned") else 0
        if one.expected and one.state in REMINDED and (questions or one.state in ("missing", "returned")):
            drafts[one.entity] = reminder(call.plan, call.round, one.to, one.deadline, questions)
    return _write(root, {entity: (f"{entity}.eml", draft, None) for entity, draft in drafts.items()}, call.day, LEDGER)


def write_invitations(root: Path, templates: Mapping[str, bytes], to: Iterable[Addressee], call: Call) -> Called:
    """Write a draft with each template attached.

    Args:
        root: the folder the templates are in.
        templates: name of each template to its bytes.
        to: whom each of them goes to, in the same order.
        call: plan, round and day of the run.
    """
    drafts: dict[str, tuple[str, Draft, Attachment | None]] = {}
    for one, (name, data) in zip(to, templates.items(), strict=True):
        draft = invitation(call.plan, call.round, one)
        drafts[one.entity] = (f"{Path(name).stem}.eml", draft, Attachment(name, data))
    return _write(root, drafts, call.day, NOTED)


def addressees(plan: Plan, master: Master | None, day: date) -> list[Addressee]:
    """Whom to write to at each expected entity, with the addresses of earlier answers where a master is given."""
    if master:
        return [one.to for one in statuses(master, day=day) if one.expected]
    codes = sorted((entity.code for entity in plan.entities if entity.expected), key=str.casefold)
    return [addressee(plan, code, day) for code in codes]


def _write(root: Path, drafts: Mapping[str, tuple[str, Draft, Attachment | None]], day: date, ledger: str) -> Called:
    """Write drafts and their list; those somebody edited are kept."""
    done = Called(drafts=len(drafts), unknown=[entity for entity, (_, draft, _) in drafts.items() if not draft.to])
    before = folder.ledger(_text(root / ledger)).get(folder.ROOT, folder.Written("", {})).files
    files = {name: eml(draft, attachment) for name, draft, attachment in drafts.values()}
    lines = [MessageLine(draft, attachment.name if attachment else "") for _, draft, attachment in drafts.values()]
    # A byte order mark tells spreadsheet programs that the text is UTF-8.
    files[folder.MESSAGES] = messages_csv(lines).encode("utf-8-sig")
    written = dict(before)
    for name, data in files.items():
        written[name], beside = place(root / name, data, before.get(name), day=day)
        if beside is not None:
            done.beside[root / name] = beside
    told = folder.ledger_text({folder.ROOT: folder.Written("", {}, written)}).encode()
    write_whole(root / ledger, told)
    return done


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
