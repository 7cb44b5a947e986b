"""The tables of the house, field by field: the one source of titles, help, codelists, widths and rules.

Template, dropdowns, header matching, typing, validation and the master's columns are made from these. Add a
field here and it is offered, read, checked and merged.
"""

from __future__ import annotations

from emg_xlsx.schemas.fields import Field, Table

_REF = Field(
    key="ref",
    title="Ref.",
    type="ref",
    width=9,
    help="The plan's own number. In the free rows at the end, choose one from the list.",
    aliases=("Reference", "Ref", "No.", "Référence", "Réf.", "Referencia"),
)

_PRINTED = (
    Field(
        key="outcome",
        title="Expected outcome",
        type="printed",
        width=13,
        help="Printed from the work plan; nothing to fill here.",
        aliases=("Outcome", "Résultat attendu", "Resultado esperado"),
    ),
    Field(
        key="activity",
        title="Activities",
        type="printed",
        width=15,
        help="Printed from the work plan; nothing to fill here.",
        aliases=("Activity", "Activités", "Activité", "Actividades", "Actividad"),
    ),
    Field(
        key="deliverable",
        title="Deliverable",
        type="printed",
        width=28,
        help="Printed from the work plan; nothing to fill here.",
        aliases=("Deliverables", "Output", "Produit", "Produits", "Livrable", "Livrables", "Producto", "Entregable"),
    ),
    Field(
        key="plan_schedule",
        title="Schedule",
        type="printed",
        width=10,
        help="The plan's own schedule; yours goes into “Our schedule”.",
        aliases=("Plan schedule", "Calendrier", "Calendario"),
    ),
)

_ROLE = Field(
    key="role",
    title="Our role",
    type="code",
    codelist="role",
    width=15,
    need="always",
    help="Choose from the list. “Kept informed” needs nothing more in this row.",
    aliases=("Role", "Role of our entity", "Role of our agency", "Notre rôle", "Rôle", "Nuestro papel",
             "Nuestra función", "Function"),
)  # fmt: skip
_SCHEDULE = Field(
    key="schedule",
    title="Our schedule (blank = as in the plan)",
    type="schedule",
    width=19,
    help="A month or a period, such as “February 2022” or “October 2021 - June 2022”. Leave empty if as in the plan.",
    aliases=(
        "Our schedule", "Our dates", "Timing", "Timeline", "When", "Dates", "Period", "Notre calendrier", "Période",
        "Nuestro calendario", "Período", "Fechas",
    ),
)  # fmt: skip
_PARTNERS = Field(
    key="partners",
    title="Partners (optional)",
    type="entities",
    width=22,
    optional=True,
    help="Entities or others you do this with, separated by semicolons: UNEP; FAO; a university.",
    aliases=("Partner", "Partners", "With whom", "Partenaires", "Socios"),
)

CONTRIBUTIONS = Table(
    "contributions",
    "Contributions",
    (
        _REF,
        *_PRINTED,
        _ROLE,
        Field(
            key="description",
            title="What we do",
            width=36,
            max_length=600,
            need="participating",
            instead="progress",
            help="One or two sentences, up to 600 characters.",
            aliases=("Description", "Contribution", "Our contribution", "What will you do", "Ce que nous faisons",
                     "Lo que hacemos"),
        ),
        _SCHEDULE,
        Field(
            key="status",
            title="Status",
            type="code",
            codelist="status",
            width=18,
            need="reporting",
            help="How far this is today. Choose from the list.",
            aliases=("State", "Statut", "État d’avancement", "Estado", "Situación"),
        ),
        Field(
            key="progress",
            title="Progress or result",
            width=36,
            max_length=800,
            help="What was done or came of it so far, up to 800 characters.",
            aliases=("Progress", "Progress to date", "Result", "Results", "Results achieved", "Achievements", "Progrès",
                     "Résultats", "Résultats obtenus", "Progreso", "Resultados", "Resultados obtenidos"),
        ),
        Field(
            key="kind",
            title="Kind of contribution (optional)",
            type="codes",
            codelist="kind",
            width=22,
            optional=True,
            help="Choose from the list; for several, separate them by semicolons.",
            aliases=("Kind", "Type", "Type of contribution", "Type de contribution", "Tipo de contribución"),
        ),
        Field(
            key="staff_months",
            title="Staff time, work-months (optional)",
            type="months",
            width=13,
            minimum=0,
            maximum=60,
            decimals=1,
            optional=True,
            help="A number of work-months, such as 2 or 0.5. An estimate is welcome.",
            aliases=("Staff time", "Work-months", "Person-months", "Staff months", "Staff time (work-months)", "Effort",
                     "Level of effort", "Effort (work-months)", "Mois de travail", "Temps de travail", "Mois-personne",
                     "Meses de trabajo", "Tiempo de trabajo", "Meses-persona"),
        ),
        Field(
            key="amount_usd",
            title="Amount, USD (optional)",
            type="number",
            width=14,
            minimum=0,
            maximum=1_000_000_000,
            optional=True,
            help="An amount in US dollars as a number, such as 15000.",
            aliases=("Amount", "USD", "Amount (USD)", "Amount (US$)", "Amount in USD", "Amount in US dollars", "Budget",
                     "Budget (USD)", "Budget (US$)", "Budget in USD", "Budget in US dollars", "Cost (USD)",
                     "Montant", "Montant USD", "Montant (USD)", "Montant (US$)", "Montant en USD",
                     "Montant en dollars", "Budget en USD", "Coût (USD)", "Importe", "Importe (USD)",
                     "Importe en USD", "Monto", "Monto (USD)", "Monto en USD", "Presupuesto", "Presupuesto (USD)",
                     "Costo (USD)"),
        ),
        Field(
            key="certainty",
            title="How sure is the figure? (optional)",
            type="code",
            codelist="certainty",
            width=17,
            optional=True,
            help="Choose from the list: how sure the staff time or amount is.",
            aliases=("Certainty", "How sure", "Confirmed or indicative", "Certitude", "Certeza"),
        ),
        _PARTNERS,
        Field(
            key="event",
            title="Event (optional)",
            type="text",
            width=20,
            max_length=200,
            optional=True,
            help="A meeting this contributes to, such as UNEA-5.2 or Stockholm+50.",
            aliases=("Events", "Meeting", "Événement", "Evento"),
        ),
        Field(
            key="evidence",
            title="Link to evidence (optional)",
            type="links",
            width=26,
            optional=True,
            help="A web address that begins with https:// ; several are separated by semicolons.",
            aliases=("Evidence", "Link", "Links", "URL", "Lien", "Enlace"),
        ),
        Field(
            key="request",
            title="Difficulty, or request to the Secretariat (optional)",
            width=32,
            max_length=400,
            optional=True,
            help="Anything that stands in the way, or that we can help with; up to 400 characters.",
            aliases=("Request", "Difficulty", "Difficulties", "Comments", "Remarks", "Difficulté", "Dificultad"),
        ),
    ),
)  # fmt: skip

