"""The tables of the house, field by field: the one source of types, codelists, widths and rules.

Template, dropdowns, header matching, typing, validation and the master's columns are made from these. Add a field here,
with its title and help in each catalogue, and it is offered, read, checked and merged.
"""

from __future__ import annotations

from emg_xlsx.schemas.fields import Field, Table
from emg_xlsx.schemas.wording import worded

_REF = Field(
    key="ref",
    type="ref",
    width=9,
    aliases=("Reference", "Ref", "No.", "Référence", "Réf.", "Referencia"),
)

_PRINTED = (
    Field(
        key="outcome",
        type="printed",
        width=13,
        aliases=("Outcome", "Résultat attendu", "Resultado esperado"),
    ),
    Field(
        key="activity",
        type="printed",
        width=15,
        aliases=("Activity", "Activités", "Activité", "Actividades", "Actividad"),
    ),
    Field(
        key="deliverable",
        type="printed",
        width=28,
        aliases=("Deliverables", "Output", "Produit", "Produits", "Livrable", "Livrables", "Producto", "Entregable"),
    ),
    Field(
        key="plan_schedule",
        type="printed",
        width=10,
        aliases=("Plan schedule", "Calendrier", "Calendario"),
    ),
)

_ROLE = Field(
    key="role",
    type="code",
    codelist="role",
    width=15,
    need="always",
    aliases=("Role", "Role of our entity", "Role of our agency", "Notre rôle", "Rôle", "Nuestro papel",
             "Nuestra función", "Function"),
)  # fmt: skip
_SCHEDULE = Field(
    key="schedule",
    type="schedule",
    width=19,
    aliases=(
        "Our schedule", "Our dates", "Timing", "Timeline", "When", "Dates", "Period", "Notre calendrier", "Période",
        "Nuestro calendario", "Período", "Fechas",
    ),
)  # fmt: skip
_PARTNERS = Field(
    key="partners",
    type="entities",
    width=22,
    optional=True,
    aliases=("Partner", "Partners", "With whom", "Partenaires", "Socios"),
)

CONTRIBUTIONS = worded(Table(
    "contributions",
    "Contributions",
    (
        _REF,
        *_PRINTED,
        _ROLE,
        Field(
            key="description",
            width=36,
            max_length=600,
            need="participating",
            instead="progress",
            aliases=("Description", "Contribution", "Our contribution", "What will you do", "Ce que nous faisons",
                     "Lo que hacemos"),
        ),
        _SCHEDULE,
        Field(
            key="status",
            type="code",
            codelist="status",
            width=18,
            need="reporting",
            aliases=("State", "Statut", "État d’avancement", "Estado", "Situación"),
        ),
        Field(
            key="progress",
            width=36,
            max_length=800,
            aliases=("Progress", "Progress to date", "Result", "Results", "Results achieved", "Achievements", "Progrès",
                     "Résultats", "Résultats obtenus", "Progreso", "Resultados", "Resultados obtenidos"),
        ),
        Field(
            key="kind",
            type="codes",
            codelist="kind",
            width=22,
            optional=True,
            aliases=("Kind", "Type", "Type of contribution", "Type de contribution", "Tipo de contribución"),
        ),
        Field(
            key="staff_months",
            type="months",
            width=13,
            minimum=0,
            maximum=60,
            decimals=1,
            optional=True,
            aliases=("Staff time", "Work-months", "Person-months", "Staff months", "Staff time (work-months)", "Effort",
                     "Level of effort", "Effort (work-months)", "Mois de travail", "Temps de travail", "Mois-personne",
                     "Meses de trabajo", "Tiempo de trabajo", "Meses-persona"),
        ),
        Field(
            key="amount_usd",
            type="number",
            width=14,
            minimum=0,
            maximum=1_000_000_000,
            optional=True,
            aliases=("Amount", "USD", "Amount (USD)", "Amount (US$)", "Amount in USD", "Amount in US dollars", "Budget",
                     "Budget (USD)", "Budget (US$)", "Budget in USD", "Budget in US dollars", "Cost (USD)",
                     "Montant", "Montant USD", "Montant (USD)", "Montant (US$)", "Montant en USD",
                     "Montant en dollars", "Budget en USD", "Coût (USD)", "Importe", "Importe (USD)",
                     "Importe en USD", "Monto", "Monto (USD)", "Monto en USD", "Presupuesto", "Presupuesto (USD)",
                     "Costo (USD)"),
        ),
        Field(
            key="certainty",
            type="code",
            codelist="certainty",
            width=17,
            optional=True,
            aliases=("Certainty", "How sure", "Confirmed or indicative", "Certitude", "Certeza"),
        ),
        _PARTNERS,
        Field(
            key="event",
            type="text",
            width=20,
            max_length=200,
            optional=True,
            aliases=("Events", "Meeting", "Événement", "Evento"),
        ),
        Field(
            key="evidence",
            type="links",
            width=26,
            optional=True,
            aliases=("Evidence", "Link", "Links", "URL", "Lien", "Enlace"),
        ),
        Field(
            key="request",
            width=32,
            max_length=400,
            optional=True,
            aliases=("Request", "Difficulty", "Difficulties", "Comments", "Remarks", "Difficulté", "Dificultad"),
        ),
    ),
))  # fmt: skip

