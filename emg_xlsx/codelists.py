"""Codelists: the codes a cell may hold, and how what people write is matched to exactly one of them.

Codes are the same in every language; labels are English, the French and Spanish ones are read as synonyms.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from emg_xlsx.text import clean, fold

How = Literal["exact", "synonym", "ambiguous", "none"]

_PARTS = re.compile(r"\s+[-–—]+\s+|[/;:,()\[\]|+&=\n–—]|\s(?:and|or|et|ou|y|o)\s", re.IGNORECASE)
"""What stands between a code and its label, or between two answers in one cell."""
_LONGEST = 500
"""Characters beyond which a text is no name."""
_SHORTEST_FUZZY = 5
_LONGEST_FUZZY = 60
_NEAR = 0.8


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a codelist.

    Attributes:
        code: what data hold; never translated.
        label: what a person reads.
        synonyms: other names it is understood by.
        offered: whether dropdowns show it.
        help: one sentence on when to choose it.
    """

    code: str
    label: str
    synonyms: tuple[str, ...] = ()
    offered: bool = True
    help: str = ""

    @property
    def display(self) -> str:
        """Code and label in one: ``BRS – Basel, Rotterdam and Stockholm Conventions``."""
        return f"{self.code} – {self.label}"


@dataclass(frozen=True, slots=True)
class Match:
    """What a text was matched to.

    Attributes:
        code: the code, only where the text names exactly one.
        how: ``exact`` a code, a label or ``CODE – label``, but for case and outer spaces; ``synonym``
            understood otherwise; ``ambiguous`` the text names several codes; ``none`` it names no known one.
        suggestion: with ``none``, the nearest code, where one is near.
        candidates: with ``ambiguous``, the codes it names.
    """

    code: str | None
    how: How
    suggestion: str | None = None
    candidates: tuple[str, ...] = ()


_NO_MATCH = Match(None, "none")


@dataclass(frozen=True, slots=True)
class Codelist:
    """An ordered list of codes, with the index that matching needs.

    Attributes:
        name: the name fields refer to.
        codes: the entries in the order they are offered.
        fuzzy: whether a near miss has a suggestion; False for acronyms, whose neighbours are strangers.
    """

    name: str
    codes: tuple[Code, ...]
    fuzzy: bool = True
    _entries: Mapping[str, Code] = field(init=False, repr=False, compare=False)
    _exact: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _folded: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        exact = ((name.casefold(), c.code) for c in self.codes for name in _exact_names(c))
        folded = ((fold(name), c.code) for c in self.codes for name in _all_names(c))
        object.__setattr__(self, "_entries", {c.code: c for c in self.codes})
        object.__setattr__(self, "_exact", _index(exact))
        object.__setattr__(self, "_folded", _index(folded))

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels a dropdown offers, in order."""
        return tuple(c.label for c in self.codes if c.offered)

    def label(self, code: str) -> str:
        """The label of a code; the code itself where the list does not know it (any more)."""
        return self._entries[code].label if code in self._entries else code

    def display(self, code: str) -> str:
        """``CODE – label``; the code itself where the list does not know it (any more)."""
        return self._entries[code].display if code in self._entries else code

    def match(self, text: str) -> Match:
        """The one code a text names: by code, label, both, or a synonym, after folding; never a guess.

        Several answers in one cell ("Completed and ongoing") are ambiguous, not the first of them.
        """
        cleaned = clean(text)
        codes = self._exact.get(cleaned.casefold())
        if codes is not None:
            return Match(codes[0], "exact") if len(codes) == 1 else Match(None, "ambiguous", None, codes)
        if len(cleaned) > _LONGEST:
            return _NO_MATCH
        codes = self._folded.get(fold(cleaned)) or self._of_parts(cleaned)
        if len(codes) == 1:
            return Match(codes[0], "synonym")
        if codes:
            return Match(None, "ambiguous", None, codes)
        near = self._nearest(cleaned) if self.fuzzy else None
        return Match(None, "none", near) if near else _NO_MATCH

    def _of_parts(self, text: str) -> tuple[str, ...]:
        """The codes the parts of a text name; none where one code is named beside something unknown."""
        parts = [key for key in map(fold, _PARTS.split(text)) if key]
        found = [self._folded.get(key, ()) for key in parts]
        codes = tuple(dict.fromkeys(code for named in found for code in named))
        return codes if len(codes) > 1 or all(found) else ()

    def _nearest(self, text: str) -> str | None:
        """The code whose name is most like the text, if it is much like it and begins with the same letter.

        Texts and names under five letters are left out, for one letter makes another acronym of them; the
        first letter must agree, for "incomplete" and "not completed" are no misspellings of "completed".
        """
        key = fold(text)
        if not _SHORTEST_FUZZY <= len(key) <= _LONGEST_FUZZY:
            return None
        alike = (n for n in self._folded if n[0] == key[0] and len(n) >= _SHORTEST_FUZZY)
        names = [name for name in alike if len(self._folded[name]) == 1]
        near = difflib.get_close_matches(key, names, n=1, cutoff=_NEAR)
        return self._folded[near[0]][0] if near else None


def _exact_names(code: Code) -> Iterator[str]:
    yield from (clean(code.code), clean(code.label), clean(code.display))


def _all_names(code: Code) -> Iterator[str]:
    yield from (*_exact_names(code), f"{code.label} ({code.code})", *code.synonyms)


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Each name with the codes it stands for, in the order of the list."""
    found: dict[str, dict[str, None]] = {}
    for name, code in pairs:
        if name:
            found.setdefault(name, {})[code] = None
    return {name: tuple(codes) for name, codes in found.items()}


