"""The words schedules are written with, in six languages, by what they do in an expression.

Spellings may carry accents and capitals: they are folded like the text before they are compared. Adding a word
of any language means adding it to one line here.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a word or a mark does."""

    MONTH = "month"
    WEEKDAY = "weekday"
    YEAR = "year"
    SHORT_YEAR = "short-year"  # '22
    NUMBER = "number"
    ORDINAL = "ordinal"
    ROMAN = "roman"
    UNIT = "unit"
    CODE = "code"  # the q of q3
    HALF = "half"  # 上半年: number and unit in one
    EVENT = "event"
    EARLY_LATE = "early-late"
    EARLY_LATE_AFTER = "early-late-after"  # 底: follows its period
    RANGE = "range"
    WEAK_RANGE = "weak-range"  # "à", "al": a range only between two periods
    OR = "or"
    AND = "and"
    LIST = "list"
    COMMA = "comma"
    DOT = "dot"  # between two digits
    TILDE = "tilde"
    BETWEEN = "between"
    DEADLINE = "deadline"
    DEADLINE_AFTER = "deadline-after"
    FROM = "from"
    FROM_AFTER = "from-after"
    WEEK_AFTER = "week-after"
    AFTER = "after"
    RELATIVE = "relative"
    MARGINS = "margins"
    OF = "of"
    FILLER = "filler"
    YEAR_WORD = "year-word"
    STATUS = "status"
    NOT_SET = "not-set"
    NOTHING = "nothing"
    RECURRENCE = "recurrence"
    CONDITION = "condition"
    VAGUE = "vague"
    TENTATIVE = "tentative"
    SEASON = "season"
    FISCAL = "fiscal"
    UNKNOWN = "unknown"


UNITS = {
    "quarter": "quarter|quarters|qtr|qtrs|trimestre|trimestres|trim|кв|квартал|квартала|квартале|кварталы"
    "|кварталу|季度|季|الربع|ربع|ربعي",
    "half-year": "half|half-year|half year|halves|semester|semestre|semestres|moitié|mitad|полугодие|полугодия"
    "|полугодии|полугодию|половина|половине|половины|النصف|نصف",
    "week": "week|weeks|wk|w/c|week commencing|week beginning|week starting|week of|semaine|semaines|semaine du"
    "|semana|semanas|неделя|неделе|неделю|недели|周|星期|الأسبوع|أسبوع|أسبوع يبدأ في|الأسبوع الذي يبدأ في|أسابيع",
    "month": "month|months|mois|mes|meses|месяц|месяца|месяцев|个月|月份|月|الشهر|شهر|أشهر",
    "day": "day|days|jour|jours|día|días|день|дней|дня|天|يوم|أيام",
    "year": "years|ans|années|años|лет|سنوات",
}

HALVES = {1: "上半年|上半", 2: "下半年|下半"}
CODES = {"q": "q", "t": "t", "s": "s", "h": "h|hy", "w": "w|wk"}
CODE_UNITS = {"q": "quarter", "t": "quarter", "s": "half-year", "h": "half-year", "w": "week"}
LIMITS = {"quarter": 4, "half-year": 2, "week": 53}
ORDINALS = {
    1: "first|premier|première|primer|primero|primera|первый|первого|первом|первая|первой|первое|الأول|الأولى|أول",
    2: "second|deuxième|second|seconde|segundo|segunda|второй|второго|втором|вторая|второе|الثاني|الثانية|ثاني",
    3: "third|troisième|tercer|tercero|tercera|третий|третьего|третьем|третья|третьей|الثالث|الثالثة|ثالث",
    4: "fourth|quatrième|cuarto|cuarta|четвертый|четвёртый|четвертого|четвертом|четвертая|الرابع|الرابعة|رابع",
    -1: "last|final|dernier|dernière|último|última|последний|последнего|последнем|последняя|последней"
    "|последнюю|最后一|最后|الأخير|الأخيرة",
}
ROMANS = {1: "i", 2: "ii", 3: "iii", 4: "iv"}
ORDINAL_ENDINGS = "st|nd|rd|th|er|ere|re|e|eme|ieme|nde|o|a|ro|ra|do|da|to|ta|й|го|е|я|м|ом|ю|ый|ий|日|号|號"

