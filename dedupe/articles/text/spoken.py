"""Words with which an outlet speaks to its reader, and of itself: "we", "you", "subscribe".

Observed: a news story tells of others. Outside of quotation marks half of them say neither we nor you, nine
in ten in less than two words of a hundred. What stands around it speaks to the reader, in one word of ten.

The words are pronouns of the first person plural and of the second person, as far as they mean nothing else
once case and accents are folded (German "Sie" is she and they, French "du" is no German one), and what a
reader is asked to do, or may not. In scripts without spaces a word is two characters. The author's "I" is
left out: columns have it.

A mistake costs little: a word too many is one among forty, and a language that is left out is not told.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from dedupe.articles.text.words import read_words

_WORDS = """
we our ours you your yours subscribe subscription subscriber subscribers newsletter membership
copyright cookies donate inbox
wir uns unser unsere unserem unseren unserer unseres Ihnen dich dir dein deine euch abonnieren
abonnement vorbehalten Datenschutz
wij ons onze jij jou jouw jullie uw abonneer nieuwsbrief voorbehouden
nous notre nos vous votre vos abonnez inscrivez abonnés réservés
nosotros nuestro nuestra nuestros nuestras usted ustedes vosotros vuestro tus suscríbase
suscríbete suscriptores boletín síganos síguenos escríbanos reservados
nós nosso nossa nossos nossas você vocês assine assinante assinantes assinatura
noi nostro nostra nostri nostre voi vostro vostra tuo tua tuoi scrivici seguici iscriviti
abbonati riservati riservata
noi nostru noastră noștri noastre voi dumneavoastră voastră abonează abonați rezervate
vi oss vårt våra dig din ditt dina prenumerera nyhetsbrev
våre deg dine dere abonner vores jer jeres
meidän meille sinä sinun sinulle teidän teille tilaa uutiskirje
nas nam nami nasz nasza nasze naszego naszej naszych naszym naszą twój twoja twoje twojego ciebie
cię wam wasz wasze zapisz prenumeratę zastrzeżone newsletter
nás nám náš naše našeho našich našim vás vám váš vaše vašeho vašich odebírat vyhrazena
мы нас нам нами наш наша наше нашу наши нашего нашей наших нашем нашим нашими вы вас вам вами ваш ваша
ваше вашу ваши вашего вашей ваших вашем подпишитесь подписывайтесь подписка рассылка защищены
ми нас нам наш наша наше нашу наші нашого нашої наших нашим ви вас вам ваш ваша ваше вашу ваші вашого
вашої ваших підпишіться підписуйтесь захищені
biz bize bizi bizim siz sizi sizin sizlere abone olun bültenimiz saklıdır
εμείς μας εσείς σας εγγραφείτε συνδρομή συνδρομητές
نحن لنا بنا إلينا موقعنا صحيفتنا قراءنا تطبيقنا نشرتنا لكم لك بك إليك إليكم بريدك اشترك اشتركوا تابعنا
تابعونا محفوظة
ما شما برای‌تان عضویت خبرنامه مشترک محفوظ
אנחנו אנו לנו שלנו אותנו אתם אתה לכם לך שלכם שלך הירשמו הצטרפו שמורות
हम हमें हमारा हमारी हमारे आप आपको आपका आपकी आपके सब्सक्राइब
kami kita anda kalian langganan berlangganan ikuti
우리 우리는 우리가 우리의 우리를 우리에게 저희 저희는 저희가 저희의 여러분 여러분은 여러분의 여러분을
여러분께 여러분에게 구독 구독하세요 신청하세요 주세요 금합니다 금지
我们 你们 您的 您可 您在 请您 给您 让您 为您 本报 本网 本站 订阅 關注 关注 扫码 版权 转载
私た あな なた 皆さ 皆様 さま 当社 弊社 当サ ださ 購読 登録 会員 転載 ご連 ご登 お送 お届
"""
"""In 26 languages; of Chinese and Japanese pairs of characters."""


def spoken(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Which words, by their hashes, an outlet speaks to its reader with."""
    known = _known()
    found: npt.NDArray[np.bool_] = known.take(known.searchsorted(hashes), mode="clip") == hashes
    return found


@cache
def _known() -> npt.NDArray[np.uint64]:
    # The last character of a pair is a word, too, and says nothing.
    characters = " ".join(_WORDS)
    return np.setdiff1d(read_words([_WORDS]).hashes, read_words([characters]).hashes)