_ID = Field(
    key="id",
    width=18,
    wrap=False,
    optional=True,
    reissue=True,
)

AGAIN = {
    table.name: worded(table).fields
    for table in (
        Table(
            "contributions",
            "Contributions",
            (
                Field(key="change", type="code", codelist="change", width=13, optional=True, reissue=True),
                _ID,
            ),
        ),
        Table("proposals", "New proposals", (_ID,)),
    )
}
"""What pre-filled re-issues have at the right, by name of the table."""

PROPOSALS = worded(Table(
    "proposals",
    "New proposals",
    (
        Field(key="title", width=32, max_length=150, need="always", aliases=("Proposal", "Titre", "Título")),
        Field(key="outcome", type="code", codelist="outcome", width=30, aliases=("Outcome", "Résultat attendu")),
        Field(key="activity", type="code", codelist="activity", width=30,
              aliases=("Activities", "Activité", "Actividad")),
        Field(key="description", width=48, max_length=600, need="always", aliases=("Description", "What we propose")),
        Field(key="role", type="code", codelist="role", width=18, aliases=("Role", "Rôle")),
        Field(key="schedule", type="schedule", width=22, aliases=("Schedule", "Our schedule", "Timing")),
        Field(key="partners", type="entities", width=24, aliases=("Partner", "Partenaires")),
    ),
))  # fmt: skip

ENTITY_FORM = worded(Table(
    "entity",
    "Entity",
    (
        Field(key="entity", type="entity", codelist="entity", need="always",
              aliases=("Entity", "Organization", "Entité", "Entidad")),
        Field(key="focal_point", need="always", max_length=120, aliases=("Focal point", "Name", "Point focal")),
        Field(key="email", type="email", need="always", aliases=("Email", "E-mail address", "Courriel")),
        Field(key="submission_kind", type="code", codelist="submission_kind",
              aliases=("Submission", "Kind of submission"), default="FULL"),
        Field(key="comment", max_length=2000, aliases=("Comment", "Comments", "Remarks")),
        Field(key="also_for", type="entities", optional=True, aliases=("Also for",)),
        Field(key="alternate", optional=True, max_length=200, aliases=("Alternate",)),
        Field(key="completed_on", type="date", optional=True, aliases=("Date", "Date completed")),
        Field(key="cleared_by", optional=True, max_length=200, aliases=("Approved by",)),
        Field(key="may_quote", type="code", codelist="may_quote", optional=True, aliases=("May we quote",)),
        Field(key="filled_by", optional=True, max_length=200, aliases=("Filled by",)),
        Field(key="round", type="printed"),
        Field(key="language", type="printed"),
    ),
))  # fmt: skip
