"""The built-in codelists: every code, whether it is offered, and the other words by which people mean it.

Labels stand in the catalogues of texts, one for each language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from emg_xlsx.codelists import Code, Codelist
from emg_xlsx.texts import LANGUAGES, text


def _code(code: str, synonyms: str = "", *, offered: bool = True) -> Code:
    """An entry with its synonyms in one text: English, then French, then Spanish, separated by semicolons."""
    words = (" ".join(word.split()) for word in synonyms.split(";"))
    return Code(code, code, tuple(word for word in words if word), offered)


def _list(name: str, codes: Sequence[Code]) -> Codelist:
    """A list with its labels from the catalogues: English ones, and those of other languages to be known by."""
    said = [[text(f"code.{name}.{code.code}", language) for language in LANGUAGES] for code in codes]
    return Codelist(name, tuple(
        replace(code, label=labels[0], labels=tuple(labels)) for code, labels in zip(codes, said, strict=True)
    ))  # fmt: skip


ROLE = _list("role", (
    _code("LEAD", """
        lead agency; lead entity; lead organisation; lead organization; leader; leading; leads; in the lead;
        we lead; we are leading; lead responsibility; chef de file; entité chef de file;
        organisme chef de file; organisation chef de file; responsable; pilote; líder; lidera; lideramos;
        entidad líder; organismo líder; organismo principal; entidad principal; liderazgo
    """),
    _code("COLEAD", """
        co-leader; co-leading; co-leads; co-lead agency; joint lead; jointly leading; shared lead;
        co-chef de file; coresponsable; co-responsable; co-pilote; colíder; codirige; colidera;
        corresponsable; entidad colíder"""),
    _code("CONTRIB", """
        contributor; contribute; contributes; contribution; contributing entity; contributing agency;
        participating; participant; participates; partner; support; supporting; supports; supporting agency;
        involved; we contribute; contributeur; contributrice; contribue; participante; participe; partenaire;
        appui; soutien; contribuyente; contribuye; contribución; contribuimos; participa; socio; apoyo;
        colabora; colaborador; colaboradora; entidad contribuyente
    """),
    _code("REVIEW", """
        review; reviewer; reviewing; reviews; advising; advise; advises; adviser; advisor; advice; advisory;
        peer review; peer reviewer; commenting; comments; consulted; reviewing and advising; relecture;
        relecteur; relectrice; révision; réviseur; conseil; conseille; conseiller; avis; consulté;
        relecture ou conseil; revisión; revisor; revisora; revisa; asesoría; asesor; asesora; asesoramiento;
        consultado; consultada; revisión o asesoramiento"""),
    _code("OBS", """
        observer; observers; observing; informed; for information; for information only; information only;
        FYI; keep informed; keep us informed; to be kept informed; to be informed; observateur; observatrice;
        informé; informée; tenu informé; pour information; à tenir informé; observador; observadora;
        informado; informada; mantenido informado; para información; a título informativo
    """),
    _code("NONE", """
        not involved; no participation; does not participate; no role; no contribution; not contributing;
        no involvement; ne participe pas; pas de participation; non participant; sans participation;
        aucun rôle; aucune participation; pas de contribution; no participa; sin participación;
        no participante; ningún papel; no participamos; sin contribución""", offered=False),
))  # fmt: skip

STATUS = _list("status", (
    _code("PLANNED", """
        planned; not started; not started yet; not yet started; yet to start; to start; to be started; to do;
        upcoming; scheduled; foreseen; future; not begun; prévu; prévue; planifié; planifiée; programmé;
        programmée; pas commencé; pas encore commencé; non commencé; non commencée; non démarré;
        non démarrée; pas encore démarré; à venir; à faire; pas encore commencé (prévu); planificado;
        planificada; previsto; prevista; programado; programada; no iniciado; no iniciada; sin iniciar;
        aún no iniciado; aún no iniciada; no comenzado; por iniciar; por hacer; aún no iniciado (previsto)
    """),
    _code("INPROG", """
        ongoing; on-going; on track; underway; under way; in process; in implementation;
        under implementation; being implemented; implementing; started; active; continuing; continuous;
        progressing; work in progress; WIP; begun; in development; under development; in preparation;
        being drafted; en cours; en cours de réalisation; en cours d'exécution; en cours de mise en oeuvre;
        en cours de mise en œuvre; en bonne voie; commencé; commencée; démarré; démarrée; entamé; entamée;
        en préparation; en curso; en marcha; en proceso; en progreso; en ejecución; en desarrollo;
        en implementación; iniciado; iniciada; comenzado; comenzada; en preparación"""),
    _code("DELAYED", """
        delay; late; behind; behind schedule; overdue; postponed; running late; slipping; off track;
        rescheduled; en retard; retardé; retardée; reporté; reportée; ajourné; ajournée; con retraso;
        retrasado; retrasada; atrasado; atrasada; aplazado; aplazada; pospuesto; pospuesta; demorado;
        demorada"""),
    _code("COMPLETED", """
        complete; done; finished; finalised; finalized; achieved; delivered; closed; implemented; concluded;
        accomplished; fully completed; fully implemented; 100%; achevé; achevée; achevés; terminé; terminée;
        terminés; fini; finie; réalisé; réalisée; finalisé; finalisée; accompli; accomplie; clos; complété;
        complétée; livré; completado; completada; terminado; terminada; finalizado; finalizada; concluido;
        concluida; realizado; realizada; acabado; acabada; logrado; cumplido; cumplida; hecho; entregado"""),
    _code("ONHOLD", """
        on hold; put on hold; hold; waiting; waiting for others; awaiting; awaiting others;
        awaiting decision; suspended; paused; stalled; blocked; frozen; en attente; en attente d'autres;
        en pause; en suspens; suspendu; suspendue; bloqué; bloquée; en espera; en espera de otros;
        a la espera; en pausa; en suspenso; suspendido; suspendida; bloqueado; bloqueada; pausado; detenido;
        paralizado"""),
    _code("CANCELLED", """
        canceled; cancel; dropped; abandoned; discontinued; called off; no longer planned; annulé; annulée;
        abandonné; abandonnée; supprimé; supprimée; cancelado; cancelada; anulado; anulada; abandonado;
        abandonada; suprimido; suprimida; descartado"""),
))  # fmt: skip

KIND = _list("kind", (
    _code("STAFF", """
        staff; staff time; expert time; experts' time; experts; expertise; technical expertise;
        human resources; personnel; temps du personnel; temps d'experts; temps des experts;
        ressources humaines; tiempo de expertos; tiempo del personal; tiempo de personal; personal;
        recursos humanos; expertos"""),
    _code("DRAFT", """
        drafting; draft; writing; review of a text; text review; editing; report writing; drafting or review;
        rédaction; relecture; rédaction ou relecture d'un texte; redacción; revisión de un texto;
        redacción o revisión de un texto; elaboración de textos"""),
    _code("DATA", """
        data; cases; case study; case studies; reporting; statistics; data collection; données; étude de cas;
        études de cas; rapports; statistiques; collecte de données; données, cas ou rapports; datos; casos;
        estudio de caso; estudios de caso; informes; estadísticas; datos, casos o informes"""),
    _code("EVENT", """
        event; events; organising an event; organizing an event; hosting an event;
        organizing or hosting an event; meeting; webinar; conference; side event; seminar; événement;
        manifestation; réunion; webinaire; conférence; séminaire; organisation d'un événement;
        organisation ou accueil d'un événement; evento; reunión; conferencia; seminario; seminario web;
        organización de un evento; organización o acogida de un evento"""),
    _code("TRAIN", """
        trainings; train; capacity building; capacity development; course; e-learning; formation; formations;
        renforcement des capacités; capacitación; formación; curso; desarrollo de capacidades;
        fortalecimiento de capacidades"""),
    _code("TOOL", """
        tool; tools; guidance; platform; toolkit; guidelines; guide; manual; methodology; outil; outils;
        orientations; plateforme; plate-forme; lignes directrices; outil, orientations ou plateforme;
        herramienta; herramientas; orientaciones; plataforma; directrices; guía;
        herramienta, orientación o plataforma"""),
    _code("OUTREACH", """
        communications; outreach; comms; advocacy; awareness; awareness raising; dissemination;
        public information; campaign; sensibilisation; diffusion; plaidoyer; comunicación; comunicaciones;
        difusión; sensibilización; divulgación"""),
    _code("PILOT", """
        pilot; pilots; pilot project; pilot testing; testing; test; projet pilote; pilote; expérimentation;
        mise à l'essai; piloto; proyecto piloto; prueba piloto; experimentación"""),
    _code("FUNDS", """
        funds; funding; financial; money; cash; finance; grant; financing; contribution financière;
        financement; fonds; subvention; contribución financiera; aporte financiero; financiación;
        financiamiento; fondos; subvención; cofinanciación"""),
    _code("SERVICE", """
        interpretation; translation; rooms; room; meeting rooms; venue; logistics; service; services;
        conference services; logistic support; logistical support; interprétation; traduction; salles; salle;
        logistique; services de conférence; interprétation, traduction, salles ou logistique; interpretación;
        traducción; salas; sala; logística; servicios; servicios de conferencias;
        interpretación, traducción, salas o logística"""),
    _code("OTHER", """
        others; other contribution; miscellaneous; misc; autre; autres; divers; otro; otra; otros; otras;
        varios"""),
))  # fmt: skip

