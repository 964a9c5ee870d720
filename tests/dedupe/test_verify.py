"""The rule, case by case: what is a copy, what only looks like one."""

import random

import pytest

from dedupe.articles.decision.compare import compare
from dedupe.articles.decision.prepare import prepare
from dedupe.articles.decision.verify import Verdict, only_a_part, verify


def text(seed: str | int, words: int = 150) -> list[str]:
    """Words like no other text's."""
    rng = random.Random(seed)
    return ["".join(rng.choices("abdegiklmnoprstu", k=rng.randint(3, 8))) for _ in range(words)]


def verdict(one: list[str], two: list[str]) -> Verdict | None:
    a, b = prepare([" ".join(one), " ".join(two)])
    return verify(compare(a, b))


def copy_of(one: list[str], two: list[str]) -> Verdict:
    """The verdict on two texts that have to be copies."""
    found = verdict(one, two)
    assert found is not None
    return found


STORY = text("story", 200)


def test_the_same_words_are_exact_whatever_the_case() -> None:
    assert copy_of(STORY, [word.title() + "," for word in STORY]).kind == "exact"


def test_a_few_words_are_never_a_copy() -> None:
    assert verdict(STORY[:15], STORY[:15]) is None


def test_a_story_without_a_third_of_it_is_near() -> None:
    found = copy_of(STORY, STORY[:60] + STORY[130:])
    assert found.kind == "near"
    assert found.similarity == found.resemblance == pytest.approx(130 / 200, abs=0.02)


def test_a_teaser_is_an_excerpt_with_its_share() -> None:
    found = copy_of(STORY, [*STORY[:50], "subscribe", "now"])
    assert found.kind == "excerpt"
    assert found.similarity == pytest.approx(50 / 52, abs=0.001)
    assert found.resemblance < 0.3


def test_a_story_inside_a_digest_is_an_excerpt() -> None:
    assert copy_of(STORY, text("before") + STORY + text("after")).kind == "excerpt"


def test_one_word_in_ten_mistyped_is_still_near() -> None:
    typed = [word if number % 10 else word[::-1] + "q" for number, word in enumerate(STORY)]
    assert copy_of(STORY, typed).kind == "near"


def test_paragraphs_in_another_order_are_still_near() -> None:
    assert copy_of(STORY, STORY[150:] + STORY[:50] + STORY[100:150] + STORY[50:100]).kind == "near"


def test_two_reports_that_quote_the_same_statement_are_apart() -> None:
    quote = text("quote", 60)
    assert verdict(text("one") + quote + text("two", 30), text("three", 90) + quote) is None


def test_a_statement_in_full_is_a_report_of_its_own_where_a_desk_says_a_tenth_more_about_it() -> None:
    quote = text("quote", 200)
    printed = ["“" + quote[0], *quote[1:-1], quote[-1] + "”"]
    assert verdict(text("one", 28) + printed, text("two", 60) + printed + text("three", 60)) is None
    assert verdict(text("one", 12) + printed, text("two", 60) + printed + text("three", 60)) is not None


def test_a_shared_tail_under_two_stories_is_a_promo() -> None:
    promo = text("promo", 200)
    assert verdict(text("one", 120) + promo, text("two", 120) + promo) is None


def test_a_new_lead_over_the_rest_of_a_story_is_a_copy() -> None:
    subject = [word for word in STORY[:20] if len(word) > 5]
    told = [word for first in range(0, 200, 20) for word in (*STORY[first : first + 20], *subject)]
    assert verdict(text("local", 80) + told[40:], told) is not None


@pytest.mark.parametrize("own", [40, 80, 300])
@pytest.mark.parametrize("more", [[], ["Follow", "the", "desk", "for", "all", "stories", "of", "the", "day"]])
def test_two_short_stories_over_one_long_tail_are_apart(own: int, more: list[str]) -> None:
    promo = text("promo", 470)
    assert verdict(text("one", own) + promo, text("two", 60) + promo + more) is None


def report(*numbers: int) -> list[str]:
    words = iter(text("template", 120))
    return [word for number in numbers for word in (*(next(words) for _ in range(8)), str(number))]