EARLY_LATE = {
    "early": "early|early in|beginning of|beginning|the beginning of|start of|the start of|début|début de|au début de"
    "|début du|principios de|a principios de|comienzos de|a comienzos de|inicios de|a inicios de|начало|начале"
    "|в начале|начала|к началу|早些时候|أوائل|في أوائل|بداية|في بداية|مطلع|في مطلع",
    "mid": "mid|middle of|the middle of|mi|milieu|milieu de|au milieu de|mediados de|a mediados de|середина"
    "|середине|в середине|середины|منتصف|في منتصف|أواسط|في أواسط",
    "late": "late|late in|later in|dernier tiers de|último tercio de|последняя треть|последней трети|في أواخر|أواخر"
    "|الثلث الأخير من",
    "end": "end|end of|the end of|at the end of|fin|fin de|fins|à la fin de|à la fin du|fines de|a fines de"
    "|finales de|a finales de|final de|конец|конце|в конце|конца|концу|نهاية|في نهاية|بنهاية",
    "circa": "around|about|circa|ca|c|approx|approximately|roughly|environ|vers|aux environs de|hacia"
    "|alrededor de|aproximadamente|около|примерно|приблизительно|大约|约|حوالي|نحو|تقريبا",
}
EARLY_LATE_AFTER = {
    "early": "初|年初|月初|上旬",
    "mid": "中旬|中|年中|月中",
    "late": "下旬|后三分之一",
    "end": "底|年底|月底|末|年末|月末|季末",
    "circa": "左右|前后",
}

RANGE = "-|to|until|till|til|up to|through|thru|jusqu'à|jusqu'au|jusqu'en|jusque|hasta|hasta el|hasta la|до|по" \
    "|至|到|直到|حتى|إلى|الى|لغاية|ولغاية|وحتى"  # fmt: skip
WEAK_RANGE = "à|au|aux|al"
OR = "/|or|ou|o|u|или|либо|或|أو"
AND = "and|&|et|y|e|и|和|与|及|و"
LIST = ";|、|،|؛|then|puis|luego|затем|然后|ثم"
BETWEEN = "between|entre|между|介于|بين|ما بين|في ما بين"
DEADLINE = {
    "by": "by|not later than|no later than|at the latest by|deadline|deadline of|due|due by"
    "|due in|ending|ending in|ends|ends in|d'ici|d'ici à|d'ici au|d'ici la|au plus tard en"
    "|au plus tard le|a más tardar en|a más tardar el|no más tarde de|para|не позднее|к"
    "|截至|截止|不迟于|不晚于|بحلول|في موعد أقصاه",
    "before": "before|prior to|ahead of|avant|avant le|avant la|antes de|antes del|до начала|перед|قبل",
}
DEADLINE_AFTER = {
    "by": "或之前|止|为止|latest|at the latest|at latest|au plus tard|a más tardar",
    "before": "前|之前|以前",
}
FROM = "from|since|as of|as from|as at|starting|starting in|starting from|starting on|starts|starts in|started" \
    "|started in|start|begins|begins in|beginning in|beginning from|beginning on|onwards from|à partir de" \
    "|à partir du|à compter de|à compter du|depuis|depuis le|dès|a partir de|a partir del|desde|desde el|с|со|от" \
    "|начиная с|начиная со|自|从|由|开始于|من|منذ|اعتبارا من|ابتداء من|بدءا من"  # fmt: skip
FROM_AFTER = {
    "from": "onwards|onward|and after|and later|or later|et après|y después|и далее|и позже|起|开始|以来|فصاعدا",
    "after": "以后|之后|后",
}
WEEK_AFTER = "当周|那一周|这一周|所在周|所在的一周|起的一周|一周"
AFTER = "after|following|subsequent to|après|à la suite de|après le|después de|tras|tras el|после|بعد"
RELATIVE = "next|this|coming|upcoming|previous|past|current|prochain|prochaine|ce|cet|cette|próximo|próxima|este" \
    "|esta|pasado|следующий|следующего|следующем|следующей|этот|этого|этом|текущего|текущем|下次|下个|下一|本" \
    "|今年|明年|去年|今天|明天|القادم|القادمة|المقبل|المقبلة|الحالي" \
    "|today|tomorrow|yesterday|now|aujourd'hui|demain|hoy|mañana|сегодня|завтра|within|in the next|ago"  # fmt: skip