def _code(code: str, label: str, synonyms: str = "", *, offered: bool = True, advice: str = "") -> Code:
    """An entry with its synonyms in one text: English, then French, then Spanish, separated by semicolons."""
    words = (" ".join(word.split()) for word in synonyms.split(";"))
    return Code(code, label, tuple(word for word in words if word), offered, advice)


ROLE = Codelist("role", (
    _code("LEAD", "Lead", """
        lead agency; lead entity; lead organisation; lead organization; leader; leading; leads; in the lead;
        we lead; we are leading; lead responsibility; chef de file; entité chef de file;
        organisme chef de file; organisation chef de file; responsable; pilote; líder; lidera; lideramos;
        entidad líder; organismo líder; organismo principal; entidad principal; liderazgo
    """, advice="Responsible for the deliverable; one entity only."),
    _code("COLEAD", "Co-lead", """
        co-leader; co-leading; co-leads; co-lead agency; joint lead; jointly leading; shared lead;
        co-chef de file; coresponsable; co-responsable; co-pilote; colíder; codirige; colidera;
        corresponsable; entidad colíder""", advice="Shares the lead with another entity."),
    _code("CONTRIB", "Contributing", """
        contributor; contribute; contributes; contribution; contributing entity; contributing agency;
        participating; participant; participates; partner; support; supporting; supports; supporting agency;
        involved; we contribute; contributeur; contributrice; contribue; participante; participe; partenaire;
        appui; soutien; contribuyente; contribuye; contribución; contribuimos; participa; socio; apoyo;
        colabora; colaborador; colaboradora; entidad contribuyente
    """, advice="Gives time, text, data, money or services."),
    _code("REVIEW", "Reviewing or advising", """
        review; reviewer; reviewing; reviews; advising; advise; advises; adviser; advisor; advice; advisory;
        peer review; peer reviewer; commenting; comments; consulted; reviewing and advising; relecture;
        relecteur; relectrice; révision; réviseur; conseil; conseille; conseiller; avis; consulté;
        relecture ou conseil; revisión; revisor; revisora; revisa; asesoría; asesor; asesora; asesoramiento;
        consultado; consultada; revisión o asesoramiento""", advice="Comments on drafts or gives advice."),
    _code("OBS", "Kept informed", """
        observer; observers; observing; informed; for information; for information only; information only;
        FYI; keep informed; keep us informed; to be kept informed; to be informed; observateur; observatrice;
        informé; informée; tenu informé; pour information; à tenir informé; observador; observadora;
        informado; informada; mantenido informado; para información; a título informativo
    """, advice="Follows without contributing."),
    _code("NONE", "Not participating", """
        not involved; no participation; does not participate; no role; no contribution; not contributing;
        no involvement; ne participe pas; pas de participation; non participant; sans participation;
        aucun rôle; aucune participation; pas de contribution; no participa; sin participación;
        no participante; ningún papel; no participamos; sin contribución""", offered=False),
))  # fmt: skip