def test_a_template_with_other_figures_is_another_report() -> None:
    assert verdict(report(*range(10, 22)), report(*range(50, 62))) is None


def test_a_report_whose_toll_rises_is_the_same_story() -> None:
    assert verdict(report(3, 17, 2024, 11, 8), report(5, 19, 2024, 11, 8)) is not None


def test_a_long_report_may_correct_more_of_its_figures() -> None:
    def told(*numbers: int) -> list[str]:
        words = iter(text("long report", 600))
        return [word for number in numbers for word in (*(next(words) for _ in range(60)), str(number))]

    assert verdict(told(*range(10, 20)), told(*range(10, 15), *range(50, 55))) is not None


def test_figures_of_a_local_paragraph_do_not_count() -> None:
    numbers = [str(number) for number in range(100, 112)]
    assert verdict(STORY, text("local", 60) + numbers + STORY) is not None


def test_scattered_short_runs_are_a_list_of_names_and_no_copy() -> None:
    names = [text(f"name {number}", 6) for number in range(20)]
    one = [word for number, name in enumerate(names) for word in (*name, *text(f"a {number}", 5))]
    two = [word for number, name in enumerate(names[::-1]) for word in (*name, *text(f"b {number}", 5))]
    assert verdict(one, two) is None


def test_the_verdict_does_not_depend_on_the_side() -> None:
    for other in (STORY[:50], STORY[100:] + text("x", 40), text("y")):
        assert verdict(STORY, other) == verdict(other, STORY)


