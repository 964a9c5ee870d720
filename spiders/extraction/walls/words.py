"""The words by which walls and empties introduce themselves, in the languages of most of the news web.

Each pattern is for a short text (a title, a heading, a button), never for an article's body; only the
words of consent are counted in a text.
"""

from __future__ import annotations

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_START = r"(?:^|[|:·»–—-])\W*(?:the|this|that|requested|die|diese|la|cette|esta|questa|deze)?\s*"
_GONE = {
    "page|article|story|content|url": r"not (?:be )?found|no longer (?:exists|available)|doesn.t exist",
    "page|article|content|file": r"does not exist|has been (?:removed|deleted)|is (?:gone|unavailable)",
    "seite|artikel|inhalt": r"nicht (?:mehr )?(?:gefunden|verfügbar|vorhanden)|existiert (?:leider )?nicht",
    "page|article|contenu": r"introuvable|non trouvée?|n.existe (?:pas|plus)",
    "página|noticia|artículo|contenido": r"no (?:encontrad[oa]|existe|disponible)",
    "página|notícia|artigo|conteúdo": r"não (?:encontrad[oa]|existe|disponível)",
    "pagina|articolo|contenuto": r"non (?:trovat[oa]|esiste|disponibile)",
    "pagina|artikel|sidan|siden|artikkelen": r"niet gevonden|hittades inte|finns inte|ikke (?:fundet|funnet)",
    "strona|stránka|oldal|sayfa|pagina": r"nie (?:została )?znalez|nenalezen|nem található|bulunamad",
    r"страниц\w*|сторінк\w*|материал": r"не (?:найден|существует|знайден|існує)",
    "trang|bài viết|halaman|laman": r"không (?:tồn tại|tìm thấy)|tidak (?:di(?:temukan|jumpai|temui)|ada)",
    "sivua|lehte|lehekülge|lapa|puslapis": r"ei löyt|ei leitud|nav atrast|neras?t",
    "pagin[aă]": r"nu (?:a fost g[ăa]sit|exist)",
    "stranica|strani?|stránk[ay]": r"n(?:ij)?e (?:pronađen|nađen|postoji|obstaja)"
    r"|ni (?:bila |mogoče )?naj|(?:ne|nebola |nebyla )(?:existuje|nájden|nalezen)|sa nenašl",
    r"страниц\w*|страница|бет": r"не (?:е (?:намерен|пронајден)|съществува|постои|постоји)|није (?:про)?нађен"
    r"|табылмады",
    "faqja|síðan?|səhifə|ukurasa|orria": r"nuk u gjet|fannst ekki|tapılmadı|hau(?:ku|ja)pat|ez da aurkitu",
    "pàgina|η σελίδα|σελίδα|το άρθρο": r"no (?:trobad|existeix|s.ha trobat)|δεν (?:βρέθηκε|υπάρχει)",
}
NOT_FOUND = _any(
    *(rf"{_START}(?:{nouns})\b.{{0,30}}\b(?:{verdict})" for nouns, verdict in _GONE.items()),
    r"^\W*(error\W*)?(404|410)\b(?!\s+\w+\s+\w+\s+\w+)|^[^.]{0,30}\b(error )?(404|410)\W*$",
    r"\b(could|can)(n.t|not| not) (find|be found).{0,20}\b(page|article|requested)",
    r"^(oops|sorry|uh.oh)\b.{0,40}\b(page|found|gone|missing)",
    r"(页面|頁面|网页|網頁|文章|内容|內容)(不存在|未找到|已被?删除|已刪除|找不到)",
    r"找不到(该|此|這個)?(页面|頁面|网页|網頁)",
    r"ページ(が|は)(見つかりません|存在しません)|お探しのページ|페이지를 찾을 수 없",
    r"\b(no se (ha )?encontr|no encontramos|no s.ha trobat|nie znaleziono|fant ikke|fann ekki|ei löytynyt)"
    r".{0,20}\b(la página|la pàgina|strony|siden|sidan|síðu|sivua)",
    r"ไม่พบ(หน้า|เพจ|เนื้อหา|บทความ)|(העמוד|הדף|הכתבה)\b.{0,20}(לא נמצא|אינו קיים|לא קיי)",
    r"صفحه\b.{0,20}(یافت|پیدا) نشد|صفحه\b.{0,20}وجود ندارد|صفحہ نہیں ملا|존재하지 않는 페이지",
    r"পৃষ্ঠা\S*\s.{0,12}পাওয়া যায়নি|பக்கம்\s.{0,12}(கிடைக்கவில்லை|காணப்படவில்லை)",
    r"გვერდი\s.{0,8}(ვერ|არ) (მოიძებნა|არსებობს)|էջը\s.{0,8}չի գտնվել",
    r"(الصفحة|المقال|المحتوى)\s+(غير\s+(موجود|متوفر|متاح)|التي\s+تبحث)|(पृष्ठ|पेज)\s+नहीं\s+मिला",
)
"""A title or heading that says that nothing is here."""