STATUS = Codelist("status", (
    _code("PLANNED", "Not started yet (planned)", """
        planned; not started; not started yet; not yet started; yet to start; to start; to be started; to do;
        upcoming; scheduled; foreseen; future; not begun; prévu; prévue; planifié; planifiée; programmé;
        programmée; pas commencé; pas encore commencé; non commencé; non commencée; non démarré;
        non démarrée; pas encore démarré; à venir; à faire; pas encore commencé (prévu); planificado;
        planificada; previsto; prevista; programado; programada; no iniciado; no iniciada; sin iniciar;
        aún no iniciado; aún no iniciada; no comenzado; por iniciar; por hacer; aún no iniciado (previsto)
    """),
    _code("INPROG", "In progress", """
        ongoing; on-going; on track; underway; under way; in process; in implementation;
        under implementation; being implemented; implementing; started; active; continuing; continuous;
        progressing; work in progress; WIP; begun; in development; under development; in preparation;
        being drafted; en cours; en cours de réalisation; en cours d'exécution; en cours de mise en oeuvre;
        en cours de mise en œuvre; en bonne voie; commencé; commencée; démarré; démarrée; entamé; entamée;
        en préparation; en curso; en marcha; en proceso; en progreso; en ejecución; en desarrollo;
        en implementación; iniciado; iniciada; comenzado; comenzada; en preparación"""),
    _code("DELAYED", "Delayed", """
        delay; late; behind; behind schedule; overdue; postponed; running late; slipping; off track;
        rescheduled; en retard; retardé; retardée; reporté; reportée; ajourné; ajournée; con retraso;
        retrasado; retrasada; atrasado; atrasada; aplazado; aplazada; pospuesto; pospuesta; demorado;
        demorada"""),
    _code("COMPLETED", "Completed", """
        complete; done; finished; finalised; finalized; achieved; delivered; closed; implemented; concluded;
        accomplished; fully completed; fully implemented; 100%; achevé; achevée; achevés; terminé; terminée;
        terminés; fini; finie; réalisé; réalisée; finalisé; finalisée; accompli; accomplie; clos; complété;
        complétée; livré; completado; completada; terminado; terminada; finalizado; finalizada; concluido;
        concluida; realizado; realizada; acabado; acabada; logrado; cumplido; cumplida; hecho; entregado"""),
    _code("ONHOLD", "On hold or waiting for others", """
        on hold; put on hold; hold; waiting; waiting for others; awaiting; awaiting others;
        awaiting decision; suspended; paused; stalled; blocked; frozen; en attente; en attente d'autres;
        en pause; en suspens; suspendu; suspendue; bloqué; bloquée; en espera; en espera de otros;
        a la espera; en pausa; en suspenso; suspendido; suspendida; bloqueado; bloqueada; pausado; detenido;
        paralizado"""),
    _code("CANCELLED", "Cancelled", """
        canceled; cancel; dropped; abandoned; discontinued; called off; no longer planned; annulé; annulée;
        abandonné; abandonnée; supprimé; supprimée; cancelado; cancelada; anulado; anulada; abandonado;
        abandonada; suprimido; suprimida; descartado"""),
))  # fmt: skip