_ID = Field(
    key="id",
    title="Our id",
    width=18,
    wrap=False,
    optional=True,
    reissue=True,
    help="By this we know your answer again; please leave it as it is.",
)

AGAIN = {
    "contributions": (
        Field(
            key="change",
            title="Change",
            type="code",
            codelist="change",
            width=13,
            optional=True,
            reissue=True,
            help="Choose “Withdrawn” where you no longer do this. What you change elsewhere is seen without it.",
        ),
        _ID,
    ),
    "proposals": (_ID,),
}
"""What pre-filled re-issues have at the right, by name of the table."""

PROPOSALS = Table(
    "proposals",
    "New proposals",
    (
        Field(key="title", title="Title", width=32, max_length=150, need="always",
              help="A short name for the proposal.", aliases=("Proposal", "Titre", "Título")),
        Field(key="outcome", title="Expected outcome", type="code", codelist="outcome", width=30,
              help="The outcome it serves. Choose from the list.", aliases=("Outcome", "Résultat attendu")),
        Field(key="activity", title="Activity", type="code", codelist="activity", width=30,
              help="The activity it belongs to, if there is one.", aliases=("Activities", "Activité", "Actividad")),
        Field(key="description", title="What is proposed", width=48, max_length=600, need="always",
              help="What would be done, and why together; up to 600 characters.",
              aliases=("Description", "What we propose")),
        Field(key="role", title="Our role", type="code", codelist="role", width=18,
              help="What your entity would do. Choose from the list.", aliases=("Role", "Rôle")),
        Field(key="schedule", title="When", type="schedule", width=22,
              help="A month or a period, such as “June 2022”.", aliases=("Schedule", "Our schedule", "Timing")),
        Field(key="partners", title="Partners", type="entities", width=24,
              help="Entities or others, separated by semicolons.", aliases=("Partner", "Partenaires")),
    ),
)  # fmt: skip

ENTITY_FORM = Table(
    "entity",
    "Entity",
    (
        Field(key="entity", title="Your entity", type="entity", codelist="entity", need="always",
              help="Choose your entity from the list.", aliases=("Entity", "Organization", "Entité", "Entidad")),
        Field(key="focal_point", title="Focal point (name)", need="always", max_length=120,
              help="Whom may we ask if something is unclear?", aliases=("Focal point", "Name", "Point focal")),
        Field(key="email", title="E-mail", type="email", need="always",
              help="The focal point’s address.", aliases=("Email", "E-mail address", "Courriel")),
        Field(key="submission_kind", title="This file is …", type="code", codelist="submission_kind",
              help="Our complete answer, only a part of it, or nothing to report this time.",
              aliases=("Submission", "Kind of submission"), default="FULL"),
        Field(key="comment", title="Anything else you want to tell us", max_length=2000,
              help="Free text.", aliases=("Comment", "Comments", "Remarks")),
        Field(key="also_for", title="This answer also speaks for", type="entities", optional=True,
              help="Other entities, separated by semicolons.", aliases=("Also for",)),
        Field(key="alternate", title="Alternate focal point", optional=True, max_length=200,
              help="Name and e-mail of a second contact.", aliases=("Alternate",)),
        Field(key="completed_on", title="Completed on", type="date", optional=True,
              help="The day you finished filling it, such as 15 March 2022.", aliases=("Date", "Date completed")),
        Field(key="cleared_by", title="Cleared by", optional=True, max_length=200,
              help="Who approved this answer in your entity, if anybody had to.", aliases=("Approved by",)),
        Field(key="may_quote", title="May we print your words in papers for Senior Officials?", type="code",
              codelist="may_quote", optional=True, help="Yes or No; blank means yes.", aliases=("May we quote",)),
        Field(key="filled_by", title="Filled by (if somebody else)", optional=True, max_length=200,
              help="Who filled the file, if not the focal point.", aliases=("Filled by",)),
        Field(key="round", title="Round", type="printed", help="Filled in for you."),
        Field(key="language", title="Language", type="printed", help="Filled in for you."),
    ),
)  # fmt: skip
