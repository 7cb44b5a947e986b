"""Names of months and weekdays in the six official languages: how they are read and how they are written."""

from __future__ import annotations

ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
FRENCH = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SPANISH = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
RUSSIAN = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
RUSSIAN_GENITIVE = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
ARABIC_EAST = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
)  # fmt: skip
ARABIC_WEST = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
    "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
ARABIC = tuple(f"{east}/{west}" for east, west in zip(ARABIC_EAST, ARABIC_WEST, strict=True))
"""The double names printed in United Nations documents; the slash inside them is no alternative."""

_SHORT = {
    1: "jan|janv|ene|янв|جانفي",
    2: "feb|febr|fev|fevr|фев|февр|فيفري",
    3: "mar|мар",
    4: "apr|avr|abr|апр|أفريل|إبريل",
    5: "ماي",
    6: "jun|июн|جوان",
    7: "jul|juil|juill|июл|جويلية",
    8: "aug|ago|aou|авг|أوت|غشت",
    9: "sep|sept|set|setiembre|сен|сент|شتنبر",
    10: "oct|окт|تشرين أول",
    11: "nov|ноя|нояб|تشرين ثاني|نونبر",
    12: "dec|dic|дек|كانون أول|دجنبر",
}
_RUSSIAN_ENDINGS = ("ь", "я", "е", "ю", "ем")

WEEKDAYS = {
    0: "monday|mon|lundi|lunes|понедельник|星期一|周一|الاثنين|الإثنين",
    1: "tuesday|tues|tue|mardi|martes|вторник|星期二|周二|الثلاثاء",
    2: "wednesday|wed|mercredi|miércoles|среда|среду|星期三|周三|الأربعاء",
    3: "thursday|thurs|thur|thu|jeudi|jueves|четверг|星期四|周四|الخميس",
    4: "friday|fri|vendredi|viernes|пятница|пятницу|星期五|周五|الجمعة",
    5: "saturday|sat|samedi|sábado|суббота|субботу|星期六|周六|السبت",
    6: "sunday|sun|dimanche|domingo|воскресенье|星期日|星期天|周日|الأحد",
}


def month_names() -> dict[int, list[str]]:
    """Return every known spelling of each month (1 to 12), unfolded; Chinese months are numbers with ``月``."""
    tables = (ENGLISH, FRENCH, SPANISH, RUSSIAN_GENITIVE, ARABIC_EAST, ARABIC_WEST)
    names = {n: [table[n - 1] for table in tables] + _SHORT[n].split("|") for n in range(1, 13)}
    for n, name in enumerate(RUSSIAN, start=1):
        stem = name[:-1] if name[-1] in "ьй" else name
        endings = ("", "а", "е", "у", "ом") if stem == name else _RUSSIAN_ENDINGS
        names[n] += [name, *(stem + ending for ending in endings)]
    return names