KIND = Codelist("kind", (
    _code("STAFF", "Experts' time (nothing more specific)", """
        staff; staff time; expert time; experts' time; experts; expertise; technical expertise;
        human resources; personnel; temps du personnel; temps d'experts; temps des experts;
        ressources humaines; tiempo de expertos; tiempo del personal; tiempo de personal; personal;
        recursos humanos; expertos"""),
    _code("DRAFT", "Drafting or review of a text", """
        drafting; draft; writing; review of a text; text review; editing; report writing; drafting or review;
        rédaction; relecture; rédaction ou relecture d'un texte; redacción; revisión de un texto;
        redacción o revisión de un texto; elaboración de textos"""),
    _code("DATA", "Data, cases or reporting", """
        data; cases; case study; case studies; reporting; statistics; data collection; données; étude de cas;
        études de cas; rapports; statistiques; collecte de données; données, cas ou rapports; datos; casos;
        estudio de caso; estudios de caso; informes; estadísticas; datos, casos o informes"""),
    _code("EVENT", "Organising or hosting an event", """
        event; events; organising an event; organizing an event; hosting an event;
        organizing or hosting an event; meeting; webinar; conference; side event; seminar; événement;
        manifestation; réunion; webinaire; conférence; séminaire; organisation d'un événement;
        organisation ou accueil d'un événement; evento; reunión; conferencia; seminario; seminario web;
        organización de un evento; organización o acogida de un evento"""),
    _code("TRAIN", "Training", """
        trainings; train; capacity building; capacity development; course; e-learning; formation; formations;
        renforcement des capacités; capacitación; formación; curso; desarrollo de capacidades;
        fortalecimiento de capacidades"""),
    _code("TOOL", "Tool, guidance or platform", """
        tool; tools; guidance; platform; toolkit; guidelines; guide; manual; methodology; outil; outils;
        orientations; plateforme; plate-forme; lignes directrices; outil, orientations ou plateforme;
        herramienta; herramientas; orientaciones; plataforma; directrices; guía;
        herramienta, orientación o plataforma"""),
    _code("OUTREACH", "Communication", """
        communications; outreach; comms; advocacy; awareness; awareness raising; dissemination;
        public information; campaign; sensibilisation; diffusion; plaidoyer; comunicación; comunicaciones;
        difusión; sensibilización; divulgación"""),
    _code("PILOT", "Piloting", """
        pilot; pilots; pilot project; pilot testing; testing; test; projet pilote; pilote; expérimentation;
        mise à l'essai; piloto; proyecto piloto; prueba piloto; experimentación"""),
    _code("FUNDS", "Financial contribution", """
        funds; funding; financial; money; cash; finance; grant; financing; contribution financière;
        financement; fonds; subvention; contribución financiera; aporte financiero; financiación;
        financiamiento; fondos; subvención; cofinanciación"""),
    _code("SERVICE", "Interpretation, translation, rooms or logistics", """
        interpretation; translation; rooms; room; meeting rooms; venue; logistics; service; services;
        conference services; logistic support; logistical support; interprétation; traduction; salles; salle;
        logistique; services de conférence; interprétation, traduction, salles ou logistique; interpretación;
        traducción; salas; sala; logística; servicios; servicios de conferencias;
        interpretación, traducción, salas o logística"""),
    _code("OTHER", "Other", """
        others; other contribution; miscellaneous; misc; autre; autres; divers; otro; otra; otros; otras;
        varios"""),
))  # fmt: skip

CERTAINTY = Codelist("certainty", (
    _code("CONFIRMED", "Confirmed", """
        confirm; firm; certain; definite; committed; secured; approved; sure; agreed; confirmé; confirmée;
        confirmés; ferme; sûr; approuvé; approuvée; acquis; confirmado; confirmada; firme; seguro; segura;
        cierto; aprobado; aprobada; comprometido"""),
    _code("INDICATIVE", "Indicative", """
        estimate; estimated; estimation; tentative; provisional; approximate; rough; preliminary;
        to be confirmed; TBC; indicatif; estimé; estimée; estimatif; provisoire; approximatif; à confirmer;
        indicativo; indicativa; estimado; estimada; aproximado; aproximada; por confirmar; tentativo;
        preliminar"""),
    _code("SUBJECT", "If resources allow", """
        subject to resources; subject to funding; subject to funds; subject to availability;
        subject to availability of resources; subject to availability of funds; depending on resources;
        depending on funding; conditional; if funds available; if funding allows; if resources permit;
        si les ressources le permettent; sous réserve de ressources; sous réserve des ressources disponibles;
        sous réserve de financement; conditionnel; conditionnelle; si los recursos lo permiten;
        sujeto a recursos; sujeto a disponibilidad; sujeto a fondos; sujeto a disponibilidad de recursos;
        sujeto a financiación; condicional"""),
))  # fmt: skip

