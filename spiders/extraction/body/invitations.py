"""Where a page invites its readers to write, which ends the text.

Theory. Below a story stands a form for comments, or a line in its place: "Leave a reply", "You must be
logged in to post a comment", "No comments yet", "Name (required)". Systems translate these few lines into
the language of the site and change nothing else about them. So from the first short block in the second
half of the text that is such a line to the end everything is `foreign`. Known exceptions: sites that word
them by themselves. A mistake costs what stands behind such a line: a note of the editors, or a list of
other stories.
"""

from __future__ import annotations

import re
from dataclasses import replace

from spiders.extraction.model import ASIDE_KINDS, ExtractedBlock, story_blocks

Blocks = tuple[ExtractedBlock, ...]

MAX_CHARS = 90
LAST_PART = 0.5
"""Share of the text that stands before such a line at least."""
MIN_CHARS = 40

_INVITATION = re.compile(
    r"(?:\W*back to top)?\W*(?:"
    r"(?:leave|post|add|write|submit) (?:a |your |an? new )?(?:comment|reply|response)s?"
    r"(?: to .{1,40})?(?: cancel reply)?"
    r"|(?:you must|please|you need to) (?:be )?(?:log(?:ged)?[- ]?in|sign(?:ed)?[- ]?in|register(?:ed)?)\b"
    r".{0,20}\bto (?:post|leave|add|write)? ?(?:a |your )?(?:comment|reply).*"
    r"|(?:no|be the first to) (?:comments?|responses?)(?: yet| so far)?"
    r"|comments? (?:are|is)(?: now)? closed.*"
    r"|(?:your )?name \(required\)|(?:your )?e?-?mail.{0,9}\((?:required|will not be published)\).*"
    r"|(?:name|e-mail(?:-adresse)?) \((?:erforderlich|pflichtfeld)\)|nom \((?:obligatoire|requis)\)"
    r"|nombre \((?:obligatorio|requerido)\)|nome \((?:obbligatorio|richiesto|obrigatório|requerido)\)"
    r"|naam \((?:verplicht|vereist)\)|imię \(wymagane\)"
    r"|(?:schreiben? sie|schreibe|hinterlasse?n?(?: sie)?)(?: uns)? (?:einen|eine|deinen|ihren)"
    r" (?:kommentar|antwort).*"
    r"|(?:kommentar|antwort) (?:schreiben|verfassen|hinterlassen|abgeben)"
    r"|(?:noch )?keine kommentare.{0,12}"
    r"|laisser un commentaire"
    r"|(?:laissez|ajouter|écrire|poster|publier) (?:une?|votre) (?:commentaire|réponse)"
    r"|(?:deja|dejar?|escribe|añadir|publicar) (?:un|una|tu) (?:comentario|respuesta)|sin comentarios"
    r"|(?:deixe|deixar|escreva) (?:um|uma|o seu|seu) (?:comentário|resposta)"
    r"|(?:nenhum|sem) comentários?"
    r"|(?:lascia|scrivi|aggiungi|rispondi) un (?:commento|risposta)|lascia una risposta"
    r"|nessun commento"
    r"|(?:geef|laat|plaats) een (?:reactie|antwoord)(?: achter)?|(?:nog )?geen reacties"
    r"|(?:dodaj|napisz|zostaw) (?:komentarz|odpowiedź)|brak komentarzy|(?:napsat|přidat) komentář"
    r"|lämna (?:ett svar|en kommentar)|(?:skriv|legg igjen|læg) en kommentar|(?:kirjoita|jätä) kommentti"
    r"|(?:добавить|оставить|написать) (?:комментарий|ответ)|залишити коментар|bir (?:yorum|cevap) yaz(?:ın)?"
    r"|tinggalkan (?:balasan|komentar)|lăsați? un (?:comentariu|răspuns)|hozzászólás írása"
    r"|コメントを(?:残す|書く|投稿)|发表(?:评论|回复)|發表(?:評論|迴響|留言)|댓글 남기기"
    r"|اترك تعليقاً?|השאר תגובה"
    r")\W*",
    re.IGNORECASE,
)


def mark_below_invitation(blocks: Blocks) -> Blocks:
    """The blocks, those from an invitation to comment on being `foreign`."""
    total = sum(len(block.text) for block in story_blocks(blocks))
    before = 0
    for index, block in enumerate(blocks):
        if block.kind in ASIDE_KINDS:
            continue
        is_late = before >= max(MIN_CHARS, LAST_PART * total)
        if is_late and len(block.text) <= MAX_CHARS and _INVITATION.fullmatch(block.text):
            return (*blocks[:index], *map(_foreign, blocks[index:]))
        before += len(block.text)
    return blocks


def _foreign(block: ExtractedBlock) -> ExtractedBlock:
    return block if block.kind in ASIDE_KINDS else replace(block, kind="foreign")