SIGN_IN = _any(
    r"^\W*(please\s+)?(sign|log)[\s-]?(in|on)\b(?!(\W+\w+){6})",
    r"^\W*(create|register)\b.{0,20}\b(account|free)\b",
    r"^\W*(bitte\s+)?(anmelden|anmeldung|einloggen|login)\b",
    r"^\W*(se connecter|connexion|connectez-vous|identifiez-vous)\b",
    r"^\W*(iniciar? sesión|inicia sesión|acceso|entrar|iniciar sessão|fazer login)\W*$",
    r"^\W*(accedi|inloggen|logga in|logg inn|log ind|kirjaudu|zaloguj|přihlášení|bejelentkezés|giriş yap)\b",
    r"^\W*(вход|войти|увійти|авторизация)\b|^\W*(đăng nhập|masuk)\W*$",
    r"^\W*(请先?)?(登录|登入|登錄)|ログイン|로그인|(تسجيل|سجل)\s+الدخول",
)
"""A title or heading of a login form."""

CONSENT_TOPIC = _any(
    r"\bcookies?\b|\bconsent\b|\bgdpr\b|\bprivacy\b|\b(ad|tracking)\W+(partners?|vendors?)\b",
    r"\bpersonali[sz]ed (data|ads|advertising|content)\b|\bpersonal data\b|\bstore and(/or)? access\b",
    r"\bdatenschutz\w*|\beinwillig\w*|\bzustimm\w*|\bprivatsphäre\w*|\btracking\b|\bpersonenbezogen\w*",
    r"\bconsentement\b|\bdonnées personnelles\b|\bvie privée\b|\btraceurs\b",
    r"\bconsentimi?ento\b|\bdatos personales\b|\bprivacidad(e)?\b|\bdados pessoais\b",
    r"\bconsenso\b|\bdati personali\b|\btoestemming\b|\bpersoonsgegevens\b|\bsamty[ck]ke\b|\bsuostumus\w*",
    r"\bzgod\w+ na\b|\bdanych osobowych\b|\bsouhlas\w*|\bçerez\w*|\bкуки\b|\bперсональн\w+ данн\w+",
    r"隐私|隱私|クッキー|쿠키|ملفات\s+تعريف\s+الارتباط|الخصوصية",
)
"""Words of which a consent page's text is full."""

CONSENT_VOICE = _any(
    r"\b(we|our|us|you|yours?)\b|\b(wir|uns\w*|sie|ihre[nmrs]?)\b|\b(nous|nos|notre|vous|vos|votre)\b",
    r"\b(nosotros|nuestr[oa]s?|usted|tus?|su|puedes?)\b|\b(nós|noss[oa]s?|você|seus?|suas?)\b",
    r"\b(noi|nostr[oaie]|tuo[i]?|tue|tua|puoi)\b|\b(wij|ons|onze|uw|jouw|je)\b",
    r"\b(vi|våra?|vores|du|dina?|dine)\b",
    r"\b(my|nas[zi]\w*|twoj\w*|moż\w+sz)\b|\b(мы|наш\w*|вы|ваш\w*)\b|我们|我們|您|你|当社|お客様|نحن|يمكنك|شركا\w*",
)
"""We and you: a consent page speaks to its reader, a report about consent does not."""