SUBMISSION_KIND = Codelist("submission_kind", (
    _code("FULL", "Our complete answer", """
        complete; complete answer; full answer; all; everything; complete submission; full submission;
        complet; complète; réponse complète; notre réponse complète; tout; completo; completa;
        respuesta completa; nuestra respuesta completa; todo"""),
    _code("PART", "Only some activities or rows", """
        partial; partly; some; incomplete; some activities; only some activities; only some rows;
        partial answer; partiel; partielle; réponse partielle; en partie; certaines activités;
        certaines activités ou lignes seulement; seulement certaines activités ou lignes; parcial;
        respuesta parcial; en parte; incompleto; incompleta; algunas actividades;
        solo algunas actividades o filas"""),
    _code("NIL", "Nothing to report this time", """
        nothing; nothing to report; nil return; nil report; no contribution this time; néant; état néant;
        rien; rien à signaler; rien à déclarer; rien à signaler cette fois; rien à signaler cette fois-ci;
        nada; nada que informar; nada que informar esta vez; sin nada que informar"""),
))  # fmt: skip

CHANGE = Codelist("change", (
    _code("SAME", "No change", """
        unchanged; no changes; no update; no updates; not changed; as before; nothing changed; idem;
        aucun changement; pas de changement; sans changement; inchangé; inchangée; sin cambios; sin cambio;
        ningún cambio; igual; sin modificaciones; no ha cambiado"""),
    _code("UPDATE", "Changed", """
        updated; updates; modified; amended; edited; revised; change; changes; modifié; modifiée; mis à jour;
        mise à jour; actualisé; actualisée; changé; changée; changement; modificado; modificada; actualizado;
        actualizada; cambiado; cambiada; actualización; cambio"""),
    _code("NEW", "New", """
        added; addition; new row; nouveau; nouvelle; ajout; ajouté; ajoutée; nuevo; nueva; añadido; añadida;
        agregado; agregada; adición"""),
    _code("WITHDRAW", "Withdrawn", """
        delete; deleted; remove; removed; drop; dropped; retiré; retirée; retirer; retrait; supprimé;
        supprimée; supprimer; retirado; retirada; retirar; eliminado; eliminada; eliminar; suprimido;
        borrado; borrar"""),
))  # fmt: skip

MODALITY = Codelist("modality", (
    _code("IMG", "Issue Management Group", "groupe de gestion thématique; grupo de gestión temática"),
    _code("TT", "Task Team", "équipe spéciale; equipo de tareas; equipo especial"),
    _code("CP", "Consultative Process", "processus consultatif; proceso consultivo"),
    _code("SWFS", "System-Wide Framework of Strategies", """
        System-Wide Framework of Strategies on the Environment; cadre de stratégies à l'échelle du système;
        marco de estrategias para todo el sistema"""),
    _code("NEXUS", "Nexus Dialogue", """
        nexus dialogues; dialogue nexus; dialogues nexus; diálogo nexus; diálogos nexus"""),
    _code("OTHER", "Other", "autre; otro; otra"),
))  # fmt: skip

MAY_QUOTE = Codelist("may_quote", (
    _code("YES", "Yes", "y; ok; true; agreed; agree; oui; vrai; d'accord; sí; verdadero; de acuerdo"),
    _code("NO", "No", "n; 0; false; do not; please do not; no thank you; non; faux; falso; nein"),
))  # fmt: skip

PRINT = Codelist("print", (
    _code("YES", "Yes", "y; true; oui; sí"),
    _code("NOTEXT", "Without the text", """
        no text; without text; without words; sans le texte; sans texte; sin el texto; sin texto"""),
    _code("NO", "No", "n; false; non"),
))  # fmt: skip

CODELISTS: Mapping[str, Codelist] = {
    codelist.name: codelist
    for codelist in (ROLE, STATUS, KIND, CERTAINTY, SUBMISSION_KIND, CHANGE, MODALITY, MAY_QUOTE, PRINT)
}
"""The built-in codelists by name."""
