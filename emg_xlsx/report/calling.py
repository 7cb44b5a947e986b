"""The messages of a round: invitations, reminders, and a word on questions that are left; never about anybody else."""

from __future__ import annotations

from datetime import date

from emg_xlsx.packs import Addressee
from emg_xlsx.plan import Plan
from emg_xlsx.report.message import Draft
from emg_xlsx.report.wording import plain_address
from emg_xlsx.schedule import format_schedule
from emg_xlsx.text import clean, visible
from emg_xlsx.texts import counted, text


def invitation(plan: Plan, round_id: str, to: Addressee) -> Draft:
    """The message with which a template goes out."""
    call = plan.round_by_id[round_id]
    return _draft(plan, to, "invitation", call.deadline, {"round": _spoken(round_id)})


def reminder(plan: Plan, round_id: str, to: Addressee, deadline: date | None, questions: int) -> Draft:
    """A friendly word to an entity that has not answered, or that has questions left.

    Args:
        plan: the work plan.
        round_id: the round.
        to: whom it goes to.
        deadline: until when it was asked to answer; nothing is said of a day where there is none.
        questions: open questions of its answer; 0 where there is no answer yet.
    """
    facts = {"round": _spoken(round_id), "questions": counted("question", questions, to.language)}
    return _draft(plan, to, "questions_left" if questions else "reminder", deadline, facts)


def _spoken(round_id: str) -> str:
    """The id of a round as words, as in every message."""
    return round_id.replace("-", " ", 1)


def _draft(plan: Plan, to: Addressee, kind: str, deadline: date | None, facts: dict[str, str]) -> Draft:
    facts = {"plan": plan.title, "entity": to.entity, **facts}

    def say(key: str, **more: object) -> str:
        return text(key, to.language, **facts, **more)

    dear = say("message.dear", name=visible(to.name)) if to.name else say("message.dear_entity")
    day = format_schedule(deadline, deadline, "day", language=to.language) if deadline else ""
    asked = say(f"{kind}.by", day=day) if day else say(f"{kind}.no_hurry")
    closing = f"{say('message.regards')}\n{visible(plan.secretariat)}"
    return Draft(
        to=plain_address(to.email),
        # What looks like an encoded word would be decoded, with whatever is in it.
        subject=visible(say(f"{kind}.subject"), 200).replace("=?", "= ?"),
        paragraphs=tuple(clean(one) for one in (dear, say(f"{kind}.body"), asked, say("message.help"), closing)),
        points=(),
        language=to.language,
    )