CERTAINTY = _list("certainty", (
    _code("CONFIRMED", """
        confirm; firm; certain; definite; committed; secured; approved; sure; agreed; confirmé; confirmée;
        confirmés; ferme; sûr; approuvé; approuvée; acquis; confirmado; confirmada; firme; seguro; segura;
        cierto; aprobado; aprobada; comprometido"""),
    _code("INDICATIVE", """
        estimate; estimated; estimation; tentative; provisional; approximate; rough; preliminary;
        to be confirmed; TBC; indicatif; estimé; estimée; estimatif; provisoire; approximatif; à confirmer;
        indicativo; indicativa; estimado; estimada; aproximado; aproximada; por confirmar; tentativo;
        preliminar"""),
    _code("SUBJECT", """
        subject to resources; subject to funding; subject to funds; subject to availability;
        subject to availability of resources; subject to availability of funds; depending on resources;
        depending on funding; conditional; if funds available; if funding allows; if resources permit;
        si les ressources le permettent; sous réserve de ressources; sous réserve des ressources disponibles;
        sous réserve de financement; conditionnel; conditionnelle; si los recursos lo permiten;
        sujeto a recursos; sujeto a disponibilidad; sujeto a fondos; sujeto a disponibilidad de recursos;
        sujeto a financiación; condicional"""),
))  # fmt: skip