CONSENT_BUTTON = _any(
    r"^\W*(i\s+)?(accept|agree|allow|reject|decline|consent)( to)?( all| and continue| cookies)*\W*$",
    r"^\W*(manage|cookie|privacy) (options|settings|preferences|choices)\W*$",
    r"^\W*(alle[sn]? )?(akzeptieren|ablehnen|zustimmen|einwilligen|einverstanden)\b.{0,20}$",
    r"^\W*(tout )?(accepter|refuser)\b.{0,30}$|^\W*(j.accepte|continuer sans accepter)\b",
    r"^\W*(aceptar|rechazar|aceitar|rejeitar|accett[ao]|rifiut[ao])\b.{0,20}$",
    r"^\W*(alles )?(accepteren|weigeren|godkänn|acceptera|godta|avvis|hyväksy)\b.{0,20}$|^\W*akkoord\W*$",
    r"^\W*(akceptuj|zgadzam się|souhlasím|kabul et|принять|прийняти|elfogad)\b.{0,20}$",
    r"^\W*(接受|同意|拒绝|拒絕)(全部|所有)?\W*$|^\W*(同意する|すべて許可)\W*$",
    r"^\W*(قبول|رفض|أوافق)( الكل)?\W*$",
)
"""What stands on the buttons of a consent page."""

NEEDS_SCRIPT = _any(
    r"\b(enable|activate|turn on|requires?|need)\b.{0,30}\bjavascript\b",
    r"\bjavascript\b.{0,40}\b(enabled?|disabled|required|aktivieren|aktiviert|erforderlich|nodig)",
    r"\bjavascript\b.{0,40}\b(activ\w+|habilit\w+|attiv\w+)",
    r"\b(aktivieren|activez|active|habilite|attiva|schakel|включите)\b.{0,30}\bjavascript\b",
    r"(启用|啟用|开启|開啟|打开).{0,6}javascript|javascript.{0,4}を有効|تفعيل\s+جافا",
)
"""What a page that is empty without scripts says to those who run none."""

WAITING = _any(
    r"^\W*(now |still )?(loading|please wait|one moment|just a moment)\b[^.!?]{0,40}\W*$",
    r"^\W*(bitte warten|wird geladen|lädt|laden|chargement|cargando|carregando|a carregar|caricamento)\b"
    r"[^.!?]{0,40}\W*$",
    r"^\W*(wordt geladen|laddar|indlæser|laster|ladataan|ładowanie|wczytywanie|načítá\w*)\b.{0,40}$",
    r"^\W*(betöltés|se încarcă|yükleniyor|загрузка|загружается|завантаження)\b.{0,40}$",
    r"^\W*(зареждане|učitava\w*|φόρτωση)\b.{0,40}$",
    r"^\W*(đang tải|memuat)\b.{0,40}$",
    r"^\W*(正在)?(加载中?|加載中?|載入中|讀取中)\W*$|^\W*(読み込み中|ロード中|로딩 ?중?|불러오는 중)\W*$",
    r"^\W*(جار[يٍ]?|يتم) (ال)?تحميل.{0,20}$|^\W*(טוען|در حال بارگذاری|กำลังโหลด|लोड हो रहा).{0,20}$",
)
"""What a page that its scripts have not filled says in the text's place."""

