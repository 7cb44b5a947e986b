"""What the generated pages say beside what the code says: effects, placeholders, types, columns of data."""

from __future__ import annotations

from collections.abc import Mapping

from emg_xlsx.findings import Severity

EFFECTS: Mapping[Severity, str] = {
    Severity.BLOCKING: "The file cannot be used: nothing of it is merged, and it is listed in `Register`.",
    Severity.ERROR: "The value cannot be stored. It is left out, kept word for word in `Left out`, and asked for "
    "again; without a reference or any content, the row is. Everything else is merged.",
    Severity.QUERY: "Merged as understood. What is not understood stays empty, and its text is kept in `Questions`.",
    Severity.NOTE: "Merged. Nobody has to do anything.",
}
"""What becomes of a submission for each severity."""

PLAN_EFFECTS: Mapping[Severity, str] = {
    Severity.BLOCKING: "The workbook cannot be used as a plan.",
    Severity.ERROR: "The plan cannot be used before this is corrected.",
    Severity.QUERY: "The plan can be used; please look at it once more.",
    Severity.NOTE: "The plan can be used. Nobody has to do anything.",
}
"""What becomes of a plan workbook."""

ASKED = {
    "plan": "Correct the cell in the plan workbook; `emg-xlsx plan check plan.xlsx` says when all is well.",
    "note": "Nothing.",
}
"""What to write where the message does not say it."""

PLACEHOLDERS: Mapping[str, str] = {
    "activity": "the activity the row stands under",
    "attachments": "names of what is attached",
    "candidates": "the entries of the list that could be meant",
    "count": "how many there are",
    "current": "the version of the template that is in use",
    "days": "the days that stand beside it",
    "detail": "what exactly stands in the way",
    "entity": "code of the entity the file counts for",
    "file": "the earlier file",
    "first": "one of two readings; of a plan, the day that comes first",
    "found": "what kind of value stands there",
    "help": "what the column or setting is for",
    "hint": "what may have been meant, where we have an idea",
    "kept": "the addresses that were understood",
    "keys": "names of the columns",
    "kind": "what kind of file it is",
    "length": "number of characters of the text",
    "letter": "letters of the column",
    "limit": "the most that is allowed",
    "limit_name": "name of the limit, as `--limit` takes it",
    "name": "the name that two rows share",
    "named": "what the file’s name promises, where that is something else",
    "needed": "what kind of value the column asks for",
    "other": "the other place or name",
    "owner": "to whom or what the name belongs already",
    "part": "name of the inner part of the workbook",
    "plan": "the plan in use",
    "proposal": "a way to write it, where only one fits",
    "range": "the cells, such as F3:F5",
    "reading": "how we understand it",
    "ref": "the reference in the plan, such as A03-D02",
    "refs": "the references it names",
    "round": "id of the round, such as 2022-mid-term",
    "row": "number of the row",
    "rows": "numbers of the rows",
    "second": "the other of two readings",
    "sender": "who sent the e-mail",
    "sheet": "name of the sheet",
    "span": "the period of the plan",
    "subject": "subject of the e-mail",
    "suggestion": "what we understand, or what may be meant",
    "target": "the sheet it has to stand on",
    "time": "the time of day",
    "title": "the title of the column or line",
    "value": "the text as it stands there",
}
"""What the placeholders of the messages stand for."""

TYPES: Mapping[str, str] = {
    "text": "text",
    "code": "one of {list}",
    "codes": "several of {list}, separated by semicolons",
    "number": "number",
    "months": "number of work-months",
    "integer": "whole number",
    "schedule": "day, month, period or event in words",
    "date": "date",
    "ref": "reference of the plan",
    "entity": "one entity",
    "entities": "entities, separated by semicolons",
    "email": "e-mail address",
    "links": "web addresses, separated by semicolons",
    "printed": "printed for you",
    "boolean": "yes or no",
}
"""How the cells of each type of field are read."""

NEEDS: Mapping[str, str] = {
    "always": "needed",
    "reporting": "needed in reporting rounds, unless kept informed",
    "participating": "needed unless kept informed",
}
"""When a field has to be filled."""

FINDING_COLUMNS: Mapping[str, str] = {
    "file": "The file as named in the folder.",
    "entity": "Code of the entity; empty where it is not known.",
    "round": "Id of the round the file answers.",
    "state": "What became of the file.",
    "severity": "blocking, error, query or note.",
    "code": "The finding code.",
    "sheet": "Sheet in the file the sender sees; empty for the file as a whole.",
    "cell": "Cell in that file, such as H16.",
    "row": "Row in that file.",
    "ref": "Where in the plan.",
    "field": "Key of the column.",
    "value": "The text as seen.",
    "message": "What we ask, and what to write.",
    "suggestion": "What may have been meant.",
}
"""The columns of ``emg-xlsx validate --format csv``."""

STATUS_COLUMNS: Mapping[str, str] = {
    "entity": "Code of the entity.",
    "name": "Its full name.",
    "expected": "Whether an answer is waited for.",
    "state": "Where it stands in the round.",
    "received": "The day of its last answer, where a file says it.",
    "questions": "How many questions are open.",
    "deadline": "The day it was asked to answer by, where the plan sets one.",
    "days_late": "Days after that day; empty where it is not late.",
    "address_known": "Whether an e-mail address is known.",
    "files": "Names of the files that are in force.",
}
"""The columns of ``emg-xlsx status --format csv``."""

DRAWN = """`Overview`, `Matrix`, `Timeline` and `Resources` are drawn for reading and have no fixed columns: `Matrix`
has a column for each entity, `Timeline` one for each month, `Resources` one for each certainty. As data they are in
`emg_xlsx.summarise(master)`. `_base` and `_meta` are hidden; by them the tool remembers what it read, and they are
not for others to rely on."""
"""What the dictionary says of sheets that are no tables."""