MARGINS = "in the margins of|on the margins of|in margins of|margins of|side event at|on the sidelines of|en marge de" \
    "|en marge du|en marge de la|al margen de|al margen del|на полях|期间|间隙|على هامش"  # fmt: skip
OF = "of|de|du|des|del|d|de la|de l'|de los|من عام|من سنة|من العام|لعام|لسنة"
FILLER = "in|on|at|the|during|over|throughout|within the|in the course of|all|all of|whole|whole of|period|the period" \
    "|période|la période|período|el período|период|الفترة|فترة|dates" \
    "|date|in the|le|la|les|l|el|los|las|en|dans|pendant|durant|lors de|lors du|au cours de|au cours du|durante" \
    "|tout au long de|todo|toute|tout|el mes de|mes de|au mois de|mois de|le mois de|month of|the month of|в|во|на|за" \
    "|в течение|месяц|于|在|第|的|全年|整个|في|خلال|شهر|يوم|ال|month|calendar|scheduled|scheduled for|scheduled in" \
    "|planned for|planned in|held|held in|held on|to be held|to be held in|prévu en|prévue en|prévu pour|previsto en" \
    "|previsto para"  # fmt: skip
YEAR_WORD = "год|года|году|годы|гг|г|year|the year|cy|année|an|año|años|l'année|el año|年|年度|عام|سنة|العام|م"

STATUS = {
    "open": "ongoing|on-going|in progress|under way|underway|continuous|continuously|continuing|continued|permanent"
    "|started already|present|completed|complete|done|finished|delivered|cancelled|canceled|dropped"
    "|not started|not yet started|en cours|en continu|continu|continue|permanente|terminé|terminée|achevé|achevée"
    "|annulé|en curso|en marcha|continuo|continua|en proceso|terminado|completado|finalizado|cancelado|в процессе"
    "|в работе|продолжается|осуществляется|постоянно|выполнено|завершено|отменено|进行中|正在进行|持续|持续进行|已完成"
    "|完成|已取消|取消|جار|جاري|جارية|جارٍ|مستمر|مستمرة|قيد التنفيذ|مكتمل|ملغى",
    "to-date": "to date|to the present|to present|until now|up to now|à ce jour|jusqu'à présent|jusqu'à ce jour"
    "|hasta la fecha|hasta ahora|по настоящее время|至今|迄今|حتى الآن",
    "ask": "postponed|postponed to|postponed until|delayed|delayed to|delayed until|deferred|deferred to|rescheduled"
    "|rescheduled to|on hold|suspended|moved to|reporté|reportée|reporté à|reporté en|retardé|suspendu|aplazado"
    "|aplazada|aplazado a|aplazado hasta|pospuesto|pospuesta|retrasado|suspendido|отложено|отложен|отложена|перенесено"
    "|перенесен|приостановлено|推迟|推迟到|推迟至|延期|延期到|延期至|暂停|مؤجل|مؤجلة|تأجل|معلق",
    "planned": "planned|not started (planned)|prévu|prévue|previsto|prevista|запланировано|已计划|计划中|مخطط",
}
NOT_SET = "tbd|tba|tbc|t.b.d.|t.b.a.|t.b.c.|to be determined|to be decided|to be defined|to be announced" \
    "|to be confirmed|to be agreed|to be advised|not set|not yet set|not known|not known yet|unknown|date tbc" \
    "|date tbd|à déterminer|à définir|à confirmer|à préciser|non déterminé|inconnu|por determinar|por definir" \
    "|por confirmar|a determinar|a confirmar|sin determinar|desconocido|будет определено|будет уточнено" \
    "|подлежит уточнению|уточняется|не определено|待定|待确认|未定|يحدد لاحقا|سيحدد لاحقا|تحدد لاحقا" \
    "|غير محدد|?"  # fmt: skip
