from hashlib import sha256

from spiders.identity.takedowns import Takedowns

URL = "https://example.org/a"
ERASED = Takedowns(frozenset({sha256(URL.encode()).hexdigest()}))


def test_an_erased_url_is_known_by_its_hash_in_every_form_and_never_named() -> None:
    for form in (URL, f"{URL}?print=1", f"{URL}/amp"):
        stand_in = ERASED.placeholder_for(form)
        assert stand_in is not None and stand_in.startswith("erased:")
        assert "example" not in stand_in


def test_other_urls_are_not() -> None:
    assert ERASED.placeholder_for(f"{URL}b") is None
    assert Takedowns().placeholder_for(URL) is None


def test_what_was_taken_down_stays_so_when_its_site_moves() -> None:
    moved = Takedowns(ERASED.hashes, ("www.example.org",))
    assert moved.placeholder_for("https://new.example/a") == ERASED.placeholder_for(URL)
    assert moved.placeholder_for("https://new.example/b") is None