SUBMISSION_KIND = _list("submission_kind", (
    _code("FULL", """
        complete; complete answer; full answer; all; everything; complete submission; full submission;
        complet; complète; réponse complète; notre réponse complète; tout; completo; completa;
        respuesta completa; nuestra respuesta completa; todo"""),
    _code("PART", """
        partial; partly; some; incomplete; some activities; only some activities; only some rows;
        partial answer; partiel; partielle; réponse partielle; en partie; certaines activités;
        certaines activités ou lignes seulement; seulement certaines activités ou lignes; parcial;
        respuesta parcial; en parte; incompleto; incompleta; algunas actividades;
        solo algunas actividades o filas"""),
    _code("NIL", """
        nothing; nothing to report; nil return; nil report; no contribution this time; néant; état néant;
        rien; rien à signaler; rien à déclarer; rien à signaler cette fois; rien à signaler cette fois-ci;
        nada; nada que informar; nada que informar esta vez; sin nada que informar"""),
))  # fmt: skip

CHANGE = _list("change", (
    _code("SAME", """
        unchanged; no changes; no update; no updates; not changed; as before; nothing changed; idem;
        aucun changement; pas de changement; sans changement; inchangé; inchangée; sin cambios; sin cambio;
        ningún cambio; igual; sin modificaciones; no ha cambiado"""),
    _code("UPDATE", """
        updated; updates; modified; amended; edited; revised; change; changes; modifié; modifiée; mis à jour;
        mise à jour; actualisé; actualisée; changé; changée; changement; modificado; modificada; actualizado;
        actualizada; cambiado; cambiada; actualización; cambio"""),
    _code("NEW", """
        added; addition; new row; nouveau; nouvelle; ajout; ajouté; ajoutée; nuevo; nueva; añadido; añadida;
        agregado; agregada; adición"""),
    _code("WITHDRAW", """
        delete; deleted; remove; removed; drop; dropped; retiré; retirée; retirer; retrait; supprimé;
        supprimée; supprimer; retirado; retirada; retirar; eliminado; eliminada; eliminar; suprimido;
        borrado; borrar"""),
))  # fmt: skip

MODALITY = _list("modality", (
    _code("IMG", "groupe de gestion thématique; grupo de gestión temática"),
    _code("TT", "équipe spéciale; equipo de tareas; equipo especial"),
    _code("CP", "processus consultatif; proceso consultivo"),
    _code("SWFS", """
        System-Wide Framework of Strategies on the Environment; cadre de stratégies à l'échelle du système;
        marco de estrategias para todo el sistema"""),
    _code("NEXUS", """
        nexus dialogues; dialogue nexus; dialogues nexus; diálogo nexus; diálogos nexus"""),
    _code("OTHER", "autre; otro; otra"),
))  # fmt: skip

MAY_QUOTE = _list("may_quote", (
    _code("YES", "y; ok; true; agreed; agree; oui; vrai; d'accord; sí; verdadero; de acuerdo"),
    _code("NO", "n; 0; false; do not; please do not; no thank you; non; faux; falso; nein"),
))  # fmt: skip

PRINT = _list("print", (
    _code("YES", "y; true; oui; sí"),
    _code("NOTEXT", """
        no text; without text; without words; sans le texte; sans texte; sin el texto; sin texto"""),
    _code("NO", "n; false; non"),
))  # fmt: skip

CODELISTS: Mapping[str, Codelist] = {
    codelist.name: codelist
    for codelist in (ROLE, STATUS, KIND, CERTAINTY, SUBMISSION_KIND, CHANGE, MODALITY, MAY_QUOTE, PRINT)
}
"""The built-in codelists by name."""