NOTHING = "n/a|n.a.|na|n a|not applicable|none|nil|no date|no change|as in the plan|as in plan|as per plan" \
    "|as per the plan|as planned|according to plan|see plan|same|same as plan|same as in the plan|idem|ditto|néant" \
    "|aucun|aucune|sans objet|s.o.|so|comme prévu|selon le plan|voir plan|ninguno|ninguna|no aplica|no procede|n.d." \
    "|nd|nada|según el plan|según lo previsto|нет|не применимо|неприменимо|н/д|по плану|согласно плану|как в плане|无" \
    "|不适用|没有|同计划|按计划|لا يوجد|لا شيء|لا ينطبق|غير منطبق|حسب الخطة"  # fmt: skip
RECURRENCE = {
    "weekly": "weekly|every week|each week|per week|hebdomadaire|chaque semaine|par semaine|semanal|cada semana"
    "|еженедельно|每周|أسبوعيا|أسبوعي|كل أسبوع",
    "monthly": "monthly|every month|each month|per month|mensuel|mensuelle|mensuellement|chaque mois|tous les mois"
    "|par mois|mensual|mensualmente|cada mes|por mes|ежемесячно|每月|每个月|شهريا|شهري|كل شهر",
    "bimonthly": "bimonthly|bi-monthly|every two months|bimestriel|bimestrielle|tous les deux mois|bimestral"
    "|cada dos meses|раз в два месяца|每两个月|كل شهرين",
    "quarterly": "quarterly|every quarter|each quarter|per quarter|every three months|every 3 months|trimestriel"
    "|trimestrielle|trimestriellement|chaque trimestre|par trimestre|tous les trimestres|tous les trois mois"
    "|trimestral|trimestralmente|cada trimestre|por trimestre|ежеквартально|каждый квартал|раз в квартал|每季度|每季"
    "|每个季度|按季度|فصلي|فصليا|ربع سنوي|ربع سنويا|كل ربع|كل ثلاثة أشهر",
    "half-yearly": "half-yearly|half yearly|semi-annual|semi-annually|semiannual|semiannually|biannual|bi-annual"
    "|biannually|twice a year|twice per year|every six months|semestriel|semestrielle|par semestre|chaque semestre"
    "|deux fois par an|semestral|cada semestre|por semestre|dos veces al año|раз в полгода|дважды в год|每半年|半年一次"
    "|نصف سنوي|نصف سنويا|مرتين في السنة",
    "yearly": "yearly|annual|annually|every year|each year|per year|once a year|annuel|annuelle|annuellement"
    "|chaque année|par an|tous les ans|anual|anualmente|cada año|por año|ежегодно|каждый год|раз в год|每年|سنويا"
    "|سنوي|كل سنة|كل عام",
    "every two years": "biennial|biennially|every two years|biennal|tous les deux ans|bienal|cada dos años|每两年"
    "|كل سنتين",
    "regular": "regular|regularly|periodic|periodically|recurring|recurrent|régulièrement|périodiquement|régulier"
    "|regularmente|periódicamente|регулярно|периодически|定期|بانتظام|دوريا",
}
CONDITION = "subject to funding|subject to funds|subject to availability of funds|subject to availability of funding" \
    "|subject to the availability of funds|subject to resources|subject to availability of resources" \
    "|subject to approval|subject to confirmation|if resources allow|if funding allows|if funded|if funds allow" \
    "|funding permitting|resources permitting|depending on funding|depending on resources|when funds are available" \
    "|sous réserve de financement|sous réserve de fonds|sous réserve des fonds disponibles" \
    "|sous réserve de ressources|si les ressources le permettent|en fonction des ressources|sujeto a financiación" \
    "|sujeto a fondos|sujeto a disponibilidad de fondos|si hay fondos|si los recursos lo permiten" \
    "|при наличии финансирования|при наличии средств|при условии финансирования|视资金情况|视资金而定|取决于资金" \
    "|رهنا بتوافر التمويل|رهنا بتوفر التمويل|رهنا بالتمويل"  # fmt: skip