@pytest.mark.parametrize(
    ("letters", "length"),
    [("的一是在不了有和人这中大为上个国我以要他", 300), ("กขคงจฉชซญฐณดตถทธนบปผพภมยรลวศสห", 900)],
)
def test_scripts_without_spaces_are_compared_by_characters(letters: str, length: int) -> None:
    rng = random.Random(letters)
    story = "".join(rng.choices(letters, k=length))
    other = "".join(rng.choices(letters, k=length))
    a, cut, unlike = prepare([story, story[: length // 2] + other[:40], other])
    assert verify(compare(a, cut)) is not None
    assert verify(compare(a, unlike)) is None


def test_empty_texts_are_no_copies() -> None:
    assert verdict([], []) is None
    assert verdict(STORY, []) is None


OBITUARY = """{} {}, {}, of {}, died peacefully on {} surrounded by family. Born in {}, {} worked for many
years as a {} and was loved by all who knew them. Visitation will be held at the {} Funeral Home on {} from
four to seven in the evening, and the service will follow at the church on the next day at eleven. In lieu of
flowers the family asks for gifts to the hospice."""

FORECAST = """Forecast for {} and {}: {} begins with fog around {}, and {} can expect showers from {} by noon.
{} stays dry near {}. Drivers are reminded to keep their distance on wet roads, to clear all windows before
they set off and to follow the updates of the national weather service."""


def filled(template: str, facts: str) -> list[str]:
    return template.replace("\n", " ").format(*facts.split()).split(" ")


def test_notices_of_two_people_are_apart_even_where_days_and_homes_are_the_same() -> None:
    one = filled(OBITUARY, "Paul Marin 33 Glenholt Sunday Harside Paul nurse Flynn Tuesday")
    other = filled(OBITUARY, "Ines Prado 36 Eastmere Tuesday Dunley Ines teacher Brandt Sunday")
    neighbour = filled(OBITUARY, "Omar Cole 87 Corran Sunday Aldham Omar baker Flynn Tuesday")
    assert verdict(one, other) is verdict(one, neighbour) is None


def test_a_notice_with_one_corrected_name_is_the_same() -> None:
    one = filled(OBITUARY, "Paul Marin 33 Glenholt Sunday Harside Paul nurse Flynn Tuesday")
    other = filled(OBITUARY, "Paul Martin 33 Glenholt Sunday Harside Paul nurse Flynn Tuesday")
    assert verdict(one, other) is not None


def test_forecasts_that_name_the_same_towns_in_other_places_are_apart() -> None:
    one = filled(FORECAST, "Kelby Dunley Friday Farrow Aldham Corran Sunday Glenholt")
    other = filled(FORECAST, "Dunley Kelby Sunday Aldham Farrow Corran Friday Glenholt")
    assert verdict(one, other) is None


FORECAST_IN_WORDS = """The day begins {} with {}, and {} will reach the {} by noon. It stays {} in the hills.
The forecast was made by the national weather service and is brought up to date every six hours. Travellers
should allow more time, drive slowly where the road is wet, and look at the map of warnings on the website of
the service before they leave the house."""


def test_forecasts_without_figures_and_names_are_apart_and_a_retyped_one_is_not() -> None:
    one = FORECAST_IN_WORDS.format("sunny", "light winds from the west", "showers", "coast", "dry")
    other = FORECAST_IN_WORDS.format("gloomy", "strong gusts from the sea", "hail", "islands", "wet")
    retyped = one.replace("sunny", "suny").replace("forecast", "forcast")
    assert verdict(one.split(), other.split()) is None
    assert verdict(one.split(), retyped.split()) is not None


QUESTIONS = """Every week we put the same questions to a reader of the paper and print all answers.
What did you want to be? {}
Mountains or the sea? {}
Which book would you take along? {}
Your favourite dish: {}
Thank you very much for the conversation. The next questions will be in the paper on Saturday as always, on
the last page, and readers who would like to answer them should write to the desk."""


@pytest.mark.parametrize(
    "answers", [("A baker.", "Both.", "None.", "Bread."), ("To fly.", "Sea.", "Emma.", "")]
)
def test_interviews_with_short_answers_to_the_same_questions_are_apart(
    answers: tuple[str, str, str, str],
) -> None:
    one = QUESTIONS.format("A pilot.", "The mountains.", "A long novel about whales.", "Soup.")
    assert verdict([one], [QUESTIONS.format(*answers)]) is None


def test_an_interview_of_which_an_answer_was_cut_short_is_the_same() -> None:
    said = (
        "A pilot. Or a clown.",
        "The mountains, in May.",
        "A long novel. About whales.",
        "Soup. With bread.",
    )
    cut = ("Or a clown.", "The mountains, in May.", "About whales.", "With bread.")
    assert verdict([QUESTIONS.format(*said)], [QUESTIONS.format(*cut)]) is not None


def test_an_interview_with_the_answers_in_each_others_place_is_another_one() -> None:
    said = ("A pilot, as always.", "Onion soup on Sunday.", "The railway behind it.", "Never give up.")
    moved = (said[3], said[2], said[1], said[0])
    one, other = QUESTIONS.format(*said), QUESTIONS.format(*moved)
    lines = one.split("\n")
    assert verdict([one], [other]) is None
    assert (
        verdict([one], ["\n".join([*lines[:1], *lines[4:6], *lines[2:4], *lines[1:2], *lines[6:]])])
        is not None
    )


def test_a_story_of_which_both_leads_were_replaced_is_one_where_they_are_about_the_same() -> None:
    subject = [word for word in STORY if len(word) > 5]
    story = STORY + subject[:20]
    one, other = text("one", 60) + subject[60:65], text("two", 60) + subject[70:75]
    assert verdict(one + story, other + story) is not None
    assert verdict(text("one", 60) + story, text("two", 60) + story) is None


def test_leads_over_what_does_not_hang_together_are_of_two_stories() -> None:
    teasers = text("teasers of other stories", 200)
    one, other = text("one", 30) + teasers[50:53], text("two", 30) + teasers[60:63]
    assert verdict(one + teasers, other + teasers) is None
    assert verdict(one + teasers, one[:20] + teasers) is not None


WEATHER_JA = """東京地方の今夜は{}の見込みです。明日は{}で、所によって雷を伴うでしょう。
予想最高気温は東京で{}度、最低気温は{}度です。海上では波が高くなるおそれがありますので、
船の航行には注意してください。最新の情報は気象庁のホームページで確認してください。"""


def test_chinese_and_japanese_numbers_written_in_letters_are_facts() -> None:
    one = WEATHER_JA.format("北の風やや強く雨", "雨のちくもり", "十四", "九")
    other = WEATHER_JA.format("南の風晴れ", "晴れのちくもり", "二十二", "十五")
    assert verdict([one], [other]) is None
    assert verdict([one], [one.replace("やや強く", "")]) is not None


def test_notices_in_which_only_names_differ_are_apart_from_where_names_gather_in_gaps() -> None:
    notice = """A gardener from {} was fined at {} court for careless driving. The judge said that all had
    been taken into account, including previous good character and the effect on the victim. An appeal can be
    lodged within four weeks. Names are published in the public interest and are removed after one year."""
    assert verdict([notice.format("Ashford", "Bellmore")], [notice.format("Crandon", "Easton")]) is None
    assert verdict([notice.format("Ashford", "Bellmore")], [notice.format("Ashford", "Easton")]) is not None


COURT = """A {} from Ashford was fined at {} court on Friday for {}. {} Quist had answered the charge at an
earlier hearing. The judge said that all had been taken into account, including previous good character and
the effect on the victim. An appeal can be lodged within four weeks. Names are published in the public
interest and are removed after one year."""


def test_reports_with_other_names_in_the_same_places_are_apart_and_misread_ones_are_not() -> None:
    one = COURT.format("farmer", "Bellmore", "careless driving", "Irma")
    other = COURT.format("nurse", "Keswick", "stealing a bicycle", "Hugo")
    misread = COURT.format("farrner", "Bel1more", "carcless driving", "Irrna")
    assert verdict([one], [other]) is None
    assert verdict([one], [misread]) is not None


def test_what_begins_and_ends_alike_and_has_its_own_between_is_apart() -> None:
    head, tail = text("head", 30), text("tail", 50)
    assert verdict(head + text("one", 40) + tail, head + text("two", 40) + tail) is None
    assert verdict(head + text("one", 40) + tail, head + tail) is not None


PLEA = """You are reading us for free. Our paper has no owner but you, its readers, and we would like to keep
it so. If you can, give what you think our work is worth: your membership pays for the desk that reads the
minutes of your council. Write to us where we are wrong, and we put it right."""
OURS = """Read the Gazette for a pound a week: subscribe today, and we send you every evening our letter with
all that you may have missed, from local councils to weather."""
THEIRS = """Follow the Mirror wherever you are, and our critics tell you which pictures of this autumn you
should not miss, where tickets are cheap, and what your friends thought."""


def test_briefs_under_one_plea_to_the_reader_are_apart_and_a_brief_above_two_pleas_is_not() -> None:
    one, two = text("one brief", 35), text("another brief", 35)
    assert verdict([PLEA, *one], [PLEA, *two]) is None
    assert verdict([*one, PLEA], [*two, PLEA, "Follow us and tell your friends what you read."]) is None
    assert verdict([PLEA, *one], [PLEA, *one, *text("a sentence more", 8)]) is not None


def test_a_brief_under_which_two_outlets_print_their_promos_is_no_common_head() -> None:
    brief = text("brief", 55)
    promos = compare(*prepare([" ".join([*brief, each]) for each in (OURS, THEIRS)]))
    silent = compare(*prepare([" ".join([*brief, *text(each, 27)]) for each in (OURS, THEIRS)]))
    assert only_a_part(silent)
    assert not only_a_part(promos)
    assert verify(promos) is not None


FORECAST_ZH = (
    "本市气象台今天傍晚发布未来一天天气预报。今天夜间{}。气象台提醒市民，外出请携带雨具，早晚注意添加衣物，"
    "驾车时注意路面湿滑，户外作业人员请做好防护。"
)


def test_forecasts_in_words_are_apart_in_chinese_too_and_one_with_another_sentence_is_the_same() -> None:
    rain = "多云转阴，北部山区有小雨，南风转北风。明天白天阴有阵雨，雨后转多云，气温明显下降，体感偏凉"
    dust = "晴间多云，平原地区有轻雾，北风转南风。明天白天晴，午后有扬沙，偏南风转强，气温继续回升，体感较热"
    assert verdict([FORECAST_ZH.format(rain)], [FORECAST_ZH.format(dust)]) is None
    reworded = FORECAST_ZH.format(rain).replace("早晚注意添加衣物", "记得随时增减衣服")
    assert verdict([FORECAST_ZH.format(rain)], [reworded]) is not None