CONSENT_NOTICE = _any(
    r"\b(we|site|page|it|and our partners) (may )?uses? (\w+ ){0,4}cookies\b",
    r"\bcookies (help|allow|enable) us\b",
    r"\b(wir|seite|website|webseite) (\w+ )?(verwende[nt]|(be)?nutz(en|t)|setz(en|t)) (\w+ ){0,3}cookies\b",
    r"\b(nous|ce site)( web)? utilis(ons|e) (\w+ ){0,2}(cookies|traceurs)\b",
    r"\b(utilizamos|usamos|utilizziamo|usiamo) (i |os |las )?(\w+ )?cookies?\b",
    r"\b(este|esta|questo|nosso) (sitio|página|site|sito)( web)? (usa|utiliz+a) (i )?(\w+ )?cookies?\b",
    r"\b(wij|we|deze (web)?site|website) (maak[te]n? gebruik van|gebruik(en|t)) (\w+ ){0,2}cookies\b",
    r"\bvi (använder|bruger|bruker) (\w+ ){0,2}(cookies|kakor|informasjonskapsler)\b",
    r"\bkäytämme (\w+ )?evästeitä\b",
    r"\b(używamy|używa|korzysta z) (\w+ ){0,2}(cookies?|ciasteczek)\b",
    r"\bpoužíváme (\w+ ){0,2}cookies\b",
    r"\b(мы|сайт) использу(ем|ет) (файлы )?(cookies?|куки)|\bçerez\w* kullan|\bcookie-?ka?t használ",
    r"(本|我们的?|我們的?)(网站|網站|站)?.{0,4}(使用|采用).{0,4}cookies?|(クッキー|cookie)を使用|쿠키를 사용",
    r"(نستخدم|يستخدم).{0,20}ملفات تعريف",
)
"""How the notice begins that a site uses cookies."""

COOKIES = (
    *("cookie", "traceurs", "kakor", "informasjonskapsler", "evästeitä", "ciasteczek", "куки", "çerez"),
    *("クッキー", "쿠키", "ملفات"),
)
"""One of these is in every such notice, casefolded: they are quicker to look for."""

CHALLENGE = _any(
    r"\b(verify|confirm|prove|let us know)\b.{0,12}\byou('re| are) (a |not a )?(human|robot|bot)\b",
    r"\bchecking (your browser|if the site|if you)\b|\bunusual (activity|traffic)\b",
    r"\bare you (a )?(human|robot)\b|\bnot a (robot|bot)\b|\bsecurity check\b",
    r"\b(complete|solve|enter) (the |this |a )?captcha\b",
    r"^\W*(access denied|attention required|pardon our interruption|just a moment|please wait)\b",
    r"\bbrowser wird überprüft|\bkein roboter\b|\bpas un robot\b|\bno (eres|soy) un robot\b",
    r"(验证|驗證)您?(是|不是)(真人|机器人|機器人)|人机验证|安全验证|ロボットではありません",
)
"""A title, heading or line of a page that wants to know whether it is read by a human."""

SUBSCRIBE = _any(
    r"\bsubscribe (now )?(to|and) (read|continue|keep reading|unlock|get)",
    r"\b(continue|keep|go on) reading\W+(please )?subscribe\b",
    r"\bsubscrib\w+\b.{0,60}\b(full|whole|rest of the|this|entire) (story|article|access)",
    r"\balready a (subscriber|member)\b|\b(exclusive(ly)? (for|to)|only for) (our )?(subscribers|members)\b",
    r"\b(weiterlesen|jetzt lesen)\b.{0,30}\b(abo|plus|premium|abonnement|abonnieren)\b",
    r"\b(bereits|schon) abonnent|\bexklusiv für abonnent",
    r"\bréservée?s? (à nos |aux )abonnés|\bdéjà abonné|\bil vous reste\b.{0,30}\bà lire\b",
    r"\b(exclusivo|solo) para (suscriptores|assinantes)|\bya (eres|soy) suscriptor",
    r"\b(riservato|solo) (agli|per gli) abbonati|\balleen voor abonnees|\bför prenumeranter|\bfor abonnenter",
    r"订阅后(阅读|继续)|登录后阅读全文|仅限(订户|会员)|会員限定|有料会員|この記事は(有料|会員)",
    r"اشترك\s+ل(قراءة|متابعة)|للمشتركين\s+فقط",
)
"""What stands where a text breaks off for those who do not pay."""