VAGUE = "asap|a.s.a.p.|as soon as possible|as needed|as required|as and when needed|on demand|upon request|on request" \
    "|when ready|when possible|soon|shortly|in due course|later|immediately|immediate|dès que possible|au plus vite" \
    "|au besoin|à la demande|selon les besoins|bientôt|prochainement|lo antes posible|cuanto antes|según necesidad" \
    "|a demanda|pronto|как можно скорее|как можно раньше|по мере необходимости|по запросу|в ближайшее время|尽快|尽早" \
    "|适时|按需|في أقرب وقت|في أقرب وقت ممكن|عند الحاجة|عند الطلب|قريبا"  # fmt: skip
TENTATIVE = "tentative|tentatively|probably|probable|likely|possibly|perhaps|maybe|expected|expected in|estimated" \
    "|provisional|provisionally|indicative|preliminary|envisaged|foreseen|proposed|provisoire|provisoirement" \
    "|probablement|éventuellement|indicatif|estimé|provisional|probablemente|posiblemente|tentativo|estimado" \
    "|предварительно|вероятно|возможно|ориентировочно|ожидается|暂定|可能|预计|مبدئيا|ربما|متوقع|محتمل"  # fmt: skip
SEASON = "spring|summer|autumn|fall|winter|printemps|été|automne|hiver|primavera|verano|otoño|invierno|весна|весной" \
    "|весны|лето|летом|лета|осень|осенью|осени|зима|зимой|зимы|春季|夏季|秋季|冬季|春天|夏天|秋天|冬天|الربيع|الصيف" \
    "|الخريف|الشتاء|ربيع|صيف|خريف|شتاء"  # fmt: skip
FISCAL = "fy|fiscal year|financial year|school year|academic year|biennium|exercice|exercice biennal|année fiscale" \
    "|année scolaire|biennal|bienio|año fiscal|ejercicio|финансовый год|финансового года|двухлетие" \
    "|двухгодичный период|财年|财政年度|两年期|السنة المالية|فترة السنتين"  # fmt: skip

VALUED: dict[Kind, dict[str, str] | dict[int, str]] = {
    Kind.UNIT: UNITS,
    Kind.CODE: CODES,
    Kind.HALF: HALVES,
    Kind.ORDINAL: ORDINALS,
    Kind.ROMAN: ROMANS,
    Kind.EARLY_LATE: EARLY_LATE,
    Kind.EARLY_LATE_AFTER: EARLY_LATE_AFTER,
    Kind.DEADLINE: DEADLINE,
    Kind.DEADLINE_AFTER: DEADLINE_AFTER,
    Kind.FROM_AFTER: FROM_AFTER,
    Kind.STATUS: STATUS,
    Kind.RECURRENCE: RECURRENCE,
}
"""Words that carry a value: kind to value to spellings."""

PLAIN: dict[Kind, str] = {
    Kind.YEAR_WORD: YEAR_WORD,
    Kind.FILLER: FILLER,
    Kind.OF: OF,
    Kind.RANGE: RANGE,
    Kind.WEAK_RANGE: WEAK_RANGE,
    Kind.OR: OR,
    Kind.AND: AND,
    Kind.LIST: LIST,
    Kind.BETWEEN: BETWEEN,
    Kind.FROM: FROM,
    Kind.WEEK_AFTER: WEEK_AFTER,
    Kind.AFTER: AFTER,
    Kind.RELATIVE: RELATIVE,
    Kind.MARGINS: MARGINS,
    Kind.NOT_SET: NOT_SET,
    Kind.NOTHING: NOTHING,
    Kind.CONDITION: CONDITION,
    Kind.VAGUE: VAGUE,
    Kind.TENTATIVE: TENTATIVE,
    Kind.SEASON: SEASON,
    Kind.FISCAL: FISCAL,
    Kind.COMMA: ",",
    Kind.TILDE: "~",
}
"""Words whose kind says all: kind to spellings. Where two tables share a spelling, the first one wins."""
