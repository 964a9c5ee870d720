"""Notes on corrections, as desks print them in many languages, and sentences that are none."""

import pytest

from flows.cleaning.correction_notes import notes_of

STORY = [f"Paragraph {number} of a story about a bridge and a harbour." for number in range(12)]


@pytest.mark.parametrize(
    ("kind", "note"),
    [
        ("correction", "Correction: An earlier version misstated the cost."),
        ("correction", "CORRECTION (Nov. 3, 2026): the mayor is 61."),
        ("correction", "• This article was amended on 5 June 2026. It said that the bridge was closed."),
        ("correction", "An earlier version of this article misspelled the name of the mayor."),
        ("correction", "Korrektur: In einer früheren Version stand, die Brücke sei gesperrt."),
        ("correction", "Rectificatif – Le nom du maire a été corrigé."),
        ("correction", "Una versión anterior de este artículo decía que el puente estaba cerrado."),
        ("correction", "Errata: a ponte foi reaberta na terça-feira."),
        ("correction", "Errata corrige: il ponte è stato riaperto martedì."),
        ("correction", "In een eerdere versie van dit bericht stond dat de brug dicht was."),
        ("correction", "Rättelse: Bron öppnade i tisdags."),
        ("correction", "Oikaisu 5.6.2026: Silta avattiin tiistaina."),
        ("correction", "Sprostowanie: most otwarto we wtorek."),
        ("correction", "Исправление: мост открыли во вторник."),
        ("correction", "Düzeltme: Köprü salı günü açıldı."),
        ("correction", "تصحيح: افتتح الجسر يوم الثلاثاء."),
        ("correction", "更正：大桥于周二开放。"),
        ("correction", "【訂正】橋は火曜日に開通しました。"),
        ("correction", "[정정] 다리는 화요일에 개통했습니다."),
        ("correction", "भूल सुधार: पुल मंगलवार को खुला।"),
        ("correction", "Ispravak: most je otvoren u utorak."),
        ("correction", "แก้ไข: สะพานเปิดวันอังคาร"),
        ("correction", "সংশোধনী: সেতুটি মঙ্গলবার খুলেছে।"),
        ("correction", "(This version CORRECTS the name of the mayor to Jones.)"),
        ("correction", "Dieser Artikel wurde nachträglich korrigiert: Die Brücke ist offen."),
        ("correction", "(Corrects paragraph 4 to say that the vote was on Tuesday)"),
        ("correction", "CORRECTION, Nov. 3, 2026: the mayor is 61."),
        ("correction", "Corrections & Clarifications: A story on Tuesday misnamed the bridge."),
        ("correction", "Richtigstellung: Die Brücke ist offen."),
        ("correction", "The Herald regrets the error: the bridge is in Leeds."),
        ("correction", "※記事初出時、橋の名前に誤りがありました。お詫びして訂正いたします。"),
        ("clarification", "Clarification: the vote was not final."),
        ("clarification", "Klarstellung: Die Abstimmung war nicht endgültig."),
        ("update", "Update, 3 p.m.: The mayor has resigned."),
        ("update", "Mise à jour : le maire a démissionné."),
        ("update", "Mis à jour le 20 novembre à 14 h 30 avec la réaction du maire."),
        ("update", "Updated on 20 November 2026 with the mayor's reply"),
        ("update", "Dieser Artikel wurde am 20. November 2026 aktualisiert."),
        ("update", "本文已于11月20日更新。"),
        ("retraction", "Retraction: this story was invented."),
        ("editors_note", "Editor’s note: The author is married to the mayor."),
        ("editors_note", "Anmerkung der Redaktion: Die Autorin ist mit dem Bürgermeister verheiratet."),
    ],
)
@pytest.mark.parametrize("place", ["head", "tail"])
def test_a_note_at_either_end_is_read(kind: str, note: str, place: str) -> None:
    lines = [note, *STORY] if place == "head" else [*STORY, note]
    assert [(found.kind, found.text) for found in notes_of(lines)] == [(kind, note)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Corrections officers went on strike on Monday.",
        "Correction was overdue in the markets, analysts said.",
        "The law corrects a mistake that was made in 2004, the minister said.",
        "The mayor regrets the delay and promised to hurry.",
        "The list of bridges was long, the council said.",
        "Updated rules are to come into force next week.",
        "Update your browser to read on",
        "Corrections: to report an error, write to us.",
        "See an error? Request a correction: desk@example.org",
        "Aktualisierung und Wartung der Software kosten Geld.",
        "La corrección de los exámenes dura dos semanas.",
        "El Ministerio de Corrección: quién manda.",
        "تصحيح المسار الاقتصادي مطلوب الآن",
        "更正错误需要时间和耐心",
        "แก้ไขรัฐธรรมนูญเป็นเรื่องที่ต้องใช้เวลา",
        "The retraction of the glacier is visible from space.",
    ],
)
def test_a_sentence_with_such_a_word_is_no_note(sentence: str) -> None:
    assert notes_of([sentence, *STORY, sentence]) == ()


def test_a_note_in_the_middle_of_a_long_story_is_left() -> None:
    assert notes_of([*STORY, "Correction: 5.", *STORY]) == ()
